internal import OmicsIO
internal import Schema

/// Reads a Parquet table by the description of a table: its columns as cells, row by row, only those that have a place.
///
/// A row's line is its number as in a text export: the header would be line 1.
enum ParquetReading {
  static func read(
    _ format: DelimitedFormat, _ options: ReaderOptions, _ source: inout ByteSource,
    into builder: inout DatasetBuilder
  ) throws(OmicsError) {
    let file = try ParquetFile(try source.seekable(), limits: source.limits)
    let header = HeaderMap(file.fields.map(\.name))
    guard format.containers.contains(.parquet) else {
      throw OmicsError(
        .unknownFormat, "this is a Parquet file, and \(format.descriptor.name) is text", at: builder.location(line: 1),
        hint: "Leave --format out to let the file be recognised.")
    }
    guard DelimitedRecognition.isMine(header, format) else {
      throw DelimitedReading.lacks(header, format, builder.location(line: 1))
    }
    let layout = try DelimitedReading.layout(format, header, options, line: 1, into: &builder)
    var rows = try DelimitedReading.rows(layout, .point, options)
    var cells = ParquetCells(file, fields: layout.used, name: source.name)
    while let row = try cells.next() { try rows.take(row, into: &builder) }
    try rows.finish(into: &builder)
    if !file.createdBy.isEmpty { builder.note("written-by", "written by \(file.createdBy)") }
  }
}
