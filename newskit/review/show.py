"""An item as HTML: what it is about in its posts, before and after, and what can be decided."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from html import escape
from typing import Final

from newskit.config.strip import Kind, RuleState, StripRule, Where
from newskit.errors import NewskitError, UsageError
from newskit.jobs.stages import StrippedPost, convert_stage, strip_stage, with_rule_files
from newskit.lazy import wordlist
from newskit.post import Post
from newskit.review.desk import Desk, finding_of, lines_of
from newskit.review.families import without_addresses
from newskit.review.gather import Choice, Example, Item, Queue, rules_as_accepted
from newskit.splice import shared_start
from newskit.strip.match import Rules

# Two texts side by side, what differs marked: HTML that holds nothing of theirs but text.

_MOST_LINES: Final = 3000
_ELLIPSIS: Final = '<span class="cut">…</span>'


def marked(text: str, start: int, end: int) -> str:
    """Return text with the code points from `start` to `end` marked."""
    return f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"


def side_by_side(before: str, after: str, context: int = 3) -> tuple[str, str]:
    """Return both texts with their different lines marked."""
    old, new = before.splitlines(), after.splitlines()
    head = _common(old, new)
    tail = min(_common(old[::-1], new[::-1]), min(len(old), len(new)) - head)
    low = max(0, head - context)
    one = old[low : len(old) - max(0, tail - context)]
    other = new[low : len(new) - max(0, tail - context)]
    first = [_ELLIPSIS] if low else []
    last = [_ELLIPSIS] if tail > context else []
    if max(len(one), len(other)) > _MOST_LINES:
        return (_plain(first, one[:_MOST_LINES]), _plain(first, other[:_MOST_LINES]))
    left, right = list(first), list(first)
    for a, b in _pairs(one, other, context):
        left += a
        right += b
    return "\n".join(left + last), "\n".join(right + last)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _plain(first: list[str], lines: Sequence[str]) -> str:
    return "\n".join([*first, *map(escape, lines), _ELLIPSIS])


def _pairs(
    old: Sequence[str], new: Sequence[str], context: int
) -> Iterator[tuple[list[str], list[str]]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            same = [escape(line) for line in old[a:b]]
            if len(same) > 2 * context + 1:
                same = [*same[:context], _ELLIPSIS, *same[len(same) - context :]]
            yield same, same
        elif b - a == d - c:
            pairs = [_line_pair(x, y) for x, y in zip(old[a:b], new[c:d], strict=True)]
            yield [x for x, _ in pairs], [y for _, y in pairs]
        else:
            yield _all_marked(old[a:b]), _all_marked(new[c:d])


def _all_marked(lines: Sequence[str]) -> list[str]:
    return [f"<mark>{escape(line)}</mark>" for line in lines]


def _line_pair(one: str, other: str) -> tuple[str, str]:
    head = shared_start(one, other)
    tail = shared_start(one[head:][::-1], other[head:][::-1])
    return marked(one, head, len(one) - tail), marked(other, head, len(other) - tail)


CHOICES: Final[dict[Queue, tuple[tuple[Choice, str, str], ...]]] = {
    Queue.RULES: (
        (Choice.ACCEPT, "a", "Accept"),
        (Choice.REJECT, "r", "Reject"),
        (Choice.EDIT, "e", "Edit"),
    ),
    Queue.DIFFERENCES: ((Choice.ACCEPT, "a", "Accept"), (Choice.REJECT, "r", "Keep as HTML")),
    Queue.DUPLICATES: (
        (Choice.ACCEPT, "a", "Withdraw the right one"),
        (Choice.OTHER, "o", "Withdraw the left one"),
        (Choice.REJECT, "r", "Keep both"),
    ),
    Queue.REPAIRS: (
        (Choice.ACCEPT, "a", "Repair"),
        (Choice.REJECT, "r", "Ignore"),
        (Choice.EDIT, "e", "Edit"),
    ),
}
"""What can be decided in each queue: the choice, its key and its name."""

_FAMILY: Final = (
    (Choice.ACCEPT, "a", "Accept all"),
    (Choice.REJECT, "r", "Reject all"),
    (Choice.SPLIT, "x", "One by one"),
)
_VARIANTS: Final = 8  # lines of a family that are shown at once
_LINE: Final = 60  # characters of each
_HEADLINE: Final = 40  # characters of what a rule takes in its headline; the whole is marked below

_WORD: Final = re.compile(r"\w+")
_WORDS: Final = 8  # words by which what a rule is about is found in a post
_BLANK: Final = re.compile(r"\n[ \t]*(?:\n|\Z)")
_WORDS_APART: Final = r"[\W_]{1,12}"
_BEFORE: Final = 240  # characters of a post shown above what goes
_AROUND: Final = 6  # lines shown around a difference
_MOST: Final = 20_000  # characters of Markdown shown
_RENDERED: Final = 3  # examples that are rendered
_ACTIVE: Final = "script,iframe,frame,object,embed,applet,link,meta,base,style,form,portal"
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def detail(desk: Desk, item: Item) -> str:
    """Return what is shown of an item; a post that cannot be read any more is an explanation."""
    state = desk.state(item)
    said = f'<p class="state">Decided: {escape(state)}</p>' if state else ""
    parts = {
        Queue.RULES: _rule,
        Queue.DIFFERENCES: _difference,
        Queue.DUPLICATES: _duplicate,
        Queue.REPAIRS: _repair,
    }
    try:
        shown = "".join(parts[item.queue](desk, item))
    except NewskitError as error:
        shown = f'<p class="problem">{escape(error.message)}</p>'
    title = item.title
    if item.queue is Queue.RULES:
        title = _cut(without_addresses(title), _HEADLINE) or title
    return (
        f'<h2 dir="auto">{escape(title)}</h2><p class="note" dir="auto">{escape(item.note)}'
        f"</p>{said}{_buttons(item)}{shown}"
    )


def _buttons(item: Item) -> str:
    choices = CHOICES[item.queue] if len(item.members) < 2 else _FAMILY
    if item.queue is Queue.DIFFERENCES and not item.subject:
        choices = choices[:1]
    buttons = "".join(
        f'<button type="button" data-choice="{choice.value}"><kbd>{key}</kbd> {name}</button>'
        for choice, key, name in choices
    )
    return f'<div class="choices" role="group" aria-label="Decide">{buttons}</div>'


def _panes(names: tuple[str, str], left: str, right: str) -> str:
    texts = (f'<pre dir="auto" tabindex="0">{one}</pre>' for one in (left, right))
    return _beside(names, *texts)


def _beside(names: tuple[str, str], left: str, right: str) -> str:
    panes = "".join(
        f'<div role="group" aria-label="{name}"><p class="name">{name}</p>{inner}</div>'
        for name, inner in zip(names, (left, right), strict=True)
    )
    return f'<div class="panes">{panes}</div>'


def _place(example: Example) -> str:
    line = f":{example.line}" if example.line > 1 else ""
    return f'<h3 class="place" dir="auto">{escape(example.path)}{line}</h3>'


def _rule(desk: Desk, item: Item) -> Iterator[str]:
    rules = {name: desk.rules[name] for name in item.members if name in desk.rules}
    if not rules:
        raise UsageError(f"{desk.rules_file}: has no rule {item.subject}")
    yield _rule_form(next(iter(rules.values()))) if len(item.members) == 1 else _variants(item)
    # The examples come first, all in sight: they are what is decided on.
    yield '<div class="tails">'
    shown = [_sample(desk, example, rules) for example in item.examples]
    said = {one for one, _ in shown}
    shared = said == {_LATER}  # said once: words push examples out of sight
    if shared:
        yield f'<p class="problem">{_LATER}</p>'
    for example, (words, text) in zip(item.examples, shown, strict=True):
        yield _place(example)
        if words and not shared:
            yield f'<p class="problem">{escape(words)}</p>'
        yield text
    if not any(text for _, text in shown):
        lines = dict.fromkeys(line for rule in rules.values() for line in rule.examples)
        yield "".join(f'<pre dir="auto">{escape(one)}</pre>' for one in lines)
    yield "</div>"
    for rule in rules.values():
        yield _rule_facts(rule)


def _rule_facts(rule: StripRule) -> str:
    evidence = rule.evidence
    return _facts(
        ("At the end", f"{evidence.tail_share:.0%} of the times it is met"),
        ("First post", evidence.first),
        ("Last post", evidence.last if evidence.last != evidence.first else ""),
        ("Kept, and like it", "" if rule.near in rule.examples else rule.near),
        ("Matches", rule.match),
        ("Rule", rule.id),
    )


def _variants(item: Item) -> str:
    """Return the different lines that a family takes: as many as a person reads, and the rest."""
    lines = list(dict.fromkeys(_cut(one, _LINE) for one in item.variants))
    rows = [f'<li dir="auto">{escape(one)}</li>' for one in lines]
    first, rest = "".join(rows[:_VARIANTS]), "".join(rows[_VARIANTS:])
    shown = f'<ul class="variants">{first}</ul>'
    if rest:
        more = f"{len(rows) - _VARIANTS:,} more like these"
        shown += f'<details><summary>{more}</summary><ul class="variants">{rest}</ul></details>'
    return shown


def _cut(text: str, most: int) -> str:
    """Return text cut short at a word."""
    if len(text) <= most:
        return text
    short = text[:most].rpartition(" ")[0]
    return f"{short if 2 * len(short) > most else text[:most]}…"


def _as_accepted(desk: Desk, names: Iterable[str]) -> Rules:
    """Return the rules of the archive with some of them as if they were accepted."""
    config = with_rule_files(desk.config.strip)
    own = {one.id: one for one in (*config.rules, *desk.rules.values())}
    for name in names:
        own[name] = replace(desk.rules[name], state=RuleState.ACCEPTED, reviewed=True)
    return Rules(tuple(own.values()), config.builtin)


_LATER: Final = "It goes once what is marked below it goes too."
_STAYS: Final = "It takes nothing here: more stands below it."


def _sample(desk: Desk, example: Example, rules: Mapping[str, StripRule]) -> tuple[str, str]:
    """Return what is to be known of a sample of rules, and its end; no end is unreadable."""
    try:
        return _stripped(desk, desk.post(example.path), rules)
    except NewskitError as error:
        return error.message, ""


def _stripped(desk: Desk, post: Post, rules: Mapping[str, StripRule]) -> tuple[str, str]:
    """Return the end of a post with what rules take marked, and as it would be."""
    said = ""
    result = _strip(desk, post, _as_accepted(desk, rules))
    if not any(one.rule in rules for one in result.stripped.removed):
        said = _LATER
        result = _strip(desk, post, rules_as_accepted(desk.config, tuple(desk.rules.values())))
    if not any(one.rule in rules for one in result.stripped.removed):
        lines = tuple(line for rule in rules.values() for line in rule.examples)
        return _STAYS, f'<pre dir="auto" tabindex="0">{_unmoved(post, lines)}</pre>'
    return said, _tail(post, result, rules)


def _unmoved(post: Post, lines: Iterable[str]) -> str:
    """Return the end of a post from what rules are about, which is marked; the end without it."""
    for example in lines:
        words = _WORD.findall(example.partition("](")[0])[:_WORDS]
        between = _WORDS_APART.join(map(re.escape, words))
        places = [one.span() for one in re.finditer(between, post.body)] if words else []
        if places:
            start, end = (post.body_start + at for at in places[-1])
            start = post.text.rfind("\n", 0, start) + 1
            blank = _BLANK.search(post.text, end)
            end = blank.start() if blank else len(post.text)
            block, rest = post.text[start:end], post.text[end : end + 4 * _BEFORE]
            return f'<mark class="stays">{escape(block)}</mark>{escape(rest)}'
    return escape(post.text[max(post.body_start, len(post.text) - 2 * _BEFORE) :])


def _strip(desk: Desk, post: Post, rules: Rules) -> StrippedPost:
    config = replace(desk.config.strip, rules=rules.rules, rules_files=())
    return strip_stage(post, config, rules, desk.config.read)


def _tail(post: Post, result: StrippedPost, names: Container[str]) -> str:
    removed = result.stripped.removed
    start = max(post.body_start, min(one.start for one in removed) - _BEFORE)
    left: list[str] = []
    at = start
    for one in removed:
        mark = "mark" if one.rule in names else 'mark class="other"'
        left += [
            escape(post.text[at : one.start]),
            f"<{mark}>{escape(post.text[one.start : one.end])}</mark>",
        ]
        at = one.end
    left.append(escape(post.text[at:]))
    after = result.post.text
    kept = after[max(result.post.body_start, result.post.body_start + start - post.body_start) :]
    return _panes(("Before", "After"), "".join(left), escape(kept))


def _rule_form(rule: StripRule) -> str:
    def options(choices: type[Kind | Where], chosen: str) -> str:
        return "".join(
            f"<option{' selected' if one.value == chosen else ''}>{one.value}</option>"
            for one in choices
        )

    return (
        '<form class="edit" hidden><label>Matches (RE2, the whole block)'
        f'<textarea name="match" rows="3" spellcheck="false" dir="auto">{escape(rule.match)}'
        f'</textarea></label><label>Kind <select name="kind">{options(Kind, rule.kind.value)}'
        f'</select></label><label>Where <select name="where">{options(Where, rule.where.value)}'
        "</select></label>"
        '<button type="submit">Accept as edited</button></form>'
    )


def _facts(*facts: tuple[str, str]) -> str:
    rows = "".join(
        f'<div><dt>{escape(name)}</dt><dd dir="auto">{escape(value)}</dd></div>'
        for name, value in facts
        if value
    )
    return f"<dl>{rows}</dl>"


def _difference(desk: Desk, item: Item) -> Iterator[str]:
    if item.subject:
        what, _, name = item.subject.partition(" ")
        key = "keep-attributes" if what == "attribute" else "keep"
        yield (
            f"<p>Accept it, or have it stay HTML everywhere: <code>{escape(name)}</code> goes into "
            f"<code>{key}</code> of <code>[convert]</code>.</p>"
        )
    for number, example in enumerate(item.examples):
        yield _place(example)
        try:
            post = desk.post(example.path)
        except NewskitError as error:
            yield f'<p class="problem">{escape(error.message)}</p>'
            continue
        markdown = convert_stage(post, desk.config.convert).markdown
        start = max(0, example.line - 1 - _AROUND)
        lines = post.text.splitlines()[start : example.line + _AROUND]
        shown = [
            f"<mark>{escape(line)}</mark>" if at == example.line else escape(line)
            for at, line in enumerate(lines, start + 1)
        ]
        yield _panes(("Source", "Markdown"), "\n".join(shown), escape(markdown[:_MOST]))
        if number < _RENDERED:
            frames = (_frame(item, number, side) for side in ("before", "after"))
            yield _beside(("As it was", "As it would be"), *frames)


def _frame(item: Item, number: int, side: str) -> str:
    from urllib.parse import urlencode

    query = urlencode({"key": item.key, "example": number, "side": side})
    place = "#newskit-here" if side == "before" else ""
    name = "as it was" if side == "before" else "as it would be"
    return (
        f'<iframe sandbox src="rendering?{escape(query)}{place}" loading="lazy"'
        f' title="The post rendered {name}"></iframe>'
    )


def rendering(desk: Desk, item: Item, number: int, *, after: bool) -> str:
    """Return a page with the body of a post as its site shows it, and nothing that acts.

    Raises:
        NewskitError: when there is no such post any more.
    """
    from newskit.records.shown import shown_body

    if not 0 <= number < len(item.examples):
        raise UsageError("there is no such example")
    example = item.examples[number]
    post = desk.post(example.path)
    body = convert_stage(post, desk.config.convert).markdown if after else post.body
    if not after and body[example.offset : example.offset + 1] == "<":
        at = example.offset
        body = f'{body[:at]}<a id="newskit-here"></a>{body[at:]}'
    html = body
    if after or not _is_html(post):
        html = shown_body(post, body, desk.config.export).html
    return (
        f'<!DOCTYPE html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        f'content="{_POLICY}"><title>post</title><style>{_STYLE}</style>'
        f'<body dir="auto">{_inert(html)}'
    )


_STYLE: Final = (
    ":root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;margin:.75rem}"
    "#newskit-here{outline:3px solid orange}table,td,th{border:1px solid;border-collapse:collapse}"
)


def _is_html(post: Post) -> bool:
    from newskit.config.convert import Dialect
    from newskit.convert.document import guess_dialect

    return guess_dialect(post.body, post.path) is Dialect.HTML


def _inert(html: str) -> str:
    """Return HTML without what acts, loads or leads away; pictures become their names."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(html)
    if tree.body is None:
        return ""
    for node in tree.css(_ACTIVE):
        node.decompose()
    for node in tree.css("*"):
        for name in list(node.attributes):
            if name not in _HARMLESS:
                del node.attrs[name]
    for node in tree.css("img"):
        node.replace_with(f"[picture: {node.attributes.get('alt') or 'without text'}]")
    return re.sub(r"</?(?:html|head|body)\b[^>]*>", "", tree.body.html or "")


