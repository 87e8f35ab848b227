"""XML as exports really write it: streamed, with what is not XML mended and counted.

Nothing fetched.

WordPress and others put control characters, bare ampersands and HTML's entities into XML. They
are mended on the way to the parser (XML 1.0, sections 2.2 and 4.1). Entities that a document
declares for itself are refused: an export has none, and they can expand without bounds.
"""

# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportUnknownMemberType=false
# JSON and lxml's elements are Any at their border, and so is what is inside them.

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from html.entities import html5
from typing import Any, BinaryIO, Final

from newskit.errors import ReadError
from newskit.importers.article import Passed
from newskit.importers.opened import Opened
from newskit.post import JsonValue

# Nothing is given back: comments without end have no second reading.
_ROOT: Final = re.compile(rb"(?>\s+|<\?.*?\?>|<!--.*?-->|<![A-Za-z][^>\[]*>)*+<[\w.:-]+", re.DOTALL)
_BEFORE: Final = re.compile(rb"\A(?>\s+|<!--.*?-->)++(?=<\?xml\b)", re.DOTALL)
_DECLARED: Final = re.compile(rb"\sxmlns:([\w.-]+)\s*=")
_USED: Final = re.compile(rb"<([A-Za-z][\w.-]*):[A-Za-z]")
_CHUNK: Final = 1 << 20
_KEEP: Final = 64
_CONTROL: Final = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_AMPERSAND: Final = re.compile(
    rb"&(?!#[0-9]{1,7};|#[xX][0-9A-Fa-f]{1,6};|(?:amp|lt|gt|quot|apos);)(?:([A-Za-z][A-Za-z0-9]{1,31});)?"
)
_BAD_REFERENCE: Final = re.compile(rb"&#(?:([0-9]{1,7})|[xX]([0-9A-Fa-f]{1,6}));")
_STATED: Final = re.compile(rb"<\?xml\b[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)")
_UTF8: Final = (b"utf-8", b"utf8")
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")


