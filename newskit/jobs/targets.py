"""Where a rewritten or an imported post goes."""

from __future__ import annotations

import os
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final
from unicodedata import normalize

from newskit.config.model import MARKDOWN_ENDINGS, POST_PATTERNS, ReadConfig
from newskit.errors import WriteError
from newskit.files import Taken, write_atomic
from newskit.frozen import dataclass
from newskit.importers.port import ImportedPost, Refused
from newskit.jobs.sources import original_bytes
from newskit.post import BOMS, Post
from newskit.problem import Location, Problem, Severity
from newskit.read.decode import reads_back
from newskit.read.source import Source

if TYPE_CHECKING:
    from concurrent.futures import Future

# Imported posts to files: each whole or not at all, and nothing outside the folder.


class ImportStatus(StrEnum):
    """What became of a record."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class WriteOutcome:
    """The outcome for one record.

    Attributes:
        label: where it stands, such as ``posts.jsonl:12``.
        status: what became of it.
        path: the file; empty when there is none.
        problem: why it was refused (NK100), or could not be written (NK902).
        kept: keys that newskit has no field for, which stand in the front matter as they were.
        asked: the name that the record asks for, where it got another one; empty otherwise.
    """

    label: str
    status: ImportStatus
    path: str = ""
    problem: Problem | None = None
    kept: tuple[str, ...] = ()
    asked: str = ""


_WRITERS: Final = 8
_MOST_FILES: Final = 32
_MOST_BYTES: Final = 8 << 20


def write_posts(
    items: Iterable[ImportedPost | Refused | WriteOutcome], folder: Path, *, overwrite: bool = False
) -> Iterator[WriteOutcome]:
    """Write imported posts below `folder`; yield what became of them, in order.

    A file that is there already with the same bytes is left alone; with others it is kept, and the
    record is refused, unless `overwrite` is set.

    Several are written at a time: a disk that is asked to confirm a file takes milliseconds, and
    confirms many together in the same time. What is on its way is bounded.
    """
    root = Path(os.path.realpath(folder))
    # Posts that are converted or stripped come here too, and need no threads.
    from concurrent.futures import Future, ThreadPoolExecutor, wait

    waiting: deque[tuple[Future[WriteOutcome], str, int]] = deque()
    size = 0
    with ThreadPoolExecutor(_WRITERS) as pool:
        try:
            for item in items:
                name, length = "", 0
                outcome: Future[WriteOutcome] = Future()
                if isinstance(item, WriteOutcome):
                    outcome.set_result(item)
                elif isinstance(item, Refused):
                    outcome.set_result(_refused(item.label, item.reason, item.hint))
                else:
                    name, length = _place(root, item.name), len(item.data)
                    # Two that may be one file go one after the other: the second finds the first.
                    wait([other for other, same, _ in waiting if same == name])
                    outcome = pool.submit(_outcome, item, root, overwrite=overwrite)
                waiting.append((outcome, name, length))
                size += length
                while waiting and (
                    len(waiting) > _MOST_FILES or size > _MOST_BYTES or waiting[0][0].done()
                ):
                    size -= waiting[0][2]
                    yield waiting.popleft()[0].result()
        except Exception:
            while waiting:  # what was written before the source broke off is counted
                yield waiting.popleft()[0].result()
            raise
        while waiting:
            yield waiting.popleft()[0].result()


def _place(root: Path, name: str) -> str:
    """Return where a name leads, the same for names that a file system may take for one."""
    return unicodedata.normalize("NFC", os.path.realpath(root / name)).casefold()


def _outcome(item: ImportedPost, root: Path, *, overwrite: bool) -> WriteOutcome:
    try:
        return _write(item, root, overwrite=overwrite)
    except _RefusedError as error:
        return _refused(item.label, error.message, error.hint)
    except WriteError as error:
        return _failed(item.label, error.message, error.hint)
    except OSError as error:
        return _failed(item.label, f"{root / item.name}: {error.strerror or error}")


class _RefusedError(WriteError):
    """What the record asks for may not be done; the disk would take it."""


def _write(item: ImportedPost, root: Path, *, overwrite: bool) -> WriteOutcome:
    path = root / item.name
    # A link inside the folder may lead out of it.
    if not Path(os.path.realpath(path)).is_relative_to(root):
        raise _RefusedError(f"{item.name}: leads out of {root}")
    if path.exists():
        if path.is_file() and path.read_bytes() == item.data:
            return WriteOutcome(
                item.label, ImportStatus.UNCHANGED, str(path), kept=item.kept, asked=item.asked
            )
        if not overwrite:
            raise _RefusedError(
                f"{path}: is there already, with other contents", hint="pass --overwrite"
            )
    write_atomic(path, item.data, within=root)
    return _done(item, ImportStatus.WRITTEN, path)


def _done(item: ImportedPost, status: ImportStatus, path: Path) -> WriteOutcome:
    return WriteOutcome(item.label, status, str(path), kept=item.kept, asked=item.asked)


def _refused(label: str, reason: str, hint: str) -> WriteOutcome:
    problem = Problem("NK100", "unreadable", reason, Location(label), hint=hint)
    return WriteOutcome(label, ImportStatus.REFUSED, problem=problem)


def _failed(label: str, reason: str, hint: str = "") -> WriteOutcome:
    problem = Problem("NK902", "not-written", reason, Location(label), hint=hint)
    return WriteOutcome(label, ImportStatus.FAILED, problem=problem)


def own_path(source: Source) -> Path:
    """Return the path of a post that is to be written over.

    Raises:
        WriteError: when it is a link that was found in a folder, not named, and leads to what is
            no post of that folder.
    """
    path = Path(source.path)
    if source.named or not path.is_symlink():
        return path
    target = Path(os.path.realpath(path))
    root = Path(os.path.realpath(source.root))
    endings = {pattern[1:] for pattern in POST_PATTERNS} | {path.suffix.lower()}
    if (
        target.is_relative_to(root)
        and target.suffix.lower() in endings
        and not any(part.startswith(".") for part in target.relative_to(root).parts)
    ):
        return path
    raise WriteError(
        f"{path}: is a link to a file that is not a post of {source.root}, which is left as it is",
        hint="name the link itself to rewrite the file it leads to",
    )


# New text to bytes as the source's: codec, byte order mark, and every byte that did not change.


def encode_text(
    post: Post, source: Source, text: str, config: ReadConfig
) -> tuple[bytes, tuple[Problem, ...]]:
    """Encode the new text of a post as its file was, where it can be read again; else as UTF-8.

    The codec may have no bytes for a character of the new text, or the new text may lack what
    showed the codec (the ``<meta charset>`` of a page is not in its Markdown): that is a finding.

    Raises:
        WriteError: when the codec spells a character in two ways and the bytes of what did not
            change cannot be kept.
    """
    original = original_bytes(source, post, config)
    codec = post.encoding.name
    try:
        data = post.encode(text) if original is None else _spliced(post, source, text, original)
    except UnicodeEncodeError as error:
        return _as_utf8(source, text, f"{codec} cannot say U+{ord(text[error.start]):04X}")
    if reads_back(data, text, post.encoding):
        return data, ()
    if post.encoding.how == "declared":
        return _as_utf8(source, text, f"the new text does not declare {codec}, as the old one did")
    return _as_utf8(source, text, f"in {codec} the new text would be read as something else")


def _as_utf8(source: Source, text: str, reason: str) -> tuple[bytes, tuple[Problem, ...]]:
    problem = Problem(
        "NK903",
        "encoding-changed",
        f"{reason}; written as UTF-8",
        Location(source.label),
        Severity.WARNING,
    )
    return text.encode("utf-8", "surrogateescape"), (problem,)


def _spliced(post: Post, source: Source, text: str, original: bytes) -> bytes:
    """Encode only what changed between the common start and end of both texts."""
    old, codec = post.text, post.encoding.name
    head = _common(old, text)
    tail = _common(old[head:][::-1], text[head:][::-1])
    mark = len(BOMS.get(codec, b"")) if post.encoding.bom else 0
    try:
        # Two spellings of a character are equally long in the codecs that have them.
        errors = "surrogateescape" if post.encoding.how == "damaged" else "strict"
        start = mark + len(old[:head].encode(codec, errors))
        end = len(original) - len(old[len(old) - tail :].encode(codec, errors))
        new = text[head : len(text) - tail].encode(codec, errors)
        data = original[:start] + new + original[end:]
        if data[mark:].decode(codec, errors) == text:
            return data
    except UnicodeError:
        pass
    raise WriteError(
        f"{source.label}: {codec} spells a character of this post in two ways",
        hint="save the file as UTF-8 first",
    )


def _common(one: str, other: str) -> int:
    """Return the length of the common start, by halving."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low


