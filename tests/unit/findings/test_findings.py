"""Output formats: what a person sees, and what programs can read."""

from __future__ import annotations

import json
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest

from newskit.findings.finding import Baseline, Finding, OutputFormat, RuleNote, describe
from newskit.findings.formats import make_format
from newskit.findings.written import width
from newskit.read.parse import parse_bytes, parse_text
from newskit.validate.post import validate_post
from newskit.validate.rule import by_code

CJK = "---\nlayout: post\ntitle: 整治：虚拟货币: 挖矿\n---\n正文\n"


def findings(text: str | bytes, path: str = "_posts/a.md") -> list[Finding]:
    data = text.encode() if isinstance(text, str) else text
    post = parse_bytes(path, data)
    return [describe(post, problem) for problem in validate_post(post)]


def printed(name: str, text: str | bytes, path: str = "_posts/a.md") -> str:
    note = RuleNote("NK121", "colon-in-value", "s", "m", "error")
    style = make_format(OutputFormat(name), colour=False, rules=lambda: {"NK121": note})
    return style.begin() + style.file(path, findings(text, path)) + style.end()


def columns(line: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in line)


def test_the_caret_stands_under_wide_characters() -> None:
    lines = printed("full", CJK).splitlines()
    source = next(line for line in lines if "title" in line and "|" in line)
    caret = lines[lines.index(source) + 1]
    # The colon and the space are in the middle of wide characters.
    assert columns(source[: source.index(": 挖矿")]) == caret.index("^")


@pytest.mark.parametrize(
    ("text", "under"),
    [
        ("---\ntitle: T\nx:\ty: @a\n---\n", ":"),
        ("---\ntitle: T\nx:   @a\n---\n", "@"),
        (f"---\ntitle: T\nxy: {'漢' * 300}: b\n---\n", ":"),
    ],
)
def test_the_caret_stands_under_the_place(text: str, under: str) -> None:
    lines = printed("full", text).splitlines()
    caret = next(number for number, line in enumerate(lines) if "^" in line)
    prefix = lines[caret].index("^")
    at = 0
    for character in lines[caret - 1]:
        if at == prefix:
            assert character == under
            break
        at += width(character)
    else:
        pytest.fail("the caret stands beyond the line")


def test_concise_is_one_line_each() -> None:
    message = "a colon inside the value of `title` makes YAML see another key"
    assert printed("concise", CJK) == f"_posts/a.md:3:15: NK121 [*] {message}\n"


def test_grouped_names_the_file_once() -> None:
    text = printed("grouped", "---\nlayout: x\n---\n\x08\n")
    assert text.startswith("_posts/a.md:\n  1:1 NK201")
    assert text.count("_posts/a.md") == 1


def test_json_has_every_unit_of_place() -> None:
    row = json.loads(printed("json", "---\nlayout: post\ntitle: \U0001f600整: 挖矿\n---\n"))[0]
    assert (row["line"], row["column"], row["utf16_column"]) == (3, 10, 11)
    assert row["byte_offset"] == len("---\nlayout: post\ntitle: \U0001f600整".encode())
    assert row["fix"]["safe"]
    assert row["code"] == "NK121"


def test_byte_offsets_count_the_mark_and_the_encoding() -> None:
    data = b"\xff\xfe" + "---\ntitle: T\ndate: +0800\n---\n".encode("utf-16-le")
    row = next(one for one in findings(data) if one.problem.code == "NK302")
    assert row.byte_offset == 2 + 2 * len("---\ntitle: T\ndate: ")


def test_json_lines_are_objects() -> None:
    rows = [json.loads(line) for line in printed("jsonl", CJK).splitlines()]
    assert [row["code"] for row in rows] == ["NK121"]


@pytest.mark.parametrize("name", ["json", "gitlab", "sarif", "rdjson"])
@pytest.mark.parametrize("text", [CJK, "---\ntitle: T\n---\nText\n", "---\nlayout: x\n---\n\x08"])
def test_json_formats_are_json_with_and_without_findings(name: str, text: str) -> None:
    assert isinstance(json.loads(printed(name, text)), (dict, list))


def test_github_commands_escape_what_ends_them() -> None:
    line = printed("github", CJK, "_posts/a,b:c%\n.md")
    assert line.count("\n") == 1
    assert line.startswith(
        "::error title=newskit (NK121),file=_posts/a%2Cb%3Ac%25%0A.md,line=3,col=15,"
    )


