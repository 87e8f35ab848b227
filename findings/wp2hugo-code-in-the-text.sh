#!/usr/bin/env bash
# wp2hugo opens a code block where a line of text says the same, and calls a line of Python Lua
#
# Guessed: WordPress's <pre><code> becomes a fence without a language
# Happens: each block gets the language that a classifier of file contents sees in it, Lua for a line of Python;
#   the name is put in by searching the whole post for the block's text, so a line of a paragraph that
#   says the same gets an opening fence, and the paragraphs up to the next closing fence are code
# Versions: wp2hugo 0.1.5, magika 1.0.3, markdownify 1.2.3, Python 3.11
# Matters: tutorials name a command and show it again: their text in between is published as code
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check wp2hugo==0.1.5 magika==1.0.3 markdownify==1.2.3
cat > export.xml <<'XML'
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Mill</title><link>https://mill.example</link><description>News</description>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_site_url>https://mill.example</wp:base_site_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login>ann</wp:author_login>
<wp:author_email>ann@mill.example</wp:author_email><wp:author_display_name>Ann</wp:author_display_name>
<wp:author_first_name>Ann</wp:author_first_name><wp:author_last_name>Lee</wp:author_last_name></wp:author>
<item><title>Greeting</title><link>https://mill.example/greeting/</link>
<pubDate>Wed, 01 May 2024 09:00:00 +0000</pubDate><dc:creator>ann</dc:creator>
<guid isPermaLink="false">https://mill.example/?p=1</guid><description></description>
<content:encoded><![CDATA[<p>The greeting:<br />print('hello')</p>
<p>That is all.</p>
<pre><code>print('hello')</code></pre>
<p>Good night.</p>]]></content:encoded><excerpt:encoded></excerpt:encoded>
<wp:post_id>1</wp:post_id><wp:post_date>2024-05-01 09:00:00</wp:post_date>
<wp:post_date_gmt>2024-05-01 09:00:00</wp:post_date_gmt><wp:post_modified>2024-05-01 09:00:00</wp:post_modified>
<wp:post_modified_gmt>2024-05-01 09:00:00</wp:post_modified_gmt><wp:comment_status>closed</wp:comment_status>
<wp:post_name>greeting</wp:post_name><wp:status>publish</wp:status><wp:post_parent>0</wp:post_parent>
<wp:post_type>post</wp:post_type><wp:post_password></wp:post_password></item>
</channel></rss>
XML
venv/bin/wp2hugo create export.xml out
post=$(cat out/Mill/posts/2024-05-01-greeting.md)
echo "$post"
grep -qz 'The greeting:  [^a-z]*```lua.print(.hello.)..That is all.' <<< "$post"
[ "$(grep -c '```' <<< "$post")" = 3 ]
