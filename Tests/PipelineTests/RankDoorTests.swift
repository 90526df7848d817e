import Testing

@testable import Pipeline

@Suite struct RankDoorTests {
  @Test func inputsAreLeftOutWhateverTheirForm() {
    let kept = "study: s\nsamples: a.tsv\n"
    #expect(
      RankDoor.withoutInputs("study: s\ninputs:\n  - { path: x }\n\n# one\n  - path: y\nsamples: a.tsv\n") == kept)
    #expect(RankDoor.withoutInputs("study: s\ninputs:\n- path: x\n  layer: l\nsamples: a.tsv") == kept)
    #expect(RankDoor.withoutInputs("study: s\ninputs: [\n  { path: x },\n]\nsamples: a.tsv\n") == kept)
    #expect(RankDoor.withoutInputs("study: s\nsamples: a.tsv\n") == kept)
    #expect(RankDoor.withoutInputs("study: s\nsamples: a.tsv\ninputs: []\n") == kept)
  }
}
