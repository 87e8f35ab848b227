#!/usr/bin/env bash
# syntok, made for German, ends a sentence behind the 1. of "1. Mai"
#
# Guessed: the full stop of German ordinals is known: every date has one
# Happens: "Das Fest ist am 1. Mai in Berlin." is two sentences, "… am 1." and "Mai in Berlin."; "3. Liga" and
#   "19. Jahrhundert" part so, too. Roman numerals ("Johannes XXIII. war dort") do not
# Versions: syntok 1.4.4
# Matters: summaries made of a first sentence stop before the month, in nearly every report of an event
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check syntok==1.4.4
venv/bin/python -W ignore - <<'PY'
import syntok.segmenter
def split(text):
    return ["".join(token.spacing + token.value for token in sentence).strip()
            for paragraph in syntok.segmenter.process(text) for sentence in paragraph]
seen = [split(text) for text in ("Das Fest ist am 1. Mai in Berlin.", "Im 19. Jahrhundert war es so.", "Die 3. Liga beginnt.",
                                 "Papst Johannes XXIII. war dort.", "Dr. Lee kam z. B. gestern.")]
print(seen)
assert seen == [["Das Fest ist am 1.", "Mai in Berlin."], ["Im 19.", "Jahrhundert war es so."], ["Die 3.", "Liga beginnt."],
                ["Papst Johannes XXIII. war dort."], ["Dr. Lee kam z. B. gestern."]]
PY
