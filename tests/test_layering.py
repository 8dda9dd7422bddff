import ast
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

import data

ROOT = Path(__file__).parents[1]
MODULES = {
    folder: sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob("*.py"))
    for folder in ("data", "components", "web")
}
ALL = [module for folder in MODULES.values() for module in folder]

# The navigation, and the shell in which it shows a page. All other components are plain functions.
STREAMLIT = {
    f"components/streamlit_app/{name}.py"
    for name in ("address", "app", "coding", "frames", "open_choices", "page", "workbench")
}


FORBIDDEN = {
    "data": {"streamlit", "plotly", "components", "web", "dashboard", "jinja2"},
    "components": {"streamlit", "web", "dashboard"},
    "web": {"dashboard", "benchmarks", "tests"},
}


@cache
def tree_of(module: str) -> ast.Module:
    return ast.parse((ROOT / module).read_text("utf-8"))


@cache
def imports(module: str) -> set[tuple[str, str]]:
    """The full name of each module that a module imports from, with the name that it takes; none if it takes all."""
    found = set()
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            found |= {(alias.name, "") for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = Path(module).parts[: -node.level] if node.level else ()
            source = ".".join([*above, *filter(None, [node.module])])
            found |= {(source, alias.name) for alias in node.names}
    return found


# The rooms of the data layer from the lowest to the highest.
ROOMS = re.findall(r"`(\w+)`", data.__doc__)


def dotted(module: str) -> str:
    return module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def room_of(module: str) -> str:
    return module.split("/")[1].removesuffix(".py")


def rooms_imported(module: str) -> set[str]:
    """The rooms of the data layer from which a module of it imports."""
    names = {".".join(filter(None, pair)) for pair in imports(module)}
    return {name.split(".")[1] for name in names if name.startswith("data.")}


@pytest.mark.parametrize("module", sorted(set(MODULES["data"]) - {"data/__init__.py"}))
def test_rooms_of_the_data_layer_import_in_one_direction(module):
    assert rooms_imported(module) <= set(ROOMS[: ROOMS.index(room_of(module)) + 1])


def test_every_room_of_the_data_layer_has_its_place_in_the_order():
    assert sorted(ROOMS) == sorted({room_of(module) for module in MODULES["data"]} - {"__init__"})


@pytest.mark.parametrize("module", sorted(set(ALL) - STREAMLIT))
def test_imports_go_from_the_entry_to_web_to_components_to_data(module):
    assert {source.split(".")[0] for source, _ in imports(module)} & FORBIDDEN[Path(module).parts[0]] == set()


@pytest.mark.parametrize("module", ALL)
def test_nothing_is_called_after_no_purpose_or_names_a_party_of_the_shipped_dataset(module):
    parts = set(Path(module).with_suffix("").parts)
    assert parts & {"utils", "util", "helpers", "helper", "common", "misc"} == set()
    constants = [node.value for node in ast.walk(tree_of(module)) if isinstance(node, ast.Constant)]
    assert [text for text in constants if isinstance(text, str) and text.lower() in {"russia", "nato"}] == []


@pytest.mark.parametrize("module", MODULES["data"])
def test_exports_name_what_other_modules_take(module):
    name = dotted(module)
    others = [*MODULES["data"], *MODULES["components"]]
    taken = {taken for other in others for source, taken in imports(other) if source == name} - {""}
    submodules = {dotted(each).removeprefix(f"{name}.") for each in MODULES["data"]}
    # Packages list their names; those of other modules are free to all but for an underscore at their beginning.
    listed = {*getattr(import_module(name), "__all__", [each for each in taken if each[0] != "_"])}
    assert taken - submodules <= listed
