#!/usr/bin/env bash
# WordPress importers publish what was private, behind a password, or in the trash
#
# Guessed: what WordPress did not show to the public becomes a draft, or is left out
# Happens: wordpress-export-to-markdown writes a private post and one behind a password like any other, with
#   nothing in them that says so, and leaves drafts out without a word; hexo-migrator-wordpress puts both,
#   and one from the trash, into `_posts`, and dates a draft with the moment of the migration
# Versions: wordpress-export-to-markdown 2.2.2, hexo-migrator-wordpress 2.1.2 with hexo 8.1.2, Node 20
# Matters: the next build of the site shows to everybody what was hidden
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 - <<'PY'
def item(number, name, status, password=""):
    published, utc = "Thu, 02 May 2024 01:30:00 +0000", "2024-05-02 01:30:00"
    if status == "draft":
        published, utc = "", "0000-00-00 00:00:00"
    return (f"<item><title>{name}</title><link>https://mill.example/{name}/</link><pubDate>{published}</pubDate>"
            f"<dc:creator>ann</dc:creator><guid isPermaLink='false'>https://mill.example/?p={number}</guid>"
            f"<description></description><content:encoded><![CDATA[Text of {name}.]]></content:encoded><excerpt:encoded>"
            f"</excerpt:encoded><wp:post_id>{number}</wp:post_id><wp:post_date>2024-05-02 09:30:00</wp:post_date>"
            f"<wp:post_date_gmt>{utc}</wp:post_date_gmt><wp:post_name>{name}</wp:post_name><wp:status>{status}"
            f"</wp:status><wp:post_parent>0</wp:post_parent><wp:post_type>post</wp:post_type>"
            f"<wp:post_password>{password}</wp:post_password></item>")
NAMES = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in (
    ("excerpt", "http://wordpress.org/export/1.2/excerpt/"), ("content", "http://purl.org/rss/1.0/modules/content/"),
    ("dc", "http://purl.org/dc/elements/1.1/"), ("wp", "http://wordpress.org/export/1.2/")))
items = (item(1, "public", "publish"), item(2, "hidden", "private"), item(3, "locked", "publish", "sesame"),
         item(4, "thrown", "trash"), item(5, "unready", "draft"))
open("mill.xml", "w").write(
    f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {NAMES}><channel><title>Mill</title>'
    "<link>https://mill.example</link><description></description><wp:wxr_version>1.2</wp:wxr_version>"
    f"{''.join(items)}</channel></rss>")
PY
mkdir markdown site
(
  cd markdown
  echo '{"private": true}' > package.json
  npm install --silent --no-audit --no-fund wordpress-export-to-markdown@2.2.2 > npm.log 2>&1
  npx --no-install wordpress-export-to-markdown --wizard=false --input=../mill.xml --output=out \
    --post-folders=false --save-attached-images=false --save-scraped-images=false > run.log 2>&1
  head -50 out/*.md
)
[ "$(ls markdown/out | tr '\n' ' ')" = "hidden.md locked.md public.md " ]
[ "$(grep -icE 'private|protected|password|draft|status' markdown/out/hidden.md markdown/out/locked.md | tr '\n' ' ')" = \
  "markdown/out/hidden.md:0 markdown/out/locked.md:0 " ]
(
  cd site
  echo '{"private": true, "hexo": {"version": "8.1.2"}}' > package.json
  npm install --silent --no-audit --no-fund hexo@8.1.2 hexo-migrator-wordpress@2.1.2 > npm.log 2>&1
  printf 'title: Mill\nurl: https://mill.example\n' > _config.yml
  mkdir -p source/_posts scaffolds
  for name in post draft page; do printf -- '---\ntitle: {{ title }}\ndate: {{ date }}\n---\n' > scaffolds/$name.md; done
  timeout 30 npx --no-install hexo migrate wordpress ../mill.xml > run.log 2>&1 || [ $? = 124 ] # does not end by itself
  find source -name '*.md' | sort
)
[ "$(ls site/source/_posts | tr '\n' ' ')" = "hidden.md locked.md public.md thrown.md " ]
[ "$(grep -l "^date: $(date -u +%Y)" site/source/_drafts/*.md | wc -l)" = 1 ]
