internal import Design
internal import Mapping
internal import Normalization
internal import OmicsIO
internal import Schema

/// The first half of a run: read -> map -> aggregate -> normalise -> check design -> align.
struct Harmonizer {
  let plan: RunPlan
  let cache: DatasetCache
  let progress: RunProgress
  let store: StageCache

  private var ledger = Ledger()
  private var stages: [RunStage] = []
  private var log = DiagnosticLog()
  private var coverage: [(name: String, coverage: MappingCoverage)] = []
  private var mappingRows: [(name: String, rows: [String])] = []
  private var symbols: [String: String] = [:]
  private var normalization: [NormalizationRecord] = []
  private var sampleJoins: [SampleJoin.Pair] = []
  private var references: [String: [String: String]] = [:]
  private var contents: [String: String] = [:]
  private var plugins: Set<String> = []
  private var onTheCut: [(setting: String, input: String, target: String)] = []

  init(plan: RunPlan, cache: DatasetCache, progress: RunProgress, store: StageCache) {
    self.plan = plan
    self.store = store
    self.cache = cache
    self.progress = progress
  }

  /// Runs the stages.
  consuming func run() throws(OmicsError) -> HarmonizedStudy {
    // By name, so that the order of the sheet's rows decides nothing.
    var sheet = try SampleSheet.read(plan.samples.path)
    sheet.rows.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    contents["samples/samples"] = ContentDigest.of(sheet)
    sheet = try plan.counterfactual.applied(to: sheet, plan: plan)
    let datasets = try readAll()
    try addContents()
    let resolver = try openResolver()
    let genes = TranscriptGenes(zip(plan.inputs, datasets).filter { $0.0.declaration.role == "annotation" }.map(\.1))
    var parts: [LayerMatrix] = []
    for (input, dataset) in zip(plan.inputs, datasets) where input.declaration.role == "data" {
      parts.append(try harmonize(input, dataset, sheet: sheet, resolver: resolver, genes: genes))
    }
    let matrices = try joined(parts)
    let withData = Set(matrices.flatMap(\.samples))
    for row in sheet.rows where !withData.contains(row.name) {
      log.append(
        Diagnostic(.note, "sample-without-data", "sample \"\(row.name)\" of the sheet is in no input"))
    }
    var cohorts: [CohortData] = []
    var checks: [RunCheck] = []
    var missingness: [MissingnessStage.Record] = []
    var leftOut: [(cohort: String, reason: String)] = []
    for name in Set(matrices.map(\.cohort)).sorted() {
      progress.step("checking the design of cohort \(name)")
      let rows = cohortRows(sheet, name)
      let own = SampleTable(rows.map { sheet.rows[$0] })
      let layers = matrices.filter { $0.cohort == name && ContextStage.ranked.contains($0.layer) }
      guard !layers.isEmpty else {
        leftOut.append((name, "it has neither RNA nor protein"))
        continue
      }
      let measured = Set(layers.flatMap(\.samples))
      let present = SampleTable(own.rows.filter { measured.contains($0.name) })
      let design = try self.design(present)
      let result = DesignChecks(design, cohort: name)
      checks += result.checks
      checks += BatchStage.checks(name, design, present, layers)
      let missing = MissingnessStage.records(name, design, present, layers)
      checks += missing.compactMap(MissingnessStage.check)
      missingness += missing
      guard result.usable else {
        leftOut.append((name, result.checks.first?.explanation ?? ""))
        continue
      }
      cohorts.append(
        AlignStage.run(name: name, design: design, sheet: present, matrices: try joinedTargets(name, layers)))
    }
    stages.append(
      RunStage(
        name: "align", version: AlignStage.version, rowsIn: matrices.reduce(0) { $0 + $1.targets.count },
        rowsOut: cohorts.reduce(0) { $0 + $1.targets.count },
        note: cohorts.map { "\($0.name): \($0.targets.count) targets, \($0.samples.count) samples" }
          .joined(separator: "; "), outputDigest: ContentDigest.of(cohorts)))
    try ledger.assertBalance()
    return HarmonizedStudy(
      study: Study(
        name: plan.study, sheet: sheet, datasets: datasets, matrices: matrices, symbols: symbols,
        coverage: coverage.map(\.coverage)), cohorts: cohorts, checks: checks, leftOut: leftOut, ledger: ledger,
      coverage: coverage, mappingRows: mappingRows, stages: stages, diagnostics: log.diagnostics,
      references: references, contents: contents, plugins: plugins, onTheCut: onTheCut,
      normalization: normalization, sampleJoins: sampleJoins, missingness: missingness)
  }

