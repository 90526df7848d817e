// swift-tools-version: 6.2
// Fuzz target of the readers: built with libFuzzer and the address sanitizer by `make fuzz`, never by the tests.
import PackageDescription

let package = Package(
  name: "plumbline-fuzz",
  dependencies: [.package(name: "plumbline", path: "../..")],
  targets: [
    .target(name: "FuzzDriver", path: "Sources/FuzzDriver"),
    .executableTarget(
      name: "FuzzReaders",
      dependencies: [
        "FuzzDriver", .product(name: "PlumblineRooms", package: "plumbline"),
      ],
      path: "Sources/FuzzReaders",
      swiftSettings: [.swiftLanguageMode(.v6), .unsafeFlags(["-parse-as-library"])]),
  ]
)
