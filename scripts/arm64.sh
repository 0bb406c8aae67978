#!/usr/bin/env bash
# Compiles the rooms that compute (links and what stands beside them) for arm64, with warnings as errors, on a machine
# that is not one: shows that no x86 has crept in. The kernel is compiled whole, as its code for NEON depends on the
# compiler's code generation; the others are only parsed and checked. Nothing is linked or run.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/.." || exit 2
jobs=${JOBS:-$(nproc)}
export COMPILER=aarch64-linux-gnu-g++
if [ "$(uname -m)" = aarch64 ]; then
  echo "arm64: this machine is one; its own build shows more"
  exit 0
fi
command -v "$COMPILER" >/dev/null || { echo "arm64: no $COMPILER here: run scripts/setup.sh lint"; exit 1; }

compile_one() {
  local file=$1 how=(-fsyntax-only)
  case $file in */kernel*) how=(-O3 -fno-math-errno -fno-trapping-math -c -o /dev/null) ;; esac
  # The libraries' headers are this machine's: those of Debian are the same text for both but for a few settings, and
  # these come after everything of arm64's own.
  "$COMPILER" -std=c++20 -Wall -Wextra -Wpedantic -Werror -DMLINK_VERSION='""' -DMLINK_TORCH_MODULE='""' -DSPDLOG_FMT_EXTERNAL "${how[@]}" \
    -Icore -idirafter "/usr/include/$(g++ -print-multiarch)" "$file" ||
    { echo "arm64: $file does not compile"; return 1; }
}
export -f compile_one
files=()
for room in base outputs metrics links scheduling methods replay; do
  while read -r file; do
    case $file in */torch/* | *kernel_v[34].cpp) ;; *) files+=("$file") ;; esac
  done < <(git ls-files "core/$room/*.cpp")
done
echo "arm64: ${#files[@]} files"
printf '%s\n' "${files[@]}" | xargs -P "$jobs" -I {} bash -c 'compile_one "$1"' _ {} && echo "arm64: clean"
