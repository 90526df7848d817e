"""Makes the ucec-msi study from a folder of public tables. Python standard library only.

usage: make_fixture.py SOURCE [OUT]

SOURCE holds cptac_ucec/{rna,protein,samples}.tsv.gz, hetio_ppi_hgnc_2016-03.tsv.gz, reactome_symbols.gmt.gz and
drugcentral_target_2016-03.tsv.gz (anywhere below it); OUT is the folder of the fixture (default: this one).
README.md beside this script says where they come from and what is changed.
"""
import gzip
import math
import os
import sys

RNA_ONLY = 5000  # genes without protein that are kept, by variance


def find(root, name):
    for folder, folders, names in os.walk(root):
        folders.sort()
        if name in names:
            return os.path.join(folder, name)
    sys.exit("not below %s: %s" % (root, name))


def table(path):
    with gzip.open(path, "rt", encoding="utf-8", newline="\n") as handle:
        header = handle.readline().rstrip("\n").split("\t")
        return header, [line.rstrip("\n").split("\t") for line in handle if line.strip()]


def save(path, text):
    data = text.encode("utf-8")
    with open(path, "wb") as raw:
        if path.endswith(".gz"):
            with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=9) as packed:
                packed.write(data)
        else:
            raw.write(data)


def number(text):
    """A log2 value with at most 2 decimals (1e-2 of a log2 unit), `null` when missing."""
    if text in ("", "NA", "nan"):
        return None
    value = "%.2f" % float(text)
    value = value.rstrip("0").rstrip(".")
    return "0" if value in ("-0", "") else value


def mean(cells):
    kept = [float(cell) for cell in cells if cell is not None]
    return "%.4g" % (sum(kept) / len(kept)) if kept else "null"


def variance(cells):
    kept = [float(cell) for cell in cells if cell is not None]
    if len(kept) < 2:
        return 0.0
    centre = math.fsum(kept) / len(kept)
    return math.fsum((value - centre) ** 2 for value in kept) / (len(kept) - 1)


def columns(header, rows, names):
    place = [header.index(name) for name in names]
    return {row[0]: [number(row[index]) for index in place] for row in rows}


