#!/usr/bin/env bash
# Texts of the window and their translations (ui/translations/README.md).
#   scripts/translations.sh               reads the sources again and lists what is new, as lines to fill in
#   scripts/translations.sh --take FILE   takes such lines, filled in, into the translation
#   scripts/translations.sh --check       for CI: fails where a translation is not up to date or not finished
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
PATH=/usr/lib/qt6/bin:$PATH
files=(ui/translations/mlink_*.ts)
if ! command -v lupdate >/dev/null 2>&1; then
  echo "translations: Qt's lupdate was not found: install qt6-l10n-tools (scripts/packages.txt)" >&2
  exit 1
fi

update() { # FILE.ts: names of classes are found only with their headers, so both roots of includes are named
  local log
  log=$(lupdate -I . -I core ui app -locations none -no-obsolete -source-language en -ts "$1" 2>&1) || { echo "$log" >&2; return 1; }
  # A class without a meta object has another context in the program than lupdate takes it for.
  if grep -E 'lacks Q_OBJECT|without context' <<<"$log" >&2; then return 1; fi
}

# Reads and writes lines "[Context] source => translation"; a line break in a text is written \n.
lines() { # list | take FILE, FILE.ts
  python3 - "$@" <<'PY'
import sys
import xml.etree.ElementTree as ET
tree = ET.parse(sys.argv[-1])
waiting = {}
for context in tree.getroot().findall("context"):
    name = context.find("name").text
    for message in context.findall("message"):
        translation = message.find("translation")
        if translation.get("type") == "unfinished":
            source = message.find("source").text.replace("\n", "\\n")
            waiting[f"[{name}] {source}"] = translation
if sys.argv[1] == "list":
    for line in waiting:
        print(line + " => ")
    sys.exit(0)
taken = 0
for line in open(sys.argv[2], encoding="utf-8"):
    source, arrow, text = line.rstrip("\n").partition(" => ")
    if not arrow or not text.strip():
        continue
    if source not in waiting:
        sys.exit(f"translations: no text waits for this line: {line.rstrip()}")
    waiting[source].text = text.replace("\\n", "\n")
    waiting[source].attrib.pop("type", None)
    taken += 1
with open(sys.argv[-1], "w", encoding="utf-8") as out:
    out.write('<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n')
    out.write(ET.tostring(tree.getroot(), encoding="unicode") + "\n")
print(f"translations: {taken} taken into {sys.argv[-1]}", file=sys.stderr)
PY
}

case ${1:-} in
  "")
    for file in "${files[@]}"; do
      update "$file"
      lines list "$file"
    done
    ;;
  --take)
    [ -f "${2:-}" ] || { echo "translations: --take needs a file" >&2; exit 2; }
    for file in "${files[@]}"; do
      update "$file"
      lines take "$2" "$file"
      update "$file"  # in lupdate's own form
    done
    ;;
  --check)
    failed=0
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    for file in "${files[@]}"; do
      fresh=$folder/${file##*/}
      cp "$file" "$fresh"
      update "$fresh" || failed=1
      if ! cmp -s "$file" "$fresh"; then
        echo "translations: $file is not up to date: run scripts/translations.sh, fill in what it lists, and --take it"
        diff "$file" "$fresh" | grep '<source>' | head -n 20 || true
        failed=1
      fi
      if grep -q 'type="unfinished"' "$file"; then
        echo "translations: $(grep -c 'type="unfinished"' "$file") texts of $file are not translated"
        failed=1
      fi
    done
    [ $failed = 0 ] && echo "translations: up to date"
    exit $failed
    ;;
  *)
    sed -n '2,5p' "$0"
    exit 2
    ;;
esac
