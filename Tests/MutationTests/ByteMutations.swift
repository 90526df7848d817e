import Numerics

/// Damage to bytes, whatever they mean.
enum ByteMutations {
  static let names = [
    "cut", "bit", "bits", "bytes-lost", "bytes-added", "zero-block", "twice-block", "garbage-behind", "nul",
    "invalid-utf8", "control", "utf16", "two-marks", "gzip-cut", "gzip-garbage", "gzip-checksum", "empty",
  ]

  /// The mutant of a name; nil where it does not fit the input.
  static func mutant(_ name: String, of bytes: [UInt8], isXML: Bool, _ random: inout RandomStream) -> Mutant? {
    guard bytes.count > 64 else { return nil }
    let text = String(validating: bytes, as: UTF8.self)
    let isText = text != nil && !bytes.contains(0)
    func mutant(_ bytes: [UInt8], _ expectation: Mutant.Expectation) -> Mutant {
      Mutant(name: name, bytes: bytes, expectation: expectation)
    }
    func line(_ position: Int) -> Int { bytes[..<position].reduce(1) { $0 + ($1 == 0x0A ? 1 : 0) } }
    var changed = bytes
    let place = random.integer(below: bytes.count)
    switch name {
    case "empty": return mutant([], .refused(line: nil))
    case "cut":
      let cut = Array(bytes.prefix(place))
      // XML and binary formats show that their end is missing; what follows the root element is no loss.
      let hasEnd = isXML && !bytes[place...].contains { $0 > 0x20 }
      return mutant(cut, (isXML || !isText) && !hasEnd ? .refused(line: nil) : .shorter)
    case "bit", "bits":
      for _ in 0..<(name == "bit" ? 1 : max(3, bytes.count / 500)) {
        changed[random.integer(below: changed.count)] ^= 1 << UInt8(random.integer(below: 8))
      }
      return mutant(changed, .honest)
    case "bytes-lost":
      changed.removeSubrange(place..<min(place + 1 + random.integer(below: 8), bytes.count))
      return mutant(changed, .honest)
    case "bytes-added":
      let added = (0...random.integer(below: 8)).map { _ in UInt8(truncatingIfNeeded: random.nextUInt32()) }
      changed.insert(contentsOf: added, at: place)
      return mutant(changed, .honest)
    case "zero-block" where isText:
      let end = min(place + 512, bytes.count)
      for index in place..<end { changed[index] = 0 }
      return mutant(changed, .refused(line: line(place)))
    case "twice-block":
      let end = min(place + 4096, bytes.count)
      changed.insert(contentsOf: bytes[place..<end], at: end)
      return mutant(changed, .honest)
    case "garbage-behind":
      changed += (0..<64).map { _ in UInt8(128 + random.integer(below: 128)) }
      return mutant(changed, .refused(line: nil))
    case "nul" where isText:
      changed.insert(0, at: place)
      return mutant(changed, .refused(line: line(place)))
    case "control" where isText:
      changed.insert([0x1A, 0x01, 0x7][random.integer(below: 3)], at: place)
      return mutant(changed, .refused(line: line(place)))
    case "invalid-utf8":
      // At the start of a line, so that it stands in no character's middle; in XML inside the root element.
      let starts = bytes.indices.filter { $0 > (isXML ? bytes.count / 2 : 0) && bytes[$0 - 1] == 0x0A }
      guard isText, !starts.isEmpty, !isXML || text?.lowercased().contains("utf-8") == true else { return nil }
      let start = starts[random.integer(below: starts.count)]
      let wrong: [[UInt8]] = [[0xC3, 0x28], [0xFF, 0xFE, 0xFF], [0xED, 0xA0, 0x80], [0xC0, 0xAF]]
      changed.insert(contentsOf: wrong[random.integer(below: 4)], at: start)
      return mutant(changed, .refused(line: line(start)))
    case "utf16":
      guard isText, !isXML, let text else { return nil }
      let units = Array(text.utf16).flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
      return mutant([0xFF, 0xFE] + (text.utf16.first == 0xFEFF ? Array(units.dropFirst(2)) : units), .sameContent)
    case "two-marks" where isText: return mutant([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF] + bytes, .refused(line: 1))
    default: return gzip(name, bytes, place).map { mutant($0, .refused(line: nil)) }
    }
  }

  /// Damage to the packing.
  private static func gzip(_ name: String, _ bytes: [UInt8], _ place: Int) -> [UInt8]? {
    var packed = StoredGzip.pack(bytes)
    switch name {
    case "gzip-cut": packed = Array(packed.prefix(max(20, place)))
    case "gzip-garbage": packed += [0x42, 0x42, 0x42, 0x42]
    case "gzip-checksum": packed[packed.count - 7] ^= 0x5A
    default: return nil
    }
    return packed
  }
}
