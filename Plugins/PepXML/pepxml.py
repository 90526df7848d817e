"""Reads pepXML on standard input and prints canonical text: an executable plugin through pyteomics."""

import io
import os
import re
import sys

VERBS = ("recognize", "read")
DIRECTIONS = {
    "expect": "lower", "xcorr": "higher", "deltacn": "higher", "hyperscore": "higher", "ionscore": "higher",
    "peptideprophet_probability": "higher", "interprophet_probability": "higher",
}
# Terms of PSI-MS by engine and score; a score of an engine without a term keeps its name alone.
TERMS = {
    ("comet", "expect"): "MS:1002257", ("comet", "xcorr"): "MS:1002252", ("comet", "deltacn"): "MS:1002253",
    ("sequest", "xcorr"): "MS:1001155", ("sequest", "deltacn"): "MS:1001156",
    ("x! tandem", "expect"): "MS:1001330", ("x! tandem", "hyperscore"): "MS:1001331",
    ("mascot", "expect"): "MS:1001172", ("mascot", "ionscore"): "MS:1001171",
}
COLUMNS = ("spectrum ms_run rank sequence proforma charge mz_experimental mz_calculated pass_threshold decoy "
           "accessions scores line").split()
PROTON = 1.00727646688


def complain(severity, text):
    print(severity + "! " + " ".join(str(text).split()), file=sys.stderr)


def cell(value):
    """A text cell: NA when empty; what would break the table is escaped."""
    if value is None or value == "":
        return "NA"
    text = str(value)
    for plain, escaped in (("\\", "\\\\"), ("\t", "\\t"), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(plain, escaped)
    return "\\" + text if text == "NA" else text


def part(value, marks):
    """A part of a list cell: the marks of the list are escaped."""
    text = cell(value) if value != "" else ""
    for mark in marks:
        text = text.replace(mark, "\\" + mark)
    return text


def proforma(hit):
    sequence = hit["peptide"]
    shifts = {}
    for item in hit.get("modifications", []):
        shifts[item["position"]] = item
    text = ""
    for position in range(len(sequence) + 2):
        if 1 <= position <= len(sequence):
            text += sequence[position - 1]
        if position in shifts:
            from pyteomics import mass
            item = shifts[position]
            if 1 <= position <= len(sequence):
                own = mass.std_aa_mass.get(sequence[position - 1])
            else:
                own = 1.00782503207 if position == 0 else 17.00273965
            if own is None:
                continue
            mark = "[%+.4f]" % (item["mass"] - own)
            text += mark + "-" if position == 0 else "-" + mark if position > len(sequence) else mark
    return text


def engine_of(data):
    """The search engine all runs of the file name; MSFragger writes X! Tandem there and itself as the version."""
    found = set()
    for tag in re.findall(rb"<search_summary\b[^>]*>", data):
        name = re.search(rb'\bsearch_engine="([^"(]*)', tag)
        is_msfragger = b"MSFragger" in tag
        found.add("msfragger" if is_msfragger else name.group(1).decode("utf-8", "replace").strip().lower() if name else "")
    return found.pop() if len(found) == 1 else ""


def rows(source, engine):
    from pyteomics import pepxml
    with pepxml.PepXML(source, use_index=False, iterative=True) as reader:
        for number, query in enumerate(reader, 1):
            charge = int(query.get("assumed_charge") or 0)
            neutral = query.get("precursor_neutral_mass")
            spectrum = query.get("spectrum") or query.get("spectrumNativeID") or "index=%d" % number
            hits = query.get("search_hit", [])
            for hit in hits:
                scores = []
                found = dict(hit.get("search_score", {}))
                for analysis in hit.get("analysis_result", []):
                    for key, value in analysis.items():
                        if key.endswith("_result") and isinstance(value, dict) and "probability" in value:
                            found[key[:-7] + "_probability"] = value["probability"]
                for name in sorted(found):
                    try:
                        number_text = repr(float(found[name]))
                    except (TypeError, ValueError):
                        continue
                    accession = "MS:1002357" if name == "peptideprophet_probability" else TERMS.get((engine, name), "")
                    direction = DIRECTIONS.get(name, "unknown")
                    scores.append("|".join(part(x, "|;") for x in (accession, name, number_text, direction)))
                proteins = [item["protein"] for item in hit.get("proteins", []) if item.get("protein")]
                decoy = all(name.lower().startswith(("rev_", "decoy_", "xxx_")) for name in proteins) if proteins else None
                calculated = hit.get("calc_neutral_pep_mass")
                yield (
                    cell(spectrum), cell(spectrum.split(".")[0] if spectrum.count(".") >= 3 else ""),
                    str(int(hit.get("hit_rank") or 0) or "NA"), cell(hit["peptide"]), cell(proforma(hit)),
                    str(charge or "NA"),
                    repr(neutral / charge + PROTON) if charge and neutral is not None else "NA",
                    repr(calculated / charge + PROTON) if charge and calculated is not None else "NA", "NA",
                    "NA" if decoy is None else str(decoy).lower(),
                    ";".join(part(x, ";") for x in proteins) or "NA", ";".join(scores) or "NA", str(number))
            if not hits:
                yield None


def read(source):
    data = source.read()
    table, empty = [], 0
    for row in rows(io.BytesIO(data), engine_of(data)):
        if row is None:
            empty += 1
        else:
            table.append(row)
    if not table and not empty:
        complain("E", "there are no spectrum queries")
        return 3
    out = io.StringIO()
    out.write("#stream plumbline/1 layer=proteomics count.psms=%d count.rows=%d\n" % (len(table), len(table) + empty))
    out.write("#table identifications 1\n" + "\t".join(COLUMNS) + "\n")
    for row in table:
        out.write("\t".join(row) + "\n")
    out.write("#table ledger 1\nunit\tread\tkept\tmerged\tfiltered\trejected\n")
    out.write("psm\t%d\t%d\t0\t0\t0\n" % (len(table), len(table)))
    tables, lines = 2, len(table) + 1
    if empty:
        out.write("spectrum without hit\t%d\t0\t0\t%d\t0\n" % (empty, empty))
        out.write("#table ledger_details 1\nunit\toutcome\treason\tcount\tfirst_file\tfirst_line\n")
        out.write("spectrum without hit\tfiltered\tthe search found nothing\t%d\tNA\tNA\n" % empty)
        tables, lines = 3, lines + 2
    out.write("#end tables=%d rows=%d\n" % (tables, lines))
    sys.stdout.write(out.getvalue())
    return 0


def main():
    verb = sys.argv[1] if len(sys.argv) == 2 else ""
    if verb not in VERBS:
        complain("E", "expected recognize or read")
        return 2
    try:
        import lxml.etree
        import pyteomics.pepxml  # noqa: F401
    except ImportError as missing:
        complain("E", "the Python package %s is not installed" % (missing.name or "pyteomics"))
        return 69
    if verb == "recognize":
        head = sys.stdin.buffer.read(65536).decode("utf-8", "replace")
        is_mine = "<msms_pipeline_analysis" in head
        print("0.95\t1.x\troot element msms_pipeline_analysis" if is_mine else "0")
        return 0
    try:
        return read(sys.stdin.buffer)
    except lxml.etree.XMLSyntaxError as wrong:
        complain("E", "line %d: the XML is damaged: %s" % (max(1, wrong.lineno or 1), wrong.msg))
        return 3


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    os.environ.pop("PYTHONPATH", None)
    sys.exit(main())
