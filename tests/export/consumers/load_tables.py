"""Read the default record with duckdb, pandas or polars: `library file` → rows and identifiers."""

import json
import sys

library, path = sys.argv[1:3]
if library == "duckdb":
    import duckdb

    rows, ids = duckdb.sql(
        f"SELECT count(*), count(DISTINCT id::VARCHAR) FROM read_json('{path}',"
        " format='newline_delimited', maximum_object_size=200000000)"
    ).fetchall()[0]
elif library == "pandas":
    import pandas as pd

    frame = pd.read_json(path, lines=True)
    rows, ids = len(frame), frame["id"].map(str).nunique()
else:
    import polars as pl

    schema = {"id": pl.String, "title": pl.String, "tags": pl.List(pl.String)}
    schema |= {"date_published": pl.String, "draft": pl.Boolean}
    frame = pl.read_ndjson(path, schema=schema)
    rows, ids = len(frame), frame["id"].n_unique()
json.dump({"rows": rows, "ids": ids}, sys.stdout)
