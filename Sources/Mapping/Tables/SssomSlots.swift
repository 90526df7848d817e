internal import Schema

/// The slots of SSSOM 1.1 as far as reading, checking and condensing need them.
enum SssomSlots {
  /// Slots that a set states for all its mappings.
  static let propagated: [String] = [
    "cardinality_scope", "curation_rule", "curation_rule_text", "mapping_date", "mapping_provider", "mapping_tool",
    "mapping_tool_id", "mapping_tool_version", "object_match_field", "object_preprocessing", "object_source",
    "object_source_version", "object_type", "predicate_type", "similarity_measure", "subject_match_field",
    "subject_preprocessing", "subject_source", "subject_source_version", "subject_type",
  ]

  /// Of these, slots that hold lists.
  static let lists: Set<String> = [
    "cardinality_scope", "curation_rule", "curation_rule_text", "object_match_field", "object_preprocessing",
    "subject_match_field", "subject_preprocessing",
  ]

  /// Slots of a mapping that stand in rows alone.
  private static let own: [String] = [
    "record_id", "subject_id", "subject_label", "subject_category", "predicate_id", "predicate_label",
    "predicate_modifier", "object_id", "object_label", "object_category", "mapping_justification", "author_id",
    "author_label", "reviewer_id", "reviewer_label", "creator_id", "creator_label", "license", "mapping_source",
    "mapping_cardinality", "publication_date", "review_date", "reviewer_agreement", "confidence", "match_string",
    "similarity_score", "see_also", "issue_tracker_item", "other", "comment",
  ]

  /// All slots of a mapping.
  static let row = Set(own + propagated)

  /// Slots that came with version 1.1.
  static let ofVersion11: Set<String> = ["record_id", "cardinality_scope", "mapping_tool_id", "predicate_type"]

  /// Prefixes that need no entry in the map.
  static let builtIn: Set<String> = ["sssom", "owl", "rdf", "rdfs", "skos", "semapv", "xsd", "linkml"]

  /// Words of `mapping_cardinality`.
  static let cardinalities: Set<String> = ["1:1", "1:n", "n:1", "n:n", "1:0", "0:1", "0:0"]
}

/// How the slots that a set may state for all its mappings are written.
public enum SssomForm: String, Sendable, CaseIterable {
  /// As they stand.
  case asRead = "as-read"
  /// In the block, where all mappings agree.
  case condensed
  /// In every row.
  case expanded

  /// A table of mappings in this form; other kinds stay as they are.
  public func applied(to table: MappingTable) -> MappingTable {
    guard table.kind == "sssom" else { return table }
    switch self {
    case .asRead: return table
    case .condensed: return Self.condense(table)
    case .expanded: return Self.expand(table)
    }
  }

  private static func condense(_ table: MappingTable) -> MappingTable {
    var result = table
    var block = SssomBlock(table)
    for slot in SssomSlots.propagated {
      guard let column = result.column(named: slot), let value = result.rows.first?[column], !value.isEmpty,
        result.rows.allSatisfy({ $0[column] == value }), block.values(slot).isEmpty
      else { continue }
      block.set(slot, SssomSlots.lists.contains(slot) ? value.split(separator: "|").map(String.init) : [value])
      result.columns.remove(at: column)
      for row in result.rows.indices { result.rows[row].remove(at: column) }
    }
    return result.with(block)
  }

  /// A slot that some mapping states itself is left in the block.
  private static func expand(_ table: MappingTable) -> MappingTable {
    var result = table
    var block = SssomBlock(table)
    for slot in SssomSlots.propagated {
      let values = block.values(slot)
      guard !values.isEmpty else { continue }
      let column = result.column(named: slot)
      if let column, result.rows.contains(where: { !$0[column].isEmpty }) { continue }
      let text = values.joined(separator: "|")
      if let column {
        for row in result.rows.indices { result.rows[row][column] = text }
      } else {
        result.columns.append(MappingTable.Column(name: slot))
        for row in result.rows.indices { result.rows[row].append(text) }
      }
      block.remove(slot)
    }
    return result.with(block)
  }
}

extension MappingTable {
  fileprivate func with(_ block: SssomBlock) -> MappingTable {
    var table = self
    table.facts.removeAll { $0.key == "sssom_block" }
    table.facts.append(("sssom_block", block.text))
    return table
  }
}