  /// The design of a cohort's samples; an error says which sheet it is about.
  private func design(_ samples: SampleTable) throws(OmicsError) -> CohortDesign {
    do throws(OmicsError) {
      return try CohortDesign(plan.contrast, sheet: samples)
    } catch {
      var located = error
      if located.location == nil { located.location = SourceLocation(file: plan.samples.path) }
      throw located
    }
  }

  // MARK: Read

  private mutating func readAll() throws(OmicsError) -> [Dataset] {
    var datasets: [Dataset] = []
    var rows = 0
    for input in plan.inputs {
      progress.step("reading \(RelativePath.name(of: input.file.relativePath))")
      let dataset = try cache.dataset(input)
      for unit in dataset.ledger.units {
        var part = Ledger()
        part.restore("\(input.name) \(unit)", dataset.ledger[unit])
        for detail in dataset.ledger.details where detail.unit == unit {
          part.note(
            "\(input.name) \(unit)", detail.outcome, reason: detail.reason, file: detail.firstFile,
            line: detail.firstLine, count: detail.count)
        }
        ledger.add(part)
      }
      log.append(contentsOf: dataset.diagnostics)
      rows += dataset.features.count + dataset.annotation.count
      contents["input/\(input.name)"] = cache.content(input, dataset) + input.declarationSuffix
      plugins.formUnion(dataset.sources.map(\.plugin))
      datasets.append(dataset)
    }
    stages.append(
      RunStage(
        name: "read", version: 1, rowsIn: plan.inputs.count, rowsOut: rows,
        note: zip(plan.inputs, datasets).map {
          "\($0.name): \($1.sources.first?.format ?? "") \($1.features.count) features"
        }
        .joined(separator: "; "), outputDigest: ""))
    return datasets
  }

  private mutating func addContents() throws(OmicsError) {
    for table in plan.tables { contents["table/\(table.release.name)"] = try cache.content(table) }
    for (role, file) in plan.priors { contents["prior/\(role)"] = try cache.content(file) }
  }

  private func openResolver() throws(OmicsError) -> Resolver? {
    guard let table = plan.tables.first(where: { $0.release.kind == "hgnc" }) else { return nil }
    progress.step("reading table \(table.release.id)")
    let index = try cache.index(table)
    var resolver = try Resolver(index)
    for own in plan.overlays {
      resolver.overlays.append(
        try OverlayApplication(try OverlayDoor.pinned(own), to: resolver.target, lookup: .genes(index)))
    }
    return resolver
  }

  // MARK: Map and normalise

