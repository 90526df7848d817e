#!/usr/bin/env bash
# The demo: four formats, a run on real data, the same run under another HGNC release, and the drift between them.
set -euo pipefail
# One real file of each format, first match counts.
files=(
  Plugins/MzTab/Cases/openms-label-free/input.mzTab
  Plugins/MzIdentML/Cases/openms-*/input.mzid
  Fixtures/normalization/airway_counts.tsv
  Plugins/Gtf/Cases/yeast/input.gtf
)
cd "$(dirname "$0")/.."
plumbline=${1:-.build/release/plumbline}
out=runs/demo
rm -rf "$out"
mkdir -p "$out"
export PLUMBLINE_WORKSPACE="$PWD/$out/workspace"
shopt -s nullglob

say() { printf '\n== %s\n' "$*"; }

number=0
for pattern in "${files[@]}"; do
  matches=($pattern)
  if [ "${#matches[@]}" -eq 0 ]; then
    echo "demo: no file matches $pattern" >&2
    exit 3
  fi
  file=${matches[0]}
  number=$((number + 1))
  say "inspect and convert $file"
  "$plumbline" inspect "$file"
  "$plumbline" convert "$file" -o "$out/converted-$number"
done

say "run under HGNC 2019-09"
"$plumbline" run Fixtures/ucec-msi/study-2019-09.yaml -o "$out/hgnc-2019-09"
say "run under HGNC 2022-02"
"$plumbline" run Fixtures/ucec-msi/study.yaml -o "$out/hgnc-2022-02"

say "what drifted between the two, and why"
status=0
"$plumbline" drift "$out/hgnc-2019-09" "$out/hgnc-2022-02" -o "$out/drift" || status=$?
# 10 and 11 are verdicts of drift, not failures.
case $status in
  0 | 10 | 11) echo "drift: exit code $status" ;;
  *) exit "$status" ;;
esac
