#!/usr/bin/env bash
# Whoosh finds neither the month of May nor the D of vitamin D, and cuts Hindi words at their vowel signs
#
# Guessed: words such as "the" are left out of the index
# Happens: so are "may" and "will", which are also a month and a name, and every word of one character: "D" of
#   "vitamin D", 猫. The vowel signs of Hindi and Thai end words: of हिन्दी and गाँव nothing is left, of दिवस वस, of กรุงเทพ
#   "กร" and "งเทพ"
# Versions: Whoosh-Reloaded 2.7.5
# Matters: a search for "May" is empty in an archive full of it, and one for हिन्दी too
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check Whoosh-Reloaded==2.7.5
venv/bin/python -W ignore - <<'PY'
from whoosh.analysis import StandardAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import QueryParser
texts = ["Will Smith came in May", "Vitamin D", "猫 开放", "हिन्दी दिवस", "गाँव", "กรุงเทพ"]
words = [[word.text for word in StandardAnalyzer()(text)] for text in texts]
index = RamStorage().create_index(Schema(number=ID(stored=True), text=TEXT))
writer = index.writer()
for number, text in enumerate(texts):
    writer.add_document(number=str(number), text=text)
writer.commit()
with index.searcher() as searcher:
    parser = QueryParser("text", index.schema)
    found = {word: len(searcher.search(parser.parse(word))) for word in ("Smith", "May", "Will", "猫", "हिन्दी")}
print(words, found, sep="\n")
assert words == [["smith", "came"], ["vitamin"], ["开放"], ["वस"], [], ["กร", "งเทพ"]]
assert found == {"Smith": 1, "May": 0, "Will": 0, "猫": 0, "हिन्दी": 0}
PY
