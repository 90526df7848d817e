#!/usr/bin/env bash
# Fuzzes each reader for SECONDS_EACH seconds, starting from the inputs of its cases; a finding stays in .build/findings.
set -euo pipefail
cd "$(dirname "$0")"
seconds=${1:-60}
only=${2:-}
swift build -c release -Xswiftc -sanitize=fuzzer,address 2>&1 | tail -n 1
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0
declare -A folders=([counts]=CountTable [gtf]=Gtf [mzidentml]=MzIdentML [mztab]=MzTab)
failed=0
for format in counts gtf mzidentml mztab; do
  [ -z "$only" ] || [ "$only" = "$format" ] || continue
  corpus=.build/corpus/$format
  mkdir -p "$corpus" .build/findings
  # Small seeds mutate best; what fuzzing adds to the corpus stays below .build.
  find "../../Plugins/${folders[$format]}/Cases" -name 'input*' -type f -size -24k -print0 |
    while IFS= read -r -d '' input; do
      cp -n "$input" "$corpus/$(sha256sum "$input" | cut -c1-16)"
    done
  echo "== $format: $seconds s"
  words=()
  [ -f "Dictionaries/$format.txt" ] && words=("-dict=Dictionaries/$format.txt")
  if ! FUZZ_FORMAT=$format .build/release/FuzzReaders "$corpus" "${words[@]}" -max_total_time="$seconds" -max_len=32768 \
    -timeout=10 -rss_limit_mb=3072 -seed=7 -print_final_stats=1 -artifact_prefix=".build/findings/$format-" \
    >".build/findings/$format.log" 2>&1; then
    failed=1
    grep -E 'ERROR|Fatal|SUMMARY|Test unit written' ".build/findings/$format.log" | head -n 8
  fi
  grep -E 'number_of_executed_units|new_units_added|peak_rss_mb' ".build/findings/$format.log" || true
done
exit $failed
