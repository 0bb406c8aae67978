#!/usr/bin/env bash
# Fetches the black boxes that lie in Python wheels (pip, SHA-256 checked) into the cache: speech activity (Silero VAD) and
# text (PP-OCR v4 as rapidocr passes it on). They run through OpenVINO. See README.md beside this file.
# Exit status: 0 all there, 1 something is wrong, 3 no network or no pip.
set -euo pipefail
title=boxes
# shellcheck source=scripts/wheel.sh
. "$(dirname "$(readlink -f "$0")")/../../scripts/wheel.sh"

# shellcheck disable=SC2317  # called by fetch_wheel
arrange() { mv "$1"/silero_vad/data/silero_vad_openvino_16k.onnx "$2/"; }
fetch_wheel silero-vad silero-vad 6.2.3 7b7f5436cfcb02fae583a05b512ea96467fd449fe54cb49a5e4f06c51a1e43b8 "11 MB"

# shellcheck disable=SC2317
arrange() {
  mv "$1"/rapidocr_onnxruntime/models/ch_PP-OCRv4_{det,rec}_infer.onnx "$2/" || return 1
  # The recogniser's characters lie in its file, as the entry "character" of its metadata: a file of them, one a line.
  python3 - "$2" <<'PYTHON'
import sys

def fields(data):
    at = 0
    def number():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value
    while at < len(data):
        key = number()
        if key & 7 == 2:
            size = number()
            yield key >> 3, data[at:at + size]
            at += size
        elif key & 7 == 0:
            yield key >> 3, number()
        else:
            at += 8 if key & 7 == 1 else 4

model = open(sys.argv[1] + "/ch_PP-OCRv4_rec_infer.onnx", "rb").read()
about = [dict(fields(value)) for key, value in fields(model) if key == 14]
keys = next(entry[2] for entry in about if entry[1] == b"character")
open(sys.argv[1] + "/keys.txt", "wb").write(keys)
PYTHON
}
fetch_wheel rapidocr rapidocr-onnxruntime 1.4.4 971d7d5f223a7a808662229df1ef69893809d8457d834e6373d3854bc1782cbf "15 MB"

# Their content is known by the wheels' SHA-256: they run in the program itself. Said once for each user, as in fetch.sh.
said=${XDG_CONFIG_HOME:-$HOME/.config}/mlink-workbench/fetched
mlink=${MLINK:-$(dirname "$(readlink -f "$0")")/../../build/release/app/mlink}
for file in "$cache"/silero-vad/*.onnx "$cache"/rapidocr/*.onnx; do
  [ -x "$mlink" ] && [ ! -e "$said/${file##*/}" ] || continue
  ! "$mlink" box trust "$file" >/dev/null || { mkdir -p "$said" && touch "$said/${file##*/}"; }
done
