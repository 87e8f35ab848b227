"""No circle of imports where the packages' own rules cannot see one: inside a package."""

from __future__ import annotations

from graphlib import TopologicalSorter

import pytest

grimp = pytest.importorskip("grimp", reason="comes with import-linter")


@pytest.mark.parametrize("package", ["newskit.validate", "newskit.report", "newskit.jobs"])
def test_imports_go_one_way(package: str) -> None:
    graph = grimp.build_graph("newskit", cache_dir=None)
    modules = [name for name in graph.modules if name.startswith(package)]
    imports = {name: graph.find_modules_directly_imported_by(name) for name in modules}
    order = list(TopologicalSorter(imports).static_order())  # a circle raises CycleError
    assert set(modules) <= set(order)
