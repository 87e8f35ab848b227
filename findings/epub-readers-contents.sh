#!/usr/bin/env bash
# Readers of EPUB 3 find no contents in it, or cut its entries
#
# Guessed: libraries that read EPUB 3 read its navigation document
# Happens: a book with a navigation document and no NCX, which EPUB 3 does not ask for: epub2 and
#   @lingo-reader/epub-parser have an empty contents list; epub_meta has "The" for "The *mill* opens",
#   and appends the landmark "Start" as if it were a chapter
# Versions: epub2 3.0.2, @lingo-reader/epub-parser 0.4.6 (Node 20), epub_meta 0.0.7
# Matters: whoever makes books for such readers still has to write the NCX of EPUB 2
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 - <<'PY'
import zipfile
XHTML = ('<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" '
         'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>Mill</title></head><body>%s</body></html>')
files = {
    "META-INF/container.xml": '<?xml version="1.0"?><container version="1.0" xmlns="urn:oasis:names:tc:'
    'opendocument:xmlns:container"><rootfiles><rootfile full-path="EPUB/package.opf" '
    'media-type="application/oebps-package+xml"/></rootfiles></container>',
    "EPUB/package.opf": '<?xml version="1.0" encoding="utf-8"?><package xmlns="http://www.idpf.org/2007/opf" '
    'version="3.0" unique-identifier="uid"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
    '<dc:identifier id="uid">urn:uuid:5a9c1f1e-0000-4000-8000-000000000001</dc:identifier><dc:title>Mill</dc:title>'
    '<dc:language>en</dc:language><meta property="dcterms:modified">2024-05-01T00:00:00Z</meta></metadata>'
    '<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
    '<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
    '<spine><itemref idref="a"/></spine></package>',
    "EPUB/nav.xhtml": XHTML % '<nav epub:type="toc"><ol><li><a href="a.xhtml">The <i>mill</i> opens</a></li></ol></nav>'
    '<nav epub:type="landmarks"><ol><li><a epub:type="bodymatter" href="a.xhtml">Start</a></li></ol></nav>',
    "EPUB/a.xhtml": XHTML % "<h1>The <i>mill</i> opens</h1><p>It is May.</p>",
}
with zipfile.ZipFile("mill.epub", "w") as book:
    book.writestr("mimetype", "application/epub+zip")
    for name, text in files.items():
        book.writestr(name, text)
PY
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund epub2@3.0.2 @lingo-reader/epub-parser@0.4.6 > npm.log 2>&1
cat > contents.mjs <<'JS'
import assert from "node:assert";
import { EPub } from "epub2";
import { initEpubFile } from "@lingo-reader/epub-parser";
const lists = [(await EPub.createAsync("mill.epub")).toc, (await initEpubFile("mill.epub")).getToc()];
console.log(lists);
assert.deepEqual(lists, [[], []]);
JS
node contents.mjs
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check epub_meta==0.0.7
venv/bin/python -W ignore - <<'PY'
import epub_meta
titles = [entry["title"] for entry in epub_meta.get_epub_metadata("mill.epub")["toc"]]
print(titles)
assert titles == ["The", "Start"]
PY
