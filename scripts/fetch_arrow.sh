#!/usr/bin/env bash
# Fetches Apache Arrow's C++ library, for Parquet and Arrow files, out of the Python wheel pyarrow (wheel.sh).
# Without it everything else builds, and an import or export of such a file says what is missing.
#   MLINK_ARROW=skip    leaves it out (Arrow from elsewhere: cmake -DMLINK_ARROW_ROOT=FOLDER)
# Exit status: 0 it is there or this machine has none, 1 something is wrong, 3 no network or no pip.
set -euo pipefail
title=arrow
# shellcheck source=scripts/wheel.sh
. "$(dirname "$(readlink -f "$0")")/wheel.sh"

[ "${MLINK_ARROW:-}" != skip ] || exit 0
arch=$(uname -m)
case $arch in
  x86_64) sha256=39cb0f2418282c24bea6ceda77b03e5a8f0a5766b63a8bf194d4e2a2c423548c ;;
  aarch64) sha256=22a96a225de107eb9acd1ad9a818198ca832df2a4c0952412f754a7ed2105a98 ;;
  *) say "there is no wheel of pyarrow for $arch; Parquet and Arrow files are left out"; exit 0 ;;
esac

# shellcheck disable=SC2317  # called by fetch_wheel
arrange() {
  mkdir -p "$2/include" "$2/lib"
  mv "$1"/pyarrow/include/arrow "$1"/pyarrow/include/parquet "$2/include/"
  find "$1/pyarrow" -maxdepth 1 -regextype egrep -regex '.*/lib(arrow|parquet)\.so\.[0-9]+' -exec mv -t "$2/lib" {} +
}
fetch_wheel arrow pyarrow 26.0.1 "$sha256" "55 MB"
