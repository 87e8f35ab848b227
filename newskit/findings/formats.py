"""Output formats by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from newskit.findings.finding import Format, OutputFormat, RuleNote


def make_format(
    name: OutputFormat, *, colour: bool, rules: Callable[[], Mapping[str, RuleNote]]
) -> Format:
    """Return an output format.

    Args:
        name: which.
        colour: whether text for people has colours.
        rules: gives what is known of the rules; asked only where the format tells it.
    """
    if name in {OutputFormat.FULL, OutputFormat.CONCISE, OutputFormat.GROUPED}:
        from newskit.findings import written

        kinds: dict[str, type[written.Full | written.Concise | written.Grouped]] = {
            "full": written.Full,
            "concise": written.Concise,
            "grouped": written.Grouped,
        }
        return kinds[name](colour=colour)
    if name is OutputFormat.SARIF:
        from newskit.findings.services import Sarif

        return Sarif(rules())
    if name in {OutputFormat.JSON, OutputFormat.JSONL}:
        from newskit.findings import written

        return written.Json() if name is OutputFormat.JSON else written.JsonLines()
    from newskit.findings import services

    others: dict[str, Callable[[], Format]] = {
        "github": services.GitHub,
        "gitlab": services.GitLab,
        "junit": services.JUnit,
        "rdjson": services.Reviewdog,
    }
    return others[name]()
