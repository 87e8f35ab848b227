from __future__ import annotations

import pickle
import sys

import pytest

from newskit.config.strip import Kind, RuleState, StripConfig, StripRule, Where
from newskit.read.parse import parse_text
from newskit.splice import apply_edits
from newskit.strip import walk
from newskit.strip.match import Rules, rules_for
from newskit.strip.post import strip_post
from newskit.strip.result import Action, RunReport, Stripped

PROSE = "The council voted on Tuesday.\n\nThe bridge opens on Sunday.\n\n"


def strip(text: str, config: StripConfig | None = None) -> tuple[str, Stripped]:
    chosen = config or StripConfig()
    post = parse_text("post.md", text)
    stripped = strip_post(post, chosen, rules_for(chosen), suspects=True)
    return apply_edits(text, stripped.edits), stripped


def test_facts_move_into_the_front_matter() -> None:
    text = f"---\ntitle: x\n---\n{PROSE}（文章来源：港口日报）\n\n<https://g.example/1>\n\n[返回首页](/)\n"
    new, stripped = strip(text)
    assert new == (
        "---\ntitle: x\nsource: 港口日报\nsource_url: https://g.example/1\n---\n"
        + PROSE.rstrip()
        + "\n"
    )
    assert dict(stripped.facts) == {"source": "港口日报", "source_url": "https://g.example/1"}


def test_a_fact_the_front_matter_has_is_not_overwritten_and_a_conflict_is_told() -> None:
    new, stripped = strip(
        f"---\nsource: Herald\n---\n{PROSE}Source: [Gazette](https://g.example)\n"
    )
    assert "source: Herald" in new
    assert "Gazette" not in new
    (conflict,) = stripped.conflicts
    assert conflict.code == "NK501"
    assert "Gazette" in conflict.message
    assert conflict.location.line == 2


def test_a_fact_that_agrees_is_no_conflict() -> None:
    _, stripped = strip(f"---\nsource: gazette\n---\n{PROSE}Source: [Gazette](https://g.example)\n")
    assert stripped.conflicts == ()


def test_keys_of_facts_can_be_chosen_and_left_out() -> None:
    config = StripConfig(keys={"source": "publisher", "source_url": ""})
    tail = "Source: [Gazette](https://g.example/7)\n"
    _, stripped = strip(f"---\na: 1\n---\n{PROSE}{tail}", config)
    assert dict(stripped.facts) == {"publisher": "Gazette"}


def test_facts_can_be_left_alone() -> None:
    new, _ = strip(f"{PROSE}Source: [Gazette](https://g.example)\n", StripConfig(facts=False))
    assert new == PROSE.rstrip() + "\n"


def test_an_empty_address_is_passed_over() -> None:
    new, stripped = strip(f"---\na: 1\n---\n{PROSE}<>\n\n[返回首页](/)｜[下一篇](/2)\n")
    assert "source_url" not in stripped.facts
    assert new.endswith("Sunday.\n")


def test_a_name_split_by_injected_links_is_whole() -> None:
    tail = '<p>（文章来源：上海<span><a href="http://q.example">证券</a></span>报）</p>'
    _, stripped = strip(PROSE + tail)
    assert dict(stripped.facts) == {"source": "上海证券报"}


def test_nothing_goes_when_the_front_matter_cannot_be_read() -> None:
    text = f"---\na: b: c\n---\n{PROSE}Source: [Gazette](https://g.example)\n"
    new, stripped = strip(text)
    assert new == text
    assert stripped.steps[-1].action is Action.STOPPED


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_only_the_last_sentence_is_cut_off_its_paragraph(newline: str) -> None:
    credit = "_This post was originally published on the [Gazette](https://g.example)._"
    text = f"{PROSE}{PROSE}Join us!{credit}\n".replace("\n", newline)
    new, stripped = strip(text, StripConfig(facts=False))
    assert new == text.replace(credit, "")
    assert stripped.removed[0].kind is Kind.SOURCE


