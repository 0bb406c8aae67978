#!/usr/bin/env bash
# The pictures of README: walks through all pages of an experiment by mouse and keys (tests/ui_session, walk.h), and
# writes resources/pictures/NAME.png with 256 colours each. Needs what `make test` installs, and for the page Live the
# experiment's black boxes.
#   scripts/pictures.sh [EXPERIMENT] [FOLDER]   default: the demo's street, resources/pictures
#   MLINK_PICTURES_SOURCE, MLINK_PICTURES_TARGET: the link that is clicked; MLINK_PICTURES_LIVE: the budget of the live run
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
data=${MLINK_DEMO_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/mlink-workbench/demo}
file=$(readlink -f "${1:-$data/street.mlink}")
folder=${2:-resources/pictures}
program=build/release/tests/ui_session/test_ui_session
if [ ! -f "$file" ]; then echo "pictures: there is no experiment $file. \`make demo\` makes the demo's." >&2; exit 1; fi
if [ ! -x "$program" ]; then echo "pictures: $program is not built. \`make build\` builds it." >&2; exit 1; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# What is clicked is not written into the experiment itself.
cp "$file" "$work/street.mlink"
mkdir -p "$work/drawn" "$folder"
export MLINK_PICTURES_OF=$work/street.mlink MLINK_PICTURES=$work/drawn
export MLINK_PICTURES_SOURCE=${MLINK_PICTURES_SOURCE-pose} MLINK_PICTURES_TARGET=${MLINK_PICTURES_TARGET-persons}
export MLINK_PICTURES_LIVE=${MLINK_PICTURES_LIVE-51 ms}
QT_QPA_PLATFORM=offscreen MLINK_DEMO_DIR=$work/demo MLINK_DEMO_SCRIPT=$PWD/datasets/demo/demo.sh \
  "$program" walksByMouseAndKeys
for picture in "$work"/drawn/*.png; do
  ffmpeg -nostdin -v error -y -i "$picture" -filter_complex \
    'split[a][b];[a]palettegen=reserve_transparent=0[p];[b][p]paletteuse=dither=none' \
    -pred mixed -compression_level 100 "$folder/$(basename "$picture")"
done
du -ch "$folder"/*.png | tail -n 1
