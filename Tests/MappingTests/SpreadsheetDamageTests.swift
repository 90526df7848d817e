import Schema
import Testing

@testable import Mapping

@Suite struct SpreadsheetDamageTests {
  @Test(arguments: [
    ("1-Mar", "MARCH1"), ("Mar-01", "MARCH1"), ("2019-03-01", "MARCH1"), ("01/03/19", "MARCH1"), ("3/1/2019", "MARCH1"),
    ("01.03.2019", "MARC1"), ("1-Mrz", "MARCH1"), ("1-mars", "MAR1"), ("1-Mar-20", "MARCH1"), ("43525", "MARCH1"),
    ("36526", "JAN1"), ("36585", "FEB29"), ("36586", "MARCH1"), ("45657", "DEC31"), ("7-Sep", "SEPT7"),
  ])
  func whatACellMayHaveBeen(_ cell: String, _ symbol: String) throws {
    #expect(try #require(SpreadsheetDamage.possibleSymbols(cell, isSymbol: true)).contains(symbol))
  }

  @Test func whatIsLostIsLost() {
    for cell in ["4.93E+17", "#NAME?", "Jul-98"] {
      #expect(SpreadsheetDamage.possibleSymbols(cell, isSymbol: true) == [], "\(cell)")
    }
    // Five digits are an identifier unless the column is surely of symbols.
    #expect(SpreadsheetDamage.possibleSymbols("43525") == nil)
    for cell in ["MARCH1", "SEP15", "4930432E11", "TP53", "12-13"] {
      #expect(SpreadsheetDamage.possibleSymbols(cell, isSymbol: true) == nil, "\(cell)")
    }
  }

  @Test func repairNeedsOneCandidate() throws {
    let index = try smallTable([
      ["HGNC:1", "SEPTIN7", "s", "Approved", "", "SEPT7", "", "", ""],
      ["HGNC:2", "MARCHF1", "m", "Approved", "", "MARCH1", "", "", ""],
      ["HGNC:3", "MTARC1", "m", "Approved", "", "MARC1", "", "", ""],
    ])
    let resolver = try Resolver(index)
    #expect(resolver.resolve("07/09/19", from: .hgncSymbol).target == "HGNC:1")
    #expect(resolver.resolve("1-Mrz").candidates == ["HGNC:2", "HGNC:3"])
    #expect(resolver.resolve("43525", from: .hgncSymbol).status == .ambiguous)
    #expect(resolver.resolve("43525").status == .unresolved)
    #expect(resolver.resolve("4.93E+17").status == .invalid)
    #expect(resolver.resolve("\"SEPTIN7\"").target == "HGNC:1")
    #expect(resolver.resolve("HGNC:HGNC:2").target == "HGNC:2")
  }
}
