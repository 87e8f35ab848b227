#!/usr/bin/env bash
# mammoth drops characters that have a reading above them, and the words of simple fields
#
# Guessed: of ruby the characters stay, with or without the reading; a field shows its last value, as in Word
# Happens: of 東京 with とうきょう above neither is in the HTML, in the Markdown or in the plain text; "on 1 May", where the
#   date is a field (w:fldSimple), becomes "on ". A carriage return (w:cr) joins two words. The messages name the
#   elements
# Versions: mammoth 1.13.0 (PyPI), mammoth 1.13.0 (npm), Node 20
# Matters: Japanese and Chinese reports lose their hardest words, names above all, and reports lose dates and cross
#   references
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mammoth==1.13.0
venv/bin/python -W ignore - <<'PY'
import zipfile
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
def docx(name, paragraphs):
    body = "".join(f"<w:p>{runs}</w:p>" for runs in paragraphs)
    with zipfile.ZipFile(name, "w") as book:
        book.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                      '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
                      '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')
        book.writestr("_rels/.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
                      'Target="word/document.xml" Type="' + LINKS + '/officeDocument"/>'
                      '</Relationships>')
        book.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}" xmlns:r="{LINKS}"><w:body>{body}</w:body></w:document>')
def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
RUBY = f'<w:r><w:ruby><w:rubyPr/><w:rt>{run("とうきょう")}</w:rt><w:rubyBase>{run("東京")}</w:rubyBase></w:ruby></w:r>'

import mammoth
docx("mill.docx", [run("In ") + RUBY + run(" today"), run("on ") + '<w:fldSimple w:instr="DATE">' + run("1 May") + "</w:fldSimple>",
                   run("One") + "<w:r><w:cr/></w:r>" + run("two")])
with open("mill.docx", "rb") as file:
    result = mammoth.convert_to_html(file)
    text = mammoth.extract_raw_text(file).value
print(result.value, repr(text), [message.message for message in result.messages])
assert result.value == "<p>In  today</p><p>on </p><p>Onetwo</p>"
assert text.split("\n\n")[:3] == ["In  today", "on ", "Onetwo"]
PY
echo '{"private": true, "type": "module"}' > package.json
npm install --silent --no-audit --no-fund mammoth@1.13.0 > npm.log 2>&1
cat > run.mjs <<'JS'
import assert from "node:assert";
import mammoth from "mammoth";
const { value } = await mammoth.convertToHtml({ path: "mill.docx" });
console.log(value);
assert.equal(value, "<p>In  today</p><p>on </p><p>Onetwo</p>");
JS
node run.mjs
