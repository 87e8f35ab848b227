"""The rules a run applies: the built-in ones and an archive's own."""

from __future__ import annotations

from newskit.config.strip import StripConfig, StripRule
from newskit.frozen import dataclass
from newskit.lazy import computed
from newskit.strip.match import Matcher

# Compiling takes a tenth of a second: once a process, however often `Rules` is unpickled in it.
_MATCHERS: dict[str, Matcher] = {}


@dataclass(frozen=True)
class Rules:
    """Rules of a run; cheap to send to worker processes, compiled where they are first used.

    Attributes:
        rules: an archive's rules, those from files behind those from the configuration.
        builtin: whether the built-in rules of all languages apply too.
    """

    rules: tuple[StripRule, ...] = ()
    builtin: bool = True

    @computed
    def _content(self) -> str:
        return repr((self.rules, self.builtin))

    @property
    def matcher(self) -> Matcher:
        """The compiled rules."""
        matcher = _MATCHERS.get(self._content)
        if matcher is None:
            matcher = _MATCHERS[self._content] = Matcher(self.rules, builtin=self.builtin)
        return matcher


def rules_for(config: StripConfig) -> Rules:
    """Return the rules of `config`, those of its rule files read into it."""
    return Rules(config.rules, config.builtin)