def test_gitlab_has_a_fingerprint_that_survives_other_lines() -> None:
    first = json.loads(printed("gitlab", CJK))[0]
    second = json.loads(printed("gitlab", CJK.replace("layout: post", "layout: post\nx: y")))[0]
    assert first["fingerprint"] == second["fingerprint"]
    assert first["location"]["positions"]["begin"]["line"] == 3
    assert second["location"]["positions"]["begin"]["line"] == 4


def test_sarif_has_rules_levels_and_regions() -> None:
    log = json.loads(printed("sarif", CJK, "_posts/整 a.md"))
    run = log["runs"][0]
    assert log["version"] == "2.1.0"
    result = run["results"][0]
    assert result["ruleId"] == "NK121"
    assert result["level"] == "error"
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "_posts/%E6%95%B4%20a.md"
    assert place["region"]["startColumn"] == 15
    assert run["tool"]["driver"]["rules"][0]["name"] == "colon-in-value"


def test_junit_is_xml_whatever_the_post_holds() -> None:
    root = ET.fromstring(printed("junit", "---\nlayout: <x>\n---\n\x08&\n", 'a"<\x08\udc80.md'))
    assert len(root.findall(".//failure")) == 2
    passed = ET.fromstring(printed("junit", "---\ntitle: T\n---\nText\n"))
    assert passed.findall(".//testcase")
    assert not passed.findall(".//failure")


def test_reviewdog_has_ranges() -> None:
    log = json.loads(printed("rdjson", CJK))
    assert log["source"]["name"] == "newskit"
    # Columns count bytes of UTF-8 (reviewdog, rdf.proto: Position).
    assert log["diagnostics"][0]["location"]["range"] == {
        "start": {"line": 3, "column": 29},
        "end": {"line": 3, "column": 37},
    }


def test_gitlab_tells_two_findings_on_one_line_apart() -> None:
    rows = json.loads(printed("gitlab", "---\ntitle: T\n---\n![](a.png) ![](b.png)\n"))
    assert len({row["fingerprint"] for row in rows}) == len(rows) == 2


CODES = frozenset(by_code())


def reloaded(baseline: Baseline, folder: Path) -> Baseline:
    file = folder / "baseline.json"
    file.write_text(baseline.text(CODES), encoding="utf-8")
    return Baseline.load(file)


def total(text: str) -> int:
    return sum(sum(counts.values()) for counts in json.loads(text)["findings"].values())


def test_a_baseline_hides_what_was_there_and_only_shrinks(tmp_path: Path) -> None:
    old = findings("---\nlayout: x\n---\n\x08\n")
    first = Baseline(Counter(), new=True)
    assert first.unknown(old) == []
    assert total(first.text(CODES)) == len(old) == 2
    second = reloaded(first, tmp_path)
    more = findings("---\nlayout: x\n---\nText &amp;nbsp;\n")
    assert [one.problem.code for one in second.unknown(more)] == ["NK363"]
    second.settle(old[0].problem.location.path)
    assert total(second.text(CODES)) == 1


def test_a_baseline_keeps_what_was_not_looked_for(tmp_path: Path) -> None:
    old = findings("---\nlayout: x\n---\n\x08\n")
    first = Baseline(Counter(), new=True)
    first.unknown(old)
    other_file = reloaded(first, tmp_path)
    other_file.settle("other.md")
    assert other_file.text(CODES) == first.text(CODES)
    other_rules = reloaded(first, tmp_path)
    other_rules.settle(old[0].problem.location.path)
    assert total(other_rules.text({"NK201"})) == 1
    assert total(other_rules.text(CODES)) == 0


def test_the_same_line_twice_is_two_findings_for_a_baseline(tmp_path: Path) -> None:
    one = findings("---\ntitle: T\n---\n[a]()\n")
    two = findings("---\ntitle: T\n---\n[a]()\n\n[a]()\n")
    first = Baseline(Counter(), new=True)
    first.unknown(one)
    assert len(reloaded(first, tmp_path).unknown(two)) == 1


def test_describing_a_place_at_the_end_of_the_text() -> None:
    post = parse_text("a.md", "---\ntitle: T\n---")
    problems = validate_post(post)
    assert problems
    assert all(describe(post, problem).problem is problem for problem in problems)
