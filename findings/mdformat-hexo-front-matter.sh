#!/usr/bin/env bash
# mdformat makes a heading of Hexo's front matter without an opening fence
#
# Guessed: mdformat-frontmatter knows the form that Hexo allows, or leaves it alone
# Happens: `title: T` / `date: …` / `---` becomes `## title: T date: …`: all keys on one line, the
#   front matter gone
# Versions: mdformat 1.0.0 with mdformat-frontmatter 2.2.0; hexo-front-matter 5.0.0
# Matters: one run over a Hexo archive loses every date and tag
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mdformat==1.0.0 mdformat-frontmatter==2.2.0
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund hexo-front-matter@5.0.0 > npm.log 2>&1
printf 'title: Open day\ndate: 2024-05-01 09:41:00\n---\nText.\n' > p.md
read_title() { node -e 'const m = require("hexo-front-matter"); console.log(m.parse(require("fs").readFileSync("p.md", "utf8")).title)'; }
read_title | tee before
venv/bin/mdformat p.md
cat p.md
read_title | tee after
grep -qx 'Open day' before
grep -qx 'undefined' after
grep -qx '## title: Open day date: 2024-05-01 09:41:00' p.md
