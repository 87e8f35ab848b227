"""Template code (Liquid, Hugo shortcodes) set aside, so that nothing reads or changes it.

So are the bytes of pictures that stand in their address: a hundred times as long as the text around
them, and looked through by whatever reads that.

Each piece becomes one character of a private use plane; a block whose content is code or raw text
(`{% highlight %}`, `{% raw %}`, a paired shortcode) becomes one character as a whole.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from newskit.frozen import dataclass
from newskit.lazy import lazy
from newskit.markup.html_spans import stands_in

_FIRST, _LAST = 0xF0000, 0xFFFFD
SET_ASIDE = f"[{chr(_FIRST)}-{chr(_LAST)}]"
"""A pattern of the characters that stand for template code."""

_BLOCK = lazy(r"\{%-?\s*(highlight|raw|comment|verbatim|codeblock|gist|math|mermaid)\b")
_PAIRED = lazy(r"\{%-?\s*([A-Za-z_][\w-]*)")
# Tags of Liquid and Nunjucks whose content stands where they do; what a site's own tag makes of its
# content is not known, and HTML in it may stand in an element in which no Markdown is read.
_OPEN = frozenset(
    """for if ifchanged unless case when else elsif elseif capture tablerow block macro set call
    filter with autoescape asyncEach asyncAll cache spaceless trans""".split()  # noqa: SIM905
)
_ANY_TAG = lazy(r"<[a-zA-Z]")
_SHORTCODE = lazy(r"\{\{([<%])\s*([\w./-]+)")
_MARKED_UP = lazy(r"\{\{<([a-zA-Z][\w-]*+)[^<>]*+>[^{}]*?</\1\s*>\s*\}\}")
_HIGHLIGHTED = lazy(r"\{[{%]-?\s*(?:</[a-z]|<span\b[^<>]*+>[^<>]*+</span>)")
_END_TAG = lazy(r"</(a|b|code|dd|dt|em|i|kbd|li|p|pre|samp|span|strong|td|th|tt)\s*>")
_OBJECT = lazy(r"\{\{\s*(?:[\w-]+|'[^']*'|\"[^\"]*\")\s*:")
_CONTROL = lazy(r"\{%-?\s*(?:end)?(?:for|if|unless|case|when|else|elsif|capture|tablerow)\b")


@dataclass(frozen=True, slots=True)
class Protected:
    """A text with its template code set aside.

    Attributes:
        text: the text, each piece of template code one character.
        pieces: the code set aside, in order.
        places: where each piece's character stands in `text`.
        shifts: how much longer the original is before each piece, and after the last.
    """

    text: str
    pieces: tuple[str, ...] = ()
    places: tuple[int, ...] = ()
    shifts: tuple[int, ...] = (0,)

    @property
    def has_liquid(self) -> bool:
        """Whether there are Liquid tags, which are gone before Markdown is read."""
        return any(piece.startswith("{%") for piece in self.pieces)

    def restore(self, text: str) -> str:
        """Put the code back into a text made from this one."""
        if not self.pieces:
            return text
        return _SET_ASIDE.sub(lambda match: self.pieces[ord(match[0]) - _FIRST], text)

    def offset(self, place: int) -> int:
        """Return the offset in the original text of a place in `text`."""
        return place + self.shifts[bisect_right(self.places, place - 1)]

    def controls(self, text: str) -> bool:
        """Tell whether a part of the text holds template code that repeats or chooses."""
        return bool(self.pieces) and any(
            _CONTROL.match(self.pieces[ord(sign) - _FIRST]) for sign in _SET_ASIDE.findall(text)
        )


_SET_ASIDE = lazy(SET_ASIDE)


def protect(text: str, *, html: bool = False) -> Protected:
    """Set a text's template code aside.

    Autolinks (`<https://…>`) go with it: they are Markdown, and a parser takes them for tags.

    Args:
        text: the text.
        html: whether it is HTML from beginning to end: then WordPress's shortcodes are template
            code, and kramdown's extensions (`{::nomarkdown}`) are not. In Markdown only those are
            that begin a line and enclose code (`[sourcecode language="python"]`), or that frame a
            picture with its caption.
    """
    coded = any(map(text.__contains__, _MARKS)) or (html and ("[" in text or "$latex" in text))
    if not coded or _SET_ASIDE.search(text):
        return Protected(text)
    pieces: list[str] = []
    places: list[int] = []
    parts: list[str] = []
    length = position = 0
    missing: dict[str, int] = {}
    for start, end in _spans(text, missing, html=html):
        if len(pieces) > _LAST - _FIRST:
            break
        parts.append(text[position:start])
        length += start - position
        places.append(length)
        parts.append(chr(_FIRST + len(pieces)))
        length += 1
        pieces.append(text[start:end])
        position = end
    parts.append(text[position:])
    shifts = tuple(accumulate([len(piece) - 1 for piece in pieces], initial=0))
    return Protected("".join(parts), tuple(pieces), tuple(places), shifts)


_MARKS = ("{{", "{%", "<http", "{::", ";base64,", "[/")
_PICTURE = (  # without the beginning of its address, which says what it is
    r";base64,(?:(?<=data:image/(?:png|gif|jpg);base64,)|(?<=data:image/(?:jpeg|webp);base64,))"
    r"[A-Za-z0-9+/]{2000,}=*"
)
_START = lazy(
    r"\{\{|\{%|\{::[a-z]|<(?:https?|ftp|mailto):[^\s<>]*>|"
    + _PICTURE
    + r"|\[(?:code|sourcecode|source|php|html|css|js|javascript|python|ruby|bash|sql|xml"
    + r"|java|cpp|csharp|text|pre|highlight|crayon|cc|codeblock|caption|wp_caption)"
    + r"(?:\s[^\[\]\n]*)?\]"
)
_START_HTML = lazy(
    r"\{\{|\{%|<(?:https?|ftp|mailto):[^\s<>]*>|"
    + _PICTURE
    + r"|\[/?[a-zA-Z][^\[\]\n]*+\]|\$latex [^$\n]+\$"
)


def _spans(text: str, missing: dict[str, int], *, html: bool) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    position = 0
    start = _START_HTML if html else _START
    ends: dict[str, int] = {}  # name of a shortcode → its next end tag
    while match := start.search(text, position):
        if match[0][0] in "<$;":
            end = match.end()
        elif match[0][0] == "[":
            end = _shortcode_end(text, match, ends, missing)
            free = html or match[0].startswith(("[caption", "[wp_caption"))
            free = free or _stands_free(text, match.start())
            if not html and (end <= match.end() or not free):
                end = -1
        elif match[0][:3] == "{::":
            end = _extension_end(text, match.start(), missing)
        else:
            end = _end(text, match.start(), missing, html=html)
        if end < 0:
            position = match.end()
            continue
        spans.append((match.start(), end))
        position = end
    return spans


def _is_torn(code: str) -> bool:
    """Tell whether an element ends in template code that began before it: signs a page shows."""
    found = _END_TAG.search(code) if "</" in code else None
    if found is None or f"<{found[1]}" in code[: found.start()]:
        return False
    return code.count('"', 0, found.start()) % 2 == code.count("'", 0, found.start()) % 2 == 0


def _end(text: str, start: int, missing: dict[str, int], *, html: bool) -> int:
    """Return the end of the template code at `start`; -1 when there is none."""
    if text[start - 1 : start] == "=" and _OBJECT.match(text, start):
        return -1  # style={{color: "red"}}: an object of JSX
    if _HIGHLIGHTED.match(text, start):
        return -1  # <b>{%</b> <i>if</i> x: code that a highlighter has marked up
    tag_end = _find(text, "}}" if text[start + 1] == "{" else "%}", start, missing)
    if tag_end < 0 or "\n\n" in text[start:tag_end]:
        return -1
    if text.startswith("{{{", start) and text.startswith("}", tag_end):
        tag_end += 1  # {{{address}}}: Handlebars, and Mustache
    if text.startswith("{{<", start) and _MARKED_UP.fullmatch(text, start, tag_end):
        return -1  # {{<a href="x">name</a>}}: braces that a page shows, as wikis do
    if html and _is_torn(text[start:tag_end]):
        return -1
    return _block_end(text, start, tag_end, missing, html=html)


def _block_end(text: str, start: int, tag_end: int, missing: dict[str, int], *, html: bool) -> int:
    """Return the end of a tag, with what it encloses where that is code or the site's own."""
    block = _BLOCK.match(text, start)
    if block:
        return _search(text, rf"\{{%-?\s*end{block[1]}\s*-?%\}}", tag_end, missing)
    if not html and (paired := _PAIRED.match(text, start)) and paired[1] not in _OPEN:
        words = f"{paired[1]} with words alone"
        if missing.get(words, 0) > tag_end:
            return tag_end  # the next end is that of the last such tag
        end = _search(text, rf"\{{%-?\s*end_?{paired[1]}\s*-?%\}}", tag_end, missing)
        if _ANY_TAG.search(text, tag_end, end):
            return end
        if end > tag_end and len(missing) <= _MOST_NAMES:
            missing[words] = end
        return tag_end
    shortcode = _SHORTCODE.match(text, start)
    if shortcode and text[tag_end - 4 : tag_end - 2] != "/>":
        name = re.escape(shortcode[2])
        return _search(text, rf"\{{\{{[<%]\s*/\s*{name}\s*[>%]\}}\}}", tag_end, missing)
    return tag_end


