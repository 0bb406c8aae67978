#!/usr/bin/env bash
# The demo: makes the experiments street and dialogue with the command line, compares the methods at three budgets, and
# opens the window; without a display the same job ends in pictures of the pages and tables in build/demo/.
# What is done is not done again; a demo that was stopped goes on where it was.
#   demo.sh [NAME]    NAME (street or dialogue): fetches the black boxes and makes that experiment alone, telling its
#                     progress; nothing is compared, drawn or opened. Exit status 3: something could not be fetched
#   MLINK_BIN         where the programs lie (default: build/release/app)
#   MLINK_DEMO_DIR    where the experiments are kept (default: the user's data folder)
#   MLINK_DEMO_SHOW   window or pictures (default: window where there is a display)
#   MLINK_DEMO_ENGINE openvino or libtorch: what runs the networks (default: OpenVINO where it can be used, which gives the
#                     same answers sooner; LibTorch elsewhere and where it has a GPU)
set -euo pipefail
top=$(dirname "$(readlink -f "$0")")/../..
top=$(readlink -f "$top")
# shellcheck source=datasets/demo/clips.sh
source "$top/datasets/demo/clips.sh"
only=${1:-}
case $only in
  '' | street | dialogue) ;;
  *) echo "demo: there is no demo called $only. There are street and dialogue." >&2; exit 2 ;;
esac
case ${MLINK_DEMO_ENGINE:-} in
  '' | openvino | libtorch) ;;
  *) echo "demo: MLINK_DEMO_ENGINE is openvino or libtorch, not $MLINK_DEMO_ENGINE." >&2; exit 2 ;;
esac
bin=${MLINK_BIN:-$top/build/release/app}
data=${MLINK_DEMO_DIR:-${XDG_DATA_HOME:-$HOME/.local/share}/mlink-workbench/demo}
out=$top/build/demo
boxes=$top/resources/boxes
export MLINK_CACHE=${MLINK_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/mlink-workbench}
mkdir -p "$data" "$MLINK_CACHE"
if [ -z "$only" ]; then mkdir -p "$out"; fi
progress=()
if [ -n "$only" ]; then progress=(--progress); fi

