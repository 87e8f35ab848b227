"""What each profile's Markdown can say, and what it must be careful about."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from newskit.config.convert import Profile
from newskit.frozen import dataclass, replace


@dataclass(frozen=True, slots=True, eq=False)
class ProfileRules:
    r"""The rules of one profile.

    Attributes:
        fence: the fence of code blocks.
        hard_break: what ends a line that breaks.
        strike: the delimiter of deleted text; empty where only `<del>` works.
        tables: whether pipe tables exist.
        tasks: whether `[x]` is a check box; kramdown without its GFM reader has none.
        kramdown: whether kramdown must read the text too (tables from any `|`, IALs, `$$`).
        starts: whether an ordered list's first number counts.
        pipe_in_code: whether `\\|` works in a code span inside a table.
        autolinks: whether bare URLs become links and must be kept from it.
        autolinks_in_links: whether they must be kept from it in the text of a link too: pandoc's
            `gfm` reader nests links there; GitHub, Hugo and the others do not.
        tight_blocks: whether a quotation or code block may follow a paragraph without blank line.
    """

    fence: str
    hard_break: str
    strike: str = ""
    tables: bool = True
    tasks: bool = False
    kramdown: bool = False
    starts: bool = True
    pipe_in_code: bool = False
    autolinks: bool = False
    autolinks_in_links: bool = False
    tight_blocks: bool = True


_KRAMDOWN = ProfileRules("~~~", "<br>\n", kramdown=True, starts=False, tight_blocks=False)

PROFILES: Mapping[Profile, ProfileRules] = MappingProxyType(
    {
        Profile.PORTABLE: replace(_KRAMDOWN, autolinks=True, autolinks_in_links=True),
        Profile.GFM: ProfileRules(
            "```", "\\\n", strike="~~", tasks=True, pipe_in_code=True, autolinks=True
        ),
        Profile.COMMONMARK: ProfileRules("```", "\\\n", tables=False),
        Profile.KRAMDOWN: replace(_KRAMDOWN, strike="~~", tasks=True),
    }
)
