import ast
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = {
    folder: sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*.py"))
    for folder in ("data", "components", "web")
}
ALL = [module for folder in MODULES.values() for module in folder]

# The navigation, and the shell in which it shows a page. All other components are plain functions.
STREAMLIT = {"components/shell/app.py", "components/shell/page.py"}


FORBIDDEN = {
    "data": {"streamlit", "plotly", "components", "web", "dashboard", "jinja2"},
    "components": {"streamlit", "web", "dashboard"},
    "web": {"dashboard", "benchmarks", "tests"},
}


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse((ROOT / module).read_text("utf-8"))


def imported(module: str) -> set[str]:
    """The first part of every name that a module imports; `..` for what is above its own folder."""
    names, depth = set(), len(Path(module).parent.parts)
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level > depth:
            names.add("..")
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add((node.module or "").split(".")[0])
    return names


@pytest.mark.parametrize("module", sorted(set(ALL) - STREAMLIT))
def test_imports_go_from_the_entry_to_web_to_components_to_data(module):
    assert imported(module) & {*FORBIDDEN[Path(module).parts[0]], ".."} == set()


@pytest.mark.parametrize("module", ALL)
def test_nothing_is_called_after_no_purpose_or_names_a_party_of_the_shipped_dataset(module):
    parts = set(Path(module).with_suffix("").parts)
    assert parts & {"utils", "util", "helpers", "helper", "common", "misc"} == set()
    constants = [node.value for node in ast.walk(tree_of(module)) if isinstance(node, ast.Constant)]
    assert [text for text in constants if isinstance(text, str) and text.lower() in {"russia", "nato"}] == []


@pytest.mark.parametrize("module", [module for module in MODULES["data"] if module.count("/") == 1])
def test_exports_name_what_other_modules_take(module):
    name = Path(module).stem
    taken = set()
    for other in [*MODULES["data"], *MODULES["components"]]:
        # Within the package by a relative name, from outside by the whole one.
        written = (name, 1) if other.startswith("data/") else (f"data.{name}", 0)
        for node in ast.walk(tree_of(other)):
            if isinstance(node, ast.ImportFrom) and (node.module, min(node.level, 1)) == written:
                taken |= {alias.name for alias in node.names}
    assert taken <= set(import_module(module.removesuffix(".py").replace("/", ".")).__all__)
