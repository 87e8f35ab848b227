"""Read records with a consumer as the documentation says: `how path…` → every value of each."""

import json
import math
import subprocess
import sys

TEXTS = (
    *("id", "url", "title", "byline", "date_published", "date_modified", "language", "summary"),
    *("content_markdown", "content_html", "text", "source", "source_url", "publisher", "license"),
)
LISTS = ("authors", "categories", "tags")


def plain(value):
    """Arrays of numpy as lists; what pandas has for nothing as None."""
    if hasattr(value, "tolist"):
        value = value.tolist()
    return None if isinstance(value, float) and math.isnan(value) else value


def duckdb_json(path, *_):
    import duckdb

    types = {**dict.fromkeys(TEXTS, "VARCHAR"), **dict.fromkeys(LISTS, "VARCHAR[]")}
    types |= {"draft": "BOOLEAN", "metadata": "JSON"}
    columns = ", ".join(f"{name}: '{kind}'" for name, kind in types.items())
    found = duckdb.sql(f"SELECT * FROM read_json('{path}', columns = {{{columns}}})")
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def duckdb_parquet(path, *_):
    import duckdb

    found = duckdb.sql(f"SELECT * FROM '{path}'")
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def polars_json(path, *_):
    import polars

    schema = {**dict.fromkeys(TEXTS, polars.String), "draft": polars.Boolean}
    schema |= {"metadata": polars.String, **dict.fromkeys(LISTS, polars.List(polars.String))}
    return polars.read_ndjson(path, schema=schema).to_dicts()


def polars_parquet(path, *_):
    import polars

    return polars.read_parquet(path).to_dicts()


def pandas_json(path, *_):
    import pandas

    table = pandas.read_json(path, lines=True, convert_dates=False, dtype=False, precise_float=True)
    return table.to_dict("records")


def pandas_parquet(path, *_):
    import pandas

    return pandas.read_parquet(path).to_dict("records")


def pyarrow_json(path, *_):
    import pyarrow
    import pyarrow.json

    types = {**dict.fromkeys(TEXTS, pyarrow.string()), "draft": pyarrow.bool_()}
    types |= dict.fromkeys(LISTS, pyarrow.list_(pyarrow.string()))
    types["metadata"] = pyarrow.string()
    options = pyarrow.json.ParseOptions(explicit_schema=pyarrow.schema(types.items()))
    return pyarrow.json.read_json(path, parse_options=options).to_pylist()


def pyarrow_parquet(path, *_):
    import pyarrow.parquet

    return pyarrow.parquet.read_table(path).to_pylist()


def datasets_any(path, cache):
    import datasets

    datasets.disable_progress_bars()
    return list(datasets.load_dataset(path, split="train", cache_dir=cache))


def sqlite_json(path, cache):
    import sqlite_utils

    command = [sys.executable, "-m", "sqlite_utils", "insert", cache, "posts", path, "--nl"]
    subprocess.run([*command, "--alter", "--pk", "id"], check=True, stdout=subprocess.DEVNULL)
    rows = [dict(row) for row in sqlite_utils.Database(cache)["posts"].rows]
    for row in rows:
        row["draft"] = bool(row["draft"])
        for name in LISTS:
            row[name] = json.loads(row[name])
    return rows


def jq_json(path, *_):
    done = subprocess.run(["jq", "-c", ".", path], capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


rows = globals()[sys.argv[1]](*sys.argv[2:])
rows = [{name: plain(value) for name, value in row.items()} for row in rows]
for row in rows:
    if isinstance(row["metadata"], str):
        row["metadata"] = json.loads(row["metadata"])
json.dump(rows, sys.stdout, default=str)
