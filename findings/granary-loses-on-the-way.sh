#!/usr/bin/env bash
# granary drops a JSON Feed's tags and second author, and the full text of an RSS feed
#
# Guessed: what both formats have comes through: tags, authors, the text in content:encoded
# Happens: of a JSON Feed's item, tags and the second author are lost; a content_text of "5 < 6" is taken for HTML. Of
#   an RSS item with description and content:encoded only the description is read; of an Atom entry the second author,
#   the category and the summary are lost
# Versions: granary 11.0
# Matters: a site's feed that is offered in another format through it is poorer in each of them, and whole stories
#   become their teasers
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check granary==11.0
venv/bin/python -W ignore - <<'PY'
import json
from granary import atom, jsonfeed, rss
items, _ = jsonfeed.jsonfeed_to_activities({"version": "https://jsonfeed.org/version/1.1", "title": "Mill", "items": [{
    "id": "1", "url": "https://mill.example/1", "content_text": "If 5 < 6", "tags": ["news"],
    "authors": [{"name": "Ann"}, {"name": "Bo"}]}]})
print(items)
assert items[0]["author"] == {"displayName": "Ann"} and items[0]["content"] == "If 5 < 6"
assert "Bo" not in json.dumps(items) and "news" not in json.dumps(items)
stories = rss.to_activities('''<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Mill</title>
<item><title>Open</title><link>https://mill.example/1</link><category>news</category><description>The teaser</description>
<content:encoded>&lt;p&gt;The whole story&lt;/p&gt;</content:encoded></item></channel></rss>''')
print(stories)
assert "The teaser" in str(stories) and "news" in str(stories) and "whole story" not in str(stories)
entries = atom.atom_to_activities('''<feed xmlns="http://www.w3.org/2005/Atom"><title>Mill</title><entry><id>tag:mill.example,2024:1</id>
<title>Open</title><author><name>Ann</name></author><author><name>Bo</name></author><category term="news"/>
<link href="https://mill.example/1"/><updated>2024-05-01T10:00:00Z</updated><summary>The teaser</summary>
<content type="html">&lt;p&gt;The whole story&lt;/p&gt;</content></entry></feed>''')
print(entries)
assert "whole story" in str(entries) and "Ann" in str(entries)
assert not any(lost in str(entries) for lost in ("Bo", "news", "teaser"))
PY
