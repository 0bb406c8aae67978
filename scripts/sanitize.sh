#!/usr/bin/env bash
# Builds and runs the suites of a sanitizer preset (asan or tsan): only what those suites need is built.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
preset=$1
scripts/build.sh "$preset" help >/dev/null
mapfile -t suites < <(ctest --preset "$preset" -N | sed -n 's/^ *Test *#[0-9]*: //p')
if [ ${#suites[@]} = 0 ]; then echo "$preset: no suite of this preset is there"; exit 0; fi
targets=$(ninja -C "build/$preset" -t targets all | sed -n 's/^\(mlink\|mlink-workbench\|test_[a-z_0-9]*\): .*/\1/p')
wanted=()
for target in $targets; do
  suite=${target#test_}
  if [ "$suite" = "$target" ] || printf '%s\n' "${suites[@]}" | grep -qx -- "$suite"; then wanted+=("$target"); fi
done
scripts/build.sh "$preset" "${wanted[@]}"
scripts/ctest.sh "$preset"
