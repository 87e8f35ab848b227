"""From options to settings: configuration, sources, number of processes."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from newskit.cli.terminal import Outcome, print_note, refuse_post, with_progress
from newskit.config.model import Config, find_config, load_config
from newskit.errors import UsageError
from newskit.frozen import dataclass, field, replace
from newskit.read.files import STDIN, iter_sources
from newskit.read.source import Source
from newskit.site.choosing import Chooser

_IN_MEMORY = 16 * 1024 * 1024
_INNER = frozenset({"_posts", "archive", "content", "docs", "posts", "source", "src"})


def archive_name(path: str) -> str:
    """Return what an archive is called: its folder's name, not one that every archive has in it."""
    if path == STDIN:
        return "posts"
    full = Path(path).resolve()
    return (
        next((one.name for one in (full, *full.parents) if one.name not in _INNER), "") or "posts"
    )


@dataclass(frozen=True, slots=True)
class Inputs:
    """Which posts a command works on.

    Attributes:
        paths: as the user wrote them.
        stdin_name: name of the post on standard input.
        left_out: a folder whose files are not posts: the one the output goes into.
        quiet: whether to be silent where there are no posts.
        held: what was on standard input, where the posts are read more than once.
        said: what has been said of them: a second reading repeats nothing.
    """

    paths: tuple[str, ...]
    stdin_name: str = ""
    left_out: str = ""
    quiet: bool = False
    held: BinaryIO | None = None
    said: set[str] = field(default_factory=set[str])

    def twice(self) -> Inputs:
        """Return inputs that can be read again: standard input is kept, what is large on disk."""
        if STDIN not in self.paths:
            return self
        import shutil
        from tempfile import SpooledTemporaryFile

        held = cast("BinaryIO", SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 (for the run)
        shutil.copyfileobj(sys.stdin.buffer, held)
        return replace(self, held=held)

    def without(self, output: Path | None) -> Inputs:
        """Return the inputs without the folder `output`, where it lies below one of them."""
        real = os.path.realpath(output) if output is not None else ""
        inside = real and any(
            real.startswith(os.path.join(os.path.realpath(path), ""))  # noqa: PTH118 (ends in /)
            for path in self.paths
        )
        return replace(self, left_out=os.path.join(real, "")) if inside else self  # noqa: PTH118

    def spare(self, *outputs: Path | None, files: tuple[Path | None, ...] = ()) -> None:
        """Refuse outputs that are inputs, or posts: ``-o *.md`` is a slip of a shell.

        Args:
            outputs: what is written.
            files: what is written and cannot be standard output.

        Raises:
            UsageError: when one of them is.
        """
        if Path("-") in files:
            raise UsageError("- is no name of a file here", hint="name a file")
        for output in (*outputs, *files):
            if output is None or not output.exists():
                continue
            if any(output.samefile(path) for path in self._named()):
                raise UsageError(
                    f"{output} is one of the inputs, and would be written over",
                    hint="name another file or folder",
                )
            refuse_post(output)

    def _named(self) -> Iterator[str]:
        """Yield the files and folders that are named, and those that patterns name."""
        for path in self.paths:
            if os.path.exists(path):  # noqa: PTH110 (as named)
                yield path
            elif any(mark in path for mark in "*?["):
                import glob

                yield from filter(os.path.exists, glob.iglob(path, recursive=True))  # noqa: PTH207

    @property
    def is_one_file(self) -> bool:
        """Whether this is one post or standard input, not a folder or a pattern."""
        return len(self.paths) == 1 and not Path(self.paths[0]).is_dir() and not self._is_glob

    @property
    def _is_glob(self) -> bool:
        """A name with marks of a pattern may be that of one file, which is there or missing."""
        path = self.paths[0]
        if not any(mark in path for mark in "*?[") or os.path.lexists(path):
            return False
        import glob

        return next(glob.iglob(path, recursive=True), None) is not None  # noqa: PTH207 (as named)

    def sources(self, config: Config) -> Iterator[Source]:
        """Yield the sources, in order; say on stderr what is passed over, or that none is."""
        chooser = Chooser() if config.read.site else None
        if self.held is not None:
            self.held.seek(0)
        sources = iter_sources(
            self.paths,
            config.read,
            stdin=self.held or sys.stdin.buffer,
            stdin_name=self.stdin_name,
            chooser=chooser,
        )
        none = True
        for source in sources:
            if self.left_out and os.path.realpath(source.path).startswith(self.left_out):
                continue
            none = False
            yield source
        if self.quiet:
            return
        for fault in chooser.faults() if chooser is not None else ():
            self._say(fault)
        if chooser is not None and chooser.passed:
            self._say(f"passed over: {chooser.passed.summary()} (`newskit site` lists them)")
            if none:
                self._say("no posts or pages; --force works on what was passed over")
        elif none:
            self._say(self._nothing_found(config))

    def _say(self, note: str) -> None:
        if note not in self.said:
            self.said.add(note)
            print_note(note)

    def ahead(self, config: Config) -> Iterator[Source | None] | None:
        """Yield the sources once more, to count them; None for what must be read to be counted."""
        if STDIN in self.paths:
            return None
        chooser = Chooser() if config.read.site else None
        sources = iter_sources(self.paths, config.read, chooser=chooser)
        return (None if source.data is not None else source for source in sources)

    def shown(self, outcomes: Iterable[Outcome], doing: str, config: Config) -> Iterator[Outcome]:
        """Pass outcomes through, one a post; on a terminal, show how many have passed."""
        return with_progress(outcomes, doing, quiet=self.quiet, ahead=self.ahead(config))

    def _nothing_found(self, config: Config) -> str:
        if all(path == STDIN for path in self.paths):
            return "no posts on standard input: it is empty"
        return (
            f"no posts in {', '.join(self.paths)}: folders are searched for "
            f"{' '.join(config.read.include)}; --include names other files"
        )


def settings(
    config_file: Path | None,
    *,
    isolated: bool = False,
    include: Sequence[str] | None = None,
    exclude: Sequence[str] | None = None,
    force_exclude: bool = False,
    force: bool = False,
    verbose: bool = False,
    timings: bool = False,
) -> Config:
    """Return the configuration with the options shared by all commands laid over it.

    Raises:
        UsageError: when the options contradict each other.
        ConfigError: when the configuration is wrong.
    """
    if timings:
        from newskit.run.work import enable

        enable()
    if isolated and config_file is not None:
        raise UsageError("--isolated and --config exclude each other")
    if isolated:
        config = Config()
    else:
        path = config_file if config_file is not None else find_config(Path.cwd())
        config = load_config(path, os.environ)
        if verbose:
            print_note(f"configuration: {path if path is not None else 'defaults'}")
    read = config.read
    if include:
        read = replace(read, include=tuple(include))
    if exclude:
        read = replace(read, exclude=(*read.exclude, *exclude))
    if force_exclude:
        read = replace(read, force_exclude=True)
    if force:
        if force_exclude:
            raise UsageError("--force and --force-exclude exclude each other")
        read = replace(read, site=False)
    return replace(config, read=read)


def project_folder(config: Config) -> Path:
    """Return the folder the cache belongs to."""
    return Path(config.folder or os.curdir)


def processes(jobs: int) -> int:
    """Return the number of processes that `--jobs` asks for."""
    if jobs:
        return jobs
    from newskit.run.parallel import cpu_count

    return cpu_count()


def parse_size(text: str) -> int:
    """Return the bytes of a size as people write it on a command line, such as ``64M``.

    Raises:
        UsageError: when it is not a size.
    """
    match = re.fullmatch(r"(\d+)\s*([KMGT]?)(?:i?B)?", text.strip(), re.IGNORECASE)
    if match is None or int(match[1]) == 0:
        raise UsageError(f"{text!r} is not a size", hint="write bytes, or 512K, 64M, 2G")
    return int(match[1]) << (10 * " KMGT".index(match[2].upper() or " "))
