"""What a rule's named groups become: front matter values."""

from __future__ import annotations

from typing import Any, Final

from newskit.config.strip import StripRule
from newskit.lazy import lazy
from newskit.strip.facts import Facts, clean_name, with_stop
from newskit.strip.view import View, view_of

# "name", "text(name)", "url(name)" or "date(name)".
LIFT: Final = lazy(r"(?:(?P<function>text|url|date)\()?(?P<group>[A-Za-z_]\w*)(?(function)\))")
_DATE: Final = lazy(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")


def lift_rule(rule: StripRule, match: Any, view: View | None, shift: int) -> Facts:
    """Return the values a matched rule lifts; `view` is None when it matched on the source.

    A group that `lift` does not mention is lifted under its own name. `shift` is where the matched
    text starts in the view.
    """
    names: dict[str, str] = {name: name for name in match.re.groupindex}
    wanted = {key: how for key, how in rule.lift.items() if LIFT.fullmatch(how)}
    mentioned = {_group(how) for how in wanted.values()}
    wanted = {**{name: name for name in names if name not in mentioned}, **wanted}
    found: list[tuple[str, str]] = []
    for key, how in wanted.items():
        parsed = LIFT.fullmatch(how)
        if (
            parsed is None
            or parsed["group"] not in names
            or match.span(match.re.groupindex[parsed["group"]])[0] < 0
        ):
            continue
        value = _value(parsed["function"] or "", match, parsed["group"], view, shift, key)
        if value:
            found.append((key, value))
    return tuple(found)


def _group(how: str) -> str:
    parsed = LIFT.fullmatch(how)
    return parsed["group"] if parsed else ""


def _value(function: str, match: Any, group: str, view: View | None, shift: int, key: str) -> str:
    index = match.re.groupindex[group]
    start, end = match.span(index)
    if view is None:
        piece = view_of(match.group(index), {})
        raw, links = match.group(index), piece.links
        flat = piece.prose
    else:
        end = with_stop(view.text, end + shift, start + shift) - shift
        raw = view.text[start + shift : end + shift]
        links = tuple(
            link for link in view.links if link.start < end + shift and start + shift < link.end
        )
        flat = _flat(view, start + shift, end + shift)
    if function == "url" or (not function and key.endswith("_url")):
        return links[0].url if links else raw.strip()
    if function == "date":
        parsed = _DATE.search(raw)
        return f"{parsed[1]}-{int(parsed[2]):02}-{int(parsed[3]):02}" if parsed else raw.strip()
    if function == "text" or view is not None:
        return clean_name(flat)
    return str(raw).strip()


def _flat(view: View, start: int, end: int) -> str:
    """The span with each link as its text; a span inside a link's text is taken from the link."""
    pieces: list[str] = []
    position = start
    for link in view.links:
        if link.end <= start or link.start >= end:
            continue
        if link.start < start or end < link.end:
            return view.text[start:end].translate(_BRACKETS)
        pieces += (view.text[position : link.start], link.text)
        position = link.end
    return "".join((*pieces, view.text[position:end]))


_BRACKETS: Final = str.maketrans("⁅⁆", "[]")
