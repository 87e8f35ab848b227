"""The package document (EPUB 3.3, section 5: https://www.w3.org/TR/epub-33/#sec-package-doc)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from newskit.epub.content.text import one_line
from newskit.epub.pages.frame import attribute, text

if TYPE_CHECKING:
    from newskit.config.epub import EpubConfig
    from newskit.epub.plan import Plan

# Accessibility metadata, computed from what a book holds.


def accessibility_metadata(
    features: Iterable[str], *, described: bool, animated: bool
) -> Iterator[tuple[str, str]]:
    """Yield schema.org properties and values.

    Args:
        features: accessibility facts of the articles (``images``, ``tables``, ``ruby`` …).
        described: whether every image has a text alternative from its post.
        animated: whether an image may move or flash.
    """
    found = set(features)
    images = "images" in found
    yield "accessMode", "textual"
    if images:
        yield "accessMode", "visual"
    if images and not described:
        yield "accessModeSufficient", "textual,visual"
    else:
        yield "accessModeSufficient", "textual"
    yield "accessibilityFeature", "tableOfContents"
    yield "accessibilityFeature", "structuralNavigation"
    yield "accessibilityFeature", "readingOrder"
    yield "accessibilityFeature", "index"
    yield "accessibilityFeature", "displayTransformability"
    if images and described:
        yield "accessibilityFeature", "alternativeText"
    if "ruby" in found:
        yield "accessibilityFeature", "rubyAnnotations"
    yield "accessibilityHazard", "unknown" if animated else "none"
    yield "accessibilitySummary", _summary(images=images, described=described)


def _summary(*, images: bool, described: bool) -> str:
    text = "Text in reading order, with a table of contents, headings and an index of dates."
    if not images:
        return f"{text} No images but the cover."
    if described:
        return f"{text} Images have text alternatives."
    return f"{text} Some images have no text alternative."


MIMETYPE = b"application/epub+zip"
CONTAINER = b"""<?xml version="1.0" encoding="utf-8"?>
<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles>
</container>
"""
# Without any date in the posts, a fixed one: the time of the run would change the bytes.
_NO_DATE = "1980-01-01T00:00:00Z"
_XHTML = "application/xhtml+xml"


@dataclass(frozen=True, slots=True)
class Resource:
    """A style sheet or image of the package; `described` is False for an image without alt."""

    path: str
    media_type: str
    described: bool = True


def package_document(
    plan: Plan, config: EpubConfig, cover: str, resources: Iterable[Resource], modified: str
) -> bytes:
    """Return ``package.opf``.

    Args:
        plan: the book.
        config: the options.
        cover: path of the cover image among `resources`.
        resources: style sheets and images, by path.
        modified: instant to state; empty for that of the newest post.
    """
    resources = list(resources)
    language = plan.series.language
    metadata = "\n".join(_metadata(plan, config, resources, modified or plan.modified or _NO_DATE))
    manifest = "\n".join(_manifest(plan, cover, resources))
    spine = "\n".join(f'<itemref idref="{name}"/>' for name in _spine(plan))
    progression = ' page-progression-direction="rtl"' if plan.progression == "rtl" else ""
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" '
        f'xml:lang={attribute(language)} dir="{plan.series.direction}">\n'
        f'<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n{metadata}\n</metadata>\n'
        f"<manifest>\n{manifest}\n</manifest>\n"
        f'<spine toc="ncx"{progression}>\n{spine}\n</spine>\n</package>\n'
    ).encode()


def _metadata(
    plan: Plan, config: EpubConfig, resources: list[Resource], modified: str
) -> Iterator[str]:
    series = plan.series
    yield f'<dc:identifier id="id">{text(plan.identifier)}</dc:identifier>'
    yield f'<dc:title id="title">{text(plan.title)}</dc:title>'
    languages = sorted({item.entry.article.language for item in plan.pages()} - {"und"})
    for language in dict.fromkeys((series.language, *languages)):
        yield f"<dc:language>{text(language)}</dc:language>"
    for element, value in (
        ("creator", config.creator),
        ("publisher", series.publisher),
        ("description", config.description),
        ("rights", config.rights),
    ):
        if one_line(value):
            yield f"<dc:{element}>{text(one_line(value))}</dc:{element}>"
    if plan.modified:
        yield f"<dc:date>{plan.modified[:10]}</dc:date>"
    yield f'<meta property="dcterms:modified">{modified}</meta>'
    if plan.position:
        yield f'<meta property="belongs-to-collection" id="series">{text(series.title)}</meta>'
        yield '<meta refines="#series" property="collection-type">series</meta>'
        yield f'<meta refines="#series" property="group-position">{plan.position}</meta>'
        identifier = text(series.identifier)
        yield f'<meta refines="#series" property="dcterms:identifier">{identifier}</meta>'
    images = [item for item in resources if item.path.startswith("images/")]
    features = {fact for item in plan.pages() for fact in item.entry.article.features}
    features.discard("images")
    if images:
        features.add("images")
    for name, value in accessibility_metadata(
        features,
        described=all(image.described for image in images),
        animated=any(image.media_type == "image/gif" for image in images),
    ):
        yield f'<meta property="schema:{name}">{text(value)}</meta>'
    yield '<meta name="cover" content="cover-image"/>'
    if config.vertical and plan.progression == "rtl":
        yield '<meta name="primary-writing-mode" content="vertical-rl"/>'


def _manifest(plan: Plan, cover: str, resources: list[Resource]) -> Iterator[str]:
    yield _item("nav", "nav.xhtml", _XHTML, "nav")
    yield _item("ncx", "toc.ncx", "application/x-dtbncx+xml")
    number = 0
    for resource in resources:
        if resource.path == cover:
            yield _item("cover-image", resource.path, resource.media_type, "cover-image")
        else:
            number += 1
            yield _item(f"r{number}", resource.path, resource.media_type)
    formulas = {
        f"text/{page.file}" for page in plan.pages() if "mathml" in page.entry.article.features
    }
    for name, path in _spine(plan).items():
        if name != "nav":
            yield _item(name, path, _XHTML, "mathml" if path in formulas else "")


def _item(name: str, path: str, media_type: str, properties: str = "") -> str:
    extra = f' properties="{properties}"' if properties else ""
    return f'<item id="{name}" href={attribute(path)} media-type="{media_type}"{extra}/>'


def _spine(plan: Plan) -> dict[str, str]:
    """The documents in reading order, by their id in the manifest."""
    spine = {"cover": "text/cover.xhtml", "title-page": "text/title.xhtml", "nav": "nav.xhtml"}
    article = 0
    for number, section in enumerate(plan.sections, 1):
        if section.file:
            spine[f"s{number}"] = f"text/{section.file}"
        for day in section.days:
            for item in day.pages:
                article += 1
                spine[f"a{article}"] = f"text/{item.file}"
    spine["dates"] = "text/dates.xhtml"
    return spine
