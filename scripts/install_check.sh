#!/usr/bin/env bash
# Installs the release build into a folder of its own, and looks at what a desktop reads of it: entry, MIME type,
# AppStream page, manual pages; and runs the installed programs from there.
set -uo pipefail
cd "$(dirname "$(readlink -f "$0")")/.." || exit 2
place=$PWD/build/installed
failed=0
check() { # NAME COMMAND...
  local name=$1 log
  shift
  if ! log=$("$@" 2>&1); then
    printf 'install: %s failed: %s\n%s\n' "$name" "$*" "$log"
    failed=1
  fi
}
rm -rf "$place"
check install cmake --install build/release --prefix "$place"
share=$place/share
check desktop desktop-file-validate "$share/applications/mlink-workbench.desktop"
check appstream appstreamcli validate --no-net "$share/metainfo/mlink-workbench.metainfo.xml"
check mime update-mime-database "$share/mime"
grep -q 'application/x-mlink-experiment:\*.mlink' "$share/mime/globs" || { echo "install: *.mlink has no MIME type"; failed=1; }
for program in mlink mlink-workbench; do
  check man man --warnings -l "$share/man/man1/$program.1"
done
export QT_QPA_PLATFORM=offscreen
# From a folder that the build does not lie in: modules are found beside the program.
file=$(mktemp -u --suffix .mlink)
check program "$place/bin/mlink" new "$file"
check window "$place/bin/mlink-workbench" "$file" --screenshot "$place/window.png"
rm -f "$file"
[ $failed = 0 ] && echo "install: clean"
exit $failed
