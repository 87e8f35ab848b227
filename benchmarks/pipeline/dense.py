"""Posts that are one kind of markup from beginning to end: seconds and memory for each MB."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from benchmarks.common.data import WORK
from benchmarks.common.measure import Run, run
from benchmarks.common.report import Section

NEWSKIT: Final = [sys.executable, "-m", "newskit"]
SIZE: Final = 1_000_000
COMMANDS: Final = {
    "convert": ("convert",),
    "export": ("export", "jsonl"),
    "book": ("export", "epub", "-o", "book"),
    "strip": ("strip",),
    "validate": ("validate", "--no-cache"),
}
WORD: Final = "Ein Wort und mehr"

_IN_TURN: Final = """<h3>{w} {n}</h3>
<p>{w} <b>{n}</b>, <a href="/{n}">{w}</a>, <code>{n}</code></p>
<ul><li>{w}</li><li><img src="/{n}.jpg" alt="{w}"></li></ul>
<pre><code>{n}</code></pre>
<table><tr><th>{n}</th></tr><tr><td>第{n}条</td></tr></table>
<blockquote><p>{w}</p></blockquote>
"""
_HTML_IN_TURN: Final = """## {w} {n}

{w} *{n}* <b>{n}</b> [{w}](/{n})

- {w}
- {n}

<table><tr><td>{n}</td><td>第{n}条</td></tr></table>

```
{w}
```

"""

# What one piece is, and what stands around all of them.
HTML: Final[Mapping[str, tuple[str, str]]] = {
    "short paragraphs": ("<p>{w} {n}</p>\n", "{}"),
    "links": ('<p><a href="https://a.example/{n}">{w}</a></p>\n', "{}"),
    "pictures": ('<p><img src="/{n}.jpg" alt="{w}"></p>\n', "{}"),
    "headings": ("<h3>{w} {n}</h3>\n", "{}"),
    "line breaks": ("{w} {n}<br>\n", "<p>{}</p>"),
    "marks": ("<b>{w}</b> <i>{n}</i> ", "<p>{}</p>"),
    "styled spans": ('<span style="font-weight: bold">{w}</span> {n} ', "<p>{}</p>"),
    "items of lists": ("<li>{w} {n}</li>\n", "<ul>{}</ul>"),
    "items of many lists": ("<ul><li>{w}</li><li>{n}</li></ul>\n", "{}"),
    "rows of a table": ("<tr><td>{n}</td><td>{w}</td></tr>\n", "<table>{}</table>"),
    "tables": ("<table><tr><th>{n}</th></tr><tr><td>{w}</td></tr></table>\n", "{}"),
    "code": ("<pre><code>{w} = {n}\n</code></pre>\n", "{}"),
    "highlighted code": ('<span class="k">{w}</span> = <b>{n}</b>\n', "<pre>{}</pre>"),
    "code in lines": ("<code>{n}</code> ", "<p>{}</p>"),
    "definitions": ("<dt>{n}</dt><dd>{w}</dd>\n", "<dl>{}</dl>"),
    "quotations": ("<blockquote><p>{w} {n}</p></blockquote>\n", "{}"),
    "figures": ('<figure><img src="/{n}.jpg"><figcaption>{w}</figcaption></figure>\n', "{}"),
    "references": ("&auml;&#{n};&lt;", "<p>{}</p>"),
    "boxes": ("<div><div>{w} {n}</div></div>\n", "{}"),
    "Chinese": ("<p>第{n}条：港口的桥，<b>市议会</b>昨天通过了。</p>\n", "{}"),
    "Japanese, one paragraph": ("第{n}回の<i>会議</i>で橋の工事が決まった。", "<p>{}</p>"),
    "everything in turn": (_IN_TURN, "{}"),
}
MARKDOWN: Final[Mapping[str, tuple[str, str]]] = {
    "Markdown: inline HTML": ('{w} <b>{n}</b> <a href="/{n}">x</a>\n\n', "{}"),
    "Markdown: one paragraph of HTML": ("{w} <i>{n}</i>\n", "{}"),
    "Markdown: links": ("{w} [{n}](https://a.example/{n})\n\n", "{}"),
    "Markdown: marks": ("*{n}* **{n}** ", "{}"),
    "Markdown: lists": ("- {w} {n}\n", "{}"),
    "Markdown: tables": ("| {n} | {w} |\n", "| a | b |\n| --- | --- |\n{}"),
    "Markdown: notes": ("{w}[^{n}]\n\n[^{n}]: {n}\n\n", "{}"),
    "Markdown: code": ("```\n{w} {n}\n```\n\n", "{}"),
    "Markdown: Chinese": ("第{n}条：港口的**桥**，市议会昨天通过了。\n\n", "{}"),
    "Markdown: HTML in turn": (_HTML_IN_TURN, "{}"),
}


def dense() -> Section:
    """Measure each command on a MB of each kind; a start, with a post of no length, is left out."""
    columns = ("kind", *(f"{name} {unit}" for name in COMMANDS for unit in ("s", "MB")))
    section = Section("Seconds and memory for a MB of one kind of markup", columns)
    folder = WORK / "dense"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    bare = {name: _run(_written(folder, "html", "<p>{}</p>", "x ", 1), name) for name in COMMANDS}
    for ending, kinds in (("html", HTML), ("md", MARKDOWN)):
        for kind, (piece, around) in kinds.items():
            path = _written(folder, ending, around, piece, SIZE)
            cells: list[str] = []
            for name in COMMANDS:
                done = _run(path, name)
                cells += [
                    f"{done.cpu - bare[name].cpu:.2f}",
                    f"{done.peak - bare[name].peak:.0f}",
                ]
            section.add(kind, *cells)
    shutil.rmtree(folder)
    section.notes.append("The bound is 1 s and 200 MB for each MB of input.")
    return section


def _written(folder: Path, ending: str, around: str, piece: str, size: int) -> Path:
    path = folder / f"post.{ending}"
    before, after = around.split("{}")
    parts: list[str] = []
    length = number = 0
    while length < size:
        number += 1
        parts.append(piece.replace("{w}", WORD).replace("{n}", str(number)))
        length += len(parts[-1].encode())
    made = f"---\ntitle: Dense\ndate: 2024-01-01\n---\n\n{before}{''.join(parts)}{after}\n"
    path.write_text(made, encoding="utf-8")
    return path


def _run(path: Path, name: str) -> Run:
    shutil.rmtree(path.parent / "book", ignore_errors=True)
    return run([*NEWSKIT, *COMMANDS[name], path, "--jobs", "1"], folder=path.parent, keep=False)