_POST_SUFFIXES = frozenset(pattern[1:] for pattern in POST_PATTERNS) | {".xhtml"}
_MARKDOWN_SUFFIXES = frozenset({*MARKDOWN_ENDINGS, ".mdx"})
_HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})


class Mode(StrEnum):
    """What is done with a rewritten post."""

    STDOUT = "stdout"
    FOLDER = "folder"
    IN_PLACE = "in-place"
    CHECK = "check"
    DIFF = "diff"


@dataclass(frozen=True, slots=True)
class Target:
    """Where rewritten posts go.

    Attributes:
        mode: what is done with them.
        folder: the output folder of `Mode.FOLDER`.
        markdown_names: whether outputs are named ``.md`` (conversion) or as the source (stripping).
        inputs: files and folders that are read, with their real paths: nothing is written there.
    """

    mode: Mode
    folder: Path | None = None
    markdown_names: bool = False
    inputs: frozenset[str] = frozenset()

    def spare_inputs(self, path: Path, source: Source) -> None:
        """Refuse to write over what is read: ``convert posts/*.md -o posts``.

        Raises:
            WriteError: when `path` is the source, or another input.
        """
        real = os.path.realpath(path)
        places = (real, *map(str, Path(real).parents))
        own = source.data is None and real == os.path.realpath(source.path)
        if own or not self.inputs.isdisjoint(places):
            raise WriteError(
                f"{path}: is one of the inputs, and would be written over",
                hint="choose another folder, or --in-place",
            )


