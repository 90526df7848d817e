"""Makes the brca-erbb2 study from a folder of public tables. Python standard library only.

usage: make_fixture.py SOURCE [OUT]

SOURCE holds cptac_brca_protein_only/{protein,samples}.tsv.gz (anywhere below it); OUT is the folder of the fixture (default:
this one). README.md beside this script says where they come from and what is changed.
"""
import gzip
import os
import sys

LOCUS = {"CDK12", "STARD3", "PGAP3", "ERBB2", "MIEN1", "GRB7"}
STEP = 12  # every so many genes is kept, besides those of the locus


def find(root, name):
    for folder, folders, names in os.walk(root):
        folders.sort()
        if os.path.basename(folder) == "cptac_brca_protein_only" and name in names:
            return os.path.join(folder, name)
    sys.exit("not below %s: %s" % (root, name))


def table(path):
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        header = handle.readline().rstrip("\n").split("\t")
        return header, [line.rstrip("\n").split("\t") for line in handle]


def short(cell):
    return cell if cell == "NA" else ("%.2f" % float(cell)).rstrip("0").rstrip(".")


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    root = sys.argv[1]
    out = sys.argv[2] if len(sys.argv) == 3 else os.path.dirname(os.path.abspath(__file__))
    head, rows = table(find(root, "samples.tsv.gz"))
    sheet = {row[0]: dict(zip(head, row)) for row in rows}
    head, rows = table(find(root, "protein.tsv.gz"))
    samples = sorted(set(head[2:]) & set(sheet))
    lines = ["\t".join(["sample", "erbb2", "plex", "gender"])]
    for name in samples:
        state = "amplified" if sheet[name]["ERBB2.Gene.Amplified"] == "1" else "other"
        plex = int(sheet[name]["TMT.Plex"].split("|")[0])  # a sample of two plexes counts to the first
        lines.append("\t".join([name, state, "plex_%02d" % plex, sheet[name]["Gender"]]))
    with open(os.path.join(out, "samples.tsv"), "w", encoding="utf-8") as handle:
        handle.write("\n".join(lines) + "\n")
    best = {}
    for row in rows:
        missing = row.count("NA")
        if row[1] != "NA" and (row[1] not in best or missing < best[row[1]][0]):
            best[row[1]] = (missing, row)
    columns = [head.index(name) for name in samples]
    text = "\t".join(["gene"] + samples) + "\n"
    for place, gene in enumerate(sorted(best)):
        if place % STEP == 0 or gene in LOCUS:
            text += "\t".join([gene] + [short(best[gene][1][column]) for column in columns]) + "\n"
    with open(os.path.join(out, "protein.tsv.gz"), "wb") as raw:
        with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=9) as packed:
            packed.write(text.encode("utf-8"))


if __name__ == "__main__":
    main()
