"""The kinds of values a document holds, and what elements and attributes mean for them."""

from __future__ import annotations

import re
from enum import StrEnum

from newskit.account.tokens import names
from newskit.frozen import NamedTuple, dataclass, field
from newskit.lazy import lazy


class ValueKind(StrEnum):
    """What a value is."""

    TEXT = "text"
    HIDDEN = "hidden-text"
    LINK = "link"
    IMAGE = "image"
    EMBED = "embed"
    ADDRESS = "address"
    FORMULA = "formula"
    CODE = "code"
    CODE_LANGUAGE = "code-language"
    ALTERNATIVE = "alternative-text"
    TITLE = "title"
    DATE = "date"
    LANGUAGE = "language"
    DIRECTION = "direction"
    TARGET = "target"
    CONTROL = "control"
    COMPONENT = "component"
    META = "metadata"
    FIELD = "field"
    COMMENT = "comment"
    POST = "post"

    # An enumeration hashes by name, in Python: kinds are looked up for every value.
    __hash__ = str.__hash__


ADDRESSES = frozenset({ValueKind.LINK, ValueKind.IMAGE, ValueKind.EMBED, ValueKind.ADDRESS})
"""Kinds whose values are addresses: one that is there as another of them is there."""


class Value(NamedTuple):
    """A value of a document.

    Attributes:
        kind: what it is.
        text: the value, as a reader or a program takes it: references resolved, ends trimmed.
        place: offset of what holds it in the text that was read, in code points; -1 where the
            text was rendered first.
        within: what holds it, for the reason: an attribute or element name, a marker.
        group: the number of the picture it is one address of; 0 for none.
    """

    kind: ValueKind
    text: str
    place: int
    within: str = ""
    group: int = 0


@dataclass(frozen=True, slots=True)
class Code:
    """Preformatted text of a document.

    Attributes:
        text: the text, without a line end at its beginning or end.
        language: what its markup says it is written in; may be empty.
        place: its offset.
    """

    text: str
    language: str
    place: int


@dataclass(slots=True)
class Account:
    """The inventory of a document.

    Attributes:
        html: the document.
        addresses: its addresses, in order.
        values: its other values but for the words, in order.
        codes: preformatted text.
        hidden: the spans of elements that readers do not see.
        drawn: the spans of what formulas are drawn as, where their source is among the values.
        targets: the names that links within the document can lead to.
        fragments: those that links within the document lead to, with the link's offset.
        quick: whether the text is found without looking at each tag.
    """

    html: str
    addresses: list[Value] = field(default_factory=list[Value])
    values: list[Value] = field(default_factory=list[Value])
    codes: list[Code] = field(default_factory=list[Code])
    hidden: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    drawn: list[tuple[int, int]] = field(default_factory=list[tuple[int, int]])
    targets: set[str] = field(default_factory=set[str])
    fragments: dict[str, int] = field(default_factory=dict[str, int])
    quick: bool = True

    def shown(self) -> list[tuple[int, int]]:
        """Return the spans of the document that readers see."""
        spans: list[tuple[int, int]] = []
        place = 0
        for start, end in sorted([*self.hidden, *self.drawn]):
            if start > place:
                spans.append((place, start))
            place = max(place, end)
        spans.append((place, len(self.html)))
        return spans


# What the elements and attributes of HTML mean for the account (HTML Living Standard, 4).

INLINE = names(
    "a abbr acronym b bdi bdo big blink cite code data del dfn em font i ins kbd label mark nobr "
    "output q rb rbc rp rt rtc ruby s samp small span strike strong time tt u var wbr "
    "mi mn mo ms mtext mrow msub msup msubsup mfrac msqrt mroot mstyle semantics math annotation "
    "tspan textpath"
)
"""Elements that part no words: text on both sides of their tags is one run."""

BLOCKS = names(
    "address article aside blockquote center details dialog dir div dl fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section table "
    "ul"
)
"""Elements whose start ends a paragraph (13.2.6.4.7)."""

CLOSED_BY = {
    "p": BLOCKS,
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"tr", "tbody", "tfoot"}),
    "td": frozenset({"td", "th", "tr", "tbody", "tfoot"}),
    "th": frozenset({"td", "th", "tr", "tbody", "tfoot"}),
    "option": frozenset({"option", "optgroup"}),
}
"""Elements that may lack an end tag, and the start tags that end them."""

PICTURE = frozenset({"img", "picture", "source", "amp-img", "image", "input"})
EMBEDDED = frozenset({"iframe", "embed", "object", "video", "audio", "track", "frame", "applet"})

URL_ATTRIBUTES: dict[str, ValueKind] = {
    "href": ValueKind.ADDRESS,
    "xlink:href": ValueKind.ADDRESS,
    "src": ValueKind.EMBED,
    "poster": ValueKind.IMAGE,
    "background": ValueKind.IMAGE,
    "cite": ValueKind.ADDRESS,
    "longdesc": ValueKind.ADDRESS,
    "data": ValueKind.EMBED,
    "action": ValueKind.ADDRESS,
    "formaction": ValueKind.ADDRESS,
    "codebase": ValueKind.ADDRESS,
    "classid": ValueKind.ADDRESS,
    "manifest": ValueKind.ADDRESS,
    "ping": ValueKind.ADDRESS,
    "profile": ValueKind.ADDRESS,
    "itemid": ValueKind.ADDRESS,
}
"""Attributes whose value is an address, absolute or not."""

