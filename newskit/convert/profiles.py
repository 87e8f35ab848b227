"""What each profile's Markdown can say, and what it must be careful about."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from newskit.config.convert import Profile
from newskit.frozen import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class ProfileRules:
    r"""The rules of one profile.

    Attributes:
        fence: the fence of code blocks.
        strike: the delimiter of deleted text; empty where only `<del>` works.
        tables: whether pipe tables exist.
        tasks: whether `[x]` is a check box; kramdown without its GFM reader has none.
        hard_break: what ends a line that breaks.
        kramdown: whether kramdown must read the text too (tables from any `|`, IALs, `$$`).
        starts: whether an ordered list's first number counts.
        pipe_in_code: whether `\\|` works in a code span inside a table.
        autolinks: whether bare URLs become links and must be kept from it.
        autolinks_in_links: whether they must be kept from it in the text of a link too: pandoc's
            `gfm` reader nests links there; GitHub, Hugo and the others do not.
        definitions: whether definition lists have a syntax.
        tight_blocks: whether a quotation or code block may follow a paragraph without blank line.
    """

    fence: str
    strike: str
    tables: bool
    tasks: bool
    hard_break: str
    kramdown: bool
    starts: bool
    pipe_in_code: bool
    autolinks: bool
    autolinks_in_links: bool
    definitions: bool
    tight_blocks: bool


PROFILES: Mapping[Profile, ProfileRules] = MappingProxyType(
    {
        Profile.PORTABLE: ProfileRules(
            fence="~~~",
            strike="",
            tables=True,
            tasks=False,
            hard_break="<br>\n",
            kramdown=True,
            starts=False,
            pipe_in_code=False,
            autolinks=True,
            autolinks_in_links=True,
            definitions=False,
            tight_blocks=False,
        ),
        Profile.GFM: ProfileRules(
            fence="```",
            strike="~~",
            tables=True,
            tasks=True,
            hard_break="\\\n",
            kramdown=False,
            starts=True,
            pipe_in_code=True,
            autolinks=True,
            autolinks_in_links=False,
            definitions=False,
            tight_blocks=True,
        ),
        Profile.COMMONMARK: ProfileRules(
            fence="```",
            strike="",
            tables=False,
            tasks=False,
            hard_break="\\\n",
            kramdown=False,
            starts=True,
            pipe_in_code=False,
            autolinks=False,
            autolinks_in_links=False,
            definitions=False,
            tight_blocks=True,
        ),
        Profile.KRAMDOWN: ProfileRules(
            fence="~~~",
            strike="~~",
            tables=True,
            tasks=True,
            hard_break="<br>\n",
            kramdown=True,
            starts=False,
            pipe_in_code=False,
            autolinks=False,
            autolinks_in_links=False,
            definitions=False,
            tight_blocks=False,
        ),
    }
)
