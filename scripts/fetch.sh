#!/usr/bin/env bash
# Fetches the default black boxes into the cache and, once mlink is built, turns them into TorchScript there.
# Without network the work goes on: what needs them says so itself.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/.." || exit 2
export MLINK_CACHE=${MLINK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mlink-workbench}
[ -x datasets/boxes/fetch.sh ] || exit 0
missing=0
datasets/boxes/fetch.sh || missing=1
datasets/boxes/fetch_wheels.sh || missing=1
if [ $missing = 1 ]; then
  echo "fetch: the default black boxes are not all there (reason above). The boxes that Debian carries still work;" >&2
  echo "fetch: what needs the others says so by name. With a network, run the same command again." >&2
fi
