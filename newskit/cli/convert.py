"""`newskit convert`."""

from __future__ import annotations

from typing import Annotated

from newskit.cli import options as shared
from newskit.cli.commands import Changes, Settings
from newskit.cli.rewriting import choose_target, deliver
from newskit.cli.settings import project_folder
from newskit.config.convert import ConvertConfig, Engine
from newskit.errors import UsageError
from newskit.frozen import replace

_CHOICES = """
profile dialect main engine on_difference semantics keep_attributes keep drop images media
shortcodes link_style heading_style wrap base_url verify
"""

EPILOG = """\b
Examples:
  newskit convert post.html                     one post to standard output
  newskit convert posts/ -o markdown/           a folder, names kept, .md
  newskit convert posts/ --in-place --jobs 4    rewrite the files themselves
  newskit convert posts/ --check                exit 1 if a body is not Markdown yet
  newskit convert posts/ --diff | less          see what would change
  cat post.html | newskit convert - --profile gfm
  newskit convert posts/ -o out/ --drop 'img[width="1"]' --report differences.jsonl
"""


def convert(
    paths: shared.Paths,
    *,
    output: shared.OutputFolder = None,
    in_place: shared.InPlace = False,
    check: shared.Check = False,
    diff: shared.Diff = False,
    no_cache: shared.NoCache = False,
    written: Annotated[Changes, Settings(ConvertConfig, _CHOICES)],
    report: shared.ReportFile = None,
    sharing: shared.ClusterOptions,
    common: shared.Common,
) -> int:
    """Convert HTML bodies to Markdown that renders back the same.

    Every conversion is proved by rendering it; what Markdown cannot say stays HTML, and what was
    left out is reported. Front matter stays as it is, byte for byte.
    """
    from newskit.jobs.rewrite import check as checked
    from newskit.jobs.rewrite import make_convert, rewrite

    config, inputs = common.config(), common.inputs(paths)
    config = replace(config, convert=written.laid_over(config.convert))
    inputs.spare(report)
    if sharing.cluster:
        from newskit.cli.clusters import convert_shared

        if in_place or check or diff or report is not None:
            raise UsageError("--cluster takes no --in-place, --check, --diff or --report")
        return convert_shared(inputs, config, output, sharing.sharing())
    target = choose_target(
        inputs, output, in_place=in_place, check=check, diff=diff, markdown_names=True
    )
    if check and not no_cache and not inputs.is_one_file and not _is_own_engine(config.convert):
        from newskit.jobs.remembered import convert_memory

        memory = convert_memory(project_folder(config), config)
        sources = inputs.sources(config)
        outcomes = checked(sources, make_convert, config, memory, jobs=common.processes)
    else:
        sources = inputs.without(output).sources(config)
        outcomes = rewrite(sources, make_convert, config, target, jobs=common.processes)
    seen = inputs.shown(outcomes, "converting", config)
    talk = {"quiet": common.quiet, "verbose": common.verbose}
    return deliver(seen, target, report=report, verb="converted", differences=True, **talk)


def _is_own_engine(config: ConvertConfig) -> bool:
    """Tell whether a converter of the user's writes: nothing tells when it has changed."""
    return config.engine is Engine.MARKDOWNIFY and bool(config.markdownify.converter)
