#!/usr/bin/env bash
# transliterate's slugify leaves the letters out of Ukrainian and Serbian titles that Russian does not have
#
# Guessed: a word with ї or љ is not taken for Russian, or unknown letters stay
# Happens: each Cyrillic text is detected as Russian, and what Russian has not is dropped: "Київ і Львів" becomes
#   kiv-lvv, and Љубав ubav; with language_code="uk" the first is kyyiv-i-lviv. For a text in Latin letters slugify
#   returns None
# Versions: transliterate 1.10.2
# Matters: addresses of a site in two languages are maimed in one, and missing for titles in English
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check transliterate==1.10.2
venv/bin/python -W ignore - <<'PY'
from transliterate import detect_language, slugify
titles = ["Київ і Львів", "Харків", "Љубав", "Новости дня", "News"]
seen = [(detect_language(title), slugify(title)) for title in titles]
print(seen, slugify("Київ і Львів", language_code="uk"))
assert seen == [("ru", "kiv-lvv"), ("ru", "harkv"), ("ru", "ubav"), ("ru", "novosti-dnja"), (None, None)]
assert slugify("Київ і Львів", language_code="uk") == "kyyiv-i-lviv"
PY
