#!/usr/bin/env bash
# Runs the benchmarks that were built (build/release/tests/bench), one after another, alone on the machine.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
shopt -s nullglob
ran=0
for program in build/release/tests/bench/bench_*; do
  [ -f "$program" ] && [ -x "$program" ] || continue
  echo "== ${program##*/}"
  QT_QPA_PLATFORM=${QT_QPA_PLATFORM:-offscreen} "$program"
  ran=1
done
[ $ran = 1 ] || echo "bench: no benchmark was built"
