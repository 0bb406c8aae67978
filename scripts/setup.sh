#!/usr/bin/env bash
# Installs the Debian packages of scripts/packages.txt that are missing.
#   scripts/setup.sh [GROUP...]    groups: build run test lint (default: build run test)
# MLINK_SETUP=skip leaves the machine as it is (another distribution, packages from elsewhere).
set -euo pipefail
list=$(dirname "$(readlink -f "$0")")/packages.txt
[ "${MLINK_SETUP:-}" = skip ] && exit 0
say() { printf 'setup: %s\n' "$*" >&2; }

wanted() { # the packages of the groups given
  awk -v groups=" $* " '/^==/ { on = index(groups, " " $2 " ") > 0; next }
    on && !/^[[:space:]]*(#|$)/ { print $1, $3 }' "$list" |
    while read -r package command; do
      if [ -n "$command" ] && command -v "$command" >/dev/null 2>&1; then continue; fi
      echo "$package"
    done
}

for group in "$@"; do
  grep -qx "== $group" "$list" || { say "no group '$group' in $list"; exit 2; }
done
[ $# -gt 0 ] || set -- build run test

if ! command -v dpkg-query >/dev/null 2>&1; then
  say "this machine has no dpkg: install what corresponds to $list, then run make with MLINK_SETUP=skip"
  exit 1
fi
packages=$(wanted "$@")
# shellcheck disable=SC2086  # one word a package is what is meant here
installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' $packages 2>/dev/null | awk '$2 == "installed" { print $1 }' || true)
missing=$(comm -23 <(sort -u <<<"$packages") <(sort -u <<<"$installed"))
[ -n "$missing" ] || exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
  if ! command -v sudo >/dev/null 2>&1; then
    say "these packages are missing and I am neither root nor have sudo. As root, run:"
    say "  apt-get install --no-install-recommends $(tr '\n' ' ' <<<"$missing")"
    exit 1
  fi
  as_root=(sudo)
fi
say "installing $(wc -w <<<"$missing") packages: $(tr '\n' ' ' <<<"$missing")"
apt() { "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@"; }
give_up() {
  say "$1"
  say "Check the network and the lines of /etc/apt/sources.list*, then run the same command again."
  exit 1
}
apt update || say "the package lists could not be renewed; trying with those that are here"
log=$(mktemp)
# shellcheck disable=SC2086
if ! apt install -y --no-install-recommends $missing >"$log" 2>&1; then
  tail -n 15 "$log" >&2
  rm -f "$log"
  give_up "the packages could not be installed (the last lines of apt are above)."
fi
rm -f "$log"
say "done"
