#!/usr/bin/env bash
# The linters on our own files, after a build of the release preset: shellcheck, clang-format, translations,
# clang-tidy, clazy.
# Files that changed last come first; after MLINK_TIDY_SECONDS (default 180) no new clang-tidy starts, after
# MLINK_CLAZY_SECONDS (120) no new clazy, and what was left out is told. A file whose result is known (same text, same headers, same settings) is not looked at again.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/.." || exit 2
jobs=${JOBS:-$(nproc)}
failed=0
build=build/lint/commands
cache=build/lint
mkdir -p "$cache" "$build"

echo "lint: shellcheck"
git ls-files -z '*.sh' .ci/run | xargs -0 shellcheck -x -S warning || failed=1

echo "lint: clang-format"
scripts/format.sh --check || { echo "lint: run scripts/format.sh"; failed=1; }

echo "lint: translations"
scripts/translations.sh --check || failed=1

# How each file is compiled by itself, also where the release build compiles many as one: from a build folder that is
# never built; what a build generates is in the release preset's.
if ! cmake --preset release -B build/lint/plain ${MLINK_CMAKE_FLAGS:-} -DCMAKE_UNITY_BUILD=OFF -DCMAKE_DISABLE_PRECOMPILE_HEADERS=ON >"$cache/configure.log" 2>&1; then
  tail -n 20 "$cache/configure.log"
  exit 1
fi
sed "s#$PWD/build/lint/plain#$PWD/build/release#g" build/lint/plain/compile_commands.json >"$build/compile_commands.json"

# Newest first, so that the bound on time costs the files that were looked at before. LibTorch 1.13's headers parse
# with clang in C++17 only and our own need C++20: the few files that include them are left to the compiler.
newest_first() {
  git log --name-only --pretty=format: -n 200 -- '*.cpp' 2>/dev/null | awk 'NF && !seen[$0]++'
  git ls-files '*.cpp'
}
compiled=$(sed -n 's/^ *"file": "\(.*\)",\{0,1\}$/\1/p' "$build/compile_commands.json")
files=$(newest_first | awk '!seen[$0]++' | while read -r file; do
  [ -f "$file" ] && grep -qxF -- "$PWD/$file" <<<"$compiled" && ! grep -qE '#include <(torch|ATen|c10)/' "$file" && echo "$file"
done)
state=$(git ls-files -z '*.h' '*.clang-tidy' scripts/lint.sh | xargs -0 cat | sha256sum | cut -c1-16)

tidy_one() {
  local file=$1 key
  key=$cache/$(cat "$file" <(echo "$STATE $file") | sha256sum | cut -c1-32)
  if [ -f "$key" ]; then return 0; fi
  if [ "$(date +%s)" -ge "$DEADLINE" ]; then echo "$file" >>"$cache/left-out"; return 0; fi
  local log
  if log=$(clang-tidy-14 -p "$BUILD" --extra-arg=-Wno-unknown-warning-option --quiet --warnings-as-errors='*' "$file" 2>&1); then
    : >"$key"
  else
    printf '%s\n' "$log" | grep -vE '^[0-9]+ warnings? (generated|treated)'
    return 1
  fi
}
export -f tidy_one
rm -f "$cache/left-out"
echo "lint: clang-tidy on $(grep -c . <<<"$files") files"
if [ -n "$files" ]; then
  DEADLINE=$(($(date +%s) + ${MLINK_TIDY_SECONDS:-180})) STATE=$state BUILD=$build cache=$cache \
    xargs -P "$jobs" -I {} bash -c 'tidy_one "$1"' _ {} <<<"$files" || failed=1
fi
if [ -f "$cache/left-out" ]; then
  echo "lint: no time left for clang-tidy on $(wc -l <"$cache/left-out") files: $(tr '\n' ' ' <"$cache/left-out")"
fi

# The same order and bound for clazy.
qt_files=$(newest_first | awk '!seen[$0]++' | grep -E '^(ui|app)/' | while read -r file; do
  [ -f "$file" ] && grep -qxF -- "$PWD/$file" <<<"$compiled" && grep -qE '#include <Q|#include "ui/|\.moc"' "$file" && echo "$file"; done)
clazy_one() {
  local file=$1 checks=level0,level1,no-non-pod-global-static,no-overloaded-signal key
  key=$cache/clazy-$(cat "$file" <(echo "$STATE $file") | sha256sum | cut -c1-32)
  if [ -f "$key" ]; then return 0; fi
  if [ "$(date +%s)" -ge "$DEADLINE" ]; then echo "$file" >>"$cache/left-out-clazy"; return 0; fi
  # g++'s own options are unknown to it, and told as errors: only its own findings count.
  local found
  found=$(clazy-standalone -p "$BUILD" --checks="$checks" --header-filter='/(ui|app)/' "$file" 2>&1 | grep -E '\[-Wclazy-[a-z-]+\]' | sort -u)
  if [ -n "$found" ]; then
    printf '%s\n' "$found"
    return 1
  fi
  : >"$key"
}
export -f clazy_one
rm -f "$cache/left-out-clazy"
echo "lint: clazy on $(grep -c . <<<"$qt_files") files"
if [ -n "$qt_files" ]; then
  DEADLINE=$(($(date +%s) + ${MLINK_CLAZY_SECONDS:-120})) STATE=$state BUILD=$build cache=$cache \
    xargs -P "$jobs" -I {} bash -c 'clazy_one "$1"' _ {} <<<"$qt_files" || failed=1
fi
if [ -f "$cache/left-out-clazy" ]; then
  echo "lint: no time left for clazy on $(wc -l <"$cache/left-out-clazy") files: $(tr '\n' ' ' <"$cache/left-out-clazy")"
fi
[ $failed = 0 ] && echo "lint: clean"
exit $failed
