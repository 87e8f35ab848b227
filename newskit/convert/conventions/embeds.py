"""What a page embeds by an attribute, a script or a comment: a link to it, at the least.

oEmbed addresses alone in their paragraph (WordPress), quotations that a platform's script turns
into a post, scripts that write content (gists, polls, widgets), comments of the block editor that
carry their data as JSON (Block Editor Handbook, "Markup representation of a block"), empty boxes
whose attributes name a film.
"""

from __future__ import annotations

import re
from typing import cast
from urllib.parse import quote

from newskit.convert.conventions.nodes import Node, Page, escape, words, written
from newskit.convert.conventions.styles import asks_for_scripts
from newskit.lazy import lazy
from newskit.markup.elements import names
from newskit.parsing import load_json

_URL = lazy(r"(?:https?:)?//[^\s<>\"']+", re.IGNORECASE)
_BLOCK = lazy(r"!--\s*wp:(?P<name>\S+)\s+(?P<data>\{.*\})\s*(?P<empty>/?)--\Z", re.DOTALL)
_PROGRAM = lazy(
    r"googletagmanager|google-analytics|googlesyndication|doubleclick|googleadservices|adservice|gtag|analytics|"
    r"facebook\.net|addthis|sharethis|addtoany|disqus|jquery|bootstrap|polyfill|mathjax|katex|cdnjs|jsdelivr|unpkg|"
    r"recaptcha|hotjar|matomo|piwik|statcounter|quantserve|taboola|outbrain|criteo|amazon-adsystem|wp-includes|"
    r"wp-content/(?!uploads)|/themes/|/plugins/|prism|highlight|googleapis\.com/ajax|platform\.twitter\.com/widgets|"
    r"instagram\.com/(?:\w+/)?embed|tiktok\.com/embed|embedly\.com/widgets|assets/embed\.js|static/embed\.js|platform\.js|"
    r"platform\.linkedin|pinit|imgur\.com/min/embed|reddit\w*\.com/widgets|widgets\.js|cookie|consent|onesignal|mailchimp",
    re.IGNORECASE,
)
_LOADER = lazy(
    r"//[^/]+/(?:[a-z]+/)*(?:embeds?|embed/(?:ei|index)|widgets?|loader|sdk|platform|client(?:-code)?|all)(?:[.-]min)?\.js(?:[?#]|\Z)"
)
"""A program that shows nothing by itself: the box beside it says what."""

_SHOWS = lazy(
    r"//gist\.github\.com/|//gist\.|gist-it|/snippets/|pastebin\.com/embed|jsfiddle\.net/.*embed|asciinema\.org/a/|"
    r"polldaddy|crowdsignal|poll\.fm|strawpoll|storify\.com|infogram|infogr\.am|datawrapper|dwcdn|flourish|"
    r"buzzsprout\.com/|speakerdeck|slideshare|documentcloud|scribd|typeform|jotform|wufoo|formstack|surveymonkey|"
    r"riddle\.com|playbuzz|apester|knightlab|sketchfab|soundcloud|spotify|vimeo|youtube|dailymotion|brightcove|jwplatform|"
    r"jwplayer|ooyala|kaltura|wistia|podlove|podbean|libsyn|spreaker|megaphone|acast|livestream|ustream|twitch|"
    r"telegram-widget|comments\.app|cartodb|carto\.com|mapbox|tableau|plot\.ly|observablehq|runkit|repl\.it|"
    r"embed|widget|player|poll|quiz|form|chart|snippet|paste",
    re.IGNORECASE,
)
_OF_PLATFORMS = {
    "instagram-media": ("data-instgrm-permalink",),
    "tiktok-embed": ("cite",),
    "fb-post": ("data-href",), "fb-video": ("data-href",), "fb-comment-embed": ("data-href",),
    "fb-page": ("data-href",), "text-post-media": ("data-text-post-permalink",),
    "mastodon-embed": ("data-embed-url", "data-url"), "bluesky-embed": ("data-bluesky-uri",),
    "imgur-embed-pub": ("data-id",), "reddit-embed-bq": ("cite",), "reddit-card": ("cite",),
    "twitter-tweet": ("cite", "data-url", "data-tweet-id", "data-id"), "twitter-video": ("cite",),
    "wp-embedded-content": ("cite",), "vk-post": ("data-url",),
}  # fmt: skip
_IDENTITY = lazy(
    r"(?:.*(?:id|code|video|src|url|key|embed|slug|uri|hash|visuali[sz]ation|vid|shortcode|player))|id",
    re.IGNORECASE,
)
_SHOWN = names(
    "img picture video audio iframe object embed canvas svg math input button select textarea hr "
    "table form newskit-formula newskit-formula-block area map amp-img source track"
)
_EMPTY_BOXES = names("div span p blockquote section figure aside a center ins article")


