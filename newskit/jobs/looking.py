"""What an archive is, for its settings: its generator, its front matter, its known findings."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from newskit.frozen import dataclass, field
from newskit.jobs.validate import validate
from newskit.read.files import iter_sources
from newskit.report.baseline import Baseline
from newskit.site.choosing import Chooser
from newskit.site.find import find_site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newskit.config.model import Config
    from newskit.read.source import Source

__all__ = ["Looked", "look_at"]

_MOST = 0.5


@dataclass(slots=True)
class Looked:
    """What was seen.

    Attributes:
        site: the generator's name and its configuration file; empty without a site.
        generator: its value for ``[validate] generator``; empty without one.
        posts: how many files are worked on.
        passed: what is passed over, in words.
        codes: on how many posts each rule fires.
        findings: how many findings the baseline holds.
        known: the baseline.
    """

    site: str
    generator: str
    posts: int = 0
    passed: str = ""
    codes: Counter[str] = field(default_factory=Counter[str])
    findings: int = 0
    known: Baseline = field(default_factory=lambda: Baseline(Counter(), new=True))

    def in_words(self) -> str:
        """Say what was seen, in a sentence."""
        what = self.site or "an archive that belongs to no site"
        passed = f"; passed over: {self.passed}" if self.passed else ""
        return f"{what}: {self.posts:,} posts and pages{passed}"

    def ignored(self) -> list[str]:
        """Return the rules that fire on most posts because of what the archive is."""
        return [code for code in ("NK101",) if self.codes[code] > _MOST * self.posts]

    def settings(self) -> str:
        """Return the text of a `newskit.toml`."""
        lines = [f"# {self.in_words()}.", "# `newskit site` shows what is taken for what.", ""]
        lines.append("[validate]")
        if self.generator:
            lines.append(f'generator = "{self.generator}"  # whose reading of a post counts')
        else:
            lines.append('# generator = "hugo"  # whose reading of a post counts, and its schema')
        ignored = ", ".join(f'"{code}"' for code in self.ignored())
        if ignored:
            lines.append(f"ignore = [{ignored}]  # most posts have no front matter")
        lines += [
            '# schema = "schema.json"  # a JSON Schema of your own: see `newskit schema infer`',
            "",
            "[read]",
            '# exclude = ["drafts/"]  # besides what the site makes newskit pass over',
        ]
        return "\n".join(lines) + "\n"

    def baseline(self) -> str:
        """Return the text of the baseline."""
        return self.known.text(frozenset(self.codes))


def look_at(folder: str, config: Config) -> Looked:
    """Look at every post of a folder.

    Raises:
        ReadError: when the folder cannot be read.
    """
    site = find_site(Path(folder))
    name = f"{site.label} site ({site.config_file})" if site else ""
    generator = site.generator.value if site and site.generator.value != "other" else ""
    looked = Looked(name, generator)
    chooser = Chooser()

    def sources() -> Iterator[Source]:
        for source in iter_sources([folder], config.read, chooser=chooser):
            looked.posts += 1
            yield source

    for checked in validate(sources(), config):
        looked.known.unknown(checked.findings)
        looked.codes.update({one.problem.code for one in checked.findings})
    looked.passed = chooser.passed.summary()
    kept = looked.known.kept
    for entry in [one for one in kept if one.code in looked.ignored()]:
        del kept[entry]
    looked.findings = kept.total()
    return looked
