#!/usr/bin/env bash
# markitdown drops the links and authors of a feed's entries, and parts table cells at a bar
#
# Guessed: the Markdown of a feed links to its entries and names their authors; | in a cell is escaped, as it is in
#   that of a CSV file
# Happens: an entry is its title, its date and its texts: no address, no author, no category. `<td>A|B</td>` becomes
#   `| A|B |`, which is two cells, in the Markdown of a page; of a CSV file it is A\|B
# Versions: markitdown 0.1.9
# Matters: what is made from a feed for search or a language model cannot name its sources, and tables of results
#   shift by a column
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check markitdown==0.1.9
venv/bin/python -W ignore - <<'PY'
from pathlib import Path
from markitdown import MarkItDown
Path("feed.xml").write_text('''<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Mill</title><description>News</description><item><title>Open</title><link>https://mill.example/1</link><dc:creator>Ann</dc:creator>
<category>local</category><description>It is open.</description><pubDate>Wed, 01 May 2024 10:00:00 +0200</pubDate></item></channel></rss>''')
Path("page.html").write_text("<table><tr><th>Team</th><th>Goals</th></tr><tr><td>A|B</td><td>2</td></tr></table>")
Path("table.csv").write_text("Team,Goals\nA|B,2\n")
feed, page, table = (MarkItDown().convert(name).text_content for name in ("feed.xml", "page.html", "table.csv"))
print(feed, page, table, sep="\n")
assert "Open" in feed and "01 May 2024" in feed and "It is open." in feed
assert not any(lost in feed for lost in ("mill.example", "Ann", "local"))
assert page.splitlines()[-1] == "| A|B | 2 |" and table.splitlines()[-1] == "| A\\|B | 2 |"
PY
