#!/usr/bin/env bash
# pypub3 writes H2O as "H 2O" and "millers" as "mill ers", and drops code, quotations and terms with their words
#
# Guessed: the words of a chapter are in the book, as they are in its HTML
# Happens: each element inside a paragraph starts a new line of the source, which readers show as a blank; <pre>,
#   <code>, <q>, <mark>, <dt> and <figcaption> go with what stands in them; a French book's chapters say lang "en"
# Versions: pypub3 2.0.9, Python 3.11
# Matters: the book opens, nothing was reported, and half of a technical article is not in it
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypub3==2.0.9
venv/bin/python -W ignore - <<'PY'
import re, zipfile
import pypub

page = """<html><head><title>One</title></head><body><p>H<sub>2</sub>O for mill<b>ers</b></p><pre>open = 1</pre>
<dl><dt>Sluice</dt><dd>A gate</dd></dl><p>She said <q>soon</q> and <mark>often</mark>, with <code>run</code></p>
<figure><figcaption>The wheel</figcaption></figure></body></html>"""
book = pypub.Epub("Mill", creator="Ann Lee", language="fr")
book.add_chapter(pypub.create_chapter_from_html(page.encode()))
book.create("mill.epub")
chapter = zipfile.ZipFile("mill.epub").read("OEBPS/chapter-1.xhtml").decode()
body = chapter[chapter.index("<body>"):]
words = " ".join(re.sub("<[^>]*>", "", body).split())
print(words)
assert "H 2O for mill ers" in words and "A gate" in words and "She said" in words
assert not re.search("open = 1|Sluice|soon|often|run|wheel", words) and 'xml:lang="en"' in chapter
PY