TEXT_ATTRIBUTES: dict[str, ValueKind] = {
    "alt": ValueKind.ALTERNATIVE,
    "aria-label": ValueKind.ALTERNATIVE,
    "aria-description": ValueKind.ALTERNATIVE,
    "summary": ValueKind.ALTERNATIVE,
    "abbr": ValueKind.ALTERNATIVE,
    "label": ValueKind.ALTERNATIVE,
    "data-alt": ValueKind.ALTERNATIVE,
    "data-caption": ValueKind.ALTERNATIVE,
    "title": ValueKind.TITLE,
    "data-title": ValueKind.TITLE,
    "datetime": ValueKind.DATE,
    "value": ValueKind.CONTROL,
    "placeholder": ValueKind.CONTROL,
}
"""Attributes whose value is read by people, or is a date."""

DRAWN_CLASSES = names(
    "katex katex-display MathJax MathJax_Preview MathJax_Display MathJax_SVG MathJax_CHTML "
    "MJX_Assistive_MathML mjx-chtml mjx-math mwe-math-element math-tex-rendered"
)
"""Classes of what formulas are drawn as; their source stands beside or inside of it."""

KNOWN = names(
    "a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big "
    "blink blockquote body br button canvas caption center cite code col colgroup data datalist dd "
    "del details dfn dialog dir div dl dt em embed fieldset figcaption figure font footer form "
    "frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input ins "
    "isindex kbd keygen label legend li link listing main map mark marquee math menu menuitem meta "
    "meter nav nobr noembed noframes noscript object ol optgroup option output p param picture "
    "plaintext portal pre progress q rb rbc rp rt rtc ruby s samp script search section select "
    "slot small source spacer span strike strong style sub summary sup svg table tbody td template "
    "textarea tfoot th thead time title tr track tt u ul var video wbr xmp multicol nextid "
    # Those of AMP that stand for elements of HTML.
    "amp-img amp-anim amp-iframe amp-video amp-audio "
    # Those of editors that hold a formula, whose TeX stands in them as text.
    "d-math math-field la-tex tex-math math-inline math-block eqn "
    # Formulas (MathML Core) and drawings (SVG 2), where they stand alone.
    "annotation annotation-xml maction maligngroup malignmark menclose merror mfenced mfrac mi "
    "mlabeledtr mlongdiv mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms "
    "mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none semantics "
    "animate animatemotion animatetransform circle clippath defs desc ellipse feblend "
    "fecolormatrix fecomponenttransfer fecomposite fegaussianblur femerge femergenode feoffset "
    "fefunca fefuncb fefuncg fefuncr feimage femergenode femorphology "
    "feconvolvematrix fediffuselighting fedisplacementmap fedistantlight fedropshadow feflood "
    "fepointlight fespecularlighting fespotlight fetile feturbulence "
    "filter foreignobject g line lineargradient marker mask metadata mpath path pattern polygon "
    "polyline radialgradient rect set stop switch symbol text textpath tspan use view"
)
"""Elements that HTML, MathML and SVG have; another one is a component."""


# The language of code, as highlighters and site generators write it into HTML.


_NAMED = ("data-lang", "data-language", "data-enlighter-language", "data-code-language")
_CLASS = lazy(
    r"(?:^|\s)(?:(?:language|lang|highlight-source|highlight-text|sourcecode|code)[-:]"
    r"([a-zA-Z][\w+#.-]*|c)|(?:brush|lang)\s*:\s*([\w+#-]+))",
    re.IGNORECASE,
)
_HIGHLIGHTED = lazy(r"(?:^|\s)(?:highlight|hljs|sourceCode|prettyprint|codehilite|brush:)\b")
_NEXT = lazy(r"(?:^|\s)(?:highlight|hljs|sourceCode)\s+([a-zA-Z][\w+#-]*)")
_NONE = names(
    "text txt plain plaintext none nohighlight no-highlight nohljs auto default output "
    "numbersource highlighter highlight hljs copyable linenums line-numbers wrap undefined null"
)
_SAME = {
    "js": "javascript", "jsx": "javascript", "node": "javascript", "es6": "javascript",
    "ts": "typescript", "py": "python", "python3": "python", "rb": "ruby", "sh": "shell",
    "bash": "shell", "zsh": "shell", "console": "shell", "shellsession": "shell",
    "shell-session": "shell", "sh-session": "shell", "yml": "yaml", "cs": "csharp",
    "c#": "csharp", "c++": "cpp", "cc": "cpp", "objc": "objective-c", "objectivec": "objective-c",
    "md": "markdown", "golang": "go", "rs": "rust", "ps1": "powershell", "ps": "powershell",
    "docker": "dockerfile", "hs": "haskell", "tex": "latex", "htm": "html", "xhtml": "html",
    "html-basic": "html", "vb": "vbnet", "kt": "kotlin", "pl": "perl", "viml": "vim",
    "text-html-basic": "html", "json5": "json", "jsonc": "json", "f#": "fsharp", "fs": "fsharp",
}  # fmt: skip


def code_language(name: str, attributes: dict[str, str]) -> str:
    """Return the language that the attributes of an element around code say, or nothing."""
    for attribute in _NAMED:
        if found := attributes.get(attribute, "").strip():
            return _clean(found)
    classes = attributes.get("class", "")
    if classes:
        if (match := _CLASS.search(classes)) is not None:
            return _clean(match[1] or match[2])
        if (match := _NEXT.search(classes)) is not None:
            return _clean(match[1])
    if name in {"pre", "code"} and (found := attributes.get("lang", "").strip()):
        return _clean(found)
    return ""


def _clean(language: str) -> str:
    language = (
        language.split(maxsplit=1)[0].rstrip(";,").removeprefix("language-").removeprefix("lang-")
    )
    return "" if language.lower() in _NONE or len(language) > 40 else language


def same_language(one: str, other: str) -> bool:
    """Tell whether two names are those of one language: ``js`` and ``javascript`` are."""
    one, other = one.lower(), other.lower()
    return one == other or _SAME.get(one, one) == _SAME.get(other, other)
