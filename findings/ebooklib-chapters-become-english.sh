#!/usr/bin/env bash
# ebooklib writes lang="en" into chapters in other languages, and drops their style sheets
#
# Guessed: reading a book and writing it again keeps the chapters
# Happens: a chapter with `xml:lang="ja"` and a style sheet comes back with lang="en" (the book
#   itself stays "ja"), an empty <head>, and a <body> without its class
# Versions: ebooklib 0.20
# Matters: metadata fixed in bulk makes readers speak Japanese with an English voice, and takes all
#   styles away
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check ebooklib==0.20
venv/bin/python -W ignore - <<'PY'
import zipfile
from ebooklib import epub
OPF = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">urn:x:1</dc:identifier><dc:title>A</dc:title><dc:language>ja</dc:language><meta property="dcterms:modified">2024-05-01T00:00:00Z</meta></metadata><manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/><item id="s" href="s.css" media-type="text/css"/></manifest><spine><itemref idref="a"/></spine></package>"""
with zipfile.ZipFile("in.epub", "w") as book:
    book.writestr("mimetype", "application/epub+zip")
    book.writestr("META-INF/container.xml", '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="EPUB/p.opf" media-type="application/oebps-package+xml"/></rootfiles></container>')
    book.writestr("EPUB/p.opf", OPF)
    book.writestr("EPUB/s.css", "p { text-indent: 1em }")
    book.writestr("EPUB/nav.xhtml", '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>N</title></head><body><nav epub:type="toc"><ol><li><a href="a.xhtml">A</a></li></ol></nav></body></html>')
    book.writestr("EPUB/a.xhtml", '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="ja" lang="ja"><head><title>A</title><link rel="stylesheet" href="s.css"/></head><body class="x"><p>日本語</p></body></html>')
epub.write_epub("out.epub", epub.read_epub("in.epub"))
chapter = zipfile.ZipFile("out.epub").read("EPUB/a.xhtml").decode()
print(chapter)
assert 'lang="en"' in chapter and 'lang="ja"' not in chapter
assert "s.css" not in chapter and 'class="x"' not in chapter
PY
