// swift-tools-version: 6.2
// Neural second-opinion engines on libtorch: a package of its own, so that the core installs without it.
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "plumbline-torch",
  products: [.executable(name: "plumbline-torch", targets: ["plumbline-torch"])],
  dependencies: [.package(name: "plumbline", path: "../..")],
  targets: [
    .target(
      name: "CTorch",
      cxxSettings: [.unsafeFlags(["-I/usr/include/torch/csrc/api/include", "-w"])],
      linkerSettings: [.linkedLibrary("torch"), .linkedLibrary("torch_cpu"), .linkedLibrary("c10")]),
    .target(name: "Tensors", dependencies: ["CTorch"], swiftSettings: strict),
    .target(
      name: "FusionEngines", dependencies: ["Tensors", .product(name: "PlumblineRooms", package: "plumbline")],
      swiftSettings: strict),
    .executableTarget(name: "plumbline-torch", dependencies: ["FusionEngines"], swiftSettings: strict),
    .testTarget(name: "TensorsTests", dependencies: ["Tensors"], swiftSettings: strict),
    .testTarget(
      name: "FusionEnginesTests",
      dependencies: ["FusionEngines", "Tensors", .product(name: "PlumblineRooms", package: "plumbline")],
      swiftSettings: strict),
  ],
  cxxLanguageStandard: .cxx17
)
