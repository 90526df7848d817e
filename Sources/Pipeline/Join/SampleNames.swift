internal import Schema

/// Names of samples that tell files apart.
enum SampleNames {
  /// Parts with samples that can be told apart, and whether they had to be renamed.
  ///
  /// A sample is named as its reader names it. Where every file holds one sample and names return, as `quant` does in one
  /// folder a sample, the folder's name is taken instead.
  /// - Throws: `duplicate` when the folders do not tell such files apart either.
  static func apart(_ parts: [DatasetJoin.Part]) throws(OmicsError) -> (parts: [DatasetJoin.Part], renamed: Bool) {
    guard parts.count > 1, parts.allSatisfy({ $0.dataset.samples.count == 1 }) else { return (parts, false) }
    // Files of several measures may share a sample: only what would clash needs other names.
    var first: [String: String] = [:]
    var described: [String: (sample: Sample, path: String)] = [:]
    var clash: (name: String, files: [String])?
    for part in parts {
      let name = part.dataset.samples.rows[0].name
      if let other = described[name] {
        let both = other.sample.joined(with: part.dataset.samples.rows[0])
        if both == nil, clash == nil { clash = (name, [other.path, part.path]) }
        described[name]?.sample = both ?? other.sample
      } else {
        described[name] = (part.dataset.samples.rows[0], part.path)
      }
      for table in part.dataset.abundances {
        let key = "\(name)\u{0}\(table.kind.rawValue)\u{0}\(table.measure.rawValue)\u{0}\(table.scale.rawValue)"
        if let other = first[key], other != part.path, clash == nil { clash = (name, [other, part.path]) }
        if first[key] == nil { first[key] = part.path }
      }
    }
    guard let clash else { return (parts, false) }
    let folders = parts.map { RelativePath.name(of: RelativePath.folder(of: RelativePath.absolute($0.path))) }
    guard Set(folders).count == folders.count, !folders.contains("/") else {
      throw OmicsError(
        .duplicate, "\(clash.files.joined(separator: " and ")) both give a sample \"\(clash.name)\"",
        hint: "Put each sample into a folder of its name, or name the files after the samples.")
    }
    var named = parts
    for index in parts.indices { named[index].dataset.samples.rows[0].name = folders[index] }
    return (named, true)
  }
}
