/// Mapping tables: ids resolved with the table's load, releases compared and merged, a set of mappings checked.
enum MappingBenchmarks {
  static let all = [
    resolve("mapping/resolve-20k", ids: 20_000, .init(cpuSeconds: 0.15, peakMiB: 40)),
    resolve("mapping/resolve-1m", ids: 1_000_000, .init(cpuSeconds: 0.8, peakMiB: 150)),
    Benchmark(
      name: "mapping/sssom-40k", prepare: sssom, arguments: { input, _ in ["tables", "lint", input] },
      promise: .init(cpuSeconds: 0.4)),
    Benchmark(
      name: "mapping/diff-hgnc", prepare: { "\($0.checkout)/Mappings/hgnc" },
      arguments: { input, _ in
        ["tables", "diff", "\(input)/hgnc_2019-09.tsv.gz", "\(input)/hgnc_2022-02.tsv.gz", "--json"]
      }, promise: .init(cpuSeconds: 0.5)),
    Benchmark(
      name: "mapping/merge-hgnc", prepare: { "\($0.checkout)/Mappings/hgnc" },
      arguments: { input, scratch in
        [
          "tables", "merge", "\(input)/hgnc_2019-09.tsv.gz", "\(input)/hgnc_2022-02.tsv.gz",
          "\(input)/hgnc_2019-09.tsv.gz", "-o", "\(scratch).tsv", "--force",
        ]
      }, promise: .init(cpuSeconds: 1)),
    Benchmark(
      name: "mapping/import-25m", prepare: uniProt,
      arguments: { input, scratch in ["tables", "import", input, "-o", "\(scratch).lookup.tsv", "--force", "-q"] },
      floor: .init(label: "cat", arguments: { ["/bin/cat", $0] }), promise: .init(peakMiB: 300)),
    // A few ids, so that opening the table is what counts.
    Benchmark(
      name: "mapping/open-25m",
      prepare: { bench in
        let lookup = "\(bench.inputs)/\(bench.scale)-uniprot.lookup.tsv"
        if !ChildProcess.isReadable(lookup) {
          let cost = try ChildProcess.measure([bench.binary, "tables", "import", try uniProt(bench), "-o", lookup])
          guard cost.exitCode == 0 else { throw BenchError("the table could not be imported") }
        }
        _ = try GeneratedFile.make(bench, "uniprot.ids") { file in
          for number in 0..<3 { try file.append(accession(number) + "\n") }
        }
        return lookup
      },
      arguments: { lookup, _ in
        let ids = lookup.dropLast(".lookup.tsv".count) + ".ids"
        return ["tables", "resolve", String(ids), "--from", "uniprot", "--to", "geneid", "--table", lookup, "-q"]
      }, promise: .init(cpuSeconds: 0.05)),
  ]

  /// Up to 26 million accessions of the long form.
  private static func accession(_ number: Int) -> String {
    func three(_ number: Int) -> String { String("\(1000 + number)".dropFirst()) }
    let letter = Character(Unicode.Scalar(UInt8(65 + number / 1000 % 26)))
    return "A0A\(three(number % 1000))\(letter)\(three(number / 26_000))"
  }

  /// 25 million rows as UniProt's idmapping has them: five databases an accession.
  private static func uniProt(_ bench: Workbench) throws -> String {
    try GeneratedFile.make(bench, "uniprot-idmapping.dat") { file in
      for number in 0..<bench.count(5_000_000) {
        let id = accession(number)
        try file.append("\(id)\tUniProtKB-ID\t\(id)_HUMAN\n\(id)\tGeneID\t\(number + 1)\n")
        try file.append("\(id)\tEnsembl\t\(gene(number / 3)).\(number % 9 + 1)\n")
        try file.append("\(id)\tRefSeq\tNP_\(100_000_000 + number).1\n\(id)\tUniParc\tUPI\(number)\n")
      }
    }
  }

  /// Ids of a table of 40,102 pairs, a few of them with two partners or none.
  private static func resolve(_ name: String, ids: Int, _ promise: Benchmark.Promise) -> Benchmark {
    Benchmark(
      name: name,
      prepare: { bench in
        _ = try table(bench)
        return try GeneratedFile.make(bench, "mapping-\(ids).ids") { file in
          var numbers = SeededNumbers(seed: 7)
          for _ in 0..<bench.count(ids) { try file.append(gene(Int.random(in: 0..<41_000, using: &numbers)) + "\n") }
        }
      },
      arguments: { input, _ in
        let pairs = input.split(separator: "/").dropLast().map(String.init).joined(separator: "/")
        let scale = input.split(separator: "/").last?.split(separator: "-").first ?? "1.0"
        return [
          "tables", "resolve", input, "--from", "ensembl", "--to", "ncbigene", "--table",
          "/\(pairs)/\(scale)-mapping-pairs.tsv", "-q",
        ]
      },
      floor: .init(label: "cat", arguments: { ["/bin/cat", $0] }), promise: promise)
  }

  private static func gene(_ number: Int) -> String {
    let digits = "\(number)"
    return "ENSG" + String(repeating: "0", count: 11 - digits.utf8.count) + digits
  }

  private static func table(_ bench: Workbench) throws -> String {
    try GeneratedFile.make(bench, "mapping-pairs.tsv") { file in
      try file.append("entrez_id\tensembl_gene_id\n")
      for number in 0..<40_102 { try file.append("\(number + 1)\t\(gene(number % 39_700))\n") }
    }
  }

  private static func sssom(_ bench: Workbench) throws -> String {
    try GeneratedFile.make(bench, "mapping-40k.sssom.tsv") { file in
      try file.append(
        "#curie_map:\n#  ensembl: https://bioregistry.io/ensembl:\n#  ncbigene: https://bioregistry.io/ncbigene:\n")
      try file.append("#license: https://spdx.org/licenses/CC0-1.0\n#mapping_set_id: https://example.org/set\n")
      try file.append("subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence\n")
      for number in 0..<bench.count(40_000) {
        try file.append(
          "ensembl:\(gene(number))\tskos:exactMatch\tncbigene:\(number + 1)\tsemapv:ManualMappingCuration\t0.9\n")
      }
    }
  }
}
