#!/usr/bin/env bash
# odfpy's extractText runs the number and the text of a footnote into the sentence
#
# Guessed: a note is left out, or stands apart; blanks, tabs and line breaks are there, as its description says
# Happens: "The mill opens¹ in May." with the note "At noon." becomes "The mill opens1At noon. in May."; of ruby the
#   reading follows the character without a sign (東京とうきょう). Blanks, tabs and breaks are right
# Versions: odfpy 1.4.1
# Matters: plain texts of reports for search have sentences nobody wrote, and figures that end in the number of a note
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check odfpy==1.4.1
venv/bin/python -W ignore - <<'PY'
from odf import teletype
from odf.text import LineBreak, Note, NoteBody, NoteCitation, P, Ruby, RubyBase, RubyText, S
paragraph = P(text="The mill opens")
note = Note(noteclass="footnote")
note.addElement(NoteCitation(text="1"))
body = NoteBody()
body.addElement(P(text="At noon."))
note.addElement(body)
paragraph.addElement(note)
paragraph.addText(" in May.")
ruby = Ruby()
ruby.addElement(RubyBase(text="東京"))
ruby.addElement(RubyText(text="とうきょう"))
second = P(text="In ")
second.addElement(ruby)
second.addElement(S(c=2))
second.addElement(LineBreak())
second.addText("today")
seen = [teletype.extractText(paragraph), teletype.extractText(second)]
print(seen)
assert seen == ["The mill opens1At noon. in May.", "In 東京とうきょう  \ntoday"]
PY
