#!/usr/bin/env bash
# Pandoc reads the authors of an EPUB backwards, takes the subtitle for the title, and drops notes out of the reading order
#
# Guessed: authors, subjects and titles in their order; a chapter with linear="no" is part of the text
# Happens: Ann Lee and Bo Berg become Bo Berg and Ann Lee, the subjects turn round, of two titles the subtitle is
#   first; the document that linear="no" marks, in which notes are kept, is left out, and links to it lead nowhere
# Versions: pandoc 3.9 (pypandoc_binary 1.17)
# Matters: joint bylines change their order, and the notes of an archive's book are gone from what is made of it
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pypandoc_binary==1.17
venv/bin/python -W ignore - <<'PY'
import json, zipfile
import pypandoc

def page(title, body):
    return (f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>{title}</title></head>'
            f"<body>{body}</body></html>")

package = """<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i"><metadata
xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="i">urn:mill</dc:identifier>
<dc:title id="t">The mill</dc:title><meta refines="#t" property="title-type">main</meta>
<dc:title id="s">A year of flour</dc:title><meta refines="#s" property="title-type">subtitle</meta>
<dc:language>en</dc:language><dc:creator>Ann Lee</dc:creator><dc:creator>Bo Berg</dc:creator>
<dc:subject>news</dc:subject><dc:subject>open day</dc:subject>
<meta property="dcterms:modified">2024-05-02T00:00:00Z</meta></metadata><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/>
<item id="n" href="notes.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="a"/><itemref idref="n" linear="no"/></spine></package>"""
nav = ('<nav xmlns:epub="http://www.idpf.org/2007/ops" epub:type="toc"><ol><li><a href="a.xhtml">Open</a></li></ol>'
       "</nav>")
with zipfile.ZipFile("mill.epub", "w") as book:
    book.writestr("mimetype", "application/epub+zip")
    book.writestr("META-INF/container.xml", '<container version="1.0" '
                  'xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile '
                  'full-path="p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>')
    book.writestr("p.opf", package)
    book.writestr("nav.xhtml", page("Contents", nav))
    book.writestr("a.xhtml", page("Open", '<p>It opens.<a href="notes.xhtml#n1">1</a></p>'))
    book.writestr("notes.xhtml", page("Notes", '<p id="n1">In May.</p>'))
print(pypandoc.get_pandoc_version())
read = json.loads(pypandoc.convert_file("mill.epub", "json"))
meta = {key: pypandoc.convert_text(json.dumps({**read, "meta": {}, "blocks": [
    {"t": "Plain", "c": value["c"]} for value in read["meta"][key]["c"]]}), "plain", "json").split("\n")
    for key in ("creator", "author", "subject", "title") if key in read["meta"]}
meta = {key: [line for line in lines if line] for key, lines in meta.items()}
text = pypandoc.convert_file("mill.epub", "plain")
print(meta, repr(text))
assert meta == {"author": ["Bo Berg", "Ann Lee"], "subject": ["open day", "news"],
                "title": ["A year of flour", "The mill"]}
assert "It opens" in text and "In May" not in text
PY