def test_a_definition_goes_with_its_last_use_and_others_stay() -> None:
    text = f"See [it][1].\n\n{PROSE}译者：[王][a]\n\n[1]: https://one.example\n[a]: https://a.example\n"
    new, _ = strip(text, StripConfig(facts=False))
    assert "[1]: https://one.example" in new
    assert "[a]:" not in new


def test_more_than_max_share_stays_unless_a_rule_of_the_archive_says_so() -> None:
    tail = "This article was originally published on the [Harbour Gazette](https://g.example).\n"
    text = f"Short news.\n\n{tail}"
    assert strip(text)[0] == text
    rule = StripRule(id="own", kind=Kind.SOURCE, match=r"This article was originally .*")
    new, stripped = strip(text, StripConfig(rules=(rule,), facts=False))
    assert new == "Short news.\n"
    assert stripped.removed[0].rule == "own"


def test_the_whole_body_never_goes() -> None:
    text = "Source: [Gazette](https://g.example)\n\n[Back to home](/)\n"
    assert strip(text, StripConfig(max_share=1.0))[0] == text


def test_a_rule_lifts_its_named_groups() -> None:
    rule = StripRule(
        id="dispatch",
        kind=Kind.SOURCE,
        match=r"Dispatch of (?P<published>.+) from (?P<who>.+)",
        lift={"source": "text(who)", "source_url": "url(who)", "published": "date(published)"},
    )
    text = (
        f"---\na: 1\n---\n{PROSE}Dispatch of 2021/3/4 from [the *harbour*](https://h.example/4)\n"
    )
    _, stripped = strip(text, StripConfig(rules=(rule,)))
    assert dict(stripped.facts) == {
        "source": "the harbour",
        "source_url": "https://h.example/4",
        "published": "2021-03-04",
    }


def test_a_run_rule_needs_something_beside_it() -> None:
    rule = StripRule(id="mark", kind=Kind.STAMP, match="Printed on paper", where=Where.RUN)
    config = StripConfig(rules=(rule,))
    alone = f"{PROSE}Printed on paper\n"
    assert strip(alone, config)[0] == alone
    beside = f"{PROSE}Printed on paper\n\nAll rights reserved.\n"
    assert strip(beside, config)[0] == PROSE.rstrip() + "\n"


def test_rejected_and_proposed_rules_do_nothing() -> None:
    from newskit.config.strip import RuleState

    for state in (RuleState.PROPOSED, RuleState.REJECTED):
        rule = StripRule(id="x", kind=Kind.NAV, match="Sunday.*", state=state)
        assert strip(PROSE, StripConfig(rules=(rule,)))[0] == PROSE


def test_without_built_in_rules_only_the_archive_s_apply() -> None:
    text = f"{PROSE}All rights reserved.\n"
    assert strip(text, StripConfig(builtin=False))[0] == text


def test_every_block_at_the_end_is_explained() -> None:
    _, stripped = strip(
        f"{PROSE}Source: [Gazette](https://g.example)\n\n---\n\n[Back to home](/)\n"
    )
    actions = [step.action for step in stripped.steps]
    assert actions == [Action.REMOVED, Action.REMOVED, Action.STOPPED]
    assert stripped.steps[0].rule
    assert stripped.steps[-1].reason


def test_a_kept_last_block_with_words_of_boilerplate_is_a_suspect() -> None:
    text = f"{PROSE}Do join our mailing list of bridge friends some day.\n"
    _, stripped = strip(text)
    assert stripped.suspect is not None
    assert text[stripped.suspect[0] :].startswith("Do join")


@pytest.mark.parametrize(("letters", "told"), [(400, True), (401, False)])
def test_a_suspect_has_four_hundred_letters_at_most(letters: int, told: object) -> None:
    plea = "Do join our mailing list of bridge friends some day, "
    text = f"---\ntitle: x\n---\n{PROSE}{plea.ljust(letters - 1, 'x')}.\n"
    _, stripped = strip(text)
    assert (stripped.suspect is not None) is told
    assert stripped.suspect in {None, (text.index("Do join"), len(text) - 1)}


def test_results_travel_between_processes() -> None:
    _, stripped = strip(f"---\na: 1\n---\n{PROSE}Source: [Gazette](https://g.example)\n")
    assert pickle.loads(pickle.dumps(stripped)) == stripped
    assert pickle.loads(pickle.dumps(Rules())) == Rules()


