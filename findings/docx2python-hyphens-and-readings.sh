#!/usr/bin/env bash
# docx2python drops the hyphen of E-Mail, and writes a reading before the character it belongs to
#
# Guessed: a non-breaking hyphen is a hyphen, as python-docx has it; of ruby, base and reading can be told apart
# Happens: "E-Mail" with Word's non-breaking hyphen is "EMail", and 東京 with a reading above is とうきょう東京, with nothing
#   in between; python-docx keeps the hyphen, and has neither base nor reading
# Versions: docx2python 3.7.1, python-docx 1.2.0
# Matters: names and compounds in the text of reports are not those that were written, and are not found
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check docx2python==3.7.1 python-docx==1.2.0
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

from docx import Document
from docx2python import docx2python
docx("mill.docx", [run("E") + "<w:r><w:noBreakHyphen/></w:r>" + run("Mail"), run("In ") + RUBY + run(" today")])
seen = docx2python("mill.docx").text.split("\n\n")
other = [paragraph.text for paragraph in Document("mill.docx").paragraphs]
print(seen, other)
assert seen == ["EMail", "In とうきょう東京 today"]
assert other == ["E-Mail", "In  today"]
PY
