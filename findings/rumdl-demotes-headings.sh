#!/usr/bin/env bash
# rumdl --fix makes a second-level heading of a post's only heading
#
# Guessed: the heading stays: it is the only one in the body
# Happens: a `title` in the front matter counts as the first heading of level 1, so `# The story`
#   becomes `## The story`; without the key it stays
# Versions: rumdl 0.3.0
# Matters: sites that show no title of their own lose their <h1>, and links to heading levels in
#   style sheets break
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check rumdl==0.3.0
printf -- '---\ntitle: T\n---\n\n# The story\n\nText.\n' > with.md
printf -- '---\nlayout: post\n---\n\n# The story\n\nText.\n' > without.md
venv/bin/rumdl check --fix with.md without.md > log 2>&1 || true
cat with.md without.md
grep -qx '## The story' with.md
grep -qx '# The story' without.md
