"""What an archive is, for its settings: its generator, its front matter, its known findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from newskit.config.model import Config
from newskit.config.validate import Generator
from newskit.findings.baseline import Baseline
from newskit.frozen import dataclass, field
from newskit.jobs.validate import validate
from newskit.read.files import iter_sources
from newskit.read.source import Source
from newskit.site.choosing import Chooser
from newskit.site.find import find_site
from newskit.site.model import Site
from newskit.site.settings import read_mapping

_MOST = 0.5


@dataclass(slots=True)
class Looked:
    """What was seen.

    Attributes:
        site: the generator's name and its configuration file; empty without a site.
        generator: its value for ``[validate] generator``; empty without one.
        timezone: the zone that the site gives times which state none; empty where it gives none.
        posts: how many files are worked on.
        passed: what is passed over, in words.
        codes: on how many posts each rule fires.
        findings: how many findings the baseline holds.
        known: the baseline.
    """

    site: str
    generator: str
    timezone: str = ""
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

    def ignored(self) -> dict[str, str]:
        """Return the rules that fire on most posts because of what the archive is, and why."""
        said = {"NK101": "most posts have no front matter"}
        if self.timezone:
            said["NK303"] = "the site gives times their zone"
        return {code: why for code, why in said.items() if self.codes[code] > _MOST * self.posts}

    def settings(self) -> str:
        """Return the text of a `newskit.toml`."""
        lines = [f"# {self.in_words()}.", "# `newskit site` shows what is taken for what.", ""]
        lines.append("[validate]")
        if self.generator:
            lines.append(f'generator = "{self.generator}"  # whose reading of a post counts')
        else:
            lines.append('# generator = "hugo"  # whose reading of a post counts, and its schema')
        if ignored := self.ignored():
            codes = ", ".join(f'"{code}"' for code in ignored)
            lines.append(f"ignore = [{codes}]  # {'; '.join(ignored.values())}")
        lines += [
            '# schema = "schema.json"  # a JSON Schema of your own: see `newskit schema infer`',
            "",
            "[read]",
            '# exclude = ["drafts/"]  # besides what the site makes newskit pass over',
        ]
        if self.timezone:
            zone = f'timezone = "{self.timezone}"  # what the site gives times that state none'
            lines += ["", "[export]", zone]
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
    looked = Looked(name, generator, _timezone(site) if site else "")
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


def _timezone(site: Site) -> str:
    """Return the zone that a site's settings give times which state none.

    Hexo 7.3 (`timezone`) and Hugo 0.87 (`timeZone`) read such times in it. Jekyll does not: it
    takes them for UTC, and shows them in its `timezone`.
    """
    if site.generator not in {Generator.HEXO, Generator.HUGO}:
        return ""
    for key, value in read_mapping(site.root / site.config_file).items():
        if key.casefold() == "timezone" and isinstance(value, str):
            with suppress(ZoneInfoNotFoundError, ValueError, OSError):
                return ZoneInfo(value).key
    return ""
