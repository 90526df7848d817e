internal import Schema

/// Whether men and women are spread over the compared groups alike.
enum SexBalance {
  /// nil when the sheet has no column `sex` or `gender`, or no value known as male or female.
  ///
  /// In every cohort the shares of men may differ by at most two standard errors of the pooled share; in a cohort of one sex
  /// they do not differ.
  static func isBalanced(_ cohorts: [CohortData], sheet: SampleTable) -> Bool? {
    let names = sheet.characteristicColumns.filter { ["sex", "gender"].contains($0.lowercased()) }
    guard let column = names.first else { return nil }
    var isMale: [String: Bool] = [:]
    for row in sheet.rows {
      switch row.value(of: column)?.lowercased() ?? "" {
      case "m", "male", "man": isMale[row.name] = true
      case "f", "female", "woman": isMale[row.name] = false
      default: continue
      }
    }
    guard !isMale.isEmpty else { return nil }
    return cohorts.allSatisfy { cohort in
      var (men, all) = ([0.0, 0.0], [0.0, 0.0])
      for (position, sample) in cohort.samples.enumerated() {
        guard let male = isMale[sample] else { continue }
        all[Int(cohort.label[position])] += 1
        if male { men[Int(cohort.label[position])] += 1 }
      }
      guard all[0] > 0, all[1] > 0 else { return true }
      let share = (men[0] + men[1]) / (all[0] + all[1])
      let error = (share * (1 - share) * (1 / all[0] + 1 / all[1])).squareRoot()
      return abs(men[0] / all[0] - men[1] / all[1]) <= 2 * error
    }
  }
}