def test_damaged_text_is_stripped_too() -> None:
    new, _ = strip(f"\udce9t\udce9\n\n{PROSE}All rights reserved.\n")
    assert new.endswith("Sunday.\n")


def test_a_very_long_last_line_is_not_read_but_kept() -> None:
    text = "word " * 50_000
    assert strip(text)[0] == text


def test_html_keeps_its_wrappers() -> None:
    kept = "<div><p>The bridge opens on Sunday, said the council of the harbour.</p>"
    text = f"{kept}<p>Source: <a href='https://g.example'>Gazette</a></p></div>"
    assert strip(text, StripConfig(facts=False))[0] == f"{kept}</div>"


@pytest.mark.parametrize("fence", [(";;;", ";;;"), ("---json", "---")])
def test_facts_move_into_json_without_braces(fence: tuple[str, str]) -> None:
    opening, closing = fence
    tail = f"{PROSE}Source: [Gazette](https://g.example/7)\n"
    new, stripped = strip(f'{opening}\n"title": "x"\n{closing}\n{tail}')
    added = '"source": "Gazette",\n"source_url": "https://g.example/7"'
    assert new == f'{opening}\n"title": "x",\n{added}\n{closing}\n{PROSE.rstrip()}\n'
    assert stripped.conflicts == ()


def test_a_fact_that_cannot_be_written_leaves_the_post_and_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuses(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(sys.modules[strip_post.__module__], "insert_keys", refuses)
    text = f"---\na: 1\n---\n{PROSE}Source: [Gazette](https://g.example)\n"
    new, stripped = strip(text)
    assert new == text
    assert {problem.code for problem in stripped.conflicts} == {"NK502"}


@pytest.mark.parametrize(
    "front", ["from: https://g.example/7", "links: [{at: https://g.example/7/}]"]
)
def test_an_address_the_front_matter_has_under_another_key_is_not_added(front: str) -> None:
    text = f"---\n{front}\n---\n{PROSE}Source: [Gazette](https://g.example/7)\n"
    new, stripped = strip(text)
    assert new == f"---\n{front}\nsource: Gazette\n---\n{PROSE.rstrip()}\n"
    assert stripped.conflicts == ()


BROKEN_LINES = """<p>
<small>
Copyright 2010 A. Person<br>
Lector: B. Person<br>
The work was paid by <a href="http://h.example/">Harbour</a>.<br>
This article was first published at http://www.o.example/<br>
Published again 2011-02-10.
</small>
</p>
"""


@pytest.mark.parametrize(
    "tail",
    [
        BROKEN_LINES,
        "[もっと読む...](/ja/whole4.txt)\n",
        "[Read more](whole.html)\n",
        "[Weiterlesen](/ganz)\n",
        "<p><a href='/suite'>Lire la suite</a></p>\n",
        "[続きを読む](/2)\n",
        "[阅读全文](/2)\n",
        "Continue reading: [The bridge](/2)\n",
    ],
)
def test_content_that_looks_like_boilerplate_stays(tail: str) -> None:
    new, stripped = strip(PROSE + tail)
    assert new == PROSE + tail
    assert dict(stripped.facts) == {}


def test_a_path_never_becomes_the_address_of_the_source() -> None:
    _, stripped = strip(f"{PROSE}Source: [Gazette](/gazette/7)\n")
    assert dict(stripped.facts) == {"source": "Gazette"}


@pytest.mark.parametrize(
    "end",
    [
        "<ul>\n<li><hr /><p>One.</p><hr /></li>\n</ul>\n<br />",
        "<blockquote><p>One.</p><hr></blockquote>",
        "- One.\n\n  ---",
        "> One is in. Originally published on [Gazette](https://g.example/1)",
    ],
)
def test_nothing_is_cut_inside_what_stays(end: str) -> None:
    new, _ = strip(f"{PROSE}{end}\n\n[Back to home](/)\n")
    assert new.startswith(PROSE + end.removesuffix("\n<br />"))
    assert "Back" not in new


@pytest.mark.parametrize(
    ("end", "left"),
    [
        ("_More here. Originally published in Gazette_", "_More here._"),
        ("Words **and more. Originally published in Gazette.**\n", "Words **and more.**\n"),
        ("A snake_case. Originally published in Gazette_\n", "A snake_case.\n"),
        ("Words. *Originally published in Gazette*\n", "Words.\n"),
        ("Words. `code. Originally published in Gazette`\n", None),
        ("Words. [See. Originally published in Gazette](/more)\n", None),
        ("<p>Words. <img src=/a alt='A. Originally published in Gazette'></p>\n", None),
    ],
)
def test_a_last_sentence_leaves_the_markup_around_it_whole(end: str, left: str | None) -> None:
    new, stripped = strip(f"{PROSE}{end}")
    assert new.endswith(PROSE + (end if left is None else left))
    assert dict(stripped.facts) == ({} if left is None else {"source": "Gazette"})


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Translator: Max M.", "Max M."),
        ("Translator: J. R.", "J. R."),
        ("Translator: Max Mond.", "Max Mond"),
        ("Translated by: [Max M.](https://m.example)", "Max M."),
    ],
)
def test_initials_keep_their_full_stop(line: str, name: str) -> None:
    _, stripped = strip(f"{PROSE}{line}\n")
    assert stripped.facts["translator"] == name


