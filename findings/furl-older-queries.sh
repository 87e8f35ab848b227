#!/usr/bin/env bash
# furl writes a replacement character for é in addresses of Latin-1 times
#
# Guessed: an address that is read and written is the same, or an equivalent one
# Happens: /search?q=caf%E9 becomes /search?q=caf%EF%BF%BD, so that no server finds it; q=a=b and a;b are
#   escaped anew, and %20 becomes +, as the manual says. yarl and hyperlink keep all four
# Versions: furl 2.1.4, yarl 1.25.1, hyperlink 21.0.0
# Matters: links of older stories to searches and archives of the time before UTF-8 are destroyed by a pass that
#   changes nothing else
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check furl==2.1.4 yarl==1.25.1 hyperlink==21.0.0
venv/bin/python -W ignore - <<'PY'
import furl, hyperlink, yarl
queries = ["q=caf%E9", "q=the%20mill", "q=a=b", "a;b"]
addresses = [f"https://mill.example/search?{query}" for query in queries]
seen = [furl.furl(address).url.partition("?")[2] for address in addresses]
print(seen)
assert seen == ["q=caf%EF%BF%BD", "q=the+mill", "q=a%3Db", "a%3Bb"]
for read in (yarl.URL, hyperlink.URL.from_text):
    assert [str(read(address)) if read is yarl.URL else read(address).to_text() for address in addresses] == addresses
PY
