/// A dense matrix of doubles, column-major: value (r, c) is at `c * rows + r`.
///
/// A missing value is `Double.nan`. Zero rows or columns are allowed. Shapes that do not fit are programming errors and
/// trap like an array index out of bounds.
public struct Matrix: Sendable, Equatable {
  /// Number of rows.
  public let rows: Int
  /// Number of columns.
  public let columns: Int
  /// All values, column after column; `rows * columns` of them. Change them, never their number.
  public var values: [Double]

  /// A matrix filled with one value.
  public init(rows: Int, columns: Int, repeating value: Double = 0) {
    self.rows = rows
    self.columns = columns
    values = [Double](repeating: value, count: rows * columns)
  }

  /// A matrix over column-major values; their number must be `rows * columns`.
  public init(rows: Int, columns: Int, values: [Double]) {
    precondition(values.count == rows * columns, "values must fill the matrix")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// A matrix from its columns, each of length `rows`.
  public init(columns vectors: [[Double]], rows: Int) {
    var values: [Double] = []
    values.reserveCapacity(rows * vectors.count)
    for vector in vectors {
      precondition(vector.count == rows, "every column has the matrix's number of rows")
      values += vector
    }
    self.init(rows: rows, columns: vectors.count, values: values)
  }

  /// A matrix from its rows, each of length `columns`.
  public init(rowVectors vectors: [[Double]], columns: Int) {
    self.init(rows: vectors.count, columns: columns)
    for (row, vector) in vectors.enumerated() {
      precondition(vector.count == columns, "every row has the matrix's number of columns")
      for column in 0..<columns { values[column * rows + row] = vector[column] }
    }
  }

  /// The identity matrix of a size.
  public static func identity(_ size: Int) -> Matrix {
    var matrix = Matrix(rows: size, columns: size)
    for index in 0..<size { matrix[index, index] = 1 }
    return matrix
  }

  /// The value at a row and a column, both from 0.
  @inlinable
  public subscript(row: Int, column: Int) -> Double {
    get {
      precondition(row >= 0 && row < rows, "row out of range")
      return values[column * rows + row]
    }
    set {
      precondition(row >= 0 && row < rows, "row out of range")
      values[column * rows + row] = newValue
    }
    _modify {
      precondition(row >= 0 && row < rows, "row out of range")
      yield &values[column * rows + row]
    }
  }

  /// One row as a new array.
  public func row(_ row: Int) -> [Double] {
    (0..<columns).map { self[row, $0] }
  }

  /// One column as a new array.
  public func column(_ column: Int) -> [Double] {
    Array(values[column * rows..<(column + 1) * rows])
  }

  /// Replaces one row.
  public mutating func setRow(_ row: Int, to vector: [Double]) {
    precondition(vector.count == columns, "a row has the matrix's number of columns")
    for column in 0..<columns { self[row, column] = vector[column] }
  }

  /// Replaces one column.
  public mutating func setColumn(_ column: Int, to vector: [Double]) {
    precondition(vector.count == rows, "a column has the matrix's number of rows")
    values.replaceSubrange(column * rows..<(column + 1) * rows, with: vector)
  }

  /// The transposed matrix.
  public func transposed() -> Matrix {
    let result = [Double](unsafeUninitializedCapacity: values.count) { buffer, count in
      values.withUnsafeBufferPointer { source in
        // Tiles of 32 x 32 keep both sides in cache.
        for rowStart in stride(from: 0, to: rows, by: 32) {
          let rowEnd = min(rowStart + 32, rows)
          for columnStart in stride(from: 0, to: columns, by: 32) {
            for column in columnStart..<min(columnStart + 32, columns) {
              for row in rowStart..<rowEnd { buffer[row * columns + column] = source[column * rows + row] }
            }
          }
        }
      }
      count = values.count
    }
    return Matrix(rows: columns, columns: rows, values: result)
  }

  /// The given rows, in the given order.
  public func selectingRows(_ indices: [Int]) -> Matrix {
    var result = Matrix(rows: indices.count, columns: columns)
    for column in 0..<columns {
      for (position, row) in indices.enumerated() { result[position, column] = self[row, column] }
    }
    return result
  }

  /// The given columns, in the given order.
  public func selectingColumns(_ indices: [Int]) -> Matrix {
    var selected: [Double] = []
    selected.reserveCapacity(rows * indices.count)
    for column in indices { selected += values[column * rows..<(column + 1) * rows] }
    return Matrix(rows: rows, columns: indices.count, values: selected)
  }

  /// This matrix with the rows of another of equally many columns below it.
  public func appendingRows(_ other: Matrix) -> Matrix {
    precondition(columns == other.columns, "both matrices have as many columns")
    return Matrix(columns: (0..<columns).map { column($0) + other.column($0) }, rows: rows + other.rows)
  }

  /// This matrix with the columns of another of equally many rows to its right.
  public func appendingColumns(_ other: Matrix) -> Matrix {
    precondition(rows == other.rows, "both matrices have the same number of rows")
    return Matrix(rows: rows, columns: columns + other.columns, values: values + other.values)
  }
}
