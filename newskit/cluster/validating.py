"""A shard of `validate`: the findings about its posts, and the facts that archive rules compare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from newskit.cluster.manifest import Done, Manifest, Shard
from newskit.cluster.outputs import open_part
from newskit.jobs.opening import lost_problem, weight
from newskit.jobs.stored import dump_facts, dump_findings, load_facts, load_findings
from newskit.jobs.validate import Checked, Job, check_source
from newskit.problem import Severity
from newskit.report.finding import undescribed
from newskit.run.parallel import Lost, ordered_map

if TYPE_CHECKING:
    from newskit.cluster.store import Store
    from newskit.read.source import Source

__all__ = ["load_checked", "validate_shard"]


def validate_shard(
    manifest: Manifest,
    store: Store,
    shard: Shard,
    sources: Iterable[tuple[Source, str]],
    *,
    jobs: int,
    isolate: bool,
) -> Done:
    """Write the findings of a shard; gives what it came to.

    Raises:
        WriteError: when the findings cannot be written.
    """
    import orjson

    job = Job(manifest.config)
    posts = (source for source, _ in sources)
    done = Done(shard.sha256, manifest.settings_sha256)
    results = ordered_map(
        partial(check_source, job=job), posts, jobs, weigh=weight, isolate=isolate
    )
    with open_part(store, f"{shard.name}.findings.jsonl") as part:
        for outcome in results:
            if isinstance(outcome, Lost):
                problem = lost_problem(outcome.item, outcome.reason)
                checked = Checked(outcome.item.label, (undescribed(problem),))
            else:
                checked = outcome
            errors = sum(problem.severity is Severity.ERROR for problem in checked.problems)
            done = replace(
                done,
                posts=done.posts + 1,
                findings=done.findings + len(checked.findings),
                errors=done.errors + errors,
            )
            part.write(orjson.dumps(_row(checked), option=orjson.OPT_APPEND_NEWLINE))
    return replace(done, output_sha256=part.sha256, output_bytes=part.size)


def load_checked(store: Store, shard: str) -> Iterator[Checked]:
    """Yield the results of a shard, in the order of its posts."""
    import orjson

    with store.open(f"{shard}.findings.jsonl") as file:
        for line in file:
            path, findings, facts = orjson.loads(line)
            yield Checked(
                _name(path),
                load_findings(findings.encode()),
                facts=load_facts(facts.encode()) if facts else None,
            )


def _row(checked: Checked) -> list[Any]:
    facts = dump_facts(checked.facts).decode() if checked.facts is not None else None
    # Names may hold what UTF-8 cannot say; as the findings, they travel as escapes.
    name = checked.path.encode("unicode_escape").decode("ascii")
    return [name, dump_findings(checked.findings).decode(), facts]


def _name(escaped: str) -> str:
    return escaped.encode("ascii").decode("unicode_escape")
