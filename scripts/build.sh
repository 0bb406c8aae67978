#!/usr/bin/env bash
# Configures a preset once and builds it: scripts/build.sh PRESET [TARGET...]
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
preset=$1
shift
flags=${MLINK_CMAKE_FLAGS:-}
# shellcheck disable=SC2086  # flags are words
configure() {
  mkdir -p "build/$preset"
  local log=build/$preset/configure.log
  cmake --preset "$preset" $flags >"$log" 2>&1 || { tail -n 40 "$log" >&2; echo "build: configuring failed; the whole log: $log" >&2; exit 1; }
}
unknown() { # the targets given that are not there
  local known
  known=$(ninja -C "build/$preset" -t targets all | sed 's/: .*//')
  for target in "$@"; do grep -qx -- "$target" <<<"$known" || echo "$target"; done
}
# Arrow was fetched since: it is optional, and looked for when configuring.
arrow=${MLINK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mlink-workbench}/arrow/.sha256
if [ "$arrow" -nt "build/$preset/build.ninja" ]; then configure; fi
if [ ! -f "build/$preset/build.ninja" ] || [ CMakePresets.json -nt "build/$preset/build.ninja" ] || [ -n "$flags" ]; then configure; fi
# What a target needs may have been installed since.
if [ -n "$(unknown "$@")" ]; then configure; fi
for target in $(unknown "$@"); do
  echo "build: there is no target '$target'" >&2
  exit 1
done
[ -t 1 ] && quiet=() || quiet=(--quiet)
ninja -C "build/$preset" -j "${JOBS:-$(nproc)}" "${quiet[@]}" "$@"
