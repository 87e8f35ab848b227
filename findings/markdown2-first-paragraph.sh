#!/usr/bin/env bash
# markdown2's metadata extra takes a first paragraph with a colon, or an address, out of the text
#
# Guessed: metadata stands between lines of three hyphens, as its manual shows
# Happens: of a post without any, "Correction: the mill is open." becomes the metadata `Correction`, and an address in
#   the first line `https`; the text begins with the second paragraph. "The mill: open again" is taken, too
# Versions: markdown2 2.5.5
# Matters: corrections and interviews lose their first paragraph where the extra is switched on for the posts that
#   have front matter
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check markdown2==2.5.5
venv/bin/python -W ignore - <<'PY'
import markdown2
def read(first):
    page = markdown2.markdown(f"{first}\n\nText.\n", extras=["metadata"])
    return page.strip(), page.metadata
seen = [read(first) for first in ("Correction: the mill is open.", "https://mill.example/a", "The mill: open again", "The mill is open.")]
print(seen)
assert seen == [
    ("<p>Text.</p>", {"Correction": "the mill is open."}),
    ("<p>Text.</p>", {"https": "//mill.example/a"}),
    ("<p>Text.</p>", {"The mill": "open again"}),
    ("<p>The mill is open.</p>\n\n<p>Text.</p>", {}),
]
PY
