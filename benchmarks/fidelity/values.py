"""What converters lose of pages that packages ship: the account of each output, by kind.

    python -m benchmarks.fidelity.values [--quick]

Every page is converted; `newskit compare`'s account says which of its values the Markdown lacks:
words, addresses, formulas, code and its language, texts of pictures, places that links on the page
lead to. Values that may be left out for a reason (comments, what the head of a page says, the other
sizes of a picture) are not counted. For newskit the last line leaves out what its report holds.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from benchmarks.common.peers import peer_python, versions
from benchmarks.common.report import Section
from benchmarks.fidelity.__main__ import (
    HERE,
    NODE_PEERS,
    PACKAGES,
    PYTHON_PEERS,
    convert,
    node_folder,
)
from benchmarks.fidelity.pages import pages
from newskit import convert_html
from newskit.account.kinds import ValueKind
from newskit.account.missing import missing_values
from newskit.account.reading import read_html, read_markdown
from newskit.account.verdict import Said, why_missing

KINDS = (
    ValueKind.TEXT,
    ValueKind.LINK,
    ValueKind.IMAGE,
    ValueKind.EMBED,
    ValueKind.FORMULA,
    ValueKind.CODE,
    ValueKind.CODE_LANGUAGE,
    ValueKind.TARGET,
    ValueKind.COMPONENT,
)


def lacks(html: str, markdown: str, noted: tuple[str, ...] = ()) -> Counter[str]:
    """Return how many values of a page its Markdown lacks, by kind."""
    said = Said(noted)
    return Counter(
        one.kind.value
        for one in missing_values(read_html(html), read_markdown(markdown))
        if not one.spare and not why_missing(one) and one.text not in said
    )


def total(cases: list[dict[str, str]]) -> Counter[str]:
    """Return how many values of each kind the pages hold: what an empty document lacks."""
    return sum((lacks(case["html"], "") for case in cases), Counter[str]())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fidelity.values")
    parser.add_argument("--quick", action="store_true", help="every fifth page")
    cases = pages()[:: 5 if parser.parse_args().quick else 1]
    python = peer_python("fidelity", PACKAGES)
    node = node_folder()
    commands: dict[str, list[object]] = {
        "newskit": [sys.executable, HERE / "peers" / "convert.py", "newskit/gfm/keep/proved"]
    }
    for name in (*PYTHON_PEERS, "pandoc"):
        commands[name] = [python, HERE / "peers" / "convert.py", name]
    for name in NODE_PEERS if node is not None else ():
        commands[name] = ["node", node / "convert.mjs", name] if node is not None else []
    section = Section(
        f"Values lost of {len(cases)} pages", ("", *[kind.value for kind in KINDS], "crashes")
    )
    _row(section, "in the pages", total(cases), 0)
    for name, command in commands.items():
        answers = convert(command, cases)
        counts = Counter[str]()
        crashes = 0
        for case in cases:
            answer = answers.get(case["id"], {"error": "died"})
            crashes += "error" in answer
            counts += lacks(case["html"], str(answer.get("markdown", "")))
        _row(section, name, counts, crashes)
    neither = Counter[str]()
    for case in cases:
        made = convert_html(case["html"], profile="gfm")
        noted = tuple(one.text for one in made.differences)
        neither += lacks(case["html"], made.markdown, noted)
    _row(section, "newskit, in neither Markdown nor report", neither, 0)
    section.notes.append(versions(python, PACKAGES))
    sets = Counter(case["set"] for case in cases)
    section.notes.append("Pages: " + ", ".join(f"{name} {count}" for name, count in sets.items()))
    print(section.text())


def _row(section: Section, name: str, counts: Counter[str], crashes: int) -> None:
    section.add(name, *[counts[kind.value] for kind in KINDS], crashes)


if __name__ == "__main__":
    main()
