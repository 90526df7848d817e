/// The skeleton of an engine: a shell script, since that runs everywhere.
extension PluginSkeleton {
  var engine: [File] {
    [
      File(path: "engine", text: filled(Self.engineTemplate), isProgram: true),
      File(
        path: "plugin.yaml",
        text: filled(
          """
          # Change every line to what <NAME> is, then run: plumbline plugins test <NAME>
          id: <ID>
          name: <NAME>
          kind: engine
          version: 0.1.0
          licence: Apache-2.0
          engines: [<ID>]
          command: [engine]
          install: "Install awk."
          tables: true                   # plain tables beside STUDY.h5mu, for programs that do not read HDF5
          limits: { seconds: 3600 }

          """)),
      File(
        path: "README.md",
        text: filled(
          """
          # <NAME> (engine `<ID>`)

          A second opinion on the ranking: targets by the difference of cases and controls in standard deviations, summed over
          layers by size. Held-out samples are read by the sum of their values, each weighed by that difference in the other
          half of the samples. Control: the best of nine labellings in random order.

          The program `engine` is started as `engine run STUDY.h5mu SETTINGS.json OUT/` and may be rewritten in any language.
          The README of the plugins' folder has the contract; Mofa is an example in Python.

          It needs awk and takes no settings. In a study: `engines: [<ID>]`, the folder above this one in
          `PLUMBLINE_PLUGINS`.

          """)),
    ]
  }

  private static let engineTemplate = #"""
    #!/bin/sh
    # engine run STUDY.h5mu SETTINGS.json OUT/: reads samples.tsv and the layers' tables beside SETTINGS.json.
    LC_ALL=C
    export LC_ALL
    if [ "$1" != run ] || [ $# -ne 4 ]; then
      echo "usage: engine run STUDY.h5mu SETTINGS.json OUT/" >&2
      exit 2
    fi
    folder=$(dirname "$3")
    # A setting that is not understood is refused.
    awk '/"settings": \{$/ { inside = 1; next } inside && /\}/ { inside = 0 }
      inside { split($0, word, "\""); print "there is no setting " word[2] > "/dev/stderr"; bad = 2 }
      END { exit bad }' "$3" || exit 2
    set -- "$4" "$folder/samples.tsv" $(cd "$folder" && for file in transcriptomics proteomics; do
      if [ -f "$file.tsv" ]; then echo "$file.tsv"; fi
    done)
    out=$1
    shift
    cd "$folder" || exit 1
    awk -F '\t' -v out="$out" '
      function random() { state = (state * 16807) % 2147483647; return state / 2147483647 }
      # Labellings: 0 is the true one, 1 to 9 are in random order.
      function labellings(  k, i, j, hold) {
        state = 20261122
        for (k = 1; k <= 9; k++) {
          for (i = 1; i <= count; i++) label[k, i] = label[0, i]
          for (i = count; i > 1; i--) {
            j = 1 + int(random() * i)
            hold = label[k, i]; label[k, i] = label[k, j]; label[k, j] = hold
          }
        }
        for (k = 0; k <= 9; k++) for (i = 1; i <= count; i++) fold[k, i] = seen[k, label[k, i]]++ % 2
      }
      # The standardised difference of cases and controls among samples outside a fold; all samples for fold 2.
      function difference(k, held,  i, n, sum, square, mean, spread) {
        n[0] = n[1] = sum[0] = sum[1] = square = 0
        for (i = 1; i <= count; i++) {
          if (value[i] == "NA" || fold[k, i] == held) continue
          n[label[k, i]]++
          sum[label[k, i]] += value[i]
        }
        if (n[0] < 2 || n[1] < 2) return 0
        for (i = 1; i <= count; i++) {
          if (value[i] == "NA" || fold[k, i] == held) continue
          mean = sum[label[k, i]] / n[label[k, i]]
          square += (value[i] - mean) ^ 2
        }
        spread = sqrt(square / (n[0] + n[1] - 2))
        return spread > 0 ? (sum[1] / n[1] - sum[0] / n[0]) / spread : 0
      }
      function area(k,  i, j, right, pairs) {
        right = pairs = 0
        for (i = 1; i <= count; i++) {
          for (j = 1; j <= count; j++) {
            if (label[k, i] != 1 || label[k, j] != 0 || fold[k, i] != fold[k, j]) continue
            pairs++
            right += score[k, i] > score[k, j] ? 1 : score[k, i] == score[k, j] ? 0.5 : 0
          }
        }
        return pairs ? right / pairs : 0.5
      }
      FNR == 1 { files++ }
      files == 1 && FNR > 1 { count++; label[0, count] = $2 == "case" ? 1 : 0 }
      files == 1 { next }
      FNR == 1 { if (files == 2) labellings(); layer = FILENAME; sub(/\.tsv$/, "", layer); next }
      {
        mean = known = 0
        for (i = 1; i <= count; i++) {
          value[i] = $(i + 1)
          if (value[i] != "NA") { mean += value[i]; known++ }
        }
        if (known) mean /= known
        for (k = 0; k <= 9; k++) {
          for (held = 0; held < 2; held++) {
            weight = difference(k, held)
            if (weight == 0) continue
            for (i = 1; i <= count; i++)
              if (fold[k, i] == held && value[i] != "NA") score[k, i] += weight * (value[i] - mean)
          }
        }
        shift = difference(0, 2)
        if (shift == 0) next
        size[$1] += shift < 0 ? -shift : shift
        signs[$1] = signs[$1] (shift < 0 ? "-" : "+")
        printf "%s\t%s\t%.9g\n", $1, layer, shift > (out "/attributions.part")
      }
      END {
        for (target in size) {
          way = signs[target] ~ /-/ ? (signs[target] ~ /\+/ ? "mixed" : "down") : "up"
          printf "%.9g\t%s\t%s\n", size[target], target, way > (out "/ranking.part")
        }
        own = area(0)
        for (k = 1; k <= 9; k++) { chance = area(k); if (chance > best) best = chance }
        beats = own > best
        words = sprintf("<ID> reaches an area of %.3f on held-out samples, which is %s than labels in random order (%.3f).", \
          own, beats ? "more" : "not more", best)
        printf "{\n  \"metric\": \"auc_within_held_out_folds\",\n  \"score\": %.9g,\n", own > (out "/control.json")
        printf "  \"controls\": [{\"id\": \"permuted_labels\", \"score\": %.9g}],\n", best > (out "/control.json")
        printf "  \"beats_control\": %s,\n  \"sentence\": \"%s\"\n}\n", beats ? "true" : "false", words > (out "/control.json")
      }' "$@" || exit 1
    cd "$out" || exit 1
    touch ranking.part attributions.part
    { printf 'target\tlayer\tvalue\n'; sort attributions.part; } > attributions.tsv
    { printf 'rank\ttarget\tsymbol\tscore\trank_low\trank_high\tdirection\n'
      sort -k1,1gr -k2,2 ranking.part | awk -F '\t' '{ print NR "\t" $2 "\tNA\t" $1 "\tNA\tNA\t" $3 }'; } > ranking.tsv
    rm -f ranking.part attributions.part

    """#
}
