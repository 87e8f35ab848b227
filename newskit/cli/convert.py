"""`newskit convert`."""

from __future__ import annotations

import dataclasses

from newskit.cli import convert_options as written
from newskit.cli import options as shared
from newskit.cli.guard import guarded
from newskit.cli.progress import shown
from newskit.cli.rewriting import choose_target, deliver
from newskit.cli.settings import Walk, processes, settings

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
def convert(
    paths: shared.Paths,
    output: shared.OutputFolder = None,
    in_place: shared.InPlace = False,
    check: shared.Check = False,
    diff: shared.Diff = False,
    profile: written.ProfileOption = None,
    dialect: written.DialectOption = None,
    engine: written.EngineOption = None,
    on_difference: written.OnDifferenceOption = None,
    semantics: written.SemanticsOption = None,
    keep_attributes: written.KeepAttributes = None,
    keep: written.Keep = None,
    drop: written.Drop = None,
    images: written.ImagesOption = None,
    media: written.MediaOption = None,
    link_style: written.LinkStyleOption = None,
    heading_style: written.HeadingStyleOption = None,
    wrap: written.Wrap = None,
    base_url: written.BaseUrl = None,
    verify: written.Verify = None,
    report: shared.ReportFile = None,
    cluster: shared.Cluster = "",
    state: shared.State = "",
    resume: shared.Resume = False,
    shard_input: shared.ShardInput = "128M",
    include: shared.Include = None,
    exclude: shared.Exclude = None,
    force_exclude: shared.ForceExclude = False,
    stdin_filename: shared.StdinFilename = "",
    jobs: shared.Jobs = 0,
    config_file: shared.ConfigFile = None,
    isolated: shared.Isolated = False,
    quiet: shared.Quiet = False,
    verbose: shared.Verbose = False,
    timings: shared.Timings = False,
) -> int:
    """Convert HTML bodies to Markdown that renders back to the same document.

    Every conversion is proved by rendering it; what Markdown cannot say stays HTML, and what was
    left out is reported. Front matter stays as it is, byte for byte.
    """
    from newskit.pipeline.rewrite import rewrite
    from newskit.pipeline.transforms import make_convert

    config = settings(
        config_file,
        isolated=isolated,
        include=include,
        exclude=exclude,
        force_exclude=force_exclude,
        verbose=verbose,
        timings=timings,
    )
    options = written.chosen(
        config.convert,
        wrap,
        profile=profile,
        dialect=dialect,
        engine=engine,
        on_difference=on_difference,
        semantics=semantics,
        keep_attributes=keep_attributes,
        keep=keep,
        drop=drop,
        images=images,
        media=media,
        link_style=link_style,
        heading_style=heading_style,
        base_url=base_url,
        verify=verify,
    )
    config = dataclasses.replace(config, convert=options)
    walk = Walk(tuple(paths), stdin_filename)
    if cluster:
        from newskit.cli.clusters import convert_shared, sharing

        return convert_shared(
            walk, config, output, sharing(cluster, state, shard_input, resume=resume)
        )
    target = choose_target(
        walk, output, in_place=in_place, check=check, diff=diff, markdown_names=True
    )
    outcomes = rewrite(
        walk.without(output).sources(config),
        make_convert,
        config,
        target,
        jobs=processes(jobs),
        several_roots=walk.several,
    )
    return deliver(
        shown(outcomes, "converting", quiet=quiet),
        target,
        report=report,
        verb="converted",
        quiet=quiet,
        verbose=verbose,
        differences=True,
    )