  private mutating func harmonize(
    _ input: RunPlan.Input, _ given: Dataset, sheet: SampleTable, resolver: Resolver?, genes: TranscriptGenes
  ) throws(OmicsError) -> LayerMatrix {
    progress.step("mapping and normalising \(input.name)")
    var dataset = given
    let layer = input.declaration.layer ?? dataset.layer
    let rule = try SummaryRule(parsing: layer == .proteomics ? plan.settings["summary.proteomics"] : "auto")
    var choice = try AbundanceChoice.table(
      of: dataset, declared: input.declaration.measure, input: input.name, prefersPeptides: !rule.isAutomatic)
    if choice.table.kind == .transcript {
      guard !genes.isEmpty || resolver == nil else {
        throw OmicsError(
          .refused, "input \(input.name) holds transcripts and the study names no annotation to join them by gene",
          hint: "Add an input { path: genes.gtf.gz, role: annotation }.")
      }
      let (withGenes, unknown) = genes.withGenes(dataset)
      dataset = withGenes
      if unknown > 0 {
        log.append(
          Diagnostic(
            .warning, "transcript-without-gene", "\(unknown) transcripts of \(input.name) are not in the annotation"))
      }
    }
    (dataset, choice.table) = CanonicalOrder.apply(dataset, choice.table)
    let scale = input.declaration.scale ?? choice.table.scale
    if scale == .linear, choice.table.values.contains(where: { $0 < 0 }) {
      throw OmicsError(
        .refused, "input \(input.name) is on a linear scale but holds negative values",
        hint: "Say scale: log2 in the study file if these are logarithms.")
    }
    let mapped = try MapStage.run(
      dataset, table: choice.table, input: input.name, resolver: resolver, declared: input.declaration.identifiers,
      policy: plan.settings["identifiers.policy"], groups: GroupPolicy(rawValue: plan.settings["identifiers.groups"]))
    account(mapped, input: input.name, dataset: dataset)
    let cohort = input.declaration.cohort
    let join = SampleJoin(choice.table, dataset: dataset, sheet: sheet, rows: cohortRows(sheet, cohort))
    let file = dataset.sources.first?.file ?? ""
    for name in join.notInSheet {
      ledger.record("\(input.name) samples", .filtered, reason: "not in the sample sheet", file: file, line: 0)
      log.append(Diagnostic(.note, "sample-not-in-sheet", "sample \"\(name)\" of \(input.name) is not in the sheet"))
    }
    sampleJoins += join.pairs.map { pair in
      var own = pair
      own.input = input.name
      return own
    }
    let absent = join.pairs.filter { $0.status == "not-in-data" }.map(\.sheetSample)
    if !absent.isEmpty {
      log.append(
        Diagnostic(
          .note, "sample-not-in-data",
          "\(absent.count) samples of the sheet have no data in \(input.name): "
            + absent.prefix(5).joined(separator: ", ") + (absent.count > 5 ? ", …" : "")))
    }
    let columns = join.rowOfColumn.indices.filter { join.rowOfColumn[$0] != nil }
      .sorted { name(join, $0, sheet).utf8.lexicographicallyPrecedes(name(join, $1, sheet).utf8) }
    ledger.keep("\(input.name) samples", count: columns.count)
    guard !columns.isEmpty else {
      let have = choice.table.samples.prefix(3).map { dataset.samples.rows[$0].name }.joined(separator: ", ")
      throw OmicsError(
        .refused, "no sample of input \(input.name) is in the sample sheet (the file has \(have), …)",
        hint: "The sheet's column \"sample\" must hold the names in the file.")
    }
    let joined = SampleTable(columns.compactMap { column in join.rowOfColumn[column].map { sheet.rows[$0] } })
    let seed = UInt64(try plan.settings.integer("seed", atLeast: 0))
    let summary = try SummaryStage.run(
      rule, choice.table, scale: scale, features: dataset.features, aggregation: mapped.aggregation, columns: columns,
      samples: joined.rows.map(\.name), seed: seed, input: input.name, store: store)
    log.append(contentsOf: summary.notes)
    let aggregation = (mapped.aggregation.targets, summary.values, mapped.aggregation.sources)
    let key = NormalizeStage.key(
      input: input.name, aggregation, measure: summary.measure, scale: summary.scale, columns: columns, sheet: joined,
      layer: layer, cohort: cohort, plan: plan, seed: seed)
    let normalized: NormalizeStage.Result
    if let known = store.value(for: key).flatMap(NormalizeStage.Result.init(bytes:)) {
      normalized = known
    } else {
      normalized = try NormalizeStage.run(
        aggregation, measure: summary.measure, scale: summary.scale, columns: columns, sheet: joined, layer: layer,
        cohort: cohort, chain: try NormalizationChain(parsing: plan.settings["normalization.\(layer.rawValue)"]),
        coverage: try CoverageSettings(plan.settings).filter(layer), contrast: plan.contrast, seed: seed)
      store.keep(normalized.bytes, for: key)
    }
    log.append(contentsOf: normalized.notes)
    normalization.append(
      NormalizationRecord(
        input: input.name, layer: layer, cohort: cohort, samples: normalized.matrix.samples,
        normalization: normalized.steps,
        steps: [
          (
            "summary \(rule.isAutomatic ? mapped.aggregation.rule.rawValue : rule.text)", mapped.featureCount,
            normalized.targetsBefore, 0
          ),
          ("coverage", normalized.targetsBefore, normalized.matrix.targets.count, normalized.onTheCut.count),
        ], coverage: normalized.coverage))
    ledger.keep("\(input.name) targets", count: normalized.matrix.targets.count)
    ledger.record(
      "\(input.name) targets", .filtered, reason: "observed in too few samples", file: file, line: 0,
      count: normalized.filtered)
    let setting = CoverageSettings.key(layer, plan.settings)
    onTheCut += normalized.onTheCut.map { (setting, input.name, $0) }
    for (position, target) in mapped.aggregation.targets.enumerated() {
      symbols[target] = mapped.aggregation.symbols[position]
      references["\(layer.rawValue)/\(cohort)", default: [:]][target] = reference(
        mapped.aggregation.sources[position].map { choice.table.features[$0] }, dataset)
    }
    stages.append(
      RunStage(
        name: "map \(input.name)", version: MapStage.version, rowsIn: mapped.featureCount,
        rowsOut: mapped.aggregation.targets.count,
        note: "\(choice.table.kind.rawValue) \(choice.table.measure.rawValue) (\(choice.reason)); "
          + "joined by \(rule.isAutomatic ? mapped.aggregation.rule.rawValue : rule.text); \(mapped.mapping.evidence)",
        outputDigest: ""))
    stages.append(
      RunStage(
        name: "normalise \(input.name)", version: NormalizeStage.version, rowsIn: normalized.targetsBefore,
        rowsOut: normalized.matrix.targets.count,
        note: "\(normalized.method) (\(normalized.reason)); \(normalized.filtered) below coverage, "
          + "\(normalized.onTheCut.count) on the cut, \(normalized.madeMissing) values not positive",
        outputDigest: ""))
    return normalized.matrix
  }

