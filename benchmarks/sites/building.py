"""Whole sites built by Jekyll and Hugo, and what their pages show."""

from __future__ import annotations

import re
import subprocess
from html import unescape
from pathlib import Path

from newskit.convert.proof.verify import Form, canonical

__all__ = ["ENGINES", "build", "shown", "without_typography"]

ENGINES = ("jekyll", "hugo")
_JEKYLL = "markdown: kramdown\nkramdown:\n  smart_quotes: apos,apos,quot,quot\n"
_HUGO = """
baseURL = "http://h/"
disableKinds = ["home", "taxonomy", "term", "RSS", "sitemap", "404", "section"]
[markup.goldmark.renderer]
unsafe = true
[markup.highlight]
codeFences = false
[markup.goldmark.extensions]
typographer = false
linkify = false
"""
_TYPOGRAPHY = {"–": "--", "—": "---", "…": "...", "«": "<<", "»": ">>", "&hellip;": "..."}
_TYPOGRAPHY |= {"&laquo;": "<<", "&raquo;": ">>"}
# kramdown puts a fixed space for the one at the inside of a quotation mark.
_INSIDE = re.compile("(?:(?<=<)|(?<=&lt;))(?:\u00a0|&nbsp;)|(?:\u00a0|&nbsp;)(?=>|&gt;)")
_DASH = re.compile(r"&(?:[mn]dash|#8211|#8212|#8230|#x201[34]|#x2026);")


def build(site: Path, bodies: dict[str, str], engine: str, settings: str = "") -> dict[str, str]:
    """Build a site of bodies and return the content of its pages.

    Args:
        site: an empty folder, or one that is not there yet.
        bodies: Markdown by the name of its page; template code in it runs.
        engine: jekyll (kramdown) or hugo (goldmark that lets HTML through).
        settings: further lines of the site's configuration; in Hugo's, of goldmark's extensions.

    Raises:
        RuntimeError: when the site cannot be built.
    """
    jekyll = engine == "jekyll"
    content = site / ("_posts" if jekyll else "content/p")
    layouts = site / ("_layouts" if jekyll else "layouts/_default")
    content.mkdir(parents=True)
    layouts.mkdir(parents=True)
    config = (_JEKYLL if jekyll else _HUGO) + settings
    (site / ("_config.yml" if jekyll else "config.toml")).write_text(config)
    template = "{{ content }}" if jekyll else "{{ .Content }}"
    (layouts / ("post.html" if jekyll else "single.html")).write_text(template)
    for name, body in bodies.items():
        file = content / (f"2022-02-09-{name}.md" if jekyll else f"{name}.md")
        file.write_text(f"---\ntitle: {name}\nlayout: post\n---\n{body}", "utf-8", "replace")
    out = site / "out"
    command = (
        ["jekyll", "build", "--source", site, "--destination", out, "--quiet"]
        if jekyll
        else ["hugo", "-s", site, "-d", out, "--quiet"]
    )
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-800:] or done.stdout[-800:])
    built = {path.stem: path for path in out.rglob("*.html")}
    if not jekyll:
        built = {path.parent.name: path for path in out.rglob("index.html")}
    return {name: built[name].read_text(encoding="utf-8") for name in bodies if name in built}


def shown(page: str) -> Form:
    """Return what a page shows, typographic signs folded."""
    return canonical(without_typography(page))


def without_typography(page: str) -> str:
    """Fold typographic signs: those are the site's choice."""
    page = _DASH.sub(lambda match: unescape(match[0]), page)
    for sign, plain in _TYPOGRAPHY.items():
        page = page.replace(sign, plain)
    return _INSIDE.sub(" ", page)
