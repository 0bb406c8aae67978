#!/usr/bin/env bash
# Builds and runs the suites of a sanitizer preset (asan or tsan): only what those suites need is built.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
preset=$1
scripts/build.sh "$preset" help >/dev/null
mapfile -t suites < <(ctest --preset "$preset" -N | sed -n 's/^ *Test *#[0-9]*: //p')
if [ ${#suites[@]} = 0 ]; then echo "$preset: no suite of this preset is there"; exit 0; fi
wanted=()
for suite in "${suites[@]}"; do wanted+=("test_$suite"); done
scripts/build.sh "$preset" "${wanted[@]}"
scripts/ctest.sh "$preset"
