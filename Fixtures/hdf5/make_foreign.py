"""Makes the small files of this folder with anndata and h5py (run beside them; needs both packages)."""
import anndata
import h5py
import numpy as np
import pandas as pd
import scipy.sparse

values = np.array([[1.0, 0.0], [0.0, 2.5], [0.0, 0.0]], dtype=np.float32)
obs = pd.DataFrame(index=["s1", "s2", "s3"])
var = pd.DataFrame(index=["TP53", "MLH1"])
dense = anndata.AnnData(values, obs=obs, var=var)
dense.layers["scaled"] = values * 2
dense.write_h5ad("foreign_dense.h5ad")
anndata.AnnData(scipy.sparse.csr_matrix(values), obs=obs, var=var).write_h5ad("foreign_csr.h5ad")

with h5py.File("external_link.h5ad", "w") as file:
    file.attrs["encoding-type"] = "anndata"
    file["uns"] = h5py.ExternalLink("elsewhere.h5", "/")

with h5py.File("huge_shape.h5ad", "w") as file:
    file.attrs["encoding-type"] = "anndata"
    for name, index in [("obs", ["s1"]), ("var", ["f1"])]:
        frame = file.create_group(name)
        frame.attrs["_index"] = "_index"
        frame.create_dataset("_index", data=index, dtype=h5py.string_dtype())
    file.create_dataset("X", shape=(40000, 40000), dtype="f8", chunks=(1000, 1000))