def read_embeds(page: Page) -> None:
    """Let what is embedded be a link where nothing else of it can be seen."""
    root = page.root
    for script in root.all("script"):
        _read_script(script)
    for comment in [node for node in root.walk() if not node.name]:
        _read_comment(comment)
    for node in list(root.walk()):
        attached = node.name and node.raw and node.is_attached(root)
        if attached and not _read_platform(node):
            _read_empty(node)


def link(address: str, text: str = "") -> Node:
    """Return a link to what was embedded; its words are its address."""
    return Node("a", written({"href": address})).append(escape(text or address))


def _read_script(script: Node) -> None:
    found = script.attributes
    source = next(
        (found[name].strip() for name in ("src", "data-src", "data-lazy-src") if found.get(name)),
        "",
    )
    if not source or any(up.name == "head" for up in script.ancestors()):
        return
    post = found.get("data-telegram-post")
    if post:
        _stand_in(script, f"https://t.me/{post}")
        return
    if _LOADER.search(source) and not found.get("data-id"):
        return
    named = "gist" in source or ("speakerdeck" in source and found.get("data-id"))
    if (_PROGRAM.search(source) and not named) or not _SHOWS.search(source):
        stated = [
            value
            for name, value in found.items()
            if name.startswith("data-") and _URL.fullmatch(value)
        ]
        if not stated or (_PROGRAM.search(source) is None and not stated):
            return
        if _PROGRAM.search(source) and not any(_SHOWS.search(one) for one in stated):
            return
        source = stated[0]
    if not _has_link(script):
        _stand_in(script, _shown_address(source, found))


def _has_link(script: Node) -> bool:
    """Tell whether the `noscript` behind a script links to what the script would show."""
    if script.parent is None:
        return False
    siblings = script.parent.children
    for place in range(script.index() + 1, len(siblings)):
        one = siblings[place]
        if not isinstance(one, Node):
            if one.strip():
                break
        elif one.name:
            # A link around a picture alone is a counter's.
            found = one.first("a") if one.name == "noscript" else None
            return found is not None and bool(words(found)) and not asks_for_scripts(words(one))
    return False


def _shown_address(source: str, found: dict[str, str]) -> str:
    """Return the page of what a script shows, where its address is known to be one."""
    gist = re.match(
        r"((?:https?:)?//gist\.github\.com/[\w./-]+?)(?:\.js|\.json|\.pibb)?(?:\?file=([^&#]+).*)?\Z",
        source,
    )
    if gist:
        name = f"#file-{re.sub(r'[^a-z0-9]+', '-', gist[2].lower())}" if gist[2] else ""
        return f"{_absolute(gist[1])}{name}"
    identity = found.get("data-id")
    if identity and "speakerdeck" in source:
        return f"https://speakerdeck.com/player/{quote(identity)}"
    if identity and re.search(r"asciinema", source):
        return source.removesuffix(".js")
    snippet = re.match(r"(.*(?:/snippets/\d+|asciinema\.org/a/\w+))\.js\Z", source)
    return _absolute(snippet[1] if snippet else source)


def _absolute(address: str) -> str:
    return f"https:{address}" if address.startswith("//") else address