_EXTENSION = lazy(r"\{::(?P<name>[a-z]+)(?:\s[^{}\n]*?)?(?P<empty>/)?\}")


def _extension_end(text: str, start: int, missing: dict[str, int]) -> int:
    """Return the end of an extension of kramdown with what it encloses; -1 when there is none."""
    opening = _EXTENSION.match(text, start)
    if opening is None:
        return -1
    if opening["empty"]:
        return opening.end()
    return _search(text, rf"\{{:/(?:{opening['name']})?\}}", opening.end(), missing)


# WordPress's own shortcodes, those of Jetpack and of its most used plug-ins: what they enclose is
# code, an address or a picture with its caption, and nothing else reads it.
_WHOLE = frozenset(
    """code sourcecode source php html css js javascript python ruby bash sql xml java cpp csharp
    text embed audio video playlist gallery caption wp_caption latex math katex tex gist pre
    highlight crayon cc codeblock sourcecodeplugin googlemaps youtube vimeo soundcloud""".split()  # noqa: SIM905
)
_ALONE = _WHOLE | frozenset(
    """contact-form contact-form-7 contact-field polldaddy poll slideshare dailymotion twitter tweet
    instagram archives blip ted scribd wufoo flickr vine spotify bandcamp recipe googleapps
    presentation sitemap ngg_images nggallery singlepic slideshow tabs tab accordion toggle
    spoiler advanced_iframe iframe raw nextpage more vc_row vc_column su_spoiler su_button
    su_box ref footnote footnotes""".split()  # noqa: SIM905
)
_TAG = lazy(r"\[(?P<end>/)?(?P<name>[a-zA-Z][\w-]*+)(?P<said>[^\[\]\n]*?)(?P<empty>/)?\]")
_SAID = lazy(r"\s+[\w-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"']+)|\s*=")
_QUOTED = lazy(r"\"[^\"]*\"|'[^']*'")
_HOLDS_TAG = lazy(r"</?[a-zA-Z]")
_MOST_NAMES = 200
"""End tags that are missing, after which none is looked for."""


def _shortcode_end(
    text: str, match: re.Match[str], ends: dict[str, int], missing: dict[str, int]
) -> int:
    """Return the end of a shortcode, with what it encloses where that is code; -1 for none."""
    tag = _TAG.fullmatch(match[0])
    if tag is None or text[match.start() - 1 : match.start()] == "[":
        return -1
    name = tag["name"]
    key = f"[/{name}]"
    if tag["end"]:
        return match.end() if name in ends and not tag["said"] else -1
    said = tag["said"]
    if said and not (said[0].isspace() or said[0] == "="):
        return -1
    if "<" in said:
        torn = _END_TAG.search(said)
        if (torn and f"<{torn[1]}" not in said[: torn.start()]) or _HOLDS_TAG.search(
            _QUOTED.sub("", said)
        ):
            # An element that began before ends in it, or one stands in it: highlighted code.
            return -1
    known = name.lower() in _ALONE
    if not known and ("&lt;" in said or "&gt;" in said):
        return -1  # [name=&lt;word&gt;]: what a manual says of an option
    if said.strip() and not _SAID.match(said) and not known:
        return -1
    close = ends.get(name, -1)
    if close < match.end():
        looked = key not in missing and len(missing) < _MOST_NAMES
        close = text.find(key, match.end()) if looked else -1
        if close < 0:
            missing[key] = len(text)
    if close >= 0 and not tag["empty"]:
        ends[name] = close
        return close + len(key) if name.lower() in _WHOLE else match.end()
    return match.end() if known or _SAID.match(said) else -1


def _stands_free(text: str, place: int) -> bool:
    """Whether nothing stands before a place in its line, and no `<pre>` just before is open."""
    line = max(text.rfind("\n", 0, place), text.rfind("\r", 0, place)) + 1
    return not text[line:place].strip() and not stands_in(text, "pre", max(0, place - 2000), place)


def _search(text: str, closing: str, start: int, missing: dict[str, int]) -> int:
    """Return where an end tag behind a place ends; the place where there is none."""
    if closing in missing or len(missing) > _MOST_NAMES:
        return start
    if found := re.compile(closing).search(text, start):
        return found.end()
    missing[closing] = len(text)
    return start


def _find(text: str, closing: str, start: int, missing: dict[str, int]) -> int:
    """Find a closing sign; once it is missing, do not look for it again."""
    if closing in missing:
        return -1
    place = text.find(closing, start)
    if place < 0:
        missing[closing] = len(text)
        return -1
    return place + 2
