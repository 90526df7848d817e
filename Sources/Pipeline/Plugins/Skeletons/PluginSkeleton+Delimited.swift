/// The skeleton of a plugin without code.
extension PluginSkeleton {
  var delimited: [File] {
    [
      File(path: "plugin.yaml", text: delimitedManifest),
      File(
        path: "README.md",
        text: """
          # \(name) (format id `\(id)`)

          Reads the \(name) protein table: a protein group a row, a sample a column.

          Recognised by the columns `\(name) Group`, `\(name) Score` and `Members`; version 1 has no column `Q-value`,
          version 2 has.

          | column | role |
          |---|---|
          | `\(name) Group` | the group's id |
          | `Members` | all accessions, joined by `;`; the first leads |
          | `Q-value` | q-value of the group |
          | `SAMPLE Amount` | intensity; 0 means that nothing was measured |

          An empty cell is a missing value. Refused: rows with another number of cells than the header.

          Options of every format: `decimal` (auto, point, comma), `missing` (further words for "no value"), and filters
          that are never applied unasked: `decoys` and `contaminants` (keep, drop), `maximum_q_value`.

          Every key of `plugin.yaml` is described in the README of the plugins' folder.

          """),
      File(
        path: "Cases/README.md",
        text: "# Cases\n\n- `version-1`, `version-2`: made up; the same two groups by both versions.\n"
          + "- `no-number`: a cell that is no number is refused with its place.\n"),
      File(
        path: "Cases/version-1/input.tsv",
        text: """
          \(name) Group\tMembers\t\(name) Score\tA Amount\tB Amount
          P1\tP04637;P04637-2\t12.5\t1200.5\t0
          P2\tP38398\t9.75\t\t88

          """),
      File(
        path: "Cases/version-2/input.tsv",
        text: """
          \(name) Group\tMembers\t\(name) Score\tQ-value\tA Amount\tB Amount
          P1\tP04637;P04637-2\t12.5\t0.001\t1200.5\t0
          P2\tP38398\t9.75\t0.02\t\t88

          """),
      File(
        path: "Cases/no-number/input.tsv",
        text: """
          \(name) Group\tMembers\t\(name) Score\tA Amount
          P1\tP04637\t12.5\tmuch

          """),
      File(path: "Cases/no-number/expected.error", text: "value\nexpected a number, found \"much\"\n"),
    ]
  }

  private var delimitedManifest: String {
    """
    # Change every line to what the documentation of \(name) says, then run: plumbline plugins test \(name)
    id: \(id)
    name: \(name)
    kind: delimited
    layer: proteomics
    version: 0.1.0
    licence: Apache-2.0
    formats:
      - id: \(id)
        name: \(name)
        summary: Read the \(name) protein table, a protein group a row and a sample a column.
        extensions: [tsv]
        versions: ["2", "1"]
        columns: [\(name) Group, \(name) Score, Members]   # all must be there; [A, B] for names of several versions
        tell_apart:                                  # the first that fits
          - { version: "2", columns: [Q-value] }
          - { version: "1" }
        missing: [""]
        tables:
          - kind: proteinGroup
            id: [\(name) Group]
            members: Members
            separator: ";"
            leader: first
            q_value: Q-value
            attributes:
              score: \(name) Score
            values:
              - { measure: intensity, header: "* Amount", zero: missing }
    recognition:
      - The columns \(name) Group and \(name) Score stand beside Members.
    options: []
    quirks:
      - An amount of 0 means that nothing was measured.
    specification:
      - Name the page of the documentation here.
    licence_of_cases: Made up (Apache-2.0).

    """
  }
}
