import ast
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


def imported(module: str) -> set[str]:
    """The first part of every name that a module imports; relative imports stay within its own folder."""
    names = set()
    for node in ast.walk(ast.parse((ROOT / module).read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add((node.module or "").split(".")[0])
    return names


def ups_out_of_its_folder(module: str) -> bool:
    depth = len(Path(module).parent.parts)
    nodes = ast.walk(ast.parse((ROOT / module).read_text("utf-8")))
    return any(isinstance(node, ast.ImportFrom) and node.level > depth for node in nodes)


def test_there_are_modules_to_look_at():
    assert len(MODULES["data"]) > 10
    assert len(MODULES["components"]) > 5


@pytest.mark.parametrize("module", MODULES["data"])
def test_data_layer_knows_no_page_and_no_chart(module):
    assert imported(module) & {"streamlit", "plotly", "components", "web", "dashboard", "jinja2"} == set()
    assert not ups_out_of_its_folder(module)


@pytest.mark.parametrize("module", sorted(set(MODULES["components"]) - STREAMLIT))
def test_components_know_no_streamlit_but_the_shell(module):
    assert imported(module) & {"streamlit", "web", "dashboard"} == set()
    assert not ups_out_of_its_folder(module)


@pytest.mark.parametrize("module", MODULES["web"])
def test_web_knows_no_entry_and_no_benchmark(module):
    assert imported(module) & {"dashboard", "benchmarks", "tests"} == set()
    assert not ups_out_of_its_folder(module)


@pytest.mark.parametrize("module", ALL)
def test_nothing_is_called_after_no_purpose(module):
    parts = set(Path(module).with_suffix("").parts)
    assert parts & {"utils", "util", "helpers", "helper", "common", "misc"} == set()


@pytest.mark.parametrize("module", ALL)
def test_code_names_no_party_of_the_shipped_dataset(module):
    tree = ast.parse((ROOT / module).read_text("utf-8"))
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    named = [text for text in texts if text.lower() in {"russia", "nato"}]
    assert named == []