def test_the_rules_of_a_script_ask_nothing_of_a_text_without_it() -> None:
    _, stripped = strip(f"{PROSE}Copyright A. Person\n")
    (removal,) = stripped.removed
    assert removal.rule.startswith("any:")


def test_an_end_of_very_many_lines_goes_as_a_whole_or_not_at_all() -> None:
    line = '<p><a href="https://a.example/x">Read more</a></p>\n'
    few, _ = strip(f"---\ntitle: x\n---\n{PROSE}{line * 3}")
    again, _ = strip(few)
    assert again == few
    many = f"---\ntitle: x\n---\n{PROSE}{line * 40}"
    new, stripped = strip(many)
    assert new == many
    assert [step.action for step in stripped.steps] == [Action.STOPPED]
    assert "more would go each time" in stripped.steps[0].reason


def test_an_end_of_more_blocks_than_the_limit_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walk, "_MOST_CUTS", 5)
    tail = "© 2024 Harbour Notes. All rights reserved.\n\n"
    new, _ = strip(f"---\ntitle: x\n---\n{PROSE * 20}{tail * 3}")
    assert "rights" not in new
    many = f"---\ntitle: x\n---\n{PROSE * 20}{tail * 9}"
    new, stripped = strip(many)
    assert new == many
    assert "blocks would go" in stripped.steps[0].reason


def test_a_rule_between_two_lines_that_go_is_reported_with_the_upper_one() -> None:
    prose = PROSE * 4
    lines = ["Subscribe to our newsletter.\n\n---", "Source: [Mill](https://m.example/1)\n\n<hr>"]
    end = "\n\n".join([*lines, "© 2020 Mill"])
    post = parse_text("a.md", f"---\ntitle: x\n---\n{prose}{end}\n")
    found = strip_post(post, StripConfig(), Rules())
    assert [one.text for one in found.removed] == [*lines, "© 2020 Mill"]


def test_accepted_rules_that_never_fired_are_reported() -> None:
    report = RunReport()
    report.add([{"rule": "plea", "kind": "subscribe", "facts": {}}, {"kind": "suspect"}])
    report.add([{"kind": "stopped", "rule": "plea"}])
    rules = [
        StripRule(id=name, kind=Kind.NAV, match=name, state=state)
        for name, state in (
            ("plea", RuleState.ACCEPTED),
            ("idle", RuleState.ACCEPTED),
            ("asked", RuleState.PROPOSED),
        )
    ]
    assert list(report.rows(rules)) == [
        {"kind": "rule-hits", "rule": "plea", "what": "subscribe", "blocks": 1},
        {"kind": "rule-never-fired", "rule": "idle", "what": "nav"},
        {"kind": "summary", "posts": 2, "stripped": 1, "blocks": 1, "suspects": 1},
    ]
