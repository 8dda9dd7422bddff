"""The documents agree with the code: what they list exists, and the reverse."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from components.pages import PAGES
from components.url.display import ListPlace
from components.url.view import MAX_PARTY_COLUMNS, MAX_VALUES, FigureSelection, View, view_parameters
from data import DISTANCES, STANCES, Dataset, Filters, date_label
from data.settings import Settings
from data.statements import FACETS, facet_names
from data.validation import TABLES, ProblemKind
from tests.reading import statements_of, table_of

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted(
    path for pattern in ("*.md", "docs/**/*.md", "benchmarks/*.md", "data/**/*.md") for path in ROOT.glob(pattern)
)
MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for folder in ("data", "web", "components")
    for path in (ROOT / folder).rglob("*.py")
    if path.name != "__init__.py"
)
FILTERS = Filters({facet.name: ("a",) for facet in FACETS}, since="2014", until="2019-04-30", text="words")
QUANTITY = FigureSelection("t", "i", "f", "n", "d", "m", (2018,), 10)
FULL_VIEW = View(
    FILTERS,
    sort="recent",
    page=2,
    id="e",
    figure_selection=QUANTITY,
    as_of="0123456789ab",
    left_out="secondary",
    since="2025",
    group="g",
    matrix_order="name",
    matrix_page=2,
    pair_order="name",
    lists=(ListPlace("issue", "words", 2),),
)


def text_of(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def names_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def first_cells(text: str) -> list[str]:
    """The names in backticks in the first cell of each row of the Markdown tables in a text."""
    return re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)


def listed_names(text: str) -> list[str]:
    """The names in backticks before the colon, or the bracket, of each entry of the lists in a text."""
    heads = re.findall(r"^- (`[^`]+`(?:, `[^`]+`)*)(?: \([^)]+\))?: ", text, re.MULTILINE)
    return [name for head in heads for name in re.findall(r"`([^`]+)`", head)]


def section(text: str, heading: str) -> str:
    """The text from a heading to the next one of the same or a higher level."""
    level = len(heading) - len(heading.lstrip("#"))
    found = re.search(rf"^{re.escape(heading)}\n(.*?)(?=^#{{1,{level}}} |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"no heading {heading!r}"
    return found[1]


def anchors(text: str) -> set[str]:
    """The anchors that a reader of Markdown gives to the headings of a text."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_has_its_row_in_the_format_reference(table):
    part = section(text_of("docs/dataset.md"), f"### `{table.name}`")
    lines = []
    for column in table.columns:
        kind = {"text": "", "list": "list", "reference": ""}.get(column.kind, column.kind)
        kind = " of ".join(filter(None, [kind, column.references and f"`{column.references}`"]))
        lines.append(f"- `{column.name}`{'*' * column.required}{kind and f' ({kind})'}: {column.description}")
    assert re.findall(r"^- .*$", part, re.MULTILINE) == lines
    assert ("Required." in part) == table.required


LISTED = {
    "docs/url.md ## Parameters": view_parameters(FULL_VIEW, "v"),
    "docs/url.md ## Pages": ["/", *(f"/{name}" for name in PAGES)],
    "docs/architecture.md ## Folders": [
        "dashboard.py",
        "components/static",
        *{str(Path(each).parent) for each in MODULES},
    ],
}


@pytest.mark.parametrize("place", LISTED)
def test_a_document_lists_what_there_is_and_nothing_else(place):
    document, _, heading = place.partition(" ")
    assert sorted(listed_names(section(text_of(document), heading))) == sorted(LISTED[place])


def test_kinds_of_problems_and_tables_are_listed_in_their_order():
    text = text_of("docs/dataset.md")
    groups = re.findall(r"^- (.*)$", section(text, "### What `check` reports"), re.MULTILINE)
    assert re.findall(r"`([^`]+)`", " ".join(groups)) == [str(kind) for kind in ProblemKind]
    tables = re.findall(r"^### `([^`]+)`$", section(text, "## Tables"), re.MULTILINE)
    assert tables == [table.name for table in TABLES]


def test_codebook_has_the_scale_of_the_code():
    scale = section(text_of("docs/dataset.md"), "### How a stance is set")
    assert first_cells(scale) == [stance.id for stance in STANCES]
    for stance in STANCES:
        value = "none" if stance.value is None else f"{stance.value:+d}".replace("+0", "0").replace("-", "−")
        assert (
            f"| `{stance.id}` | {stance.label} | {stance.word} | {value} | {stance.mark} | {stance.description} |"
            in scale
        )
    distances = section(text_of("docs/dataset.md"), "### Position, distance, change")
    assert [distance.value for distance in DISTANCES] == list(range(5))
    assert f"distances from 0 to 4: {', '.join(distance.label for distance in DISTANCES)}." in distances


