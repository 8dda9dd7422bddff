import ast
import importlib
import pkgutil
from pathlib import Path

import pytest

import data

ROOT = Path(__file__).parents[2]
MODULES = ["data", *(module.name for module in pkgutil.walk_packages(data.__path__, "data."))]


TREES = {
    path: ast.parse(path.read_text("utf-8"))
    for folder in ("data", "components")
    for path in (ROOT / folder).rglob("*.py")
}


def module_of(node: ast.ImportFrom, path: Path) -> str:
    """The full name of the module that an import takes names from."""
    above = path.relative_to(ROOT).parts[: -node.level] if node.level else ()
    return ".".join([*above, *filter(None, [node.module])])


@pytest.mark.parametrize("name", MODULES)
def test_module_says_what_it_exports(name):
    module = importlib.import_module(name)
    assert module.__doc__
    assert len(set(module.__all__)) == len(module.__all__)


def test_package_exports_all_that_it_takes_from_its_modules():
    tree = ast.parse(Path(data.__file__).read_text("utf-8"))
    taken = {
        alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert taken == set(data.__all__)
    exports = [getattr(data, name) for name in data.__all__]
    assert [export for export in exports if callable(export) and not export.__doc__] == []


@pytest.mark.parametrize("name", [name for name in MODULES if name != "data"])
def test_exports_name_what_other_modules_take(name):
    module = importlib.import_module(name)
    taken = set()
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and module_of(node, path) == name:
                taken |= {alias.name for alias in node.names}
    modules = {each.rpartition(".")[2] for each in MODULES if each.rpartition(".")[0] == name}
    assert taken - set(module.__all__) - modules == set()
