"""The element type of lxml, which it keeps under a private name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # lxml documents the class and exports it under this name only.
    from typing import TypeAlias

    from lxml.etree import _Element  # pyright: ignore[reportPrivateUsage]

    Element: TypeAlias = _Element
else:
    Element = object

__all__ = ["Element"]
