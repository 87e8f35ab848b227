"""Pictures and embeds that tags and shortcodes stand for, as HTML.

Sources: Hugo's embedded shortcodes; Hexo's tag plugins; Jekyll's `gist`; each service's own
embed code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from html import escape
from types import MappingProxyType
from typing import Final

from newskit.lazy import lazy, wordlist
from newskit.render.cmark import inline_html
from newskit.render.templates.arguments import Arguments
from newskit.render.templates.context import BlockHtml, Inline, Shown

_SOURCES: Final = wordlist(
    """
    src url path file image img href source image_path filename
    """
)
_PICTURE: Final = lazy(r"\.(?:jpe?g|png|gif|svg|webp|avif|bmp|tiff?)(?:[?#]|$)", re.IGNORECASE)
_YOUTUBE: Final = lazy(
    r"(?:youtu\.be/|youtube(?:-nocookie)?\.com/(?:embed/|shorts/|live/|watch\?(?:[^#\s]*&)?v=))"
    r"([\w-]{6,})"
)
_VIMEO: Final = lazy(r"vimeo\.com/(?:video/|[\w/]*?)(\d+)")
_ID: Final = lazy(r"[\w-]{1,64}")
_SIZE: Final = lazy(r"\d+(?:px|%)?")


def picture(
    source: str, *, alt: str = "", title: str = "", caption: str = "", link_to: str = ""
) -> Shown:
    """Return an image, with a caption as a figure."""
    image = f'<img src="{escape(source)}" alt="{escape(alt)}"'
    image += f' title="{escape(title)}" />' if title else " />"
    if link_to:
        image = f'<a href="{escape(link_to)}">{image}</a>'
    if not caption:
        return Inline(image)
    return BlockHtml(f"<figure>{image}<figcaption>{caption}</figcaption></figure>")


def link(address: str, words: str) -> Inline:
    """Return a link; its words are text."""
    return Inline(f'<a href="{escape(address)}">{escape(words, quote=False)}</a>')


def code_block(code: str, language: str, caption: str = "") -> BlockHtml:
    """Return code as CommonMark's renderers write it, its words shown character by character."""
    name = f' class="language-{escape(language)}"' if language else ""
    block = f"<pre><code{name}>{escape(code, quote=False)}</code></pre>"
    return BlockHtml(
        f"<figure><figcaption>{caption}</figcaption>{block}</figure>" if caption else block
    )


def _figure(given: Arguments) -> Shown:
    """Show ``figure`` and its like: the caption is Markdown, as Hugo has it."""
    source = given.get(*_SOURCES) or next((one for one in given.values if _is_picture(one)), "")
    if not source and given.values and given.quoted[0]:
        source = given.values[0]
    if not source:
        return None
    title, words = given.named.get("title", ""), given.get("caption", "description", "desc", "text")
    alt = given.get("alt")
    others = [one for one in given.values if one != source and not _SIZE.fullmatch(one)]
    if not given.named and others:
        words = others[-1]
    parts = [f"<h4>{escape(title, quote=False)}</h4>"] if title else []
    if words:
        parts.append(f"<p>{inline_html(words)}{_credit(given)}</p>")
    return picture(source, alt=alt, caption="".join(parts), link_to=given.get("link", "link_to"))


def _credit(given: Arguments) -> str:
    words, address = given.get("attr", "attribution", "credit"), given.get("attrlink")
    if not words:
        return ""
    shown = inline_html(words)
    return f' <a href="{escape(address)}">{shown}</a>' if address else f" {shown}"


def pictured(given: Arguments) -> Shown:
    """Show the picture that an unknown tag plainly names; None where it names none."""
    source = given.get(*_SOURCES)
    return _figure(given) if _is_picture(source) else None


def _image(given: Arguments) -> Shown:
    """Show ``img`` and its like; Hexo's is ``[classes] src [width] [height] ["title" ["alt"]]``."""
    source = given.get(*_SOURCES)
    rest = list(given.values)
    if not source:
        place = next((n for n, one in enumerate(rest) if _is_picture(one) or "/" in one), None)
        if place is None:
            return None
        source, rest = rest[place], rest[place + 1 :]
    words = [one for one in rest if not _SIZE.fullmatch(one)]
    alt, title = given.named.get("alt", ""), given.named.get("title", "")
    if not alt and words:
        alt = words[-1] if len(words) < 3 else words[0]
        match = re.fullmatch(r"\"?(.*?)\"?\s+\"?(.*?)\"?", alt) if '"' in alt else None
        alt = match[2] if match else alt
    caption = given.get("caption", "figcaption")
    return picture(
        source,
        alt=alt,
        title=title,
        caption=inline_html(caption) if caption else "",
        link_to=given.get("link", "linkto"),
    )


