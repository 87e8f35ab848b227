#!/usr/bin/env bash
# hexo-migrator-wordpress runs all paragraphs of WordPress's classic editor into one
#
# Guessed: blank lines, which are all that parts paragraphs there, part them in Markdown too
# Happens: three paragraphs with blank lines between them become one line of Markdown; with <p> around
#   them they stay three
# Versions: hexo-migrator-wordpress 2.1.2 with hexo 8.1.2, Node 20
# Matters: every WordPress post from before 2018 is stored so
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 - <<'PY'
def item(number, name, body):
    return (f"<item><title>{name}</title><link>https://mill.example/{name}/</link><pubDate>Thu, 02 May 2024 01:30:00 "
            f"+0000</pubDate><dc:creator>ann</dc:creator><guid isPermaLink='false'>https://mill.example/?p={number}</guid>"
            f"<description></description><content:encoded><![CDATA[{body}]]></content:encoded><excerpt:encoded>"
            f"</excerpt:encoded><wp:post_id>{number}</wp:post_id><wp:post_date>2024-05-02 09:30:00</wp:post_date>"
            f"<wp:post_date_gmt>2024-05-02 01:30:00</wp:post_date_gmt><wp:post_name>{name}</wp:post_name><wp:status>publish"
            f"</wp:status><wp:post_parent>0</wp:post_parent><wp:post_type>post</wp:post_type></item>")
NAMES = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in (
    ("excerpt", "http://wordpress.org/export/1.2/excerpt/"), ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("dc", "http://purl.org/dc/elements/1.1/"), ("wp", "http://wordpress.org/export/1.2/")))
items = (item(1, "classic", "The mill is open.\n\nIt was <b>closed</b> in May.\n\nBread is sold there."),
         item(2, "blocks", "<p>The mill is open.</p>\n\n<p>It was <b>closed</b> in May.</p>"))
open("mill.xml", "w").write(
    f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {NAMES}><channel><title>Mill</title>'
    "<link>https://mill.example</link><description></description><wp:wxr_version>1.2</wp:wxr_version>"
    f"{''.join(items)}</channel></rss>")
PY
echo '{"private": true, "hexo": {"version": "8.1.2"}}' > package.json
npm install --silent --no-audit --no-fund hexo@8.1.2 hexo-migrator-wordpress@2.1.2 > npm.log 2>&1
printf 'title: Mill\nurl: https://mill.example\n' > _config.yml
mkdir -p source/_posts scaffolds
for name in post draft page; do printf -- '---\ntitle: {{ title }}\ndate: {{ date }}\n---\n' > scaffolds/$name.md; done
timeout 30 npx --no-install hexo migrate wordpress mill.xml > run.log 2>&1 || [ $? = 124 ] # does not end by itself
body() { sed '1,/^---$/d' "source/_posts/$1.md" | sed '/^$/d'; }
body classic; body blocks
[ "$(body classic)" = "The mill is open. It was **closed** in May. Bread is sold there." ]
[ "$(body blocks | grep -c .)" = 2 ]
