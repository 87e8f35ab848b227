"""Mutants: does a test fail when a line of code is wrong?

    python -m benchmarks.mutants newskit/splice.py tests/unit/test_splice.py --mutants 30

Each mutant changes one condition, comparison, sum or result of the module in a copy of the tree;
the named tests run on it, and those that pass have missed it. The sample is the same every time.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
_OTHER: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_PATIENCE = 300  # seconds that the tests may take: one that hangs has noticed, too


def mutants(source: str) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the old code and the whole source of each mutant."""
    data = source.encode()
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for node in ast.walk(ast.parse(source)):
        for part, new in _changes(node):
            start = starts[part.lineno - 1] + part.col_offset
            end = starts[(part.end_lineno or 1) - 1] + (part.end_col_offset or 0)
            whole = data[:start] + new.encode() + data[end:]
            yield part.lineno, data[start:end].decode(), whole.decode()


def _changes(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """Yield what stands in the place of a part of the node."""
    match node:
        case ast.If(test=test) | ast.IfExp(test=test) if not _is_typing(test):
            yield test, f"(not ({ast.unparse(test)}))"
        case ast.Compare(ops=[one]):
            other = ast.Compare(node.left, [_OTHER[type(one)]()], node.comparators)
            yield node, f"({ast.unparse(other)})"
        case ast.BoolOp():
            turned = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield node, f"({ast.unparse(ast.BoolOp(turned, node.values))})"
        case ast.BinOp(op=ast.Add() | ast.Sub()):
            sign = ast.Sub() if isinstance(node.op, ast.Add) else ast.Add()
            yield node, f"({ast.unparse(ast.BinOp(node.left, sign, node.right))})"
        case ast.Return(value=ast.expr() as value) if not isinstance(value, ast.Constant):
            yield value, "None"
        case _:
            return


def _is_typing(test: ast.expr) -> bool:
    return isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"


def main() -> int:
    """Print the mutants that no test noticed, and the share that one did."""
    parser = argparse.ArgumentParser(description="Does a test fail when a line of code is wrong?")
    parser.add_argument("module", help="a file of newskit")
    parser.add_argument("tests", nargs="+", help="what should notice")
    parser.add_argument("--mutants", type=int, default=20, help="how many are tried")
    asked = parser.parse_args()
    source = (ROOT / asked.module).read_text("utf-8")
    found = list(mutants(source))
    chosen = random.Random(14).sample(found, min(asked.mutants, len(found)))
    noticed = 0
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder, "tree")
        ignored = shutil.ignore_patterns(".*", "__pycache__", "demo-output")
        shutil.copytree(ROOT, tree, ignore=ignored)
        for line, old, whole in chosen:
            (tree / asked.module).write_text(whole, "utf-8")
            if fails(tree, asked.tests):
                noticed += 1
            else:
                print(f"{asked.module}:{line}: unnoticed: {' '.join(old.split())}", flush=True)
    print(f"{asked.module}: {noticed} of {len(chosen)} noticed")
    return 0


def fails(tree: Path, tests: list[str]) -> bool:
    """Tell whether the tests fail on a tree."""
    options = ("-x", "-q", "-p", "no:cacheprovider")
    command = [sys.executable, "-B", "-m", "pytest", *options, *tests]
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    try:
        done = subprocess.run(
            command, cwd=tree, env=environment, capture_output=True, timeout=_PATIENCE, check=False
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


if __name__ == "__main__":
    sys.exit(main())
