/// mzTab, mzIdentML and count tables at the sizes of large studies; annotations have a file of their own.
enum ReaderBenchmarks {
  static let all = [
    Benchmark(
      name: "mztab/inspect", prepare: mzTab, arguments: { input, _ in ["inspect", input, "--json"] }, floor: fields,
      promise: .init(cpuSeconds: 3, peakMiB: 200)),
    Benchmark(
      name: "mztab/convert", prepare: mzTab, arguments: { input, scratch in ["convert", input, "-o", scratch] },
      floor: fields),
    Benchmark(
      name: "mzidentml/inspect", prepare: mzIdentML, arguments: { input, _ in ["inspect", input, "--json"] },
      floor: xml, promise: .init(floorRatio: 1.3, peakMiB: 300)),
    Benchmark(
      name: "mzidentml/convert", prepare: mzIdentML,
      arguments: { input, scratch in ["convert", input, "-o", scratch] },
      floor: xml, promise: .init(floorRatio: 3, peakMiB: 300)),
    Benchmark(
      name: "counts/inspect", prepare: counts, arguments: { input, _ in ["inspect", input, "--json"] }, floor: fields,
      promise: .init(cpuSeconds: 1.05, peakMiB: 960)),
  ]

  private static let fields = Benchmark.Floor(
    label: "awk over fields", arguments: { ["awk", "-F\t", "{n+=NF} END{print n}", $0] })
  private static let xml = Benchmark.Floor(
    label: "xmllint --stream", arguments: { ["xmllint", "--stream", "--noout", $0] })

  private static let residues = Array("ACDEFGHIKLMNPQRSTVWY")

  private static func peptide(_ random: inout SeededNumbers) -> String {
    var text = ""
    for _ in 0..<Int.random(in: 7...22, using: &random) {
      text.append(residues[Int.random(in: 0..<20, using: &random)])
    }
    return text + "K"
  }

  private static func modification(_ peptide: String) -> String {
    guard let index = peptide.firstIndex(of: "C") else { return "null" }
    return "\(peptide.distance(from: peptide.startIndex, to: index) + 1)-UNIMOD:4"
  }

  /// 60,000 proteins, 480,000 peptides and 1.1 million matches over 12 assays: about 300 MB.
  @Sendable static func mzTab(_ bench: Workbench) throws -> String {
    try GeneratedFile.make(bench, "study.mzTab") { file in
      var random = SeededNumbers(seed: 3)
      let proteins = bench.count(60_000)
      try file.append("MTD\tmzTab-version\t1.0.0\nMTD\tmzTab-mode\tComplete\nMTD\tmzTab-type\tQuantification\n")
      for word in ["protein", "peptide", "psm"] {
        try file.append("MTD\t\(word)_search_engine_score[1]\t[MS, MS:1001171, Mascot:score, ]\n")
      }
      for run in 1...12 {
        try file.append("MTD\tms_run[\(run)]-location\tfile:///data/run_\(run).mzML\n")
        try file.append("MTD\tassay[\(run)]-ms_run_ref\tms_run[\(run)]\n")
      }
      func assays(_ word: String) -> String { (1...12).map { "\t\(word)_abundance_assay[\($0)]" }.joined() }
      func values() -> String {
        (1...12).map { _ in "\t\(Int.random(in: 1000...9_999_999, using: &random)).5" }.joined()
      }
      let source = "UniProtKB\t2020_01\t[MS, MS:1001207, Mascot, ]"
      try file.append(
        "PRH\taccession\tdescription\tdatabase\tdatabase_version\tsearch_engine\tbest_search_engine_score[1]"
          + "\tambiguity_members\tmodifications\(assays("protein"))\n")
      for protein in 0..<proteins {
        try file.append("PRT\tP\(protein)\tProtein \(protein)\t\(source)\t\(protein % 200)\tnull\tnull\(values())\n")
      }
      try file.append(
        "PEH\tsequence\taccession\tunique\tdatabase\tdatabase_version\tsearch_engine\tbest_search_engine_score[1]"
          + "\tmodifications\tretention_time\tcharge\tmass_to_charge\tspectra_ref\(assays("peptide"))\n")
      for row in 0..<bench.count(480_000) {
        let text = peptide(&random)
        try file.append(
          "PEP\t\(text)\tP\(row % proteins)\t1\t\(source)\t\(row % 90)\t\(modification(text))\t\(row % 7200).25\t2"
            + "\t\(400 + row % 900).125\tms_run[\(row % 12 + 1)]:scan=\(row)\(values())\n")
      }
      try file.append(
        "PSH\tsequence\tPSM_ID\taccession\tunique\tdatabase\tdatabase_version\tsearch_engine\tsearch_engine_score[1]"
          + "\tmodifications\tretention_time\tcharge\texp_mass_to_charge\tcalc_mass_to_charge\tspectra_ref"
          + "\tpre\tpost\tstart\tend\n")
      for row in 0..<bench.count(1_100_000) {
        let text = peptide(&random)
        try file.append(
          "PSM\t\(text)\t\(row)\tP\(row % proteins)\t1\t\(source)\t\(row % 90)\t\(modification(text))\t\(row % 7200).25"
            + "\t2\t\(400 + row % 900).125\t\(400 + row % 900).126\tms_run[\(row % 12 + 1)]:scan=\(row)\tK\tA"
            + "\t\(row % 900 + 1)\t\(row % 900 + 20)\n")
      }
    }
  }

