internal import Numerics
internal import Tensors

/// What a model sees of some samples: values, masks and presence of every layer.
struct ModelInput {
  /// Samples by targets, standardised, 0 where missing.
  var values: [Tensor]
  /// 1 where measured.
  var masks: [Tensor]
  /// Samples by 1: 1 where the layer is there.
  var present: [Tensor]
  /// How many samples.
  let count: Int

  /// The given samples; layers in `absent` are taken away.
  init(_ preparation: FoldPreparation, rows: [Int], absent: Set<Int> = []) throws(TensorError) {
    (values, masks, present) = ([], [], [])
    count = rows.count
    for (index, layer) in preparation.layers.enumerated() {
      let width = layer.targets.count
      let isThere = absent.contains(index) ? 0.0 : 1.0
      var (own, mask) = ([Double](), [Double]())
      own.reserveCapacity(rows.count * width)
      mask.reserveCapacity(rows.count * width)
      for row in rows {
        for place in row * width..<(row + 1) * width {
          own.append(layer.values[place] * isThere)
          mask.append(layer.mask[place] * isThere)
        }
      }
      values.append(try Tensor(own, shape: [rows.count, width]))
      masks.append(try Tensor(mask, shape: [rows.count, width]))
      present.append(try Tensor(rows.map { layer.present[$0] * isThere }, shape: [rows.count, 1]))
    }
  }

  /// A copy with layers hidden at random, never all of a sample's, and measured values hidden at random.
  func corrupted(
    _ preparation: FoldPreparation, rows: [Int], noise: Double, dropout: Double, _ stream: inout RandomStream
  ) throws(TensorError) -> ModelInput {
    var result = self
    var kept = preparation.layers.map { layer in rows.map { layer.present[$0] } }
    for sample in rows.indices {
      let there = kept.indices.filter { kept[$0][sample] > 0 }
      guard there.count > 1 else { continue }
      var hidden = there.filter { _ in stream.uniform() < dropout }
      if hidden.count == there.count { hidden.remove(at: stream.integer(below: hidden.count)) }
      for layer in hidden { kept[layer][sample] = 0 }
    }
    for (index, layer) in preparation.layers.enumerated() {
      let width = layer.targets.count
      var keep = [Double](repeating: 0, count: rows.count * width)
      for sample in rows.indices where kept[index][sample] > 0 {
        for place in sample * width..<(sample + 1) * width {
          keep[place] = noise > 0 && stream.uniform() < noise ? 0 : 1
        }
      }
      let mask = try Tensor(keep, shape: [rows.count, width])
      result.values[index] = try values[index].times(mask)
      result.masks[index] = try masks[index].times(mask)
      result.present[index] = try Tensor(kept[index], shape: [rows.count, 1])
    }
    return result
  }
}