_IN_LINE = names("p span a em strong b i h1 h2 h3 h4 h5 h6 td th dt figcaption")
_PICTURE = lazy(r"[^?#]+\.(?:jpe?g|png|gif|webp|avif|svg)(?:[?#]\S*)?", re.IGNORECASE)


def _stand_in(node: Node, address: str) -> None:
    """Put a link in the place of an element: a paragraph of its own where that can stand.

    A picture stands there itself. A link cannot stand in a link: it follows that one.
    """
    if _PICTURE.fullmatch(address):
        said = node.get("data-alt") or node.get("aria-label") or node.get("title")
        node.replace([Node("img", written({"src": address, "alt": said or None}))])
        return
    around = list(node.ancestors())
    anchor = link(address)
    outer = next((up for up in reversed(around) if up.name == "a"), None)
    if outer is not None and outer.parent is not None:
        node.remove()
        anchor.parent = outer.parent
        outer.parent.children.insert(outer.index() + 1, anchor)
        return
    inline = any(up.name in _IN_LINE for up in around)
    node.replace([anchor] if inline else [Node("p").append(anchor)])


def _read_comment(comment: Node) -> None:
    """Read a block of WordPress that is a comment alone, or whose element is empty."""
    match = _BLOCK.match(comment.other)
    if match is None:
        return
    try:
        data = load_json(match["data"])
    except ValueError:
        return
    addresses = list(dict.fromkeys(_addresses(data)))
    if not addresses or comment.parent is None:
        return
    if not match["empty"] and not _is_empty_block(comment, match["name"], addresses):
        return
    for address in reversed(addresses):
        place = comment.index() + 1
        paragraph = Node("p").append(link(address))
        paragraph.parent = comment.parent
        comment.parent.children.insert(place, paragraph)


def _is_empty_block(comment: Node, name: str, addresses: list[str]) -> bool:
    """Tell whether nothing between the comments of an embed or file shows its address."""
    if not re.search(
        r"embed|video|audio|file|media|gist|map|form|tweet|instagram|youtube|vimeo", name
    ):
        return False
    parent = comment.parent
    if parent is None:
        return False
    inside: list[str] = []
    attributes: list[str] = []
    for child in parent.children[comment.index() + 1 :]:
        if isinstance(child, str):
            inside.append(child)
        elif not child.name and f"/wp:{name}" in child.other:
            break
        else:
            inside.append(child.text())
            attributes += [one.raw for one in [child, *child.walk()]]
    text = "".join([*inside, *attributes]).replace("&amp;", "&")
    return not any(address in text for address in addresses) and not "".join(inside).strip()


def _addresses(data: object) -> list[str]:
    """Return the addresses in a block's data."""
    found: list[str] = []
    pending: list[object] = [data]
    while pending:
        one = pending.pop(0)
        if isinstance(one, dict):
            pending += list(cast("dict[str, object]", one).values())
        elif isinstance(one, list):
            pending += cast("list[object]", one)
        elif isinstance(one, str) and re.fullmatch(r"https?://\S+", one):
            found.append(one)
    return found


def _read_platform(node: Node) -> bool:
    """Read a quotation or box of a platform that names its post in an attribute."""
    for one in node.classes:
        for name in _OF_PLATFORMS.get(one, ()):
            value = node.get(name).strip()
            address = _platform_address(one, value)
            if not address:
                continue
            bare = re.sub(r"[/?#].*\Z", "", address.split("://")[-1])
            plain = address.split("?")[0].rstrip("/")
            if any(plain in inner.get("href").split("?")[0] for inner in node.all("a")):
                return True
            if not bare:
                continue
            target = Node("p").append(link(address))
            if node.content() and node.name != "p":
                node.append(target)
            else:
                node.replace([target])
            return True
    return False


