internal import Schema

/// `README.md` of a run folder: what each file is, for who opens the folder without knowing plumbline.
enum RunReadme {
  static func bytes(_ result: RunResult) -> [UInt8] {
    let isRefused = result.verdicts.status == .refused
    var text = """
      # \(result.plan.study)

      A run of plumbline \(ProductVersion.current): \(result.plan.contrastText). Status: \(result.verdicts.status.rawValue).

      | file | content |
      |---|---|
      | `report.html` | the result to read; self-contained |
      | `verdicts.json` | status, reasons and every check with value and threshold |

      """
    if !isRefused {
      text += """
        | `ranking.tsv` | targets in rank order with score, calibrated p and q, rank interval, class |
        | `evidence.tsv` | each channel's effect for each target, with the place in the input it comes from |
        | `artefacts.tsv` | targets whose difference may come from batch, technique or one cohort, with the numbers; never dropped |
        | `reliability.tsv` | how far each layer can be relied on, measured in its own data |
        | `followers.tsv` | leading targets that only ride along: shared promoter, same locus, passenger, partner |
        | `network_implied.tsv` | with a network: targets without evidence of their own whose neighbours moved; never part of the ranking |
        | `compounds.tsv` | known compounds of the leading targets; never part of the ranking |
        | `stability.tsv` | how far each target moves under half-samples: the noise floor of `plumbline drift` |

        """
    }
    text += """
      | `design.tsv` | the samples compared: label, batch, cohort, and the layers that measured them |
      | `samples.tsv` | samples and runs of every input beside the sheet's: joined, not in the sheet, not in the data |
      | `normalization.tsv`, `coverage.tsv` | factor and figures of each sample, targets before and after each step |
      | `modalities.tsv` | for every target the layers that hold it, those that saw it too seldom, and whether it stayed |
      | `missingness.tsv` | why values are missing: detection by intensity, and rows that whole batches lack |
      | `on_the_cut.tsv` | targets within 1e-9 of a threshold, when there are any |
      | `harmonized/*.h5mu` | the matrices evidence is computed from, one file a cohort (MuData) |
      | `mapping/*.tsv` | one status for every identifier of an input |
      | `ledger.tsv`, `ledger_details.tsv` | records read, kept, merged, filtered, rejected, with reasons |
      | `plan.json` | the study resolved: inputs, settings, steps |
      | `run.json` | the record: digests of all inputs and outputs, settings with origin, versions |
      | `ro-crate-metadata.json` | the same as an RO-Crate (Provenance Run Crate 0.5) |
      | `log.jsonl` | clock times and machine facts; the only file that differs between equal runs |

      `plumbline verify` on this folder hashes every file again; `plumbline verify --replay` computes them anew.

      """
    return Array(text.utf8)
  }
}
