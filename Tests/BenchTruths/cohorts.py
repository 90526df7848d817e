"""Two cohorts of CPTAC as study files: matrices and sheets a user would have."""
import gzip
import os
import sys


def find(root, folder, name):
    for place, folders, names in os.walk(root):
        folders.sort()
        if os.path.basename(place) == folder and name in names:
            return os.path.join(place, name)
    sys.exit("not below %s: %s/%s" % (root, folder, name))


def table(path):
    with gzip.open(path, "rt", encoding="utf-8") as handle:
        header = handle.readline().rstrip("\n").split("\t")
        return header, [line.rstrip("\n").split("\t") for line in handle]


class Cohort:
    """Matrices written once into a folder; a study file and a sheet for every label."""

    layers = []
    annotation = None

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder, exist_ok=True)

    def write_matrix(self, name, header, rows, key, samples):
        columns = [header.index(key)] + [header.index(sample) for sample in samples]
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as handle:
            handle.write("\t".join(["gene"] + samples) + "\n")
            for row in rows:
                handle.write("\t".join(row[column] for column in columns) + "\n")

    def study(self, name, cases, network, covariates, batch):
        """Writes the sheet and the study file of a label; gives the study file's path."""
        with open(os.path.join(self.folder, name + ".samples.tsv"), "w", encoding="utf-8") as handle:
            handle.write("sample\tlabel\tsubtype\tplex\n")
            for sample in self.samples:
                label = "case" if sample in cases else "control"
                handle.write("\t".join([sample, label, self.subtype[sample], self.plex[sample]]) + "\n")
        contrast = "factor: label, case: case, control: control"
        if covariates:
            contrast += ", covariates: [%s]" % ", ".join(covariates)
        if batch:
            contrast += ", batch: plex"
        lines = ["study: " + name, "organism: 9606", "samples: %s.samples.tsv" % name, "inputs:"]
        lines += [
            "  - { path: %s, layer: %s, cohort: c, measure: expression, scale: log2 }" % layer for layer in self.layers]
        if self.annotation:
            lines.append("  - { path: %s, role: annotation }" % os.path.relpath(self.annotation, self.folder))
        lines.append("contrast: { %s }" % contrast)
        if network:
            lines.append("priors: { network: %s }" % os.path.relpath(network, self.folder))
        path = os.path.join(self.folder, name + ".yaml")
        with open(path, "w", encoding="utf-8") as handle:
            handle.write("\n".join(lines + ["seed: 7", ""]))
        return path


class Ucec(Cohort):
    """95 endometrial tumours with RNA and protein."""

    layers = [("rna.tsv", "transcriptomics"), ("protein.tsv", "proteomics")]

    def __init__(self, root, folder):
        super().__init__(folder)
        header, rows = table(find(root, "cptac_ucec", "samples.tsv.gz"))
        sheet = {row[0]: dict(zip(header, row)) for row in rows}
        kept = [
            name for name, row in sheet.items()
            if row["Case_excluded"] != "Yes" and row["Proteomics_Tumor_Normal"] == "Tumor"
            and row["has_rna"] == row["has_protein"] == "1"]
        self.samples = sorted(kept)
        self.subtype = {name: sheet[name]["Genomics_subtype"] or "NA" for name in kept}
        self.plex = {name: "plex" + sheet[name]["Proteomics_TMT_plex"] for name in kept}
        self.sheet = sheet
        for layer in ("rna", "protein"):
            header, rows = table(find(root, "cptac_ucec", layer + ".tsv.gz"))
            self.write_matrix(layer + ".tsv", header, rows, "gene", self.samples)
        header, rows = table(find(root, "cptac_ucec", "mutation_gene.tsv.gz"))
        self.mutations = {row[0]: dict(zip(header[1:], row[1:])) for row in rows}

    def mutated(self, gene, kinds):
        """Samples whose mutation of a gene is of these kinds: 1 other, 2 truncating."""
        row = self.mutations[gene]
        return {name for name in self.samples if row.get(name, "NA") in {str(kind) for kind in kinds}}

    def msi_high(self):
        return {name for name in self.samples if self.sheet[name]["MSI_status"] == "MSI-H"}


class Brca(Cohort):
    """122 breast tumours with protein and no RNA."""

    layers = [("protein.tsv", "proteomics")]

    def __init__(self, root, folder):
        super().__init__(folder)
        header, rows = table(find(root, "cptac_brca_protein_only", "samples.tsv.gz"))
        self.sheet = {row[0]: dict(zip(header, row)) for row in rows}
        self.subtype = {name: row["PAM50"] for name, row in self.sheet.items()}
        self.plex = {name: "plex" + row["TMT.Plex"] for name, row in self.sheet.items()}
        header, rows = table(find(root, "cptac_brca_protein_only", "protein.tsv.gz"))
        self.samples = sorted(set(header) & set(self.sheet))
        self.write_matrix("protein.tsv", header, self.best_measured(rows), "gene", self.samples)

    @staticmethod
    def best_measured(rows):
        """One row a gene, the one with most values; of several such the first."""
        best = {}
        for row in rows:
            missing = row.count("NA")
            if row[1] != "NA" and (row[1] not in best or missing < best[row[1]][0]):
                best[row[1]] = (missing, row)
        return [row for _, row in best.values()]

    def amplified(self):
        return {name for name in self.samples if self.sheet[name]["ERBB2.Gene.Amplified"] == "1"}
