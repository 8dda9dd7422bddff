from __future__ import annotations

import re
from pathlib import Path

import pytest

from components.pages import PAGES
from components.view import View, encode
from data import Filters
from data.schema import TABLES

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("data/datasets/**/*.md")])


def read(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_of_the_format_is_documented(table) -> None:
    section = read("docs/dataset.md").split(f"`{table.name}`", 1)[1]
    for column in table.columns:
        assert f"`{column.name}`" in section


def test_every_parameter_and_page_is_documented() -> None:
    one = ("x",)
    filters = Filters(one, one, one, one, "2019", "2020", one, one, "x")
    text = read("docs/url.md")
    for name in (*encode(View(filters, page=2, id="x"), "v"), *PAGES):
        assert f"`{name}`" in text or f"`/{name}" in text


def test_every_module_stands_in_the_architecture() -> None:
    text = read("docs/architecture.md")
    modules = [*ROOT.glob("data/*.py"), *ROOT.glob("components/**/*.py")]
    assert [path.name for path in modules if path.name != "__init__.py" and path.name not in text] == []


def test_ci_runs_what_the_readme_says() -> None:
    for command in ("uv run streamlit run dashboard.py", "uv run pytest"):
        assert command in read("README.md")
        assert command in read(".ci/run")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_local_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", document.read_text("utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (document.parent / target).exists(), target
