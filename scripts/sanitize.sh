#!/usr/bin/env bash
# Builds and runs the suites of a sanitizer preset (asan or tsan): only what those suites need is built.
# MLINK_SANITIZE_SECONDS: a bound on the whole (CI). The suites then go in parts, those that changed last first, the others
# from a place that moves by the day; after the bound no new part starts, and what was left out is told.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
preset=$1
begun=$SECONDS
scripts/build.sh "$preset" help >/dev/null
mapfile -t suites < <(ctest --preset "$preset" -N | sed -n 's/^ *Test *#[0-9]*: //p')
if [ ${#suites[@]} = 0 ]; then echo "$preset: no suite of this preset is there"; exit 0; fi

build_and_run() {
  scripts/build.sh "$preset" "${@/#/test_}" && scripts/ctest.sh "$preset" -R "^($(IFS='|'; echo "$*"))\$"
}

if [ -z "${MLINK_SANITIZE_SECONDS:-}" ]; then
  scripts/build.sh "$preset" "${suites[@]/#/test_}"
  scripts/ctest.sh "$preset"
  exit
fi

# A suite's age: how many commits ago the newest of its sources changed.
commits=$(git log --name-only --pretty=format:@ -n 60 -- tests ui core 2>/dev/null || true)
programs=$(ninja -C "build/$preset" -t targets all | sed -n 's#: CXX_EXECUTABLE_LINKER.*##p')
folder_of() { grep -m 1 "/test_$1\$" <<<"$programs" | xargs dirname; }
age_of() {
  awk -v folder="$1/" '/^@/ { n++ } index($0, folder) == 1 { print n; found = 1; exit } END { if (!found) print 1000 }' <<<"$commits"
}
turn=$(($(date +%s) / 86400 * 17))
ordered=$(for i in "${!suites[@]}"; do
  age=$(age_of "$(folder_of "${suites[$i]}")")
  printf '%d %d %s\n' "$((age > 20 ? 1000 : age))" "$(((i + turn) % ${#suites[@]}))" "${suites[$i]}"
done | sort -n -k 1,1 -k 2,2 | cut -d ' ' -f 3)
mapfile -t suites <<<"$ordered"

failed=0
part=12
for ((i = 0; i < ${#suites[@]}; i += part)); do
  if [ $((SECONDS - begun)) -ge "$MLINK_SANITIZE_SECONDS" ]; then
    echo "$preset: no time left for ${suites[*]:i}"
    break
  fi
  build_and_run "${suites[@]:i:part}" || failed=1
done
exit $failed
