#!/usr/bin/env bash
# Fetches the inference servers that the suite blackbox_real_servers asks, where they are there: NVIDIA Triton out of the
# wheel of pytriton (SHA-256 checked, 55 MB) with NumPy for its models in Python, and MLServer with all that it needs
# (300 MB, by version) in a folder of its own. Neither is needed to build, to run or to test anything else.
#   fetch_servers.sh [triton|mlserver]   one of them only
# Exit status: 0 there, 1 something is wrong, 3 no network or no pip.
set -euo pipefail
title=servers
# shellcheck source=scripts/wheel.sh
. "$(dirname "$(readlink -f "$0")")/../../scripts/wheel.sh"
cache=${cache:?}

triton() {
  [ "$(uname -m)" = x86_64 ] || die 1 "the wheel with Triton is for x86_64 only"
  [ -x /usr/bin/python3.11 ] || die 1 "Triton's models in Python run by Debian 12's /usr/bin/python3.11, which is not there"
  # shellcheck disable=SC2317  # called by fetch_wheel
  arrange() {
    local server=$1/pytriton/tritonserver
    mv "$server/bin" "$server/backends" "$2/" && mv "$1/nvidia_pytriton.libs" "$2/libs" &&
      mv "$server/python_backend_stubs/3.11/triton_python_backend_stub" "$2/backends/python/" &&
      chmod +x "$2/bin/tritonserver" "$2/backends/python/triton_python_backend_stub"
  }
  platform=manylinux_2_35
  fetch_wheel triton nvidia-pytriton 0.7.0 21f063ff93bb426d0c06b7a55e7eb9efcfe62c0dddd9a908e9877e18710128df "55 MB"
  # shellcheck disable=SC2317
  arrange() { mv "$1/numpy" "$1/numpy.libs" "$2/"; }
  platform=manylinux_2_17
  # Triton's models give nothing back with NumPy 2.
  fetch_wheel triton-numpy numpy 1.26.4 666dbfb6ec68962c033a450943ded891bed2d54e6755e35e5835d63f4f6931d5 "18 MB"
  ln -sfn "$cache"/triton-numpy/numpy "$cache"/triton-numpy/numpy.libs "$cache/triton/backends/python/"
}

mlserver() {
  local version=1.7.1
  [ "$(cat "$cache/mlserver/.version" 2>/dev/null)" != "$version" ] || return 0
  say "fetching MLServer $version with pip (300 MB)"
  rm -rf "$cache/mlserver"
  /usr/bin/python3 -m venv "$cache/mlserver" || die 3 "no virtual environment could be made. Install Debian's package python3-venv."
  "$cache/mlserver/bin/pip" install --quiet --disable-pip-version-check "mlserver==$version" 2>"$cache/mlserver/pip.log" ||
    { tail -n 3 "$cache/mlserver/pip.log" >&2; die 3 "pip could not fetch MLServer (reason above)"; }
  echo "$version" >"$cache/mlserver/.version"
  say "MLServer $version is in $cache/mlserver"
}

case ${1:-both} in
  triton | mlserver) "$1" ;;
  both) triton && mlserver ;;
  *) die 1 "there is no server '$1': triton or mlserver" ;;
esac
