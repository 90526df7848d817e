// swift-tools-version: 6.2
// The house of plumbline. Floors F0 to F6, arrows point down only; Tests/ArchitectureTests holds this list
// against the folders, the reader registry and the import lines.
import PackageDescription

/// The strict language settings every module shares.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

/// How a release of the command is linked: Swift's libraries inside and relocations packed, so that it starts in half the
/// time, in 13 MB less, and runs where no Swift is installed.
let compact: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-static-stdlib", "-lCoreFoundation", "-l_FoundationICU", "-l_FoundationCShims", "-l_FoundationCollections",
      "-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs",
    ], .when(configuration: .release))
]

/// A module under `Sources/`.
func room(_ name: String, _ dependencies: [Target.Dependency], besides: [String] = []) -> Target {
  .target(
    name: name, dependencies: dependencies, path: "Sources/\(name)", exclude: ["README.md"] + besides,
    swiftSettings: strict)
}

/// The tests of a module under `Tests/`.
func tests(_ name: String, _ dependencies: [Target.Dependency], besides: [String] = []) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: dependencies, path: "Tests/\(name)Tests", exclude: besides,
    swiftSettings: strict)
}

/// A reader plugin: `Plugins/<folder>/Reader` becomes the target `<folder>Reader`.
func reader(_ folder: String) -> [Target] {
  [
    .target(
      name: "\(folder)Reader", dependencies: ["ReaderKit", "OmicsIO", "Schema"], path: "Plugins/\(folder)/Reader",
      swiftSettings: strict),
    .testTarget(
      name: "\(folder)ReaderTests", dependencies: [.byName(name: "\(folder)Reader"), "ReaderKit", "OmicsIO", "Schema"],
      path: "Plugins/\(folder)/Tests", swiftSettings: strict),
  ]
}

/// The reader plugins, in alphabetical order. A new folder under `Plugins/` is added here and in the registry.
let readers = ["CountTable", "Gtf", "MzIdentML", "MzTab", "Sdrf"]
let readerTargets = readers.map { Target.Dependency.byName(name: "\($0)Reader") }