def _is_picture(text: str) -> bool:
    return _PICTURE.search(text) is not None


def _frame(address: str, title: str) -> BlockHtml:
    return BlockHtml(
        f'<iframe src="{escape(address)}" title="{escape(title)}" allowfullscreen></iframe>'
    )


def _youtube(given: Arguments) -> Shown:
    for one in (given.get("id", "v", "video", "videoid", "video_id", *_SOURCES), *given.values):
        found = _YOUTUBE.search(one)
        if found or (one and _ID.fullmatch(one)):
            name = found[1] if found else one
            return _frame(f"https://www.youtube.com/embed/{name}", given.get("title") or "YouTube")
    return None


def _vimeo(given: Arguments) -> Shown:
    for one in (given.get("id", "video", "video_id", *_SOURCES), *given.values):
        found = _VIMEO.search(one)
        if found or one.isdigit():
            name = found[1] if found else one
            return _frame(f"https://player.vimeo.com/video/{name}", given.get("title") or "Vimeo")
    return None


def _video(given: Arguments) -> Shown:
    source = given.get("src", "url", "mp4", "webm", "file", "path", "id") or given.at(0)
    if _YOUTUBE.search(source) or given.get("provider").lower() == "youtube":
        return _youtube(given)
    if _VIMEO.search(source) or given.get("provider").lower() == "vimeo":
        return _vimeo(given)
    if not source:
        return None
    return BlockHtml(f'<video src="{escape(source)}" controls></video>')


def _audio(given: Arguments) -> Shown:
    source = given.get("src", "url", "mp3", "file", "path") or given.at(0)
    return BlockHtml(f'<audio src="{escape(source)}" controls></audio>') if source else None


def _iframe(given: Arguments) -> Shown:
    source = given.get("src", "url") or given.at(0)
    return _frame(source, given.get("title")) if source else None


def _gist(given: Arguments) -> Shown:
    name = given.get("id", "gist")
    rest = list(given.values)
    if not name and len(rest) > 1 and "/" not in rest[0] and re.fullmatch(r"[0-9a-f]{5,}", rest[1]):
        name, rest = f"{rest[0]}/{rest[1]}", rest[2:]
    elif not name and rest:
        name, rest = rest[0], rest[1:]
    if not re.fullmatch(r"[\w./-]+", name):
        return None
    file = given.get("file", "filename") or (rest[0] if rest else "")
    query = f"?file={escape(file)}" if file else ""
    return BlockHtml(f'<script src="https://gist.github.com/{name}.js{query}"></script>')


def _tweet(given: Arguments) -> Shown:
    user, number = given.get("user"), given.get("id")
    address = given.get("url", "src")
    for one in given.values:
        if one.startswith("http"):
            address = address or one
        elif one.isdigit():
            number = number or one
    if not address and number.isdigit():
        address = f"https://twitter.com/{user or 'i/web'}/status/{number}"
    return _post_elsewhere(address, "twitter-tweet")


def _instagram(given: Arguments) -> Shown:
    name = given.get("id") or given.at(0)
    if _ID.fullmatch(name):
        return _post_elsewhere(f"https://www.instagram.com/p/{name}/", "instagram-media")
    return _post_elsewhere(name, "instagram-media")


def _post_elsewhere(address: str, name: str) -> Shown:
    if not re.match(r"https?://", address):
        return None
    return BlockHtml(
        f'<blockquote class="{name}"><a href="{escape(address)}">{escape(address)}</a></blockquote>'
    )


_Show = Callable[[Arguments], Shown]


def _names(names: str, show: _Show) -> dict[str, _Show]:
    return dict.fromkeys(names.split(), show)


MEDIA: Mapping[str, _Show] = MappingProxyType(
    {
        **_names("figure fig image_caption captioned_image imgcap figimg", _figure),
        **_names(
            "img image imgix picture responsive_image responsive_image_block image_tag photo"
            " thumbnail lazyimg imgproc asset_img image_with_class post_image",
            _image,
        ),
        **_names("youtube youtubeplayer youtube_embed yt lite-youtube youtubeembed", _youtube),
        **_names("vimeo vimeo_embed", _vimeo),
        **_names("video videojs html5video embed_video", _video),
        **_names("audio", _audio),
        **_names("iframe", _iframe),
        **_names("gist github_gist", _gist),
        **_names("tweet twitter twitter_simple x tweet_simple", _tweet),
        **_names("instagram instagram_simple", _instagram),
    }
)
"""What built-in tags and shortcodes show, by name in lower case."""
