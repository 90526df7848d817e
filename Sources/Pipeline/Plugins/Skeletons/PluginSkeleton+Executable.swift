/// The skeleton of a reader that is a program of its own: a shell script, since that runs everywhere.
extension PluginSkeleton {
  var executable: [File] {
    [
      File(path: "reader", text: filled(Self.programTemplate), isProgram: true),
      File(
        path: "plugin.yaml",
        text: filled(
          """
          # Change every line to what the documentation of <NAME> says, then run: plumbline plugins test <NAME>
          id: <ID>
          name: <NAME>
          kind: executable
          layer: proteomics
          version: 0.1.0
          licence: Apache-2.0
          formats:
            - id: <ID>
              name: <NAME>
              summary: Read the <NAME> protein table through a program.
              versions: ["1"]
              extensions: [tsv]
              needles: ["#<ID> "]        # the program is started only for files with one of these in their first 64 KiB
          command: [reader]
          install: "Install awk."
          limits: { seconds: 600, memory_mb: 4096, output_mb: 1024, processes: 64 }
          recognition:
            - The first line is #<ID> and the version.
          options: []
          quirks: []
          specification:
            - Name the page of the documentation here.
          licence_of_cases: Made up (Apache-2.0).

          """)),
      File(
        path: "README.md",
        text: filled(
          """
          # <NAME> (format id `<ID>`)

          Reads the <NAME> protein table: the line `#<ID> 1`, a header `protein` and the samples, a protein a row. The
          program `reader` is started as `reader recognize` and `reader read` with the file on standard input; it may be
          rewritten in any language. The README of the plugins' folder has the contract; PepXML is an example in Python.

          - Values are intensities; an empty cell and `NA` are missing values.
          - Every row is kept, or refused with its line: another number of cells than the header, a cell that is no
            number, a protein that stands twice.
          - Other versions are refused by name.
          - Nothing is mapped, transformed or filtered.

          It needs awk and takes no options.

          """)),
      File(
        path: "Cases/README.md",
        text: "# Cases\n\n- `plain`: made up.\n- `no-number`, `version-2`: refused with their place.\n"),
      File(path: "Cases/plain/input.tsv", text: filled("#<ID> 1\nprotein\tA\tB\nP04637\t1200.5\tNA\nP38398\t\t88\n")),
      File(path: "Cases/no-number/input.tsv", text: filled("#<ID> 1\nprotein\tA\tB\nP04637\tmuch\t1\n")),
      File(path: "Cases/no-number/expected.error", text: "malformed\nexpected a number, found \"much\"\n"),
      File(path: "Cases/version-2/input.tsv", text: filled("#<ID> 2\n")),
      File(path: "Cases/version-2/expected.error", text: filled("malformed\nversion \"2\" of the <NAME> table\n")),
    ]
  }

  private static let programTemplate = #"""
    #!/bin/sh
    # Reads the <NAME> protein table: `reader recognize` judges a file by its head, `reader read` prints canonical text.
    # The file comes on standard input; "E! line <n>: text" on standard error with exit code 3 refuses it.
    LC_ALL=C exec awk -F '\t' -v verb="$1" '
      function refuse(line, text) {
        printf "E! line %d: %s\n", line, text > "/dev/stderr"
        refused = 3
      }
      { sub(/\r$/, "") }
      NR == 1 {
        sub(/^\357\273\277/, "")
        version = substr($0, length("#<ID> ") + 1)
        if (verb == "recognize") {
          printf "0.95\t%s\tthe first line is #<ID>\n", version
          exit
        }
        if (version != "1") {
          refuse(1, "version \"" version "\" of the <NAME> table is not read")
          exit
        }
        next
      }
      NR == 2 {
        if ($1 != "protein" || NF < 2) {
          refuse(2, "expected a header, protein and the samples")
          exit
        }
        columns = NF
        for (i = 2; i <= NF; i++) name[i] = $i
        next
      }
      $0 == "" { next }
      NF != columns { refuse(NR, "expected " columns " cells, found " NF); next }
      $1 == "" { refuse(NR, "the protein has no name"); next }
      $1 in seen { refuse(NR, "protein " $1 " stands in line " seen[$1] " too"); next }
      {
        seen[$1] = NR
        row = $1
        for (i = 2; i <= NF; i++) {
          value = $i == "" ? "NA" : $i
          if (value != "NA" && value !~ /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?$/)
            refuse(NR, "expected a number, found \"" value "\"")
          row = row "\t" value
        }
        protein[++count] = $1
        values[count] = row
        line[count] = NR
      }
      END {
        if (verb == "recognize") exit
        if (!refused && count == 0) refuse(NR > 0 ? NR : 1, "there are no rows")
        if (refused) exit refused
        print "#stream plumbline/1 layer=proteomics count.rows=" count
        print "#table samples 1"
        print "sample\tsource_name\tsubject\tassay\tms_run\torganism\tcondition\tbatch\tcohort\tchannel"
        for (i = 2; i <= columns; i++) print name[i] "\tNA\tNA\tNA\tNA\tNA\tNA\tNA\tNA\tNA"
        print "#table features 1"
        print "feature\tkind\taccession\tnamespace\tmembers\tleader_rule\tdecoy\tcontaminant\tq_value\tpeptides" \
          "\tunique_peptides\tdescription\tfile\tline"
        for (i = 1; i <= count; i++)
          print protein[i] "\tprotein\t" protein[i] "\tNA\tNA\tNA\tNA\tNA\tNA\tNA\tNA\tNA\tNA\t" line[i]
        print "#table abundance.protein.intensity 1 kind=protein measure=intensity scale=linear"
        header = "feature"
        for (i = 2; i <= columns; i++) header = header "\t" name[i]
        print header
        for (i = 1; i <= count; i++) print values[i]
        print "#table ledger 1"
        print "unit\tread\tkept\tmerged\tfiltered\trejected"
        print "protein\t" count "\t" count "\t0\t0\t0"
        print "#end tables=4 rows=" columns - 1 + 2 * count + 1
      }
    '

    """#
}
