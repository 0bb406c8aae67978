#!/usr/bin/env bash
# Fetches the inference servers that the suite blackbox_real_servers asks, where they are there: NVIDIA Triton out of the
# wheel of pytriton (SHA-256 checked, 55 MB) with NumPy for its models in Python, and MLServer (300 MB) and KServe (450 MB)
# with all that they need, by version, in folders of their own. None is needed to build, to run or to test anything else.
#   fetch_servers.sh [triton|mlserver|kserve]   one of them only
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

# A Python package with all that it needs in a folder of its own: name, package, version, size.
with_pip() {
  local name=$1 package=$2 version=$3 size=$4
  [ "$(cat "$cache/$name/.version" 2>/dev/null)" != "$version" ] || return 0
  say "fetching $package $version with pip ($size)"
  rm -rf "${cache:?}/$name"
  /usr/bin/python3 -m venv "$cache/$name" || die 3 "no virtual environment could be made. Install Debian's package python3-venv."
  "$cache/$name/bin/pip" install --quiet --disable-pip-version-check "$package==$version" 2>"$cache/$name/pip.log" ||
    { tail -n 3 "$cache/$name/pip.log" >&2; die 3 "pip could not fetch $package (reason above)"; }
  echo "$version" >"$cache/$name/.version"
  say "$package $version is in $cache/$name"
}
mlserver() { with_pip mlserver mlserver 1.7.1 "300 MB"; }
kserve() { with_pip kserve kserve 0.21.0 "450 MB"; }

case ${1:-all} in
  triton | mlserver | kserve) "$1" ;;
  all) triton && mlserver && kserve ;;
  *) die 1 "there is no server '$1': triton, mlserver or kserve" ;;
esac
