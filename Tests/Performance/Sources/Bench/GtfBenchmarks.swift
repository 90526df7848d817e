/// GTF: a gene model of the size and shape of a full human annotation.
enum GtfBenchmarks {
  static let all = [
    Benchmark(
      name: "gtf/inspect", prepare: annotation, arguments: { input, _ in ["inspect", input, "--json"] }, floor: lines,
      promise: .init(cpuSeconds: 4, peakMiB: 150)),
    Benchmark(
      name: "gtf/convert", prepare: annotation, arguments: { input, scratch in ["convert", input, "-o", scratch] },
      floor: lines, promise: .init(cpuSeconds: 6, peakMiB: 400)),
  ]

  static let lines = Benchmark.Floor(label: "wc -l", arguments: { ["wc", "-l", $0] })

  /// 3.2 million lines in the attribute style of GENCODE.
  @Sendable static func annotation(_ bench: Workbench) throws -> String {
    try GeneratedFile.make(bench, "annotation.gtf") { file in
      var random = SeededNumbers(seed: 7)
      let target = bench.count(3_200_000)
      var lines = 0
      var gene = 0
      var position = 10_000
      try file.append("##description: generated gene model\n##provider: GENCODE\n##format: gtf\n")
      while lines < target {
        gene += 1
        let chromosome = "chr\(1 + gene * 22 / max(1, target / 50) % 22)"
        let strand = Bool.random(using: &random) ? "+" : "-"
        let length = Int.random(in: 2_000...60_000, using: &random)
        let id = "ENSG" + padded(gene) + ".\(1 + gene % 15)"
        let common =
          "gene_id \"\(id)\"; gene_type \"protein_coding\"; gene_name \"GENE\(gene)\"; level 2; hgnc_id \"HGNC:\(gene)\"; "
        try file.append(
          "\(chromosome)\tHAVANA\tgene\t\(position)\t\(position + length)\t.\t\(strand)\t.\t\(common)havana_gene \"OTTHUMG\(padded(gene)).2\";\n"
        )
        lines += 1
        for transcript in 1...Int.random(in: 1...8, using: &random) {
          let name = "ENST" + padded(gene * 10 + transcript) + ".3"
          let tail =
            "gene_id \"\(id)\"; transcript_id \"\(name)\"; gene_type \"protein_coding\"; gene_name \"GENE\(gene)\"; "
            + "transcript_type \"protein_coding\"; transcript_name \"GENE\(gene)-20\(transcript)\"; level 2; "
            + "protein_id \"ENSP\(padded(gene * 10 + transcript)).2\"; transcript_support_level \"1\"; hgnc_id \"HGNC:\(gene)\"; "
            + "tag \"basic\"; tag \"CCDS\"; ccdsid \"CCDS\(gene).1\"; havana_transcript \"OTTHUMT\(padded(gene)).1\";\n"
          try file.append(
            "\(chromosome)\tHAVANA\ttranscript\t\(position)\t\(position + length)\t.\t\(strand)\t.\t\(tail)")
          lines += 1
          let exons = Int.random(in: 2...14, using: &random)
          for exon in 0..<exons {
            let start = position + exon * length / exons
            let end = start + length / exons / 3
            let numbered = "exon_number \(exon + 1); exon_id \"ENSE\(padded(gene * 100 + exon)).1\"; \(tail)"
            try file.append("\(chromosome)\tHAVANA\texon\t\(start)\t\(end)\t.\t\(strand)\t.\t\(numbered)")
            try file.append("\(chromosome)\tHAVANA\tCDS\t\(start)\t\(end)\t.\t\(strand)\t\(exon % 3)\t\(numbered)")
            lines += 2
          }
        }
        position += length + 500
        if position > 200_000_000 { position = 10_000 }
      }
    }
  }

  private static func padded(_ number: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, 11 - digits.count)) + digits
  }
}