  /// 580,000 spectra with one match each: about 460 MB.
  @Sendable static func mzIdentML(_ bench: Workbench) throws -> String {
    try GeneratedFile.make(bench, "study.mzid") { file in
      var random = SeededNumbers(seed: 5)
      let (proteins, spectra) = (bench.count(30_000), bench.count(580_000))
      try file.append(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
          + "<MzIdentML id=\"x\" version=\"1.1.0\" xmlns=\"http://psidev.info/psi/pi/mzIdentML/1.1\">\n"
          + "<SequenceCollection>\n")
      for protein in 0..<proteins {
        try file.append(" <DBSequence id=\"D\(protein)\" accession=\"P\(protein)\" searchDatabase_ref=\"DB\"/>\n")
      }
      for row in 0..<spectra {
        try file.append(" <Peptide id=\"Q\(row)\"><PeptideSequence>\(peptide(&random))</PeptideSequence></Peptide>\n")
      }
      for row in 0..<spectra {
        try file.append(
          " <PeptideEvidence id=\"E\(row)\" peptide_ref=\"Q\(row)\" dBSequence_ref=\"D\(row % proteins)\" "
            + "isDecoy=\"\(row % 10 == 0)\" start=\"\(row % 900 + 1)\" end=\"\(row % 900 + 20)\" pre=\"K\" post=\"A\"/>\n"
        )
      }
      try file.append(
        "</SequenceCollection>\n<DataCollection><Inputs><SearchDatabase id=\"DB\" location=\"db.fasta\"/>"
          + "<SpectraData id=\"SD\" location=\"run1.mzML\"/></Inputs><AnalysisData>"
          + "<SpectrumIdentificationList id=\"L\">\n")
      for row in 0..<spectra {
        let mass = "\(400 + row % 900).\(row % 1000 + 1000)"
        try file.append(
          " <SpectrumIdentificationResult id=\"R\(row)\" spectrumID=\"scan=\(row)\" spectraData_ref=\"SD\">\n"
            + "  <SpectrumIdentificationItem id=\"I\(row)\" rank=\"1\" chargeState=\"2\" peptide_ref=\"Q\(row)\" "
            + "experimentalMassToCharge=\"\(mass)\" calculatedMassToCharge=\"\(mass)\" passThreshold=\"true\">\n"
            + "   <PeptideEvidenceRef peptideEvidence_ref=\"E\(row)\"/>\n"
            + "   <cvParam cvRef=\"PSI-MS\" accession=\"MS:1002049\" name=\"MS-GF:RawScore\" value=\"\(row % 200)\"/>\n"
            + "   <cvParam cvRef=\"PSI-MS\" accession=\"MS:1002052\" name=\"MS-GF:SpecEValue\" value=\"1.\(row)e-12\"/>\n"
            + "  </SpectrumIdentificationItem>\n </SpectrumIdentificationResult>\n")
      }
      try file.append("</SpectrumIdentificationList></AnalysisData></DataCollection>\n</MzIdentML>\n")
    }
  }

  /// 60,000 genes by 1,000 samples.
  @Sendable static func counts(_ bench: Workbench) throws -> String {
    try GeneratedFile.make(bench, "counts.tsv") { file in
      var random = SeededNumbers(seed: 9)
      try file.append("gene_id" + (0..<1000).map { "\tS\($0)" }.joined() + "\n")
      let rows = (0..<200).map { _ in
        (0..<1000).map { _ in "\t\(Int.random(in: 0...20, using: &random) * Int.random(in: 0...9, using: &random))" }
          .joined()
      }
      for gene in 0..<bench.count(60_000) { try file.append("ENSG\(gene)\(rows[gene % 200])\n") }
    }
  }
}