say() { printf '%s\n' "$*"; }
mlink() { "$bin/mlink" "$@"; }
# Trying a box takes a second or so: what was found is kept while program, manifests and weights are the same.
usable() {
  local state kept=$data/.usable-${1//\//-}
  state=$(cat "$boxes/$1.json" <(stat -c '%n %s %Y' "$bin/mlink" "$MLINK_CACHE"/boxes/* 2>/dev/null) | cksum)
  if [ "$(cat "$kept" 2>/dev/null)" = "$state" ]; then return 0; fi
  rm -f "$kept"
  mlink box check "$boxes/$1.json" >/dev/null 2>&1 || return 1
  echo "$state" >"$kept"
}
# What runs the networks: openvino or libtorch.
choose_engine() {
  local reason
  if [ -n "${MLINK_DEMO_ENGINE:-}" ]; then
    engine=$MLINK_DEMO_ENGINE
  elif [ -e /dev/nvidiactl ] && mlink box check "$boxes/pose.json" 2>/dev/null | grep -q 'on CUDA'; then
    engine=libtorch
  elif usable openvino/pose; then
    engine=openvino
  else
    engine=libtorch
    reason=$(mlink box check "$boxes/openvino/pose.json" 2>&1 | tail -n 1) || true
    say "demo: without OpenVINO; LibTorch runs the networks, with the same answers, later. $reason"
  fi
}
# The manifest of a box, as chosen: its name in $boxes, without ".json".
declare -A chosen=()
# Chooses it. Fails where the box cannot be used.
choose() {
  chosen[$1]=$1
  if [ "$engine" = openvino ] && [ -f "$boxes/openvino/$1.json" ] && usable "openvino/$1"; then
    chosen[$1]=openvino/$1
  else
    usable "$1"
  fi
}
# ", through OpenVINO persons pose selfie"
through_openvino() {
  local box list=
  for box in "$@"; do if [ "${chosen[$box]:-}" = "openvino/$box" ]; then list+=" $box"; fi; done
  printf '%s' "${list:+, through OpenVINO$list}"
}
manifest() { printf '%s\n' "$boxes/${chosen[$1]:-$1}.json"; }

# One camera: NAME VIDEO and options of `mlink video add`.
street_cameras() {
  local video=$1 n=0 at
  for at in 0+160 224+100 448+160 0+336 224+336 448+336; do
    n=$((n + 1))
    mlink video add "$data/street.mlink" "$video" --camera "region-$n" --crop "320x240+$at" --every 5 >/dev/null
  done
}
dialogue_cameras() { mlink video add "$data/dialogue.mlink" "$1" --camera megamind >/dev/null; }

# experiment NAME VIDEO BOX...: makes the file, collects, profiles and trains, as far as that is not done yet.
experiment() {
  local name=$1 video=$2 file=$data/$1.mlink plan
  shift 2
  plan=$(for box in "$@"; do cat "$(manifest "$box")"; done | cat - "$video" <(declare -f "${name}_cameras") | sha256sum | cut -c1-32)
  if [ -f "$file" ] && [ "$(cat "$data/$name.done" 2>/dev/null)" = "$plan" ]; then
    mlink collect "$file" "${progress[@]}" # of an earlier program: the pictures are compared once
    return 0
  fi
  say "demo: $name with $*$(through_openvino "$@")"
  if [ ! -f "$file" ] || [ "$(cat "$data/$name.plan" 2>/dev/null)" != "$plan" ]; then
    if [ -f "$file" ] && [ -f "$data/$name.plan" ] && [ ! -s "$data/$name.plan" ]; then
      rm -f "$file" # stopped before it held anything
    elif [ -f "$file" ]; then
      local kept
      kept=$data/$name-until-$(date +%Y%m%d-%H%M%S).mlink
      mv "$file" "$kept"
      say "demo: the plan of $name has changed; the old file is kept. $kept"
    fi
    rm -f "$data/$name.done" "$file-wal" "$file-shm"
    : >"$data/$name.plan"
    mlink new "$file" >/dev/null
    "${name}_cameras" "$video"
    local box
    for box in "$@"; do mlink box add "$file" "$(manifest "$box")" >/dev/null; done
    echo "$plan" >"$data/$name.plan"
  fi
  mlink collect "$file" "${progress[@]}"
  mlink profile "$file" "${progress[@]}"
  mlink train "$file" "${progress[@]}"
  echo "$plan" >"$data/$name.done"
}

# Three budgets: a quarter, a half and three quarters of the time of all boxes.
budgets() {
  mlink activation "$data/$1.mlink" --cost time --json |
    jq -r '([.boxes[].cost] | add) as $all | (.25, .5, .75) | . * $all * 1000 | ceil | "\(.)ms"'
}

# Methods that learn from pictures or by trial are trained once; what one cannot do here it tells in its row.
learnt=drls,student,mtl
compared=mlink,mlink-exact,mlink-filter,mlink-refresh,standalone,prior-fill,$learnt,reducto,optimum

compare() {
  local name=$1 budget
  mlink train "$data/$name.mlink" --methods "$learnt" >&2 || true
  # What is known without running anything: a budget below every box.
  mlink replay "$data/$name.mlink" --budget 1us --methods mlink --json |
    jq -c --arg experiment "$name" '.methods[] | {experiment: $experiment, budget: "none"} + . + {method: "priors only"}'
  for budget in $(budgets "$name"); do
    mlink replay "$data/$name.mlink" --budget "$budget" --methods "$compared" --json |
      jq -c --arg experiment "$name" --arg budget "$budget" '.methods[] | {experiment: $experiment, budget: $budget} + .'
  done
}

tables() {
  local name=$1 what
  for what in matrix ensemble activation; do
    mlink export "$data/$name.mlink" --what "$what" --as md --out "$out/$name-$what.md" >/dev/null
    mlink export "$data/$name.mlink" --what "$what" --as csv --out "$out/$name-$what.csv" >/dev/null
  done
}

# studies NAME STUDY...: the paper's experiments; what an earlier run has finished is taken over.
studies() {
  local name=$1 study
  shift
  for study in "$@"; do
    mlink study "$study" "$data/$name.mlink" >"$out/$name-study-$study.txt"
    mlink export "$data/$name.mlink" --what "study-$study-paper" --as md --out "$out/$name-study-$study.md" >/dev/null
    mlink export "$data/$name.mlink" --what "study-$study" --as csv --out "$out/$name-study-$study.csv" >/dev/null
  done
}

comparison() { # rows as JSON lines on standard input
  {
    echo "| experiment | budget | method | output accuracy | to mlink | time per frame | after the prefix | its time | executions per frame | activated |"
    echo "|---|---|---|---|---|---|---|---|---|---|"
    jq -r 'def r(d): . * pow(10; d) | round / pow(10; d) + 0;
      def between: if . == null or .[0] == null then "" else " (\(.[0] | r(3)) to \(.[1] | r(3)))" end;
      "| \(.experiment) | \(.budget) | \(.method) | \(.output_accuracy | r(3))\(.interval | between) | " +
      (if .method == "mlink" or .method == "priors only" then "" else "\(.lead | r(3))\(.lead_interval | between)" end) +
      " | \(.time_ms_per_frame | r(1)) ms | " +
      "\(.after_prefix.output_accuracy | r(3)) | \(.after_prefix.time_ms_per_frame | r(1)) ms | " +
      "\(.executions_per_frame | r(2)) | \(if .by_frame then "by frame" else (.activated // []) | join(", ") end) |"'
  } >"$out/comparison.md"
}

pictures() {
  local name=$1 page theme picture
  for page in sources links ensemble replay compare runs links-dark replay-dark; do
    theme=light
    picture=$out/$name-$page.png
    if [ "${page%-dark}" != "$page" ]; then theme=dark; fi
    "$bin/mlink-workbench" "$data/$name.mlink" --page "${page%-dark}" --screenshot "$picture" \
      --size 1600x1000 --theme "$theme"
  done
}

street_boxes=(persons pose hog selfie)
dialogue_boxes=(objects face emotion age pose)
wanted=("${street_boxes[@]}" "${dialogue_boxes[@]}")
if [ "$only" = street ]; then wanted=("${street_boxes[@]}"); fi
if [ "$only" = dialogue ]; then wanted=("${dialogue_boxes[@]}"); fi
if [ -n "$only" ]; then
  MLINK=$bin/mlink "$top/datasets/boxes/fetch.sh" || say "demo: not all black boxes could be fetched (reason above)."
  say "demo: trying the black boxes of $only"
fi
choose_engine
names=(street)
missing=()
for box in $(printf '%s\n' "${wanted[@]}" | sort -u); do choose "$box" || missing+=("$box"); done
if [ ${#missing[@]} -gt 0 ]; then
  say "demo: without these black boxes, which are not there: ${missing[*]}"
  mlink box check "$boxes/${missing[0]}.json" 2>&1 | tail -n 1 || true
  if [ "$only" = dialogue ]; then
    say "demo: dialogue needs black boxes that are not there: ${missing[*]}. With a network, try again."
    exit 3
  fi
  street_boxes=(hog haar)
  if choose brisque; then street_boxes+=(brisque); fi
  say "demo: street runs with what Debian carries: ${street_boxes[*]}. For the whole demo, run it again with a network."
elif [ "$only" != street ]; then
  names+=(dialogue)
  # Boxes that listen. The recogniser is optional: a build without it, or a machine without its models, does without.
  for box in words loudness pitch; do
    if choose "$box"; then dialogue_boxes+=("$box"); else say "demo: dialogue without the box $box, which cannot be used here"; fi
  done
fi

if [ "$only" != dialogue ]; then
  street_clip=$(clip vtest.avi) || exit 3
  experiment street "$street_clip" "${street_boxes[@]}"
fi
if [ ${#names[@]} = 2 ]; then
  dialogue_clip=$(clip Megamind.avi) || exit 3
  experiment dialogue "$dialogue_clip" "${dialogue_boxes[@]}"
fi
if [ -n "$only" ]; then exit 0; fi

show=${MLINK_DEMO_SHOW:-}
if [ -z "$show" ]; then
  if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then show=window; else show=pictures; fi
fi

# Tables and pictures follow from the experiments and the programs: made again when one of them has changed. An experiment
# that was made anew has other costs, though its plan is the same.
state=$( (for name in "${names[@]}"; do cat "$data/$name.done"; stat -c '%n %Y' "$data/$name.done"; done; cat "$bin/mlink" "$bin/mlink-workbench") | cksum)
if [ "$(cat "$out/.tables" 2>/dev/null)" != "$state" ]; then
  say "demo: comparing the methods"
  for name in "${names[@]}"; do compare "$name"; done | comparison
  for name in "${names[@]}"; do tables "$name"; done
  say "demo: the paper's studies (sizes, ensemble, correlation, overhead)"
  for name in "${names[@]}"; do studies "$name" ensemble correlation overhead; done
  studies street sizes
  say "demo: the reports, each a page"
  for name in "${names[@]}"; do mlink report "$data/$name.mlink" --out "$out/$name-report.html" >/dev/null; done
  echo "$state" >"$out/.tables"
fi
if [ "$show" = pictures ] && [ "$(cat "$out/.pictures" 2>/dev/null)" != "$state" ]; then
  say "demo: drawing the pages"
  for name in "${names[@]}"; do pictures "$name"; done
  echo "$state" >"$out/.pictures"
fi

cat "$out/comparison.md"
say ""
say "The experiments: ${names[*]/%/.mlink} in $data"
say "The tables: $out/comparison.md and beside it; all on a page: $out/NAME-report.html"
if [ "$show" = window ]; then
  say "Opening the window on street. For the other: $bin/mlink-workbench $data/dialogue.mlink"
  exec "$bin/mlink-workbench" "$data/street.mlink" --page links
fi
say "The pictures of the pages (there is no display): $out/*.png"
