// swift-tools-version: 6.2
// Benchmarks of the command: a package of its own, so that tests never build it and it never slows them.
import PackageDescription

let package = Package(
  name: "plumbline-performance",
  targets: [
    .executableTarget(
      name: "Bench", path: "Sources/Bench",
      swiftSettings: [
        .swiftLanguageMode(.v6), .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"), .enableUpcomingFeature("InternalImportsByDefault"),
      ])
  ]
)