def _platform_address(platform: str, value: str) -> str:
    if not value:
        return ""
    if _URL.fullmatch(value):
        return _absolute(value)
    if platform == "imgur-embed-pub":
        return f"https://imgur.com/{value}"
    if platform == "bluesky-embed" and (
        found := re.match(r"at://([^/]+)/app\.bsky\.feed\.post/(\w+)", value)
    ):
        return f"https://bsky.app/profile/{found[1]}/post/{found[2]}"
    if platform == "twitter-tweet" and value.isdecimal():
        return f"https://twitter.com/i/status/{value}"
    return ""


def _read_empty(node: Node) -> bool:
    """Read a box that holds nothing and names in its attributes what a script puts into it."""
    if node.name not in _EMPTY_BOXES or node.has("href") or node.has_words():
        return False
    if any(one.name in _SHOWN or "-" in one.name or one.has("href") for one in node.walk()):
        return False
    found = node.attributes
    if _NO_CONTENT.search(f"{found.get('class', '')} {found.get('id', '')}"):
        return False
    stated = [
        value.strip()
        for name, value in found.items()
        if name not in {"style", "class", "id"}
        and _URL.fullmatch(value.strip())
        and not _PROGRAM.search(value)
    ]
    address = _absolute(stated[0]) if stated else _film(found)
    if not address:
        return False
    _stand_in(node, address)
    return True


def _film(found: dict[str, str]) -> str:
    """Return the address of a film whose number is in an attribute of an empty box."""
    said = " ".join([f"{name}={value}" for name, value in found.items()]).lower()
    values = [
        (name, value.strip())
        for name, value in found.items()
        if _IDENTITY.fullmatch(name) and value.strip()
    ]
    for name, value in values:
        bare = _PREFIXED.sub("", value)
        for said_by, called, address in _CALLED:
            is_called = re.fullmatch(called, name) and re.fullmatch(r"[\w-]{3,40}", bare)
            if is_called and re.search(said_by, said):
                return address.format(bare, user=found.get("data-user", "anon"))
        for said_by, form, address in _FILMS:
            match = re.fullmatch(form, bare)
            if match and re.search(said_by, said):
                user = found.get("data-user", "anon")
                return address.format(bare, *match.groups(), user=user)
    return ""


_NO_CONTENT = lazy(
    r"(?<![a-z])(?:share|like|follow|plusone|comments?|disqus|social|ads?|track\w*|pixel|newsletter)(?![a-z])",
    re.IGNORECASE,
)
"""What a box says that holds no content of the page."""

_PREFIXED = lazy(r"\A(?:WYL_|youtube[-_:]|yt[-_:]|vimeo[-_:]|video[-_:])", re.IGNORECASE)
_FILMS = (
    (r"youtube|\byt\b|lyte|ytplayer|yt-", r"[\w-]{11}", "https://www.youtube.com/watch?v={0}"),
    ("vimeo", r"\d+", "https://vimeo.com/{0}"),
    ("dailymotion", r"x\w{5,7}", "https://www.dailymotion.com/video/{0}"),
    ("flourish", r"(?:visualisation|story)/\d+", "https://public.flourish.studio/{0}/"),
    ("codepen", r"(?!codepen)[A-Za-z]{5,8}|[a-f0-9]{32}", "https://codepen.io/{user}/pen/{0}"),
    ("gist", r"(?:[\w-]+/)?[0-9a-f]{5,40}", "https://gist.github.com/{0}"),
    ("twitter|tweet", r"\d{9,}", "https://twitter.com/i/status/{0}"),
    ("spotify", r"spotify:(\w+):(\w+)", "https://open.spotify.com/{1}/{2}"),
)
"""What an empty box says it is, the form of the number in it, and the page of what it shows."""

_CALLED = (
    (
        r"youtube|\byt\b|lyte|ytplayer",
        r"data-(?:youtube-?|video-?|yt-?)?id|video-?id",
        "https://www.youtube.com/watch?v={0}",
    ),
    ("codepen", r"data-slug-hash", "https://codepen.io/{user}/pen/{0}"),
)
"""What such a box says it is, the attribute that is called the number, and the page."""
