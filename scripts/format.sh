#!/usr/bin/env bash
# Formats the hand-written C++ of the repository, or the files given: scripts/format.sh [--check] [FILE...]
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
tool=$(command -v clang-format-14 || command -v clang-format)
mode=(-i)
if [ "${1:-}" = --check ]; then mode=(--dry-run -Werror); shift; fi
if [ $# -gt 0 ]; then files=("$@"); else mapfile -t files < <(git ls-files '*.h' '*.cpp' '*.cu'); fi
[ ${#files[@]} -gt 0 ] || exit 0
printf '%s\0' "${files[@]}" | xargs -0 -n 20 -P "$(nproc)" "$tool" "${mode[@]}"
