#!/usr/bin/env bash
# csvkit makes days of the year 1 of authors named May, June and April
#
# Guessed: a column is read as dates only where its values have days
# Happens: csvjson and csvsort write `0001-05-01` for May and `0001-06-01` for June, `0001-01-07` for a section
#   "Sunday"; "5 min" becomes `0:05:00`, the opening time 9:05 `0:09:05`, "50%" 50.0, and the word `none` nothing
# Versions: csvkit 2.2.0, agate 1.14.2
# Matters: converting or only sorting a table of posts replaces its words; one other name in the column, and
#   all is as it was, so a small try shows nothing
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check csvkit==2.2.0 agate==1.14.2
venv/bin/python -W ignore - <<'PY'
import json, subprocess
table = "author,section,length,opens,share,notes\nMay,Sunday,5 min,9:05,50%,none\nJune,Monday,6 min,12:30,20%,yes\n"
def run(tool, text):
    return subprocess.run([f"venv/bin/{tool}"], input=text, capture_output=True, text=True, check=True).stdout
rows = json.loads(run("csvjson", table))
print(rows, run("csvsort", table), sep="\n")
assert rows[0] == {"author": "0001-05-01", "section": "0001-01-07", "length": "0:05:00", "opens": "0:09:05",
                   "share": 50.0, "notes": None}
assert "0001-06-01" in run("csvsort", table)
assert [row["author"] for row in json.loads(run("csvjson", "author\nMay\nAnn\n"))] == ["May", "Ann"]
PY
