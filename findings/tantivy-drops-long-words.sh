#!/usr/bin/env bash
# tantivy leaves out every run of Chinese or Japanese that is longer than 13 characters
#
# Guessed: a Chinese sentence without punctuation is one long word, found when it is sought as a whole
# Happens: the default tokenizer drops words of 40 bytes and more. 13 characters are found, 14 not, not even by
#   themselves, nor is a long German compound; the document is stored, and no error tells
# Versions: tantivy 0.27.0 (Python)
# Matters: headlines of 14 characters without a comma are in no search of the archive; the short ones that one
#   tries first are found
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check tantivy==0.27.0
venv/bin/python -W ignore - <<'PY'
import tantivy
builder = tantivy.SchemaBuilder()
builder.add_text_field("text", stored=True)
index = tantivy.Index(builder.build())
texts = ["市政府今天宣布图书馆将开放", "市政府今天宣布图书馆将会开放", "Rinderkennzeichnungsfleischetikettierung"]
writer = index.writer()
for text in texts:
    writer.add_document(tantivy.Document(text=text))
writer.commit()
index.reload()
found = [index.searcher().search(index.parse_query(text, ["text"]), 5).count for text in texts]
print([(text, len(text.encode()), count) for text, count in zip(texts, found)])
assert index.searcher().num_docs == 3
assert found == [1, 0, 0]
PY
