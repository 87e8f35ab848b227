#!/usr/bin/env bash
# Hugging Face datasets gives back what a text means as JSON where the card states its column as JSON
#
# Guessed: `dtype: json` in the card is for objects, and texts of such a column come back as texts
# Happens: each text is read as JSON where it can be: a title `2020` becomes a number, `1.10` becomes
#   1.1, `null` becomes None, `"Why?"` loses its quotes; `dtype: string` keeps all of them
# Versions: datasets 5.2.0, pyarrow 26.0.1
# Matters: stating columns that may hold dates as JSON keeps their offsets, and alters other words
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 pyarrow==26.0.1
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python -W ignore - <<'PY'
import json, pathlib, datasets
datasets.disable_progress_bars()
titles = ["2020", "1.10", "null", '"Why?"', '"A" and "B"', "Plain"]
def read(dtype):
    folder = pathlib.Path(f"titles-{dtype}")
    folder.mkdir()
    (folder / "part.jsonl").write_text("".join(json.dumps({"title": one}) + "\n" for one in titles))
    card = ["---", "configs:", "- config_name: default", "  data_files: part.jsonl", "dataset_info:", "  config_name: default"]
    card += ["  features:", "  - name: title", f"    dtype: {dtype}", "---"]
    (folder / "README.md").write_text("\n".join(card) + "\n")
    return [row["title"] for row in datasets.load_dataset(str(folder), split="train")]
seen = {dtype: read(dtype) for dtype in ("json", "string")}
print(datasets.__version__, seen)
assert seen["json"] == [2020, 1.1, None, "Why?", '"A" and "B"', "Plain"]
assert seen["string"] == titles
PY
