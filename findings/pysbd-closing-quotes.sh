#!/usr/bin/env bash
# pysbd begins Chinese sentences with the closing quotation mark of the one before, and ends sentences behind "Dr."
#
# Guessed: “走吧。” is one piece, as 「行こう。」 is in Japanese; titles before names are known in the languages it names
# Happens: 他说：“走吧。”大家都笑了。 is split before the ”. "Dr." ends a sentence in Dutch, "Sr." in Spanish and "κ."
#   in Greek; "Dr." in English and German does not
# Versions: pysbd 0.3.4
# Matters: summaries made of the first sentences of a story end at "El Sr.", or open with a quotation mark that closes
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pysbd==0.3.4
venv/bin/python -W ignore - <<'PY'
import pysbd
def split(language, text):
    return [part.strip() for part in pysbd.Segmenter(language=language, clean=False).segment(text)]
seen = [split(*pair) for pair in (
    ("zh", "他说：“走吧。”大家都笑了。"), ("ja", "彼は「行こう。」と言った。次の日。"), ("es", "El Sr. Lee vino. Ya."),
    ("nl", "Dr. Lee kwam. Ja."), ("el", "Ο κ. Λη ήρθε. Ναι."), ("en", "Dr. Lee came. Yes."),
    ("de", "Dr. Lee kam. Ja."))]
print(seen)
assert seen == [
    ["他说：“走吧。", "”大家都笑了。"], ["彼は「行こう。」と言った。", "次の日。"], ["El Sr.", "Lee vino.", "Ya."],
    ["Dr.", "Lee kwam.", "Ja."], ["Ο κ.", "Λη ήρθε.", "Ναι."], ["Dr. Lee came.", "Yes."],
    ["Dr. Lee kam.", "Ja."]]
PY
