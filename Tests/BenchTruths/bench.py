"""Ranks real tumours with known targets through the command, as a user would, and prints where the targets stand.

usage: bench.py --binary PLUMBLINE --data DIR --dir WORK [--tasks truncations,msi,...] [--batch] [--only GENE,...]
                [--set key=value]... [--network FILE]

DIR holds cptac_ucec/ and cptac_brca_protein_only/ (anywhere below it). Python standard library only.
"""
import argparse
import os
import subprocess
import sys

from cohorts import Brca, Ucec
from results import Ranking, summary

TRUNCATED = (
    "APC ARHGAP35 ARID1A ARID5B CHD9 CTCF DDX59 DMD DNAH5 ESRP1 INPPL1 JAK1 KMT2B KMT2D LMAN1 MGA NSD1 PHF2 PIK3R1 PTEN "
    "RBM27 RPL22 SACS SCAF4 SEC31A SETD1B SYNE2 SZT2 USP9X ZBTB20 ZC3H13 ZFHX3 ZFP36L2 ZMYM2 ZNF292").split()

# What other rankings of the same 35 tasks reach: measured once with plain scripts, standard error about 0.07.
OTHERS = [
    ("RNA t", 0.09, 0.06, 2866), ("protein t", 0.29, 0.22, 185), ("signed sum", 0.17, 0.15, 641),
    ("unsigned sum", 0.23, 0.19, 562), ("protein t, subtype as covariate", 0.29, 0.26, 234),
    ("max of protein and discordance, subtype", 0.34, 0.25, None), ("loss-directed", 0.34, 0.28, None)]


def run(arguments, study, out):
    """Runs the command; gives its ranking, or None when the analysis was refused."""
    command = [arguments.binary, "run", study, "-o", out, "--force", "-q"]
    for pair in arguments.set:
        command += ["--set", pair]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode == 6:
        return None
    if done.returncode:
        sys.exit("%s: exit %d\n%s" % (" ".join(command), done.returncode, done.stderr))
    return Ranking(out)


def truncations(arguments, cohort):
    genes = arguments.only.split(",") if arguments.only else TRUNCATED
    ranks = {"list": [], "without prior": []}
    print("truncated gene\tsamples\trank\twithout prior\tclass\tflags")
    for gene in genes:
        cases = cohort.mutated(gene, {2})
        study = cohort.study("truncated-" + gene, cases, arguments.network, ["subtype"], arguments.batch)
        ranking = run(arguments, study, study[:-len(".yaml")])
        row = ranking.find(gene) if ranking else None
        ranks["list"].append(row.rank if row else None)
        ranks["without prior"].append(row.rank_no_prior if row else None)
        print("%s\t%d\t%s" % (gene, len(cases), row.line() if row else "refused" if not ranking else "not ranked"))
        sys.stdout.flush()
    print("\nranking\thit@10\tMRR\tmedian rank")
    for name, found in ranks.items():
        print("plumbline, %s\t%.2f\t%.2f\t%.0f" % ((name,) + summary(found)))
    for name, hit, reciprocal, median in OTHERS:
        print("%s\t%.2f\t%.2f\t%s" % (name, hit, reciprocal, median or "-"))


def placed(arguments, cohort, name, cases, genes, covariates, batch, network=True):
    study = cohort.study(name, cases, arguments.network if network else None, covariates, batch)
    ranking = run(arguments, study, study[:-len(".yaml")])
    print("\n%s (%d cases)\ngene\trank\twithout prior\tclass\tflags" % (name, len(cases)))
    for gene in genes:
        row = ranking.find(gene) if ranking else None
        print("%s\t%s" % (gene, row.line() if row else "not ranked"))
    sys.stdout.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True)
    parser.add_argument("--data", required=True)
    parser.add_argument("--dir", required=True)
    parser.add_argument("--tasks", default="truncations,msi,tp53,arid1a,ctnnb1,erbb2")
    parser.add_argument("--batch", action="store_true", help="the TMT plex in the model of the truncation tasks, too")
    parser.add_argument("--only", default="", help="truncation tasks of these genes alone")
    parser.add_argument("--set", action="append", default=[], help="a setting of every run")
    parser.add_argument("--network", default="Fixtures/ucec-msi/ppi.tsv.gz")
    arguments = parser.parse_args()
    arguments.network = os.path.abspath(arguments.network)
    tasks = arguments.tasks.split(",")
    if set(tasks) - {"erbb2"}:
        ucec = Ucec(arguments.data, os.path.join(arguments.dir, "ucec"))
        ucec.annotation = os.path.abspath("Fixtures/ucec-msi/genes.gtf")
    if "msi" in tasks:
        placed(arguments, ucec, "MSI-H", ucec.msi_high(), ["MLH1", "PMS2", "EPM2AIP1"], [], True)
    if "tp53" in tasks:
        placed(arguments, ucec, "TP53-mutated", ucec.mutated("TP53", {1, 2}), ["TP53"], [], arguments.batch)
    if "arid1a" in tasks:
        placed(arguments, ucec, "ARID1A-truncated", ucec.mutated("ARID1A", {2}), ["ARID1A"], [], arguments.batch)
    if "ctnnb1" in tasks:
        placed(arguments, ucec, "CTNNB1-mutated", ucec.mutated("CTNNB1", {1, 2}), ["CTNNB1"], [], arguments.batch)
    if "erbb2" in tasks:
        brca = Brca(arguments.data, os.path.join(arguments.dir, "brca"))
        brca.annotation = os.path.abspath("Fixtures/brca-erbb2/genes.gtf")
        placed(
            arguments, brca, "ERBB2-amplified", brca.amplified(), ["ERBB2", "GRB7", "MIEN1", "STARD3", "CDK12"], [],
            True, network=False)
    if "truncations" in tasks:
        print()
        truncations(arguments, ucec)


if __name__ == "__main__":
    main()
