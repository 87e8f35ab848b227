"""The rules a run applies: the built-in ones and an archive's own."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from newskit.frozen import dataclass, field
from newskit.strip.match import Matcher

if TYPE_CHECKING:
    from newskit.config.strip import StripConfig, StripRule

__all__ = ["Rules", "rules_for"]

# Compiling takes a tenth of a second: once a process, however often `Rules` is unpickled in it.
_MATCHERS: dict[str, Matcher] = {}


@dataclass(frozen=True)
class Rules:
    """Rules of a run; cheap to send to worker processes, compiled where they are first used.

    Attributes:
        rules: an archive's rules, those from files behind those from the configuration.
        builtin: whether the built-in rules of all languages apply too.
        digest: tells sets of rules apart.
    """

    rules: tuple[StripRule, ...] = ()
    builtin: bool = True
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        content = repr((self.rules, self.builtin)).encode()
        object.__setattr__(self, "digest", hashlib.sha256(content).hexdigest())

    @property
    def matcher(self) -> Matcher:
        """The compiled rules."""
        matcher = _MATCHERS.get(self.digest)
        if matcher is None:
            matcher = _MATCHERS[self.digest] = Matcher(self.rules, builtin=self.builtin)
        return matcher


def rules_for(config: StripConfig) -> Rules:
    """Return the rules of `config`, those of its rule files read into it."""
    return Rules(config.rules, config.builtin)
