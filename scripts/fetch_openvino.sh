#!/usr/bin/env bash
# Fetches OpenVINO's C++ runtime (ONNX, TensorFlow, TensorFlow Lite, Paddle and its own files, on the CPU) out of its
# Python wheel (wheel.sh). Without it everything else builds, and a black box of the adapter "openvino" says what is missing.
#   MLINK_OPENVINO=skip    leaves it out (OpenVINO from elsewhere: cmake -DMLINK_OPENVINO_ROOT=FOLDER)
# Exit status: 0 it is there or this machine has none, 1 something is wrong, 3 no network or no pip.
set -euo pipefail
title=openvino
# shellcheck source=scripts/wheel.sh
. "$(dirname "$(readlink -f "$0")")/wheel.sh"

[ "${MLINK_OPENVINO:-}" != skip ] || exit 0
arch=$(uname -m)
case $arch in
  x86_64) sha256=2d22b1da03f7caf74df30e9f6417d0ab2f637e4a38e08e1dcd294d2c37407aaf ;;
  *) say "no wheel of openvino is known here for $arch; its black boxes are left out"; exit 0 ;;
esac

# shellcheck disable=SC2317  # called by fetch_wheel
arrange() {
  mkdir -p "$2/include" "$2/lib"
  mv "$1"/openvino/include/openvino "$2/include/"
  # What reads and runs models on the CPU; the plugins of Intel's GPUs and NPUs want drivers of their own.
  local name
  for name in libopenvino.so. libopenvino_intel_cpu_plugin. libopenvino_ir_frontend. libopenvino_onnx_frontend. \
    libopenvino_tensorflow_frontend. libopenvino_tensorflow_lite_frontend. libopenvino_paddle_frontend. libtbb.so. libhwloc.so.; do
    mv "$1"/openvino/libs/"$name"* "$2/lib/" || return 1
  done
}
fetch_wheel openvino openvino 2026.4.1 "$sha256" "59 MB"
