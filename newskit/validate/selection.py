"""Which rules apply: select, extend-select, ignore and per-file-ignores."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from newskit.errors import ConfigError
from newskit.validate.ignore_comment import selects
from newskit.validate.registry import all_rules
from newskit.validate.schema.choose import matches

if TYPE_CHECKING:
    from newskit.config.validate import ValidateConfig
    from newskit.post import Post
    from newskit.validate.rule import Rule


def covers(selector: str, rule: Rule) -> bool:
    """Tell whether a selector (a code, a prefix of one, a name, or ``ALL``) means a rule."""
    return selector == "ALL" or selects(selector, rule.code, rule.name)


def expand(selectors: Iterable[str]) -> frozenset[str]:
    """Return the codes that selectors mean.

    Raises:
        ConfigError: for a selector that means no rule.
    """
    codes: set[str] = set()
    for selector in selectors:
        found = {rule.code for rule in all_rules() if selector and covers(selector, rule)}
        if not found:
            from newskit.suggest import hint_for

            names = [name for rule in all_rules() for name in (rule.code, rule.name)]
            hint = hint_for(selector, names, "`newskit rule --all` lists the rules.")
            raise ConfigError(f"no rule is called {selector!r}", hint=hint)
        codes |= found
    return frozenset(codes)


@lru_cache(maxsize=32)
def _base(
    select: tuple[str, ...], extend: tuple[str, ...], ignore: tuple[str, ...]
) -> frozenset[str]:
    usual = {rule.code for rule in all_rules() if rule.default}
    chosen = expand(select) if select else usual
    return frozenset((chosen | expand(extend)) - expand(ignore))


def selected_codes(config: ValidateConfig, post: Post | None = None) -> frozenset[str]:
    """Return the codes of the rules that apply, to one post or in general.

    Raises:
        ConfigError: when the configuration names a rule that does not exist.
    """
    codes = _base(config.select, config.extend_select, config.ignore)
    for pattern, selectors in config.per_file_ignores.items():
        dropped = expand(selectors)
        if post is not None and (
            matches((pattern,), post.relative) or matches((pattern,), post.path)
        ):
            codes -= dropped
    return codes
