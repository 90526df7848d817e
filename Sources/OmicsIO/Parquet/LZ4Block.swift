/// LZ4's block format, without a frame (LZ4_RAW).
enum LZ4Block {
  /// The expanded bytes; nil when the data are damaged or make another number of bytes than `count`.
  static func expand(_ bytes: ArraySlice<UInt8>, to count: Int) -> [UInt8]? {
    var position = bytes.startIndex
    let end = bytes.endIndex
    var output = BlockOutput(count)
    /// A length that goes on while bytes are 255.
    func length(_ first: Int) -> Int? {
      var sum = first
      guard first == 15 else { return sum }
      while position < end {
        let next = Int(bytes[position])
        position += 1
        sum += next
        if next < 255 { return sum }
      }
      return nil
    }
    while position < end {
      let token = Int(bytes[position])
      position += 1
      guard let literals = length(token >> 4), end - position >= literals,
        output.append(bytes[position..<(position + literals)])
      else { return nil }
      position += literals
      if position == end { break }
      guard end - position >= 2 else { return nil }
      let offset = Int(bytes[position]) | Int(bytes[position + 1]) << 8
      position += 2
      guard let more = length(token & 15), output.copy(more + 4, back: offset) else { return nil }
    }
    return output.bytes.count == count ? output.bytes : nil
  }
}