class Mended(io.RawIOBase):
    """A stream of XML with what XML does not allow mended.

    Attributes:
        controls: control characters that were left out.
        ampersands: ampersands that were escaped, and HTML's entities written as characters.
        undecodable: bytes that are not UTF-8 though nothing else is stated, and became U+FFFD.
        encoding: what the document is in where it states nothing and is not UTF-8; else empty.
    """

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self.controls = 0
        self.ampersands = 0
        self.undecodable = 0
        self.encoding = ""
        self._decoder: codecs.IncrementalDecoder | None = None
        self._stated = False
        self._any_utf8 = False
        self._split = b""
        self._stream = stream
        self._rest = b""
        self._in_data = False
        self._wide: bool | None = None
        self._ready = b""
        self._ended = False

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Return at most `size` mended bytes; empty at the end."""
        while not self._ready and not self._ended:
            chunk = self._stream.read(_CHUNK)
            if self._wide is None:
                self._wide = chunk.startswith(_WIDE)
                if not self._wide:
                    chunk = _BEFORE.sub(b"", chunk.removeprefix(b"\xef\xbb\xbf").lstrip(), 1)
                    stated = _STATED.match(chunk)
                    self._stated = stated is not None and stated[1].lower() not in _UTF8
                    chunk = _declared(chunk)
            self._ended = not chunk
            self._ready = chunk if self._wide else self._mend(self._decoded(chunk))
        if size < 0 or size >= len(self._ready):
            data, self._ready = self._ready, b""
        else:
            data, self._ready = self._ready[:size], self._ready[size:]
        return data

    def _decoded(self, chunk: bytes) -> bytes:
        """Return a piece in UTF-8 where the document is to be in it and is not."""
        if self._stated:
            return chunk
        if self._decoder is None:
            data = self._split + chunk
            self._split = b""
            try:
                if not data.isascii():
                    data.decode("utf-8")
                    self._any_utf8 = True
            except UnicodeDecodeError as error:
                if not chunk or error.reason != "unexpected end of data":
                    self._decoder = self._chosen(data)
                    return self._decoded(data) if chunk else self._decoded_end(data)
                self._split = data[error.start :]
                data = data[: error.start]
            return data
        text = self._decoder.decode(chunk, final=not chunk)
        self.undecodable += text.count("\ufffd") - chunk.count(b"\xef\xbf\xbd")
        return text.encode("utf-8")

    def _decoded_end(self, data: bytes) -> bytes:
        """Return what is left at the end in UTF-8."""
        return self._decoded(data) + self._decoded(b"")

    def _chosen(self, data: bytes) -> codecs.IncrementalDecoder:
        """Return what reads a document of which a piece is not UTF-8.

        A document that has been UTF-8 so far stays it, its bad bytes replaced, as browsers read it.
        """
        from newskit.read.decode import decode

        facts = decode(data).facts
        name = "utf-8" if self._any_utf8 or facts.how == "damaged" else facts.name
        self.encoding = "" if name == "utf-8" else name
        return codecs.getincrementaldecoder(name)("replace")

    def _mend(self, chunk: bytes) -> bytes:
        text = self._rest + chunk
        if self._ended:
            self._rest = b""
        else:  # what may be the beginning of a reference or of a mark waits for the next chunk
            text, self._rest = text[:-_KEEP], text[-_KEEP:]
            cut = max(text.rfind(b"&"), text.rfind(b"<"), text.rfind(b"]"))
            if cut >= len(text) - _KEEP and cut >= 0:
                text, self._rest = text[:cut], text[cut:] + self._rest
        text, controls = _CONTROL.subn(b"", text)
        self.controls += controls
        out: list[bytes] = []
        place = 0
        while place < len(text):
            mark = b"]]>" if self._in_data else b"<![CDATA["
            found = text.find(mark, place)
            end = len(text) if found < 0 else found + len(mark)
            piece = text[place:end]
            out.append(piece if self._in_data else self._escape(piece))
            if found >= 0:
                self._in_data = not self._in_data
            place = end
        return b"".join(out)

    def _escape(self, text: bytes) -> bytes:
        if b"&" not in text:
            return text
        text = _AMPERSAND.sub(self._entity, text)
        return _BAD_REFERENCE.sub(self._reference, text) if b"&#" in text else text

    def _entity(self, match: re.Match[bytes]) -> bytes:
        self.ampersands += 1
        name = match[1]
        char = html5.get(f"{name.decode('ascii')};") if name else None
        if char is None:
            return b"&amp;" + match[0][1:]
        return b"".join(b"&#%d;" % ord(one) for one in char)

    def _reference(self, match: re.Match[bytes]) -> bytes:
        number = int(match[1]) if match[1] else int(match[2], 16)
        legal = number in {9, 10, 13} or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0x10FFFF
        if legal and number not in {0xFFFE, 0xFFFF}:
            return match[0]
        self.controls += 1
        return b""


def _declared(chunk: bytes) -> bytes:
    """Return the first piece of a document with its prefixes declared that nobody declared."""
    root = _ROOT.match(chunk)
    end = chunk.find(b">", root.end()) if root else -1
    if root is None or end < 0:
        return chunk
    missing = set(_USED.findall(chunk)) - set(_DECLARED.findall(chunk)) - {b"xml", b"xmlns"}
    said = b"".join(b' xmlns:%s="undeclared:%s"' % (one, one) for one in sorted(missing))
    return chunk[: root.end()] + said + chunk[root.end() :]


def elements(opened: Opened, names: frozenset[str]) -> Iterator[tuple[Any, Mended]]:
    """Yield the elements of these local names as they end, each freed when the next is asked for.

    Args:
        opened: the source.
        names: local names, such as ``item``; an element inside one of them is not yielded.

    Raises:
        ReadError: when it is not XML, breaks off, or declares entities.
    """
    from lxml import etree

    _refuse_entities(opened)
    parser: Any = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=True,
        recover=True,  # a prefix that nobody declared is borne; what breaks the tree is not
        tag=[f"{{*}}{name}" for name in names],
    )
    inside = 0
    with opened.stream() as file:
        mended = Mended(file)
        for piece in _pieces(mended, names):
            parser.feed(piece)
            for event, element in parser.read_events():
                inside += 1 if event == "start" else -1
                if event == "end" and inside == 0:
                    _refuse_broken(parser, opened)
                    yield element, mended
                    _free(element)
        with suppress(etree.XMLSyntaxError):  # the log has it
            parser.close()
        _refuse_broken(parser, opened)


def mended_rows(path: str, mended: Mended | None) -> Iterator[Passed]:
    """Yield the row of the report on what was mended in a document, where anything was."""
    found: dict[str, JsonValue] = {}
    if mended is not None:
        found = {
            "control_characters": mended.controls,
            "ampersands": mended.ampersands,
            "undecodable_bytes": mended.undecodable,
            "encoding": mended.encoding,
        }
    if any(found.values()):
        details = {key: value for key, value in found.items() if value}
        yield Passed(path, "mended", "characters that are not XML were mended", details)


def _pieces(mended: Mended, names: frozenset[str]) -> Iterator[bytes]:
    """Yield the document in pieces that end where an element of these names may.

    What breaks behind an element must not be known before it is yielded.
    """
    ends = re.compile(
        rb"</(?:[\w.-]+:)?(?:%s)\s*>" % b"|".join(one.encode() for one in sorted(names))
    )
    while data := mended.read():
        place = 0
        for match in ends.finditer(data):
            yield data[place : match.end()]
            place = match.end()
        yield data[place:]


def _refuse_broken(parser: Any, opened: Opened) -> None:
    from lxml import etree

    for error in parser.feed_error_log:
        if error.level >= etree.ErrorLevels.FATAL:
            raise ReadError(
                f"{opened.path}:{error.line}: the XML breaks here: {error.message}",
                hint="what stands behind this line was not read",
            )


def _free(element: Any) -> None:
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def _refuse_entities(opened: Opened) -> None:
    head = opened.head()
    start = re.search(rb"<(?![?!])", head)
    prolog = re.sub(rb"<!--.*?-->", b"", head[: start.start() if start else None], flags=re.DOTALL)
    if b"<!ENTITY" in prolog:
        raise ReadError(
            f"{opened.path}: declares entities of its own, which may expand without bounds",
            hint="an export has none; remove the DOCTYPE to read it",
        )


def local(element: Any) -> str:
    """Return the name of an element without its namespace."""
    return _local(element.tag)


@lru_cache(maxsize=4096)  # a document has few names, and very many elements
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].rpartition(":")[2]


def children(element: Any) -> Iterator[Any]:
    """Yield the child elements; comments and instructions are not elements."""
    for child in element:
        if isinstance(child.tag, str):
            yield child


def named(element: Any, name: str) -> Iterator[Any]:
    """Return the child elements of a local name, in any namespace."""
    yield from element.iterchildren(f"{{*}}{name}")


def text_of(element: Any) -> str:
    """Return all text inside an element; empty for None."""
    if element is None:
        return ""
    return element.text or "" if len(element) == 0 else "".join(element.itertext())


def markup_of(element: Any) -> str:
    """Return an element as XML, for the report."""
    from lxml import etree

    return etree.tostring(element, encoding="unicode", with_tail=False)


def rest_of(element: Any, taken: frozenset[str]) -> dict[str, JsonValue]:
    """Return what the children of an element say, by their local names; what is empty has no key.

    A child with attributes or children of its own is an object; of a name that stands more than
    once, all values are in a list.
    """
    found: dict[str, list[JsonValue]] = {}
    for child in children(element):
        name = local(child)
        if name not in taken and (value := _value(child)):
            found.setdefault(name, []).append(value)
    return {name: one[0] if len(one) == 1 else one for name, one in found.items()}


def _value(element: Any) -> JsonValue:
    text = (element.text or "").strip()
    if len(element) == 0 and not element.attrib:
        return text
    value: dict[str, JsonValue] = {_local(key): one for key, one in element.attrib.items() if one}
    value |= rest_of(element, frozenset())
    if text:
        value["text"] = text
    return value


def child_text(element: Any, name: str) -> str:
    """Return the text of the first child of a local name, without white space around it."""
    return text_of(next(named(element, name), None)).strip()
