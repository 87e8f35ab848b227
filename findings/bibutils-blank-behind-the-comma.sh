#!/usr/bin/env bash
# bibutils drops all fields but the first of a BibTeX entry with no blank or line end behind the comma
#
# Guessed: blanks between fields have no meaning in BibTeX
# Happens: of @article{day,title={Day},author={Lee, Ann},year={2024}} only the title is left, in MODS and in the RIS
#   made of it; "1 reference processed" is all it says. With a blank or a line end behind each comma author and year
#   are there
# Versions: bibutils 7.2 (Debian 12)
# Matters: exports in one line an entry, which programs write, become lists of titles
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get download -qq bibutils=7.2-2 libbibutils8=7.2-2
for package in *.deb; do dpkg-deb -x "$package" root; done
export LD_LIBRARY_PATH=$(dirname "$(find "$PWD/root" -name 'libbibutils.so.8*' | head -1)")
read_it() { root/usr/bin/bib2xml "$1" | root/usr/bin/xml2ris | grep -E '^(TI|AU|PY)' | tr -d '\r' | sort | tr '\n' '|'; }
printf '@article{day,title={Day},author={Lee, Ann},year={2024}}\n' > dense.bib
printf '@article{day, title={Day}, author={Lee, Ann}, year={2024}}\n' > airy.bib
dense=$(read_it dense.bib)
airy=$(read_it airy.bib)
echo "$dense $airy"
[ "$dense" = 'TI  - Day|' ]
[ "$airy" = 'AU  - Lee, Ann|PY  - 2024|TI  - Day|' ]
