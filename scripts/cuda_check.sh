#!/usr/bin/env bash
# Compiles the CUDA kernels with the nvcc of the package index (fetch_nvcc.sh), warnings as errors, and runs the suite that
# holds what their threads do against the CPU's way. No GPU is needed; the kernels themselves run where one is
# (`mlink selftest --gpu`).
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/.." || exit 2
if ! scripts/fetch_nvcc.sh; then
  echo "cuda: nvcc could not be fetched (reason above): NOT CHECKED"
  exit 0
fi
MLINK_SETUP=skip scripts/build.sh release mlink_cuda_kernels test_blackbox_device || exit 1
if [ ! -f build/release/app/mlink-cuda.so ]; then
  echo "cuda: no nvcc is known for this machine: NOT CHECKED"
  exit 0
fi
ctest --test-dir build/release -R '^blackbox_device$' --output-on-failure && echo "cuda: clean"
