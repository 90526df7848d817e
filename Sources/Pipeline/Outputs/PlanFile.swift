internal import OmicsIO
internal import Schema

/// `plan.json`: the study resolved, as the workflow that the crate describes.
enum PlanFile {
  static func bytes(_ result: RunResult) -> [UInt8] {
    let plan = result.plan
    return JSONWriter(isIndented: true).bytes(
      of: .members([
        "schema": .string("plumbline-plan/1"), "study": .string(plan.study), "contrast": .string(plan.contrastText),
        "inputs": .array(
          plan.components.filter { !$0.path.isEmpty }.map {
            .members([
              "kind": .string($0.kind.rawValue), "name": .string($0.name), "label": .string($0.label),
              "sha256": .string(String($0.digest.prefix(64))),
            ])
          }),
        "settings": .array(
          plan.settings.resolved.map {
            .members(["key": .string($0.key), "value": .string($0.value), "origin": .string($0.origin)])
          }),
        "steps": .array(
          result.record.stages.map { .members(["name": .string($0.name), "version": .integer($0.version)]) }),
      ]))
  }
}
