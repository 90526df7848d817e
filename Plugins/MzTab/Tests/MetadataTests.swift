import ReaderKit
import Schema
import Testing

@testable import MzTabReader

@Suite("metadata")
struct MetadataTests {
  @Test("parameters with quoted and unquoted commas")
  func parameters() {
    let plain = MzTabParameter("[MS,MS:1001207, Mascot ,]")
    #expect(plain?.accession == "MS:1001207")
    #expect(plain?.name == "Mascot")
    #expect(MzTabParameter(#"[, , "a, b", 3]"#)?.name == "a, b")
    #expect(MzTabParameter("[MS, MS:1, a, b, 3]")?.name == "a, b")
    #expect(MzTabParameter("Mascot") == nil)
  }

  @Test(
    "units decide measure and scale",
    arguments: [
      ("log2 ratio", Measure.ratio, Scale.log2), ("Log2-transformed intensity", .intensity, .log2),
      ("log10 intensity", .intensity, .log10), ("natural log intensity", .intensity, .ln),
      ("ln intensity", .intensity, .ln),
      ("TMT reporter intensity", .reporterIon, .linear), ("spectral count", .spectralCount, .linear),
      ("iBAQ", .iBAQ, .linear), ("Copies per cell", .expression, .linear),
      ("Relative quantification unit", .intensity, .linear),
    ])
  func units(name: String, measure: Measure, scale: Scale) {
    let unit = QuantificationUnit(unit: MzTabParameter("[, , \(name), ]"), method: nil)
    #expect(unit.measure == measure)
    #expect(unit.scale == scale)
    #expect(unit.isStated)
  }

  @Test("the method decides where the unit does not")
  func method() {
    let method = MzTabParameter("[PRIDE, PRIDE:0000313, iTRAQ, ]")
    #expect(QuantificationUnit(unit: MzTabParameter("[, , Abundance, ]"), method: method).measure == .reporterIon)
    #expect(QuantificationUnit(unit: nil, method: nil).isStated == false)
  }

  @Test("several spectra of one match keep their runs")
  func spectra() {
    let one = SpectraReference("ms_run[2]:controllerType=0 controllerNumber=1 scan=7")
    #expect(one.run == 2)
    #expect(one.spectrum == "controllerType=0 controllerNumber=1 scan=7")
    #expect(
      SpectraReference("ms_run[1]:scan=1 | ms_run[1]:scan=2|ms_run[3]:scan=4").spectrum
        == "scan=1|scan=2|ms_run[3]:scan=4")
  }

  @Test(
    "base names of locations",
    arguments: [
      ("file:///a/b/run.mzML", "run"), (#"file://C:\x\Run 1.raw"#, "Run 1"), ("a/run.1.mzML.gz", "run.1"),
      ("sample", "sample"),
    ])
  func runNames(location: String, name: String) {
    #expect(SampleNaming.runName(location) == name)
  }

  @Test("directions come from the accession, never from the name")
  func directions() {
    #expect(ScoreTerms.direction("MS:1001171") == .higher)
    #expect(ScoreTerms.direction("MS:1002356") == .lower)
    #expect(ScoreTerms.direction("") == .unknown)
  }
}
