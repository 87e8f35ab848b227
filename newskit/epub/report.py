"""What a build did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

__all__ = ["EpubReport", "VolumeReport"]


@dataclass(frozen=True, slots=True)
class VolumeReport:
    """One book that was written or found to be up to date.

    Attributes:
        folder: the unpacked book.
        packed: the ``.epub`` file; None without ``pack``.
        title: its title.
        identifier: its unique identifier.
        articles: posts in it.
        changed: False when every byte was there already.
    """

    folder: Path
    packed: Path | None
    title: str
    identifier: str
    articles: int
    changed: bool


@dataclass(frozen=True, slots=True)
class EpubReport:
    """What a build did.

    Attributes:
        volumes: the books, oldest first.
        articles: posts in all of them.
        removed: folders of an earlier run that hold no posts any more, and were removed.
        changes: how often something could not be kept, by kind (``script``, ``iframe`` …).
        images: how many images became part of a book.
        missing: images that could not be found or fetched, with the reason.
    """

    volumes: tuple[VolumeReport, ...]
    articles: int
    removed: tuple[Path, ...] = ()
    changes: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    images: int = 0
    missing: tuple[tuple[str, str], ...] = ()

    def summary(self) -> str:
        """Say in one line what was done."""
        written = sum(volume.changed for volume in self.volumes)
        parts = [f"{self.articles} posts in {len(self.volumes)} books: {written} written"]
        if written < len(self.volumes):
            parts.append(f"{len(self.volumes) - written} unchanged")
        if self.removed:
            parts.append(f"{len(self.removed)} removed")
        if self.images:
            parts.append(f"{self.images} images")
        if self.missing:
            parts.append(f"{len(self.missing)} images missing")
        return ", ".join(parts)
