#!/usr/bin/env bash
# Hugging Face datasets shifts dates to UTC even where the dataset card says the column is text
#
# Guessed: `dtype: string` in the card keeps the text of a JSON Lines column as it is
# Happens: a column of texts that are all dates is parsed as times first and printed anew after:
#   2024-01-02T10:00:00+02:00 → 2024-01-02 08:00:00, 2024-01-02 → 2024-01-02 00:00:00; with
#   `dtype: json` in the card the text stays
# Versions: datasets 5.2.0, pyarrow 26.0.1
# Matters: the offset of a publication time is lost, and the day with it around midnight
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check datasets==5.2.0 pyarrow==26.0.1
HF_HUB_OFFLINE=1 HF_HOME="$work/home" venv/bin/python -W ignore - <<'PY'
import json, pathlib, datasets
datasets.disable_progress_bars()
written = {"moments": ["2024-01-02T10:00:00+02:00", "2024-01-03T23:30:00-08:00"], "days": ["2024-01-02", "2024-01-03"]}
def read(name, dtype):
    folder = pathlib.Path(f"{name}-{dtype}")
    folder.mkdir()
    (folder / "part.jsonl").write_text("".join(json.dumps({"at": at}) + "\n" for at in written[name]))
    card = ["---", "configs:", "- config_name: default", "  data_files: part.jsonl", "dataset_info:", "  config_name: default"]
    card += ["  features:", "  - name: at", f"    dtype: {dtype}", "---"]
    (folder / "README.md").write_text("\n".join(card) + "\n")
    return list(datasets.load_dataset(str(folder), split="train")["at"])
seen = {(name, dtype): read(name, dtype) for name in written for dtype in ("string", "json")}
print(datasets.__version__, seen)
assert seen["moments", "string"] == ["2024-01-02 08:00:00", "2024-01-04 07:30:00"]
assert seen["days", "string"] == ["2024-01-02 00:00:00", "2024-01-03 00:00:00"]
assert seen["moments", "json"] == written["moments"] and seen["days", "json"] == written["days"]
PY