_HARMLESS: Final = frozenset(
    wordlist(
        """
        id dir lang colspan rowspan align start reversed open title alt
        """
    )
)


def _duplicate(desk: Desk, item: Item) -> Iterator[str]:
    second, first = (desk.post(example.path) for example in item.examples)
    yield (
        f'<p>Left: <code dir="auto">{escape(first.path)}</code><br>Right: <code dir="auto">'
        f"{escape(second.path)}</code></p><p>A post that is withdrawn stays where it is; its front "
        "matter says that the site leaves it out.</p>"
    )
    yield _panes(("Left", "Right"), *side_by_side(first.text, second.text))


def _repair(desk: Desk, item: Item) -> Iterator[str]:
    post = desk.post(item.examples[0].path)
    problem = finding_of(post, item, desk.config)
    if problem is None:
        yield "<p>The finding is not in the post any more.</p>"
        return
    yield _place(item.examples[0])
    if problem.fix is not None:
        repair = escape(problem.fix.title)
        yield f'<p dir="auto">The repair: {repair}. It may change what the post says.</p>'
    if problem.hint:
        yield f'<p dir="auto">{escape(problem.hint)}</p>'
    start, end = lines_of(post, problem)
    shown = escape(post.text[start:end])
    yield (
        '<form class="edit" hidden><label>The lines'
        f'<textarea name="text" rows="8" spellcheck="false" dir="auto">\n{shown}</textarea>'
        '</label><button type="submit">Write the lines</button></form>'
    )
    try:
        after = desk.repaired(post, item).text
    except UsageError as error:
        yield f'<p class="problem">{escape(error.message)}</p>'
        after = post.text
    yield _panes(("Before", "After"), *side_by_side(post.text, after))