def mztab(samples, protein):
    lines = []

    def meta(key, value):
        lines.append("MTD\t%s\t%s" % (key, value))

    meta("mzTab-version", "1.0.0")
    meta("mzTab-mode", "Summary")
    meta("mzTab-type", "Quantification")
    meta("mzTab-ID", "ucec-msi")
    meta("title", "CPTAC endometrial carcinoma, 95 tumours, gene-level protein ratios")
    meta("description", "TMT-10plex log2 ratios to a pooled reference, one row a gene symbol")
    meta("publication[1]", "doi:10.1016/j.cell.2020.01.026")
    meta("protein_search_engine_score[1]", "[, , not reported, ]")
    meta("quantification_method", "[, , TMT-10plex, ]")
    meta("protein-quantification_unit", "[, , log2 ratio to the pooled reference, ]")
    meta("fixed_mod[1]", "[UNIMOD, UNIMOD:4, Carbamidomethyl, ]")
    meta("fixed_mod[2]", "[UNIMOD, UNIMOD:737, TMT6plex, ]")
    meta("variable_mod[1]", "[UNIMOD, UNIMOD:35, Oxidation, ]")
    plexes = sorted({int(sample["plex"]) for sample in samples})
    for index in range(1, len(plexes) + 1):
        meta("ms_run[%d]-location" % index, "null")
    for index, sample in enumerate(samples, 1):
        meta("sample[%d]-species[1]" % index, "[NEWT, 9606, Homo sapiens (Human), ]")
        meta("sample[%d]-description" % index, sample["sample"])
        meta("assay[%d]-quantification_reagent" % index, "[, , TMT reagent %s, ]" % sample["channel"])
        meta("assay[%d]-sample_ref" % index, "sample[%d]" % index)
        meta("assay[%d]-ms_run_ref" % index, "ms_run[%d]" % (plexes.index(int(sample["plex"])) + 1))
    groups = [("MSI-H", []), ("MSS", [])]
    for index, (level, places) in enumerate(groups, 1):
        places.extend(place for place, sample in enumerate(samples) if sample["msi"] == level)
        meta("study_variable[%d]-description" % index, level)
        meta("study_variable[%d]-assay_refs" % index, ",".join("assay[%d]" % (place + 1) for place in places))
        meta("study_variable[%d]-sample_refs" % index, ",".join("sample[%d]" % (place + 1) for place in places))
    lines.append("")
    head = ["PRH", "accession", "description", "taxid", "species", "database", "database_version", "search_engine",
            "best_search_engine_score[1]", "ambiguity_members", "modifications", "protein_coverage"]
    head += ["protein_abundance_assay[%d]" % (place + 1) for place in range(len(samples))]
    for index in (1, 2):
        head += ["protein_abundance_study_variable[%d]" % index, "protein_abundance_stdev_study_variable[%d]" % index,
                 "protein_abundance_std_error_study_variable[%d]" % index]
    lines.append("\t".join(head))
    for gene in sorted(protein):
        cells = protein[gene]
        row = ["PRT", gene, "null", "9606", "Homo sapiens (Human)", "null", "null", "null", "null", "null", "null",
               "null"]
        row += [cell if cell is not None else "null" for cell in cells]
        for _, places in groups:
            row += [mean([cells[place] for place in places]), "null", "null"]
        lines.append("\t".join(row))
    return "\n".join(lines) + "\n"


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    root = sys.argv[1]
    out = sys.argv[2] if len(sys.argv) == 3 else os.path.dirname(os.path.abspath(__file__))
    study = find_folder(root, "cptac_ucec")
    head, rows = table(os.path.join(study, "samples.tsv.gz"))
    samples = []
    for row in rows:
        cell = dict(zip(head, row))
        if cell["Case_excluded"] == "Yes" or cell["Proteomics_Tumor_Normal"] != "Tumor":
            continue
        if cell["has_rna"] != "1" or cell["has_protein"] != "1" or cell["MSI_status"] not in ("MSI-H", "MSS"):
            continue
        samples.append({
            "sample": cell["sample_id"], "source_name": cell["Proteomics_Participant_ID"],
            "subject": cell["Proteomics_Participant_ID"], "assay": cell["sample_id"],
            "ms_run": "plex_%02d" % int(cell["Proteomics_TMT_plex"]), "organism": "9606",
            "condition": cell["MSI_status"], "batch": "plex_%02d" % int(cell["Proteomics_TMT_plex"]),
            "cohort": "ucec", "channel": cell["Proteomics_TMT_channel"], "msi": cell["MSI_status"],
            "plex": cell["Proteomics_TMT_plex"], "tmt_batch": cell["Proteomics_TMT_batch"],
            "histology": cell["Histologic_type"], "subtype": cell["Genomics_subtype"], "age": cell["Age"],
        })
    names = [sample["sample"] for sample in samples]
    keys = list(samples[0])
    sheet = ["\t".join(keys)]
    for sample in samples:
        written = dict(sample, plex="plex_%02d" % int(sample["plex"]), tmt_batch="batch_" + sample["tmt_batch"])
        sheet.append("\t".join(written[key] or "NA" for key in keys))
    save(os.path.join(out, "samples.tsv"), "\n".join(sheet) + "\n")

    head, rows = table(os.path.join(study, "mutation_gene.tsv.gz"))
    kinds = {row[0]: dict(zip(head[1:], row[1:])) for row in rows if row[0] in ("TP53", "ARID1A")}
    lines = ["\t".join(["sample", "plex", "subtype", "tp53", "arid1a"])]
    for sample in samples:
        name = sample["sample"]
        tp53 = "mutated" if kinds["TP53"].get(name, "NA") in ("1", "2") else "wild-type"
        arid1a = "truncated" if kinds["ARID1A"].get(name, "NA") == "2" else "other"
        lines.append("\t".join([name, "plex_%02d" % int(sample["plex"]), sample["subtype"], tp53, arid1a]))
    save(os.path.join(out, "mutations.tsv"), "\n".join(lines) + "\n")

    protein = columns(*table(os.path.join(study, "protein.tsv.gz")), names)
    protein = {gene: cells for gene, cells in protein.items() if any(cell is not None for cell in cells)}
    rna = columns(*table(os.path.join(study, "rna.tsv.gz")), names)
    others = sorted((gene for gene in rna if gene not in protein), key=lambda gene: (-variance(rna[gene]), gene))
    kept = sorted({gene for gene in rna if gene in protein} | set(others[:RNA_ONLY]))
    text = ["\t".join(["gene"] + names)]
    for gene in kept:
        text.append("\t".join([gene] + [cell if cell is not None else "NA" for cell in rna[gene]]))
    save(os.path.join(out, "rna.tsv.gz"), "\n".join(text) + "\n")
    save(os.path.join(out, "protein.mzTab.gz"), mztab(samples, protein))
    genes = set(kept) | set(protein)

    _, rows = table(find(root, "hetio_ppi_hgnc_2016-03.tsv.gz"))
    edges = {}
    for row in rows:
        if row[1] in genes and row[3] in genes and row[0] != row[2]:
            edges[tuple(sorted((row[0], row[2]), key=lambda curie: int(curie.split(":")[1])))] = True
    order = sorted(edges, key=lambda edge: [int(curie.split(":")[1]) for curie in edge])
    save(os.path.join(out, "ppi.tsv.gz"), "gene_a\tgene_b\n" + "".join("%s\t%s\n" % edge for edge in order))

    with gzip.open(find(root, "reactome_symbols.gmt.gz"), "rt", encoding="utf-8") as handle:
        sets = [line.rstrip("\n").split("\t") for line in handle if line.strip()]
    text = []
    for fields in sets:
        members = [gene for gene in fields[2:] if gene in genes]
        if 5 <= len(members) <= 500:
            text.append("\t".join(fields[:2] + members))
    save(os.path.join(out, "pathways.gmt"), "\n".join(text) + "\n")

    head, rows = table(find(root, "drugcentral_target_2016-03.tsv.gz"))
    lines = set()
    for row in rows:
        cell = dict(zip(head, row))
        if cell["GENE"] in genes:
            lines.add((cell["GENE"], cell["UNIPROT"], cell["DRUG_NAME"], cell["ACTION_TYPE"] or "NA", "NA",
                       "DrugCentral 2016-03: " + (cell["SOURCE"] or "NA"), "CC-BY-4.0"))
    head = "symbol\tuniprot\tcompound\taction\tpotency\tsource\tlicence\n"
    save(os.path.join(out, "drug_targets.tsv"), head + "".join("\t".join(line) + "\n" for line in sorted(lines)))
    print(len(samples), "samples,", len(protein), "protein rows,", len(kept), "RNA rows,", len(order), "edges,",
          len(text), "pathways,", len(lines), "drug-target pairs")


def find_folder(root, name):
    for folder, folders, _ in os.walk(root):
        folders.sort()
        if name in folders:
            return os.path.join(folder, name)
    sys.exit("no folder %s below %s" % (name, root))


if __name__ == "__main__":
    main()
