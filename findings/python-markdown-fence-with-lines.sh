#!/usr/bin/env bash
# Python-Markdown runs a code block together where its fence names lines in braces
#
# Guessed: the braces are passed over, or the block has no language
# Happens: "```js {1,2}", as Gatsby and Docusaurus write it, is no fence to fenced_code: the block
#   becomes inline code in a paragraph, its lines joined; "```js" is fine
# Versions: Markdown 3.11.3
# Matters: posts that move to Pelican or MkDocs lose the shape of their code
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check markdown==3.11.3
venv/bin/python -W ignore - <<'PY'
import markdown
seen = [markdown.markdown(f"```js{info}\na = 1\nb = 2\n```", extensions=["extra"]) for info in ("", " {1,2}")]
print(seen)
assert seen[0].startswith("<pre><code class=\"language-js\">")
assert seen[1].startswith("<p><code>js {1,2}")
PY
