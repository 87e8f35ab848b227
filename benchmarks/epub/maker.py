"""Make one book with one tool: ``python maker.py TOOL RECORDS OUT``; runs in the tool's Python.

Prints the user + system seconds that making took, with reading the records, line by line.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterable
from html import escape
from pathlib import Path


def newskit(records: Iterable[dict[str, object]], out: str) -> None:
    _newskit(records, out, "none")


def newskit_months(records: Iterable[dict[str, object]], out: str) -> None:
    _newskit(records, out, "month")


def _newskit(records: Iterable[dict[str, object]], out: str, split: str) -> None:
    from newskit.config.export import EpubConfig
    from newskit.epub.book import build
    from newskit.epub.prepare import prepare

    config = EpubConfig(title="Benchmark", pack=True, split=split)
    target = Path(out).with_suffix("") if split == "none" else Path(out)
    build((prepare(record, config) for record in records), target, config)


def ebooklib(records: Iterable[dict[str, object]], out: str) -> None:
    from ebooklib import epub

    book = epub.EpubBook()
    book.set_identifier("benchmark")
    book.set_title("Benchmark")
    book.set_language("en")
    chapters = []
    for number, record in enumerate(records):
        title = _title(record)
        language = str(record["language"] or "en")
        chapter = epub.EpubHtml(title=title, file_name=f"text/{number}.xhtml", lang=language)
        chapter.content = f"<h1>{escape(title)}</h1>{record['content_html']}"
        book.add_item(chapter)
        chapters.append(chapter)
    book.toc = chapters
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav())
    book.spine = ["nav", *chapters]
    epub.write_epub(out, book)


def pandoc_html(records: Iterable[dict[str, object]], out: str) -> None:
    _pandoc(records, out, "html")


def pandoc_markdown(records: Iterable[dict[str, object]], out: str) -> None:
    _pandoc(records, out, "markdown")


def _pandoc(records: Iterable[dict[str, object]], out: str, reader: str) -> None:
    parts = []
    for record in records:
        title = escape(_title(record))
        head = f"<h1>{title}</h1>\n" if reader == "html" else f"\n\n# {title}\n\n"
        parts.append(head + str(record["content_html"]) + "\n")
    text = "".join(parts).encode("utf-8", "replace")
    command = ["pandoc", "-f", reader, "-t", "epub3", "--metadata", "title=Benchmark", "-o", out]
    subprocess.run(command, input=text, check=True, stderr=subprocess.DEVNULL)


def _title(record: dict[str, object]) -> str:
    """Return a title peers can take: ebooklib stops at control characters."""
    title = "".join(
        character for character in str(record["title"] or "") if character.isprintable()
    )
    return title.strip() or "Untitled"


MAKERS = {
    "newskit": newskit,
    "newskit-months": newskit_months,
    "ebooklib": ebooklib,
    "pandoc-html": pandoc_html,
    "pandoc-markdown": pandoc_markdown,
}


def main() -> None:
    tool, source, out = sys.argv[1:]
    before = _cpu()
    started = time.perf_counter()
    with Path(source).open(encoding="ascii") as lines:
        MAKERS[tool](map(json.loads, lines), out)
    peak = _peak()
    print(
        json.dumps(
            {
                "cpu": _cpu() - before,
                "wall": time.perf_counter() - started,
                "peak": peak,
            }
        )
    )


def _peak() -> float:
    """Return the largest memory of this process and its children, in MB (10**6 bytes).

    A process inherits the `ru_maxrss` of the one that started it; the kernel's own high-water mark
    starts anew.
    """
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    status = Path("/proc/self/status")
    if not status.is_file():
        return max(children, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) * 1024 / 1e6
    lines = status.read_text("ascii", "replace").splitlines()
    own = next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
    return max(children, own) * 1024 / 1e6


def _cpu() -> float:
    total = 0.0
    for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN):
        usage = resource.getrusage(who)
        total += usage.ru_utime + usage.ru_stime
    return total


if __name__ == "__main__":
    main()
