#!/usr/bin/env bash
# Eleventy builds pages of Markdown in folders that begin with a dot
#
# Guessed: such folders are passed over, as Jekyll and Hexo pass them over
# Happens: `.notes/plan.md` beside the configuration becomes `/.notes/plan/`; only `.gitignore`,
#   `.eleventyignore` and node_modules keep files out
# Versions: @11ty/eleventy 3.1.8, Node 20
# Matters: what editors and other tools keep in hidden folders of a repository is published, without
#   a layout, under a public address
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund @11ty/eleventy@3.1.8 > npm.log 2>&1
mkdir .notes posts
printf -- '---\ntitle: Rain\n---\nIt rains.\n' > posts/rain.md
printf 'Fire the miller.\n' > .notes/plan.md
npx --no-install @11ty/eleventy --quiet > build.log 2>&1
find _site -type f | sort
[ "$(cat _site/posts/rain/index.html)" = "<p>It rains.</p>" ]
[ "$(cat _site/.notes/plan/index.html)" = "<p>Fire the miller.</p>" ]
