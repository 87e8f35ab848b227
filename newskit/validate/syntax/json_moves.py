"""Moves for broken JSON (RFC 8259), which is looked at as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newskit.validate.syntax.move import Move
from newskit.validate.syntax.yaml_lines import double_quoted

__all__ = ["json_moves"]

_TRAILING = re.compile(r",(?=\s*[}\]])")
_ENDS_VALUE = re.compile(r"(?:[\"}\]\w])\s*\Z")
_STARTS_ENTRY = re.compile(r"\s*[\"{\[\w]")
_SINGLE = re.compile(r"'((?:[^'\\\"]|\\.)*)'")
_BARE_KEY = re.compile(r"(?P<head>[ \t]*[{,]?[ \t]*)(?P<key>[A-Za-z_]\w*)[ \t]*:")
_QUOTED = re.compile(
    r"(?P<head>\s*\{?\s*(?:\"[^\"]*\"\s*:\s*)?)\"(?P<text>.*)\"(?P<tail>\s*[,}]*\s*)", re.DOTALL
)
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_COMMENT = re.compile(r"[ \t]*//[^\"]*\Z")


def json_moves(lines: tuple[str, ...], index: int) -> Iterator[Move]:
    """Yield what may be wrong with the line at `index`, likeliest first."""
    text = lines[index]
    after = "\n".join(lines[index + 1 :])
    match = _TRAILING.search(f"{text}\n{after}")
    if match and match.start() < len(text):
        new = text[: match.start()] + text[match.end() :]
        message = "a comma stands behind the last entry"
        yield Move("NK136", message, index, match.start(), {index: new}, "remove the comma")
    if _ENDS_VALUE.search(text) and _STARTS_ENTRY.match(after):
        message = "a comma is missing behind the entry"
        new = f"{text.rstrip()},"
        yield Move("NK136", message, index, len(text.rstrip()), {index: new}, "add a comma")
    match = _QUOTED.fullmatch(text)
    if match and '"' in _ESCAPED.sub("", match["text"]):
        at = match.start("text") + match["text"].index('"')
        new = f"{match['head']}{double_quoted(match['text'])}{match['tail']}"
        message = "a quote inside the text is not escaped"
        yield Move("NK120", message, index, at, {index: new}, 'write \\" inside double quotes')
    match = _COMMENT.search(text)
    if match:
        message = "JSON has no comments"
        yield Move("NK133", message, index, match.start(), {index: text[: match.start()]})
    if "'" in text:
        new = _SINGLE.sub(lambda found: f'"{found[1]}"', text)
        message = "text is in single quotes; JSON wants double quotes"
        yield Move("NK134", message, index, text.index("'"), {index: new})
    match = _BARE_KEY.match(text)
    if match:
        new = f'{match["head"]}"{match["key"]}":{text[match.end() :]}'
        message = f"the key `{match['key']}` is not in quotes"
        yield Move("NK134", message, index, match.start("key"), {index: new})
