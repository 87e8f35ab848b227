"""What converters lose of pages that packages ship: the account of each output, by kind.

    python -m benchmarks.fidelity.values [--quick]

Every page is converted; `newskit compare`'s account says which of its values the Markdown lacks:
words, addresses, formulas, code and its language, texts of pictures, places that links on the page
lead to. `hidden shown` counts the other way round: hidden texts of three words or more that the
Markdown shows. Values that may be left out for a reason (comments, what the head of a page says,
the other sizes of a picture) are not counted. For newskit the last line leaves out what its report
holds.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from benchmarks.common.peers import peer_python, versions
from benchmarks.common.report import Section
from benchmarks.fidelity.__main__ import (
    CODE,
    HERE,
    NODE_PEERS,
    PACKAGES,
    PYTHON_PEERS,
    TAG,
    convert,
    node_folder,
)
from benchmarks.fidelity.pages import pages
from newskit import convert_html, convert_post
from newskit.account.kinds import ValueKind
from newskit.account.missing import missing_values
from newskit.account.reading import Reading, read_html, read_markdown
from newskit.account.tokens import without_tags
from newskit.account.verdict import Said, why_missing
from newskit.config.convert import ConvertConfig, Profile
from newskit.config.model import Config
from newskit.read.parse import parse_bytes

PROFILE = Config(convert=ConvertConfig(profile=Profile.GFM))

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


def shown(html: str, markdown: str) -> int:
    """Return how many hidden texts of a page its Markdown shows, which the page shows nowhere."""
    page, made = read_html(html), read_markdown(markdown)
    seen, result = _visible(page), _visible(made)
    hidden = {_words(html[start:end]) for start, end in page.account.hidden}
    return sum(len(one.split()) > 2 and one not in seen and one in result for one in hidden)


def _visible(reading: Reading) -> str:
    parts: list[str] = []
    place = 0
    for start, end in reading.account.hidden:
        parts.append(reading.html[place:start])
        place = end
    return _words("".join([*parts, reading.html[place:]]))


def _words(html: str) -> str:
    return " ".join(without_tags(html).split())


def own_facts(cases: list[dict[str, str]]) -> str:
    """Return what only newskit promises: proved, and the same when it is converted again."""
    proved = again = marks = characters = 0
    for case in cases:
        made = convert_post(parse_bytes("page.html", case["html"].encode()), PROFILE)
        proved += made.proved
        text = made.post.text
        again += convert_post(parse_bytes("page.md", text.encode()), PROFILE).post.text == text
        marks += sum(len(tag) for tag in TAG.findall(CODE.sub("", made.markdown)))
        characters += len(made.markdown)
    return (
        f"newskit: {proved} of {len(cases)} proved, {again} the same when converted again, "
        f"{100 * marks / characters:.1f} % raw HTML"
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
        f"Values lost of {len(cases)} pages",
        ("", *[kind.value for kind in KINDS], "hidden shown", "crashes"),
    )
    _row(section, "in the pages", total(cases), "", 0)
    for name, command in commands.items():
        answers = convert(command, cases)
        counts = Counter[str]()
        crashes = hidden = 0
        for case in cases:
            answer = answers.get(case["id"], {"error": "died"})
            crashes += "error" in answer
            counts += lacks(case["html"], str(answer.get("markdown", "")))
            hidden += shown(case["html"], str(answer.get("markdown", "")))
        _row(section, name, counts, hidden, crashes)
    neither = Counter[str]()
    for case in cases:
        made = convert_html(case["html"], profile="gfm")
        noted = tuple(one.text for one in made.differences)
        neither += lacks(case["html"], made.markdown, noted)
    _row(section, "newskit, in neither Markdown nor report", neither, "", 0)
    section.notes.append(own_facts(cases))
    section.notes.append(versions(python, PACKAGES))
    sets = Counter(case["set"] for case in cases)
    section.notes.append("Pages: " + ", ".join(f"{name} {count}" for name, count in sets.items()))
    print(section.text())


def _row(section: Section, name: str, counts: Counter[str], hidden: object, crashes: int) -> None:
    section.add(name, *[counts[kind.value] for kind in KINDS], hidden, crashes)


if __name__ == "__main__":
    main()