let package = Package(
  name: "plumbline",
  products: [
    .executable(name: "plumbline", targets: ["plumbline"]),
    // The rooms as one library, for packages that measure or embed them.
    .library(
      name: "PlumblineRooms",
      targets: ["Schema", "OmicsIO", "Numerics", "ReaderKit", "Normalization", "Design", "Fusion", "Deconvolution"]
        + readers.map { "\($0)Reader" }),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
  ],
  targets: [
    // F0: module maps of the system libraries.
    .systemLibrary(
      name: "CLibXML2", path: "Sources/CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CZlib", path: "Sources/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", path: "Sources/CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    // Its module map links the archive: the shared library opens libcurl and thirty more at every start.
    .systemLibrary(name: "CHDF5", path: "Sources/CHDF5", providers: [.apt(["libhdf5-dev"])]),
    .systemLibrary(
      name: "CBlas", path: "Sources/CBlas", pkgConfig: "openblas",
      providers: [.apt(["libopenblas-dev", "liblapacke-dev"])]),
    .systemLibrary(
      name: "CCrypto", path: "Sources/CCrypto", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),

    // F0 as well: what must be C, since only async-signal-safe calls may stand between fork and exec.
    .target(name: "CLaunch", path: "Sources/CLaunch"),

    // F1: the nouns.
    room("Schema", []),

    // F2: bytes and numbers.
    room(
      "OmicsIO", ["Schema", "CLibXML2", "CZlib", "CZstd", "CHDF5", "CCrypto", "CLaunch"],
      besides: ["Canonical/README.md", "HDF5/README.md", "Parquet/README.md"]),
    room("Numerics", ["Schema", "CBlas"]),

    // F3: the rooms of work. Siblings: none imports another.
    room("ReaderKit", ["Schema", "OmicsIO"], besides: ["Conformance/README.md"]),
    room("Writers", ["Schema", "OmicsIO"]),
    room("Mapping", ["Schema", "OmicsIO"]),
    room("Normalization", ["Schema", "Numerics"]),
    room("Design", ["Schema", "Numerics"]),
    room("Fusion", ["Schema", "Numerics"]),
    room("Deconvolution", ["Schema", "Numerics"]),
    room("Provenance", ["Schema", "OmicsIO"]),
    room("Drift", ["Schema", "OmicsIO"]),
    room("Report", ["Schema"]),
    room("Workspace", ["Schema", "OmicsIO", .product(name: "GRDB", package: "GRDB.swift")]),
  ]
    // F4: one target per Swift reader.
    + readers.flatMap(reader) + [
      // F5: the corridor.
      room(
        "Pipeline",
        [
          "Schema", "OmicsIO", "Numerics", "ReaderKit", "Writers", "Mapping", "Normalization", "Design", "Fusion",
          "Deconvolution", "Provenance", "Drift", "Report", "Workspace", .product(name: "Yams", package: "Yams"),
        ] + readerTargets),

      // F6: the command.
      .executableTarget(
        name: "plumbline",
        dependencies: [
          "Pipeline", "Report", "Schema", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        ],
        path: "Sources/plumbline", exclude: ["README.md"], swiftSettings: strict, linkerSettings: compact),

      // Walks a folder of real files and compares counts with their truths: `make check-data DIR=…`.
      .executableTarget(
        name: "DataCheck", dependencies: ["Pipeline", "OmicsIO", "Schema"], path: "Tests/DataCheck",
        exclude: ["README.md", "expectations.tsv"], swiftSettings: strict),

      // One process of the crowd that works on one workspace: `make torture`, and a few in the tests.
      .executableTarget(
        name: "WorkspaceHammer", dependencies: ["Workspace", "OmicsIO", "Numerics", "Schema"],
        path: "Tests/WorkspaceHammer", exclude: ["README.md"], swiftSettings: strict),

      tests("Schema", ["Schema"]),
      tests("OmicsIO", ["OmicsIO", "Schema"]),
      tests("Numerics", ["Numerics", "Schema"]),
      tests("ReaderKit", ["ReaderKit", "OmicsIO", "Schema"]),
      tests("Writers", ["Writers", "OmicsIO", "Schema"]),
      tests("Mapping", ["Mapping", "OmicsIO", "Schema"]),
      tests("Normalization", ["Normalization", "Numerics", "Schema"]),
      tests("Design", ["Design", "Numerics", "Schema"]),
      tests("Fusion", ["Fusion", "Numerics", "Schema"]),
      tests("Deconvolution", ["Deconvolution", "Numerics", "Schema"]),
      tests("Provenance", ["Provenance", "OmicsIO", "Schema"]),
      tests("Drift", ["Drift", "OmicsIO", "Schema"]),
      tests("Report", ["Report", "Schema"]),
      tests(
        "Workspace",
        ["Workspace", "WorkspaceHammer", "OmicsIO", "Schema", .product(name: "GRDB", package: "GRDB.swift")]),
      tests(
        "Pipeline", ["Pipeline", "OmicsIO", "Schema", "Normalization", "Numerics"], besides: ["StageGoldens"]),
      tests("Plugin", ["Pipeline", "ReaderKit", "OmicsIO", "Schema"] + readerTargets),
      tests("Mutation", ["Pipeline", "ReaderKit", "OmicsIO", "Numerics", "Schema"]),
      tests("Reference", ["Numerics", "Design", "Normalization", "OmicsIO", "Schema"]),
      tests("Command", ["plumbline"], besides: ["README.md", "Transcripts"]),
      tests("EndToEnd", ["plumbline", "Numerics", "OmicsIO", "Schema"], besides: ["Faults"]),
      tests("Architecture", ["Pipeline", "ReaderKit", "Schema"]),
    ]
)
