#!/usr/bin/env bash
# Parses and checks the files that use LibTorch against a newer one than Debian's, with warnings as errors: the CPU wheel
# of the package index, whose include/ also holds copies of libraries that Debian has. Nothing is linked or run.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/.." || exit 2
version=2.13.0
sum=6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b
cache=${MLINK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mlink-workbench}
root=$cache/torch-$version/torch
build=build/torch-wheel
if [ "$(uname -m)" != x86_64 ]; then
  echo "torch-wheel: the wheel is one for x86_64"
  exit 0
fi

fetch() { # the wheel's headers and libraries, once
  local into wheel
  into=$(mktemp -d "$cache/torch.XXXXXX") || return 1
  # Any Python will do: only what the wheel holds for C++ is used.
  local pip=(pip download --quiet --no-deps --only-binary :all: --python-version 3.11 --dest "$into")
  "${pip[@]}" "torch==$version+cpu" || "${pip[@]}" --index-url https://download.pytorch.org/whl/cpu "torch==$version+cpu" || return 1
  wheel=$(echo "$into"/torch-*.whl)
  sha256sum --quiet --check - <<<"$sum  $wheel" || exit 1
  python3 - "$wheel" "$into" <<'PYTHON' || return 1
import sys
import zipfile

with zipfile.ZipFile(sys.argv[1]) as wheel:
    wanted = ("torch/include/", "torch/lib/libtorch.so", "torch/lib/libtorch_cpu.so", "torch/lib/libc10.so")
    wheel.extractall(sys.argv[2], [name for name in wheel.namelist() if name.startswith(wanted)])
PYTHON
  rm -f "$wheel"
  rm -rf "${root%/torch}"
  mv "$into" "${root%/torch}"
}

mkdir -p "$cache"
if [ ! -f "$root/lib/libtorch_cpu.so" ] && ! fetch; then
  echo "torch-wheel: LibTorch $version could not be fetched (reason above): NOT CHECKED"
  exit 0
fi
mkdir -p "$build"
if ! cmake -G Ninja -S . -B "$build" -DMLINK_TORCH_ROOT="$root" -DMLINK_WERROR=ON -DMLINK_GUI=OFF -DMLINK_TESTS=OFF -DMLINK_BENCH=OFF \
  >"$build/configure.log" 2>&1; then
  tail -n 20 "$build/configure.log"
  exit 1
fi
mapfile -t files < <(git ls-files 'core/*.cpp' 'app/*.cpp' | while read -r file; do
  grep -qE '#include (<(torch|ATen|c10)/|"convert/torch/(tfjs_tape|torch_script)\.h")' "$file" && echo "$file"; done)
check_one() {
  local command
  command=$(jq -r --arg file "$PWD/$1" '.[] | select(.file == $file) | .command' "$BUILD/compile_commands.json")
  [ -n "$command" ] || { echo "torch-wheel: $1 is not built"; return 1; }
  (cd "$BUILD" && eval "${command%% -o *} -fsyntax-only ${command##*.o }") || { echo "torch-wheel: $1 does not compile"; return 1; }
}
export -f check_one
echo "torch-wheel: ${#files[@]} files against LibTorch $version"
# Each needs 1 to 1.5 GB while it is parsed.
printf '%s\n' "${files[@]}" | BUILD=$build xargs -P "${JOBS:-2}" -I {} bash -c 'check_one "$1"' _ {} && echo "torch-wheel: clean"