def test_every_facet_has_its_row_in_the_order_of_the_list():
    listed = section(text_of("docs/url.md"), "## Parameters").splitlines()
    lines = [line.replace("`", "") for line in listed if line.startswith("- `")][: len(FACETS)]
    bounds = {"party": f" of up to {MAX_PARTY_COLUMNS} parties"}
    assert lines == [f"- {facet.name} (list{bounds.get(facet.name, '')}): {facet.meaning}" for facet in FACETS]
    assert f"may stand up to {MAX_VALUES} times" in text_of("docs/url.md")


def test_built_form_has_the_columns_that_the_reference_names(tiny: Dataset) -> None:
    sentence = re.search(r"besides those of the format: ([^.]*)\.", text_of("docs/dataset.md"))
    assert sentence
    columns = {column.name for table in TABLES if table.name == "statements" for column in table.columns}
    assert set(re.findall(r"`(\w+)`", sentence[1])) == set(table_of(tiny).column_names) - columns - set(facet_names())


def test_every_setting_has_its_line_and_no_other():
    lines = []
    for each in fields(Settings):
        default = "" if each.default == "" else f" (`{each.default}`)"
        lines.append(f"- `COUNTERPOINT_{each.name.upper()}`{default}: {each.metadata['help']}")
    listed = section(text_of("docs/hosting.md"), "### Settings")
    assert re.findall(r"^- .*$", listed, re.MULTILINE) == lines


@pytest.mark.parametrize(
    "command", ["COUNTERPOINT_WORKBENCH=on uv run --no-dev streamlit run dashboard.py", "uv run pytest"]
)
def test_the_two_commands_of_the_readme_are_run_by_ci(command):
    assert f"\npip install uv && {command}\n" in text_of("README.md")
    lines = [line.strip() for line in text_of(".ci/run").splitlines() if not line.lstrip().startswith(("#", "grep"))]
    assert any(command in line for line in lines)


@pytest.mark.parametrize("document", DOCUMENTS, ids=names_of)
def test_local_links_lead_to_files_and_headings_and_no_path_is_of_a_machine(document):
    text = document.read_text("utf-8")
    assert not re.search(r"(?<![\w.])/(work|tmp|home|root|Users)/", text)
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        if "://" in link:
            continue
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        assert target.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(target.read_text("utf-8")), f"{link} names no heading"


def test_readme_counts_what_the_shipped_dataset_holds(shipped: Dataset) -> None:
    statements = statements_of(shipped)
    excerpts = int((statements["checked"] == "excerpt").sum())
    text = " ".join(text_of("README.md").split())
    assert f"{len(statements)} statements on {len(shipped.issues)} issues" in text
    assert f"Of the {len(statements)} statements, {excerpts} rest on an excerpt" in text
    first, last = statements["date"].min()[:7], statements["date"].max()[:7]
    assert f"from {date_label(first)} to {date_label(last)}" in text


@pytest.mark.parametrize("path", ["deploy/Dockerfile", "deploy/counterpoint@.service"])
def test_deployments_set_the_memory_that_the_hosting_guide_names(path: str) -> None:
    line = re.search(r"^export (MALLOC_.*)$", text_of("docs/hosting.md"), re.MULTILINE)
    for setting in line[1].split():
        assert setting in text_of(path)


def test_tests_that_the_contributing_guide_names_are_there() -> None:
    named = re.findall(r"tests/[\w/]+\.py", text_of("CONTRIBUTING.md"))
    assert named
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_lines_of_a_column_stand_in_the_files_that_the_example_names() -> None:
    part = section(text_of("docs/architecture.md"), "## Add a column")
    examples = re.findall(r"`([\w/]+\.\w+)`:\n\n```\w+\n(.*)\n```", part)
    assert len(examples) == 3
    assert [
        line for path, line in examples if line not in [each.strip(" ,") for each in text_of(path).splitlines()]
    ] == []


def test_examples_of_the_codebook_are_coded_once(shipped: Dataset) -> None:
    examples = set(re.findall(r"`([\w-]+)`", section(text_of("docs/dataset.md"), "### How a stance is set")))
    examples &= set(statements_of(shipped)["id"])
    assert f" {len(examples)} statements" in text_of("data/datasets/russia-nato/README.md")
    assert examples & set(shipped.codings) == set()


@pytest.mark.parametrize("path", ["README.md", "CHANGELOG.md"])
def test_lists_of_filters_name_each(path: str) -> None:
    (line,) = [line for line in text_of(path).splitlines() if re.search(r"Filter\S* by party", line)]
    assert [facet.name for facet in FACETS if not re.search(rf"\b{facet.name}\b", line)] == []