def assign_names(sources: Iterable[Source], target: Target) -> Iterator[tuple[Source, str]]:
    """Yield each source with the path its output gets below the target folder.

    Names come from the sources' own. Where two would get one name (``a.html`` and ``a.md``), the
    later one keeps its whole name with ``.md`` behind it, and a number where that is taken too.
    Neither case nor forms of Unicode tell names apart, as on many file systems.
    """
    taken = Taken()
    for source in sources:
        relative = _safe(source.relative)
        parent = "" if str(relative.parent) == "." else f"{relative.parent}/"
        for name in _candidates(relative, target):
            if taken.add(normalize("NFC", f"{parent}{name}").casefold()):
                yield source, f"{parent}{name}"
                break


def _safe(relative: str) -> PurePosixPath:
    """Drop what would lead out of the target folder."""
    parts = [part for part in PurePosixPath(relative).parts if part not in {"..", "/", "."}]
    return PurePosixPath(*parts) if parts else PurePosixPath("post.md")


def _candidates(relative: PurePosixPath, target: Target) -> Iterator[str]:
    if not target.markdown_names:
        yield relative.name
        stem, suffix = relative.name, relative.suffix
    else:
        stem, suffix = relative.name, ".md"
        yield markdown_name(relative.name)
        yield f"{relative.name}{suffix}"
    number = 2
    while True:
        yield f"{stem}-{number}{suffix}"
        number += 1


def markdown_name(name: str) -> str:
    """Return a file name or path with ``.md`` for the ending of a post, or behind another one.

    A name that says Markdown already stays: links name the file (``{% link _posts/a.markdown %}``).
    """
    stem, dot, suffix = name.rpartition(".")
    if dot and stem and f".{suffix.lower()}" in _MARKDOWN_SUFFIXES:
        return name
    if dot and stem and f".{suffix.lower()}" in _POST_SUFFIXES:
        return f"{stem}.md"
    return name if name == "-" or name.startswith("-:") else f"{name}.md"


def output_path(name: str, source: Path, target: Target, *, is_html: bool) -> Path:
    """Return where a post is written.

    Args:
        name: the name it was given below the target folder; not used in place.
        source: the post's own path.
        target: what is done with the posts.
        is_html: whether its body is HTML still. What became Markdown is no ``.html`` any more, and
            HTML named ``.md`` would be read as Markdown.
    """
    html = target.markdown_names and source.suffix.lower() in _HTML_SUFFIXES
    if target.folder is not None:
        path = target.folder / name
        return path.with_name(_html_name(path.name, source)) if html and is_html else path
    return source.with_suffix(".md") if html and not is_html else source


def _html_name(name: str, source: Path) -> str:
    """The name of a post that stays HTML: its own, unless another post may have that."""
    own = name == markdown_name(source.name)
    return source.name if own else f"{name.removesuffix('.md')}{source.suffix}"
