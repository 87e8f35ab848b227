"""`newskit run-shard`."""

from __future__ import annotations

import sys
from typing import Annotated

from newskit.cli.arguments import Option
from newskit.cli.guard import EXIT_CLEAN, EXIT_FINDINGS
from newskit.cli.messages import print_note
from newskit.errors import NewskitError, UsageError

__all__ = ["EPILOG", "run_shard"]

EPILOG = """\b
Examples:
  newskit export jsonl posts/ -o parts/ --cluster plan          write the plan
  newskit run-shard --manifest parts/manifest.json --index 7    do one shard
  sbatch --array=0-99 --wrap 'newskit run-shard --manifest parts/manifest.json'
  newskit run-shard --manifest parts/manifest.json --status     how far it has come
"""


def run_shard(
    manifest: Annotated[
        str, Option("--manifest", metavar="FILE|URL", help="The plan, manifest.json.")
    ],
    index: Annotated[
        int,
        Option(
            "--index",
            metavar="N",
            envvar=["SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX"],
            help="Which shard, from 0.",
        ),
    ] = -1,
    jobs: Annotated[
        int, Option("--jobs", "-j", min=1, metavar="N", help="Processes for this shard.")
    ] = 1,
    status: Annotated[
        bool, Option("--status", help="Say how many shards are done, and do nothing.")
    ] = False,
) -> int:
    """Do one shard of a plan made with --cluster plan: for SLURM arrays and Kubernetes jobs."""
    if status:
        return _status(manifest)
    if index < 0:
        raise UsageError("which shard?", hint="add --index N")
    from newskit.cluster.finish import record_failure
    from newskit.cluster.manifest import ShardCommand, load_manifest
    from newskit.cluster.run import run_shard as run

    try:
        done = run(manifest, index, jobs)
    except UsageError:
        raise
    except NewskitError as error:
        plan, store = load_manifest(manifest)
        record_failure(store, plan, index, error.message)
        raise
    print_note(f"shard {index}: {done.posts:,} posts, {done.findings:,} findings")
    command = load_manifest(manifest)[0].command
    # What a check finds is reported when all of it is done.
    failed = done.findings and command is not ShardCommand.VALIDATE
    return EXIT_FINDINGS if failed else EXIT_CLEAN


def _status(location: str) -> int:
    from newskit.cluster.finish import progress_of
    from newskit.cluster.manifest import load_manifest

    manifest, store = load_manifest(location)
    progress = progress_of(manifest, store)
    total, done = len(manifest.shards), len(progress.done)
    sys.stdout.write(f"{done:,} of {total:,} shards done, {len(progress.failed):,} failed\n")
    for index, reason in progress.failed.items():
        sys.stdout.write(f"{manifest.shards[index].name}: {reason}\n")
    if not progress.todo:
        sys.stdout.write("the command that made the plan ends the run: the same, with --resume\n")
    return EXIT_CLEAN if not progress.todo else EXIT_FINDINGS
