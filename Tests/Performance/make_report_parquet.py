"""Writes a long report as DIA-NN 2 does, Parquet with invented numbers: make_report_parquet.py RUNS PATH (needs pyarrow)."""
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

runs, path = int(sys.argv[1]), sys.argv[2]
rng = np.random.default_rng(11)
count = 40_000
index = np.arange(count)
group = index % 5_000
letters = np.array(list("ACDEFGHILMNPQSTVWY"))
peptides = np.array(["".join(rng.choice(letters, rng.integers(7, 21))) + "K" for _ in range(count)])
charge = 2 + index % 2
texts = {
    "Precursor.Id": np.char.add(peptides, charge.astype(str)),
    "Modified.Sequence": peptides,
    "Stripped.Sequence": peptides,
    "Protein.Ids": [f"P{10_000 + g};Q{20_000 + g}" for g in group],
    "Protein.Group": [f"P{10_000 + g}" for g in group],
    "Protein.Names": [f"NAME{g}_HUMAN" for g in group],
    "Genes": [f"GENE{g}" for g in group],
}
own = ["Precursor.Quantity", "Precursor.Normalised"]
shared = ["PG.MaxLFQ", "PG.Quantity", "Genes.MaxLFQ", "Genes.MaxLFQ.Unique", "Genes.Quantity"]
confidence = ["Q.Value", "PEP", "Global.Q.Value", "PG.Q.Value", "Global.PG.Q.Value", "GG.Q.Value", "Protein.Q.Value"]
others = (
    "Precursor.Mz RT iRT Predicted.RT Predicted.iRT IM iIM Ms1.Area Ms1.Normalised Ms1.Apex.Area Normalisation.Factor "
    "Quantity.Quality Empirical.Quality Normalisation.Noise Ms1.Profile.Corr Evidence Mass.Evidence Channel.Evidence "
    "RT.Start RT.Stop FWHM Lib.Q.Value Lib.PG.Q.Value Best.Fr.Mz"
).split()
writer = None
for run in range(1, runs + 1):
    columns = {"Run.Index": np.full(count, run - 1), "Run": [f"sample_{run}"] * count, "Channel": [""] * count}
    columns |= texts
    columns |= {"Precursor.Charge": charge, "Precursor.Lib.Index": index}
    columns |= {"Decoy": np.zeros(count, np.int64), "Proteotypic": np.ones(count, np.int64)}
    columns |= {name: rng.integers(1_000, 1_000_000, count).astype(np.float32) for name in own}
    # A group has one quantity a run.
    quantity = ((group * 7_919 + run * 104_729) % 10_000_000 + 1_000).astype(np.float32)
    columns |= {name: quantity for name in shared}
    columns |= {name: ((index * 31 + run) % 1_000 / 100_000).astype(np.float32) for name in confidence}
    columns |= {name: (rng.random(count) * 1_000).astype(np.float32) for name in others}
    table = pa.table(columns)
    writer = writer or pq.ParquetWriter(path, table.schema, compression="zstd")
    writer.write_table(table)
writer.close()
