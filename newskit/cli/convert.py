"""`newskit convert`."""

from __future__ import annotations

from typing import Annotated

from newskit.cli import options as shared
from newskit.cli.commands import Option, given
from newskit.cli.rewriting import choose_target, deliver
from newskit.cli.settings import project_folder
from newskit.cli.terminal import shown
from newskit.config.convert import (
    ConvertConfig,
    Dialect,
    Engine,
    HeadingStyle,
    Images,
    LinkStyle,
    Media,
    OnDifference,
    Profile,
    Semantics,
    Shortcodes,
)
from newskit.config.values import check_options
from newskit.errors import UsageError
from newskit.frozen import dataclass, replace

# The options of `newskit convert` that choose how the Markdown is written.


@dataclass(frozen=True, slots=True)
class ConvertOptions:
    """How the Markdown is written; the names are those of the settings."""

    profile: Annotated[
        Profile | None,
        Option("--profile", help="Whose Markdown is written."),
    ] = None
    dialect: Annotated[
        Dialect | None,
        Option("--dialect", help="Whose rules tell HTML from Markdown in a body."),
    ] = None
    main: Annotated[
        str | None,
        Option(
            "--main",
            metavar="auto|SELECTOR",
            help="Take the article out of a whole page; what is left out is reported.",
        ),
    ] = None
    engine: Annotated[
        Engine | None,
        Option("--engine", help="What writes the Markdown."),
    ] = None
    on_difference: Annotated[
        OnDifference | None,
        Option("--on-difference", help="What happens to a block that would render differently."),
    ] = None
    semantics: Annotated[
        Semantics | None,
        Option("--semantics", help="Elements Markdown has no syntax for (sub, dl, figure …)."),
    ] = None
    keep_attributes: Annotated[
        list[str] | None,
        Option(
            "--keep-attributes",
            metavar="NAME",
            help="Attributes that must survive; their elements stay HTML.",
        ),
    ] = None
    keep: Annotated[
        list[str] | None,
        Option("--keep", metavar="TAG", help="Tags that stay HTML."),
    ] = None
    drop: Annotated[
        list[str] | None,
        Option("--drop", metavar="SELECTOR", help="CSS selector of elements to leave out."),
    ] = None
    images: Annotated[
        Images | None,
        Option("--images", help="What becomes of images."),
    ] = None
    media: Annotated[
        Media | None,
        Option("--media", help="What becomes of iframes and players."),
    ] = None
    shortcodes: Annotated[
        Shortcodes | None,
        Option("--shortcodes", help="What becomes of WordPress's shortcodes."),
    ] = None
    link_style: Annotated[
        LinkStyle | None,
        Option("--link-style", help="Where addresses are written."),
    ] = None
    heading_style: Annotated[
        HeadingStyle | None,
        Option("--heading-style", help="How headings are written."),
    ] = None
    wrap: Annotated[
        str | None,
        Option("--wrap", metavar="none|N", help="Break paragraphs at N columns."),
    ] = None
    base_url: Annotated[
        str | None,
        Option("--base-url", metavar="URL", help="Make addresses absolute against this URL."),
    ] = None
    verify: Annotated[
        bool | None,
        Option("--verify/--no-verify", help="Render the result and compare."),
    ] = None

    def laid_over(self, config: ConvertConfig) -> ConvertConfig:
        """Return the settings with the options that were given laid over them.

        Raises:
            UsageError: when `wrap` is neither ``none`` nor a number.
            ConfigError: when an address, a tag or a selector is not one.
        """
        changes = given(self)
        check_options(ConvertConfig, changes)
        if self.wrap is not None:
            if self.wrap != "none" and not self.wrap.isdecimal():
                raise UsageError(f"--wrap takes none or a number of columns, not {self.wrap!r}")
            changes["wrap"] = 0 if self.wrap == "none" else int(self.wrap)
        return replace(config, **changes)


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
    written: ConvertOptions,
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

    config = common.config()
    config = replace(config, convert=written.laid_over(config.convert))
    inputs = common.inputs(paths)
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
    return deliver(
        shown(outcomes, "converting", quiet=common.quiet, ahead=inputs.ahead(config)),
        target,
        report=report,
        verb="converted",
        quiet=common.quiet,
        verbose=common.verbose,
        differences=True,
    )


def _is_own_engine(config: ConvertConfig) -> bool:
    """Tell whether a converter of the user's writes: nothing tells when it has changed."""
    return config.engine is Engine.MARKDOWNIFY and bool(config.markdownify.converter)
