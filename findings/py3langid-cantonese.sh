#!/usr/bin/env bash
# py3langid calls simplified Chinese headlines Cantonese and Wu
#
# Guessed: zh
# Happens: "Kubernetes 入门教程", "React Hooks 使用指南" and "Python 教程" are yue, "北京市人民政府公告" is wuu:
#   release 0.4.0 knows these languages of their own
# Versions: py3langid 0.4.0
# Matters: filters by language drop Chinese posts, and the tag yue is wrong in a book
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check py3langid==0.4.0
venv/bin/python -W ignore - <<'PY'
import py3langid
seen = [py3langid.classify(text)[0] for text in ("Kubernetes 入门教程", "React Hooks 使用指南", "Python 教程", "北京市人民政府公告")]
print(seen)
assert seen == ["yue", "yue", "yue", "wuu"]
PY