  private func name(_ join: SampleJoin, _ column: Int, _ sheet: SampleTable) -> String {
    join.rowOfColumn[column].map { sheet.rows[$0].name } ?? ""
  }

  /// The rows of the sheet that belong to a cohort: those that name it, or all when the sheet names none.
  private func cohortRows(_ sheet: SampleTable, _ cohort: String) -> [Int] {
    let named = sheet.rows.contains { !$0.cohort.isEmpty }
    return sheet.rows.indices.filter { !named || sheet.rows[$0].cohort == cohort }
  }

  private mutating func account(_ result: MapStage.Result, input: String, dataset: Dataset) {
    let unit = "\(input) mapped"
    // In the file's order, so that a reason names the first line it was met on.
    let features = dataset.features
    let positions = result.mapping.features.indices.sorted {
      features.line(result.mapping.features[$0]) < features.line(result.mapping.features[$1])
    }
    for position in positions {
      let (outcome, feature) = (result.mapping.outcomes[position], features[result.mapping.features[position]])
      let file = feature.source < dataset.sources.count ? dataset.sources[feature.source].file : ""
      if outcome.status.isMapped {
        ledger.keep(unit)
      } else {
        ledger.record(unit, .filtered, reason: outcome.status.rawValue, file: file, line: feature.line)
      }
    }
    coverage.append((input, result.mapping.coverage))
    mappingRows.append((input, result.mapping.outcomes.map(\.row)))
  }

  /// `file:line` of a target's first three source features.
  private func reference(_ features: [Int], _ dataset: Dataset) -> String {
    let places = features.prefix(3).map { index -> String in
      let feature = dataset.features.rows[index]
      let file = feature.source < dataset.sources.count ? dataset.sources[feature.source].file : ""
      return "\(file):\(feature.line)"
    }
    return places.joined(separator: ";") + (features.count > 3 ? ";+\(features.count - 3)" : "")
  }

  // MARK: Join

  /// A cohort's matrices on the targets that the study's join keeps.
  private mutating func joinedTargets(_ cohort: String, _ layers: [LayerMatrix]) throws(OmicsError) -> [LayerMatrix] {
    guard try CoverageSettings(plan.settings).join == .intersection, layers.count > 1 else { return layers }
    let (kept, dropped) = AlignStage.intersection(layers)
    let unit = "\(cohort) joined targets"
    ledger.keep(unit, count: kept.first?.targets.count ?? 0)
    ledger.record(unit, .filtered, reason: "not in every layer", file: "", line: 0, count: dropped)
    for index in normalization.indices where normalization[index].cohort == cohort {
      guard let before = normalization[index].steps.last?.after else { continue }
      normalization[index].steps.append(("intersection", before, kept.first?.targets.count ?? 0, 0))
    }
    return kept
  }

  /// Matrices of one layer and cohort from several inputs put side by side, as when each sample is a file of its own.
  private func joined(_ parts: [LayerMatrix]) throws(OmicsError) -> [LayerMatrix] {
    var result: [LayerMatrix] = []
    for part in parts {
      guard let index = result.firstIndex(where: { $0.layer == part.layer && $0.cohort == part.cohort }) else {
        result.append(part)
        continue
      }
      result[index] = try LayerMatrixJoin.sideBySide(result[index], part)
    }
    return result.sorted { ($0.layer.rawValue, $0.cohort) < ($1.layer.rawValue, $1.cohort) }
  }
}
