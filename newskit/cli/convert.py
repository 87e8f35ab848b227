"""`newskit convert`."""

from __future__ import annotations

import dataclasses

from newskit.cli import options as shared
from newskit.cli.convert_options import ConvertOptions
from newskit.cli.groups import grouped
from newskit.cli.guard import guarded
from newskit.cli.progress import shown
from newskit.cli.rewriting import choose_target, deliver
from newskit.cli.settings import project_folder
from newskit.config.convert import Engine
from newskit.errors import UsageError

__all__ = ["convert"]

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


@guarded
@grouped
def convert(
    paths: shared.Paths,
    *,
    output: shared.OutputFolder = None,
    in_place: shared.InPlace = False,
    check: shared.Check = False,
    diff: shared.Diff = False,
    no_cache: shared.NoCache = False,
    written: ConvertOptions,
    report: shared.ReportFile = None,
    sharing: shared.ClusterOptions,
    common: shared.Common,
) -> int:
    """Convert HTML bodies to Markdown that renders back to the same document.

    Every conversion is proved by rendering it; what Markdown cannot say stays HTML, and what was
    left out is reported. Front matter stays as it is, byte for byte.
    """
    from newskit.jobs.rewrite import check as checked
    from newskit.jobs.rewrite import rewrite
    from newskit.jobs.transforms import make_convert

    config = common.config()
    config = dataclasses.replace(config, convert=written.laid_over(config.convert))
    walk = common.walk(paths)
    if sharing.cluster:
        from newskit.cli.clusters import convert_shared

        if in_place or check or diff or report is not None:
            raise UsageError("--cluster takes no --in-place, --check, --diff or --report")
        return convert_shared(walk, config, output, sharing.sharing())
    target = choose_target(
        walk, output, in_place=in_place, check=check, diff=diff, markdown_names=True
    )
    # Of a converter of one's own nothing tells when it, or what it imports, has changed.
    own = config.convert.engine is Engine.MARKDOWNIFY and config.convert.markdownify.converter
    if check and not no_cache and not walk.is_one_file and not own:
        from newskit.jobs.rewrite_memory import convert_memory

        memory = convert_memory(project_folder(config), config)
        outcomes = checked(
            walk.sources(config), make_convert, config, memory, jobs=common.processes
        )
    else:
        outcomes = rewrite(
            walk.without(output).sources(config),
            make_convert,
            config,
            target,
            jobs=common.processes,
        )
    return deliver(
        shown(outcomes, "converting", quiet=common.quiet),
        target,
        report=report,
        verb="converted",
        quiet=common.quiet,
        verbose=common.verbose,
        differences=True,
    )
