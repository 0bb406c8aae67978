#!/usr/bin/env bash
# Fetches the default black boxes (npm, SHA-256 checked) into the cache and turns them into TorchScript there, those of
# resources/boxes/openvino into TensorFlow files as well.
# See README.md beside this file. What is done is not done again.
#   fetch.sh [NAME...]      NAME as in models.json; default: all
#   MLINK                   the mlink program (default: build/release/app/mlink); where it is not there, the models are
#                           fetched only
# Exit status: 0 all there, 1 something is wrong, 2 wrong usage, 3 no network or no npm.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
list=$here/models.json
mlink=${MLINK:-$here/../../build/release/app/mlink}
cache=${MLINK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mlink-workbench}

say() { printf 'boxes: %s\n' "$*" >&2; }
die() { local status=$1; shift; say "$@"; exit "$status"; }
of_package() { jq -r ".package.$1" "$list"; }
of_model() { jq -r --arg name "$1" ".models[] | select(.name == \$name) | $2" "$list"; }

command -v jq >/dev/null || die 1 "jq is not installed; install Debian's package jq."
mapfile -t known < <(jq -r '.models[].name' "$list")
names=("$@")
if [ ${#names[@]} = 0 ]; then names=("${known[@]}"); fi
for name in "${names[@]}"; do
  case " ${known[*]} " in
    *" $name "*) ;;
    *) die 2 "there is no model called $name. Known: ${known[*]}" ;;
  esac
done

# What a .pt was made from: the package, the model's entry in models.json, and the converter's own version there.
recipe() { jq -c --arg name "$1" '[.package.sha256, .converter, (.models[] | select(.name == $name))]' "$list"; }
formats() { [ "$(of_model "$1" .tensorflow)" = true ] && echo pt pb || echo pt; }
converted() {
  local format
  for format in $(formats "$1"); do [ -s "$cache/boxes/$1.$format" ] || return 1; done
  [ "$(cat "$cache/boxes/$1.recipe" 2>/dev/null)" = "$(recipe "$1")" ]
}
unpacked() {
  local file
  [ "$(cat "$cache/tfjs/.sha256" 2>/dev/null)" = "$(of_package sha256)" ] || return 1
  while read -r file; do [ -s "$cache/tfjs/$file" ] || return 1; done < <(of_model "$1" '.json, .weights[]')
}

# Puts the checked tarball into the cache.
fetch_package() {
  local tarball work sum
  tarball=$cache/npm/$(of_package tarball)
  if [ -f "$tarball" ] && [ "$(sha256sum "$tarball" | cut -d ' ' -f 1)" = "$(of_package sha256)" ]; then return 0; fi
  command -v npm >/dev/null || die 3 "npm is not installed, so the black boxes cannot be fetched. Install Debian's package npm."
  say "fetching $(of_package name) $(of_package version) with npm ($(($(of_package bytes) / 1000000)) MB)"
  mkdir -p "$cache/npm"
  work=$(mktemp -d "$cache/npm/part.XXXXXX")
  # shellcheck disable=SC2064
  trap "rm -rf '$work'" EXIT
  if ! (cd "$work" && npm pack --loglevel=error --fetch-retries=2 --fetch-retry-mintimeout=1000 --fetch-retry-maxtimeout=5000 \
    "$(of_package name)@$(of_package version)" >/dev/null 2>npm.log); then
    { grep -E '^npm (error|ERR!) (code|network|404|notarget)' "$work/npm.log" || tail -n 3 "$work/npm.log"; } | head -n 3 >&2
    die 3 "npm could not fetch $(of_package name) (reason above). Check the network, then run this again."
  fi
  sum=$(sha256sum "$work/$(of_package tarball)" | cut -d ' ' -f 1)
  if [ "$sum" != "$(of_package sha256)" ]; then
    die 1 "the package has another SHA-256 than models.json says ($sum); it is not used. Run this again, or ask who changed it."
  fi
  mv "$work/$(of_package tarball)" "$tarball"
  rm -rf "$work"
  trap - EXIT
}

# Unpacks everything that models.json names, so that the package may be deleted afterwards.
unpack() {
  local work files
  mapfile -t files < <(jq -r '[.models[] | .json, .weights[]] | unique[]' "$list")
  work=$(mktemp -d "$cache/part.XXXXXX")
  tar -xzf "$cache/npm/$(of_package tarball)" -C "$work" --no-same-owner package/LICENSE "${files[@]/#/package/models/}"
  mkdir -p "$cache/tfjs"
  rm -f "$cache/tfjs/.sha256"
  mv -f "$work"/package/models/* "$work/package/LICENSE" "$cache/tfjs/"
  of_package sha256 >"$cache/tfjs/.sha256"
  rm -rf "$work"
}

# What was converted from files of known content runs in the program itself. Said once for each user, so that who takes it
# back is not overruled.
said=${XDG_CONFIG_HOME:-$HOME/.config}/mlink-workbench/fetched
trust() {
  local format
  [ -x "$mlink" ] && [ ! -e "$said/$1" ] || return 0
  for format in $(formats "$1"); do "$mlink" box trust "$cache/boxes/$1.$format" >/dev/null || return 0; done
  mkdir -p "$said" && touch "$said/$1"
}

todo=()
for name in "${names[@]}"; do
  if converted "$name"; then trust "$name"; else todo+=("$name"); fi
done
if [ ${#todo[@]} = 0 ]; then exit 0; fi

mkdir -p "$cache/boxes"
exec 9>"$cache/boxes/.lock"
flock 9 # two of these at once: the second waits, then finds the work done
for name in "${todo[@]}"; do
  if ! unpacked "$name"; then
    fetch_package
    unpack
    unpacked "$name" || die 1 "the package does not hold the files of $name"
  fi
done
if [ ! -x "$mlink" ]; then
  say "the models are fetched; $mlink is not built yet, so they are not converted. Build it and run this again."
  exit 0
fi
count=0
for name in "${todo[@]}"; do
  count=$((count + 1))
  converted "$name" && continue
  say "converting $name ($count of ${#todo[@]})"
  rm -f "$cache/boxes/$name.recipe"
  for format in $(formats "$name"); do
    "$mlink" box convert "$cache/tfjs/$(of_model "$name" .json)" "$cache/boxes/$name.$format" \
      --options "$(of_model "$name" '.options | tojson')" >/dev/null ||
      die 1 "$name could not be converted (reason above)"
  done
  recipe "$name" >"$cache/boxes/$name.recipe"
  trust "$name"
done
say "${#names[@]} black boxes are ready in $cache/boxes"
