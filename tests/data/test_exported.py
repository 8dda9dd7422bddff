import ast
import importlib
import pkgutil
from pathlib import Path

import pytest

import data

ROOT = Path(__file__).parents[2]
MODULES = ["data", *(f"data.{module.name}" for module in pkgutil.iter_modules(data.__path__))]


TREES = {
    path: ast.parse(path.read_text("utf-8"))
    for folder in ("data", "components")
    for path in (ROOT / folder).rglob("*.py")
}


@pytest.mark.parametrize("name", [name for name in MODULES if name != "data"])
def test_exports_name_what_other_modules_take(name):
    module = importlib.import_module(name)
    short = name.removeprefix("data.")
    taken = set()
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and (node.module in {short, name}):
                inside = path.is_relative_to(ROOT / "data")
                if inside == bool(node.level):
                    taken |= {alias.name for alias in node.names}
    assert taken - set(module.__all__) == set()
