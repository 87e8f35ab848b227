#!/usr/bin/env bash
# Of a footnote that is defined twice, Python-Markdown shows the last and others the first
#
# Guessed: the first one, as with link references
# Happens: `[^1]: one` and `[^1]: two`: "two" in Python-Markdown, "one" in cmark-gfm and mistune
# Versions: Markdown 3.11.3, cmarkgfm 2025.10.22, mistune 3.4.0
# Matters: posts that were joined from parts number their notes anew in each: another renderer shows
#   another source
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check markdown==3.11.3 cmarkgfm==2025.10.22 mistune==3.4.0
venv/bin/python -W ignore - <<'PY'
import cmarkgfm, markdown, mistune
from cmarkgfm.cmark import Options
text = "x[^1]\n\n[^1]: one\n\n[^1]: two\n"
seen = [
    markdown.markdown(text, extensions=["footnotes"]),
    cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_FOOTNOTES),
    mistune.create_markdown(plugins=["footnotes"])(text),
]
print(*seen, sep="\n")
assert ["one" in html for html in seen] == [False, True, True]
assert ["two" in html for html in seen] == [True, False, False]
PY
