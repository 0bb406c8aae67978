#!/usr/bin/env bash
# Fetches Apache Arrow's C++ library, for Parquet and Arrow files, out of the Python wheel pyarrow (pip, SHA-256 checked)
# into the cache, where the build finds it. No Python is needed to run the program. What is done is not done again.
# Without it everything else builds, and an import or export of such a file says what is missing.
#   MLINK_ARROW=skip    leaves it out (Arrow from elsewhere: cmake -DMLINK_ARROW_ROOT=FOLDER)
# Exit status: 0 it is there or this machine has none, 1 something is wrong, 3 no network or no pip.
set -euo pipefail
version=26.0.1
cache=${MLINK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mlink-workbench}
say() { printf 'arrow: %s\n' "$*" >&2; }
die() { local status=$1; shift; say "$@"; exit "$status"; }

[ "${MLINK_ARROW:-}" != skip ] || exit 0
arch=$(uname -m)
case $arch in
  x86_64) sha256=39cb0f2418282c24bea6ceda77b03e5a8f0a5766b63a8bf194d4e2a2c423548c ;;
  aarch64) sha256=22a96a225de107eb9acd1ad9a818198ca832df2a4c0952412f754a7ed2105a98 ;;
  *) say "there is no wheel of pyarrow for $arch; Parquet and Arrow files are left out"; exit 0 ;;
esac
root=$cache/arrow
[ "$(cat "$root/.sha256" 2>/dev/null)" != "$sha256" ] || exit 0

mkdir -p "$cache"
exec 9>"$cache/.arrow.lock"
flock 9 # two of these at once: the second waits, then finds the work done
[ "$(cat "$root/.sha256" 2>/dev/null)" != "$sha256" ] || exit 0
python=$(command -v python3) && "$python" -m pip --version >/dev/null 2>&1 ||
  die 3 "pip is not installed, so Apache Arrow cannot be fetched. Install Debian's package python3-pip."
work=$(mktemp -d "$cache/arrow.part.XXXXXX")
# shellcheck disable=SC2064
trap "rm -rf '$work'" EXIT
say "fetching pyarrow $version with pip (55 MB)"
echo "pyarrow==$version --hash=sha256:$sha256" >"$work/wheel.txt"
# The wheel's Python version does not matter: the C++ library in it is the same for all.
if ! "$python" -m pip download --quiet --retries 2 --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes \
  --python-version 3.11 --implementation cp --abi cp311 --platform "manylinux_2_28_$arch" \
  --dest "$work" -r "$work/wheel.txt" >"$work/pip.log" 2>&1; then
  grep -iE '^ *(error|expected|got)' "$work/pip.log" | head -n 4 >&2 || tail -n 3 "$work/pip.log" >&2
  if grep -q 'DO NOT MATCH' "$work/pip.log"; then
    die 1 "the wheel has another SHA-256 than this script says (above); it is not used. Ask who changed it."
  fi
  die 3 "pip could not fetch pyarrow (reason above). Check the network, then run this again."
fi
"$python" - "$work" <<'PYTHON' || die 1 "the wheel could not be unpacked (reason above)"
import glob, re, sys, zipfile
work = sys.argv[1]
wanted = re.compile(r"pyarrow/include/(arrow|parquet)/|pyarrow/lib(arrow|parquet)\.so\.\d+$|.*dist-info/.*(LICENSE|NOTICE)")
with zipfile.ZipFile(glob.glob(work + "/*.whl")[0]) as wheel:
    wheel.extractall(work, [name for name in wheel.namelist() if wanted.match(name)])
PYTHON
mkdir -p "$work/arrow/lib"
mv "$work/pyarrow/include" "$work/arrow/include"
mv "$work"/pyarrow/lib*.so.* "$work/arrow/lib/"
find "$work" -path '*dist-info*' -type f -exec cp -t "$work/arrow" {} +
echo "$sha256" >"$work/arrow/.sha256"
rm -rf "$root"
mv "$work/arrow" "$root"
say "Apache Arrow $version is in $root"
