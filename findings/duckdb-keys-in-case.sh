#!/usr/bin/env bash
# DuckDB refuses JSON Lines whose objects hold keys that differ in case alone
#
# Guessed: keys of an object in JSON are told apart by their letters, so one of two columns is kept
# Happens: reading ends with an error where two posts say "Tags" and "tags" within one object
#   column; the types written out (`columns = {metadata: 'JSON'}`) read both
# Versions: duckdb 2.0.1
# Matters: front matter written by many hands holds both spellings, and one post stops the query
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1
venv/bin/python -W ignore - <<'PY'
import duckdb
with open("posts.jsonl", "w") as file:
    file.write('{"id": "a", "metadata": {"Weather": "rain"}}\n{"id": "b", "metadata": {"weather": "sun"}}\n')
try:
    duckdb.sql("SELECT * FROM 'posts.jsonl'").fetchall()
except duckdb.Error as error:
    seen = str(error)
else:
    seen = "read"
told = duckdb.sql("SELECT metadata FROM read_json('posts.jsonl', columns = {id: 'VARCHAR', metadata: 'JSON'})").fetchall()
print(duckdb.__version__, seen, told)
assert "Duplicate name" in seen
assert told == [('{"Weather": "rain"}',), ('{"weather": "sun"}',)] or told == [('{"Weather":"rain"}',), ('{"weather":"sun"}',)]
PY
