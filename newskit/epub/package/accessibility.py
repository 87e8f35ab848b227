"""Accessibility metadata, computed from what a book holds.

EPUB Accessibility 1.1, section 2 (https://www.w3.org/TR/epub-a11y-11/#sec-disc-package); the words
are schema.org's. No conformance is claimed: nobody has audited the book.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

__all__ = ["accessibility_metadata"]


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
