#!/usr/bin/env bash
# Fetches NVIDIA's CUDA compiler and runtime out of their Python wheels (wheel.sh) into the cache, so that a machine
# without a toolkit or a GPU builds the CUDA kernels. Without it everything else builds, and LibTorch's operators do their
# work. Not part of setup: only who has a GPU, or checks the kernels, wants it.
#   MLINK_NVCC=skip    leaves it out (a toolkit from elsewhere: cmake -DMLINK_CUDA_ROOT=FOLDER)
# Exit status: 0 it is there or this machine has none, 1 something is wrong, 3 no network or no pip.
set -euo pipefail
title=nvcc
# shellcheck disable=SC2034  # read by wheel.sh
platform=manylinux2014
# shellcheck source=scripts/wheel.sh
. "$(dirname "$(readlink -f "$0")")/wheel.sh"

[ "${MLINK_NVCC:-}" != skip ] || exit 0
arch=$(uname -m)
[ "$arch" = x86_64 ] || { say "no wheels of nvcc are known here for $arch; the CUDA kernels are left out"; exit 0; }

# shellcheck disable=SC2317  # called by fetch_wheel
arrange() { cp -a "$1"/nvidia/cu13/. "$2/"; }
parts=(compiler crt runtime nvvm cccl)
fetch_wheel nvcc-compiler nvidia-cuda-nvcc 13.5.37 f5c4f7ead5d964fb4af42bbf1e6d3ec3c1e6e9d83b53749f691d387e7fcaa3a7 "47 MB"
fetch_wheel nvcc-crt nvidia-cuda-crt 13.5.37 e898b7f73d3035fa89915a3f7bf3b54a73e90249746111aed295822c4729bb29 "1 MB"
fetch_wheel nvcc-runtime nvidia-cuda-runtime 13.5.37 df2b79a8852f10d1fef8c848489c49eebb5754051bf870202a862831412b179d "3 MB"
fetch_wheel nvcc-nvvm nvidia-nvvm 13.5.37 c41bfa362e407405163f103c2229f0765f8cc2ed7d148b754dc77f228bf7e070 "75 MB"
fetch_wheel nvcc-cccl nvidia-cuda-cccl 13.3.5.0.6 d5230098fa2df5021e1a00c0c4eee41797671a91119d31e892463e5ccf3ee326 "4 MB"

# One folder of all, as the compiler expects it.
sum=$(for part in "${parts[@]}"; do cat "$cache/nvcc-$part/.sha256"; done)
if [ "$(cat "$cache/nvcc/.sha256" 2>/dev/null)" != "$sum" ]; then
  work=$(mktemp -d "$cache/nvcc.part.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  for part in "${parts[@]}"; do cp -alf "$cache/nvcc-$part/." "$work/"; done
  chmod +x "$work"/bin/* "$work"/nvvm/bin/* 2>/dev/null || true
  rm -f "$work/.sha256"
  printf '%s' "$sum" >"$work/.sha256"
  rm -rf "$cache/nvcc"
  chmod 755 "$work"
  mv "$work" "$cache/nvcc"
  trap - EXIT
fi
