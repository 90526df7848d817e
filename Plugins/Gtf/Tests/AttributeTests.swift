import Schema
import Testing

@Suite("attribute columns")
struct AttributeTests {
  @Test(
    "GTF attributes keep quotes, order and repeats",
    arguments: [
      (#"gene_id "A"; gene_name "PIP2;7";"#, ["gene_id=A", "gene_name=PIP2;7"]),
      (#"gene_id "A";transcript_id "A.1""#, ["gene_id=A", "transcript_id=A.1"]),
      (#" gene_id "A";  level 2 ; "#, ["gene_id=A", "level=2"]),
      (#"gene_id "A"; tag "x"; tag "y"; tag "x";"#, ["gene_id=A", "tag=x", "tag=y", "tag=x"]),
      (#"gene_id "A"; note "say \"yes\"; then no"; k "v";"#, ["gene_id=A", #"note=say "yes"; then no"#, "k=v"]),
      (#"gene_id "A"; path "C:\"; k "v";"#, ["gene_id=A", #"path=C:\"#, "k=v"]),
      (#"gene_id "A"; note "a ""b"" c"; e "";"#, ["gene_id=A", #"note=a "b" c"#, "e="]),
      (#"gene_id "A"; level 2; # "not"; an attribute"#, ["gene_id=A", "level=2"]),
      (#"gene_id "A" transcript_id "B""#, ["gene_id=A", "transcript_id=B"]),
    ])
  func gtf(text: String, expected: [String]) throws {
    #expect(pairs(try annotation(line("exon", 1, 9, text))) == expected)
  }

  @Test(
    "GFF3 attributes are split at commas and decoded afterwards",
    arguments: [
      ("ID=a;Parent=b,c;Note=x%2Cy%3Bz", ["ID=a", "Parent=b", "Parent=c", "Note=x,y;z"]),
      ("ID=a;Note=one, two;k=v=w", ["ID=a", "Note=one, two", "k=v=w"]),
      ("ID=a;;flag;rate=5%;", ["ID=a", "flag=", "rate=5%"]),
    ])
  func gff3(text: String, expected: [String]) throws {
    #expect(pairs(try annotation("##gff-version 3\n" + line("exon", 1, 9, text), name: "a.gff3")) == expected)
  }

  @Test("an open quote is kept with a warning, and is an error where the file ends in it")
  func openQuote() throws {
    let open = line("exon", 1, 9, #"gene_id "A"; note "open"#)
    let read = try annotation(open + line("exon", 1, 9, #"gene_id "A";"#))
    #expect(read.diagnostics.contains { $0.code == "unterminated-quote" && $0.location?.line == 1 })
    #expect(try annotationError(String(open.dropLast())).code == .truncated)
  }

  @Test("an empty value is kept and becomes no id")
  func emptyIdentifier() throws {
    let read = try annotation(line("gene", 1, 9, #"gene_id "A"; transcript_id "";"#))
    #expect(pairs(read) == ["gene_id=A", "transcript_id="])
    #expect(read.counts.first { $0.key == "transcripts" }?.value == 0)
  }
}
