internal import OmicsIO
internal import Schema

/// The files of a new plugin: the smallest one of its kind that passes the conformance kit.
struct PluginSkeleton {
  /// A file of the skeleton.
  struct File {
    /// The path below the plugin's folder.
    var path: String
    /// What it holds.
    var text: String
    /// Whether it may be run.
    var isProgram = false
  }

  /// The folder's name, such as `AcmeScope`.
  let name: String

  /// - Throws: `usage` for a name that is no type name.
  init(_ name: String) throws(OmicsError) {
    let isPlain = name.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
    guard isPlain, let first = name.utf8.first, (0x41...0x5A).contains(first), name.utf8.count <= 60 else {
      throw OmicsError(
        .usage, "a plugin's name begins with a capital letter and has letters and digits only, found \"\(name)\"",
        hint: "Write it like a type's name: AcmeScope.")
    }
    self.name = name
  }

  /// The id: the name's words in lower case, joined by hyphens.
  var id: String {
    var id = ""
    let letters = Array(name)
    for (index, letter) in letters.enumerated() {
      let next = index + 1 < letters.count ? letters[index + 1] : nil
      let opens = letter.isUppercase && (letters[max(0, index - 1)].isLowercase || next?.isLowercase == true)
      if index > 0, opens { id += "-" }
      id += letter.lowercased()
    }
    return id
  }

  /// A template with the plugin's name and id filled in.
  func filled(_ template: String) -> String {
    template.split(separator: "<NAME>", omittingEmptySubsequences: false).joined(separator: name)
      .split(separator: "<ID>", omittingEmptySubsequences: false).joined(separator: id)
  }

  /// The files of a kind.
  ///
  /// - Throws: `usage` for a kind there is none of.
  func files(kind: String) throws(OmicsError) -> [File] {
    switch kind {
    case "delimited": return delimited
    case "engine": return engine
    case "executable": return executable
    case "swift": return swift
    default:
      throw OmicsError(
        .usage, "there is no skeleton of kind \"\(kind)\"",
        hint: "Kinds: \(NewPlugin.kinds.joined(separator: ", ")).")
    }
  }
}

extension PluginSkeleton {
  /// What is left to do by hand.
  func nextSteps(kind: String, folder: String) -> [String] {
    switch kind {
    case "swift":
      [
        "Move \(folder) below Plugins/ of a checkout.",
        "Add \"\(name)\" to readers in Package.swift, in alphabetical order.",
        "Add \(name)FileReader.self to BuiltInReaders.swift and to PluginConformanceTests.swift.",
        "RECORD=1 swift test --filter PluginConformanceTests writes expected/ of its cases; read what it writes.",
      ]
    case "engine":
      [
        "Rewrite \(folder)/engine in any language and change plugin.yaml; plumbline plugins test \(folder) runs the kit.",
        "PLUMBLINE_PLUGINS=PARENT plumbline run STUDY.yaml --set engines=\(id) -o RUN asks it, PARENT being the folder \(folder) stands in.",
      ]
    case "executable":
      [
        "Rewrite \(folder)/reader in any language, change plugin.yaml and put real files below \(folder)/Cases.",
        "plumbline plugins test \(folder) --record writes expected/ of the cases; read what it writes.",
        "plumbline inspect FILE --plugin-path PARENT reads with it, PARENT being the folder \(folder) stands in.",
      ]
    default:
      [
        "Change plugin.yaml and put real files below \(folder)/Cases.",
        "plumbline plugins test \(folder) --record writes expected/ of the cases; read what it writes.",
        "plumbline inspect FILE --plugin-path PARENT reads with it, PARENT being the folder \(folder) stands in.",
      ]
    }
  }
}
