"""Mutants: does a test fail when a line of code is wrong?

    python -m benchmarks.mutants newskit/strip tests/strip tests/unit/strip --mutants 120

Each mutant changes one condition, comparison, sum or result in a function of the named file or
folder. The tests are collected once; for each mutant a fork of this process takes the changed
function and runs them, first those that call it. Mutants that pass were missed. Tests that start
the command as a process of its own see no mutant. A seed draws the same sample as long as the
lines are the same.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import importlib
import os
import pickle
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
_OTHER: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_PATIENCE = 120  # seconds that the tests may take: one that hangs has noticed, too
_FIRST_PATIENCE = 600  # the first run, which notes every call, is many times slower


@dataclass(frozen=True)
class Mutant:
    """A module with one expression changed.

    Attributes:
        path: the module, from the top of the checkout.
        function: the qualified name of the function that holds the expression.
        line: where it stands, from 1.
        old: the expression.
        source: the whole module, changed.
        digest: what a sample is chosen by.
    """

    path: str
    function: str
    line: int
    old: str
    source: str
    digest: str


def mutants(path: str, source: str) -> Iterator[Mutant]:
    """Yield the mutants of all functions of a module."""
    data = source.encode()
    starts = [0]
    for line in data.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    seen: Counter[str] = Counter()
    for function, node in _functions(ast.parse(source), ""):
        for part, new in (change for inner in ast.walk(node) for change in _changes(inner)):
            start = starts[part.lineno - 1] + part.col_offset
            end = starts[(part.end_lineno or 1) - 1] + (part.end_col_offset or 0)
            whole = data[:start] + new.encode() + data[end:]
            name = f"{path}:{function}:{new}"
            seen[name] += 1
            digest = hashlib.sha256(f"{name}:{seen[name]}".encode()).hexdigest()
            old = data[start:end].decode()
            yield Mutant(path, function, part.lineno, old, whole.decode(), digest)


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.AST]]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef):
            yield prefix + child.name, child
        elif isinstance(child, ast.ClassDef):
            yield from _functions(child, f"{prefix}{child.name}.")


def _changes(node: ast.AST) -> Iterator[tuple[ast.expr, str]]:
    """Yield what stands in the place of a part of the node."""
    match node:
        case ast.If(test=test) | ast.IfExp(test=test):
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


def _changed(mutant: Mutant) -> tuple[FunctionType, CodeType]:
    """The function of a mutant, which may be imported anywhere, and its changed code."""
    owner: Any = importlib.import_module(_module(mutant.path))
    *classes, name = mutant.function.split(".")
    for one in classes:
        owner = getattr(owner, one)
    function = _bare(vars(owner)[name])
    whole = compile(mutant.source, ROOT / mutant.path, "exec", dont_inherit=True)
    return function, next(code for code in _codes(whole) if code.co_qualname == mutant.function)


def _bare(found: Any) -> FunctionType:
    """The function that decorators have wrapped."""
    if isinstance(found, FunctionType) and not hasattr(found, "__wrapped__"):
        return found
    inner = ("__wrapped__", "__func__", "fget", "func", "_work")
    return _bare(next(getattr(found, one) for one in inner if hasattr(found, one)))


def _module(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _codes(code: CodeType) -> Iterator[CodeType]:
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield inner
            yield from _codes(inner)


class Runs:
    """Runs the collected tests once for each mutant; a plugin of pytest."""

    def __init__(self, chosen: Sequence[Mutant]) -> None:
        self._chosen = chosen
        self._noticed: Counter[str] = Counter()  # mutants, by the test that noticed them

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """End the process of a mutant at the first test that fails."""
        if report.failed:
            _write(self._pipe, report.nodeid)
            os._exit(1)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Print the mutants that no test noticed, and the share that one did."""
        calls = self._fork(session.items, None)
        if not isinstance(calls, dict):
            raise SystemExit(f"a test fails without a mutant: {calls}")
        missed = 0
        for mutant in self._chosen:
            place = (str(ROOT / mutant.path), mutant.function)
            items = sorted(
                session.items,
                key=lambda one: (place not in calls[one.nodeid], -self._noticed[one.nodeid]),
            )
            function, code = _changed(mutant)
            function.__code__, code = code, function.__code__
            test = self._fork(items, mutant)
            function.__code__ = code
            self._noticed[test] += bool(test)
            if not test:
                missed += 1
                old = " ".join(mutant.old.split())
                print(f"{mutant.path}:{mutant.line}: unnoticed: {old}", flush=True)
        total = len(self._chosen)
        print(f"{total - missed} of {total} noticed ({1 - missed / max(1, total):.0%})")
        return True

    def _fork(self, items: Sequence[pytest.Item], mutant: Mutant | None) -> Any:
        """Run the tests in a process of its own.

        Gives the test that failed: empty when none did, a note when they took too long. Without a
        mutant, gives what each test calls.
        """
        read, self._pipe = os.pipe()
        child = os.fork()
        if not child:
            signal.alarm(_PATIENCE if mutant else _FIRST_PATIENCE)
            for stream in (1, 2):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream)
            _write(self._pipe, _run(items, mutant))
            os._exit(0)
        os.close(self._pipe)
        with os.fdopen(read, "rb") as answer:
            data = answer.read()
        os.waitpid(child, 0)
        return pickle.loads(data) if data else "took too long, or ended the process"


def _write(pipe: int, answer: object) -> None:
    with os.fdopen(pipe, "wb") as stream:
        pickle.dump(answer, stream)


def _run(items: Sequence[pytest.Item], mutant: Mutant | None) -> Any:
    calls: dict[str, set[tuple[str, str]]] = {}
    for item, after in zip(items, [*items[1:], None], strict=True):
        called = calls[item.nodeid] = set[tuple[str, str]]()

        def note(frame: FrameType, event: str, _: object, called: Any = called) -> None:
            if event == "call":
                called.add((frame.f_code.co_filename, frame.f_code.co_qualname))

        sys.setprofile(None if mutant else note)
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
    sys.setprofile(None)
    return "" if mutant else calls


def main() -> int:
    """Choose the mutants and run the tests on each."""
    parser = argparse.ArgumentParser(description="Does a test fail when a line of code is wrong?")
    parser.add_argument("modules", help="a file or a folder of newskit")
    parser.add_argument("tests", nargs="+", help="what should notice")
    parser.add_argument("--mutants", type=int, default=20, help="how many are tried")
    parser.add_argument("--seed", default="", help="any text: each draws a sample of its own")
    asked = parser.parse_args()
    named = ROOT / asked.modules
    found = [
        mutant
        for path in ([named] if named.is_file() else sorted(named.rglob("*.py")))
        for mutant in mutants(str(path.relative_to(ROOT)), path.read_text("utf-8"))
    ]
    found.sort(key=lambda one: hashlib.sha256(f"{asked.seed}:{one.digest}".encode()).digest())
    chosen = sorted(found[: asked.mutants], key=lambda mutant: (mutant.path, mutant.line))
    options = ("-q", "-s", "--no-header", "-p", "no:cacheprovider", "-p", "no:xdist")
    return pytest.main([*options, *asked.tests], plugins=[Runs(chosen)])


if __name__ == "__main__":
    sys.exit(main())
