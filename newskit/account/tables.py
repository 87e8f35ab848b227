"""What the elements and attributes of HTML mean for the account (HTML Living Standard, 4)."""

from __future__ import annotations

from newskit.account.kinds import ValueKind
from newskit.account.tokens import names

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
