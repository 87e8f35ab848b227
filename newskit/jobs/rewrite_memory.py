"""What `convert --check` and `strip --check` remember: what would become of each post."""

from __future__ import annotations

from pathlib import Path

from newskit.config.model import Config
from newskit.jobs.memory import Memory, key_of
from newskit.jobs.rewrite import Rewritten, Status
from newskit.jobs.sources import COULD_NOT_RUN
from newskit.read.source import Source


class RewriteMemory(Memory[Rewritten]):
    """Remembers outcomes by file, where nothing is written."""

    def load(self, source: Source, data: object) -> Rewritten:
        """Return the outcome whose `dump` is `data`."""
        if not data:
            return Rewritten(source.label, Status.UNCHANGED)
        from newskit.jobs.serialize import load_outcome

        return load_outcome(source.label, data)

    def dump(self, result: Rewritten) -> tuple[bytes, bytes] | None:
        """Return an outcome as bytes; None for a post that could not be worked on."""
        if any(problem.code in COULD_NOT_RUN for problem in result.problems):
            return None
        if result.status is Status.UNCHANGED and not result.problems and not result.report:
            return b"", b""
        from newskit.jobs.serialize import dump_outcome

        return dump_outcome(result), b""


def convert_memory(folder: Path, config: Config) -> RewriteMemory:
    """Return what is remembered of conversions with these settings."""
    libraries = _versions("selectolax", "cmarkgfm", "markdownify", "beautifulsoup4")
    return RewriteMemory(
        folder, key_of("convert", config.read, config.convert, libraries, _converters())
    )


def strip_memory(folder: Path, config: Config, *, suspects: bool) -> RewriteMemory:
    """Return what is remembered of stripping with these settings.

    Args:
        folder: the project's folder.
        config: the settings, with the rules of the rule files.
        suspects: whether outcomes tell of last blocks that look like boilerplate.
    """
    key = key_of("strip", config.read, config.strip, suspects, files=config.strip.rules_files)
    return RewriteMemory(folder, key)


def _versions(*names: str) -> tuple[str, ...]:
    from importlib.metadata import version

    return tuple(version(name) for name in names)


def _converters() -> tuple[tuple[str, str, str], ...]:
    """The installed converters of single tags, with the versions of what they come with."""
    from importlib.metadata import entry_points

    from newskit.convert.choices import GROUP

    return tuple(
        sorted(
            (point.name, point.value, point.dist.version if point.dist else "")
            for point in entry_points(group=GROUP)
        )
    )
