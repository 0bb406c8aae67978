# shellcheck shell=bash
# clip NAME: prints where a clip of Debian's opencv-doc lies. Some machines (Debian's slim images) leave out
# /usr/share/doc when they install a package: then the package is unpacked into the cache.
clip() {
  local name=$1 folder found cache=${MLINK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mlink-workbench}
  for folder in /usr/share/doc/opencv-doc/examples/data "$cache/clips"; do
    if [ -f "$folder/$name" ]; then echo "$folder/$name"; return 0; fi
    if [ -f "$folder/$name.gz" ]; then
      mkdir -p "$cache/clips"
      gzip -dc "$folder/$name.gz" >"$cache/clips/$name.part" && mv "$cache/clips/$name.part" "$cache/clips/$name"
      echo "$cache/clips/$name"
      return 0
    fi
  done
  local work
  work=$(mktemp -d)
  if (cd "$work" && apt-get -qq download opencv-doc && dpkg-deb -x opencv-doc_*.deb unpacked) >&2; then
    found=$(find "$work/unpacked" \( -name "$name" -o -name "$name.gz" \) | head -n 1)
  fi
  if [ -n "${found:-}" ]; then
    mkdir -p "$cache/clips"
    case $found in
      *.gz) gzip -dc "$found" >"$cache/clips/$name" ;;
      *) cp "$found" "$cache/clips/$name" ;;
    esac
    rm -rf "$work"
    echo "$cache/clips/$name"
    return 0
  fi
  rm -rf "$work"
  echo "demo: the clip $name of Debian's package opencv-doc is not there and could not be fetched. Install opencv-doc, or try again with a network." >&2
  return 1
}
