"""Every filter with a list of values, and three more added here, gives right results wherever filters are used.

Numbers and statements are compared with those of `tests.recomputation`.
"""

import csv
import io
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import parse_qs, urlencode

import feedparser
import lxml.html
import pytest
from starlette.testclient import TestClient

from components.parts.sidebar import filters_sentence
from components.url.links import Links
from components.url.view import decode_view, default_view, view_parameters
from data import Dataset, Filters, load
from data.settings import SHIPPED_DATASET
from data.statements import FACETS, Facet, FacetOption, facet_names
from data.statements.facets import language_name
from tests import recomputation as plain
from tests import test_docs as docs
from tests.applications import application_of
from tests.pages import page_of
from tests.reading import tables_of
from tests.web.conftest import client_of

# Names that stand in an address or in the table of statements for something else.
TAKEN = {
    *docs.FULL_VIEW.figure_selection.__dataclass_fields__,
    "from",
    "to",
    "q",
    "sort",
    "page",
    "id",
    "as",
    "version",
}
TAKEN |= {"since", "until", "text", "choices", "members", "year"}
TAKEN |= {"first", "last", "value", "row", "position", "shared", "answered", "coders", "search"}
WORDS = {"heading": "Headings", "chip": "Chip", "phrase": "of the added", "meaning": "Only statements of this one."}
READ = {"page": FacetOption("Read whole"), "excerpt": FacetOption("Read in part"), "": FacetOption("Not recorded")}
ADDED = {
    "called otherwise than its column": Facet(name="reading", column="checked", options=lambda _: READ, **WORDS),
    "chooses rows of the comparison": Facet(
        name="wording",
        column="issue.proposition",
        options=lambda dataset: {issue.proposition: FacetOption(issue.name) for issue in dataset.issues.values()},
        **WORDS,
    ),
}


def documented_facet() -> Facet:
    """The example of the documentation, which appends it to the list: it is taken out again."""
    _, example, *_ = docs.section(docs.text_of("docs/architecture.md"), "## Add a filter").split("```")
    exec(example.removeprefix("python"), {})
    return FACETS.pop()


@dataclass(frozen=True)
class Choice:
    """A facet with one of its values, in a dataset and on a server of it."""

    facet: Facet
    value: str
    dataset: Dataset
    client: TestClient

    @cached_property
    def query(self) -> str:
        return urlencode({self.facet.name: self.value})

    @cached_property
    def filters(self) -> Filters:
        return decode_view(parse_qs(self.query), self.dataset).view.filters

    @cached_property
    def rows(self) -> list[dict[str, str]]:
        """The statements that pass."""
        return plain.chosen(self.dataset, self.filters)

    @cached_property
    def label(self) -> str:
        option = self.facet.options(self.dataset)[self.value]
        return option.short_label or option.label

    @cached_property
    def sentence(self) -> str:
        return filters_sentence(self.dataset, self.filters)

    def html(self, page: str, **parameters: str) -> lxml.html.HtmlElement:
        return lxml.html.fromstring(page_of(self.dataset, page, **{self.facet.name: self.value}, **parameters).html)


# Columns that the shipped dataset does not fill, by table, with the number of the row and what it then has there.
FILLED = {"statements": {"basis": lambda number: "vote" if number % 9 == 0 else "coded" if number % 9 == 1 else ""}}
FILLED["issues"] = {
    "theme": lambda number: "threat ukraine" if number % 3 == 0 else "ukraine arms" if number % 3 == 1 else "threat"
}
FACETS_OF_FILLED = ("basis", "theme")


@pytest.fixture(scope="module")
def filled_dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """The shipped dataset with the columns `FILLED`."""
    folder = tmp_path_factory.mktemp("filled") / "dataset"
    shutil.copytree(SHIPPED_DATASET, folder)
    for table, columns in FILLED.items():
        path = folder / f"{table}.csv"
        rows = list(csv.DictReader(path.read_text("utf-8").splitlines(keepends=True)))
        for column, cell in columns.items():
            rows = [row | {column: cell(number)} for number, row in enumerate(rows)]
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
    return load(folder)


@pytest.fixture(scope="module", params=[*facet_names(), "documented", *ADDED])
def choice(request: pytest.FixtureRequest, shipped: Dataset) -> Iterator[Choice]:
    """Return, for each facet, the value that the fewest statements beside the default parties have. A facet
    that is added is in the list before its dataset is loaded."""
    before, dataset = list(FACETS), shipped
    if request.param in FACETS_OF_FILLED:
        dataset = request.getfixturevalue("filled_dataset")
    if request.param not in facet_names():
        FACETS.append(ADDED.get(request.param) or documented_facet())
        dataset = load(SHIPPED_DATASET)
    facet = next((facet for facet in FACETS if facet.name == request.param), FACETS[-1])
    parties = () if facet.name == "party" else default_view(dataset).filters.party
    counts = count_values(plain.chosen(dataset, Filters(party=parties)), facet.name)
    rarest = min(counts, key=lambda value: (counts[value], value))
    yield Choice(facet, rarest, dataset, client_of(application_of(dataset)))
    FACETS[:] = before


def count_values(rows: list[dict[str, str]], facet: str) -> Counter[str]:
    """The number of rows for each value of a facet, without those that have none."""
    return Counter(value for row in rows for value in plain.facet_values(row, facet) if value)


def values_of(issue: dict[str, str], column: str) -> list[str]:
    """The values of a row of the issues in a column."""
    return issue["theme"].split() if column == "theme" else [issue[column or "id"]]


def texts(element: lxml.html.HtmlElement, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in element.xpath(path)]


def test_address(choice: Choice) -> None:
    assert choice.filters[choice.facet.name] == (choice.value,)
    assert 0 < len(choice.rows) < choice.dataset.statement_count
    view = decode_view(parse_qs(choice.query), choice.dataset).view
    decoded = decode_view(view_parameters(view, choice.dataset.version), choice.dataset)
    assert (decoded.view, decoded.dropped) == (view, ())
    unknown = decode_view({choice.facet.name: ["nowhere", ""]}, choice.dataset)
    assert [(drop.parameter, drop.value) for drop in unknown.dropped] == [(choice.facet.name, "nowhere")]


def test_queries(choice: Choice) -> None:
    for assertion in plain.ASSERTIONS:
        assertion(choice.dataset, choice.filters)


def test_sentence(choice: Choice) -> None:
    of_all = f"Statements by {choice.label}"
    end = of_all if choice.facet.name == "party" else f" {choice.facet.phrase} “{choice.label}”"
    assert choice.sentence.endswith(end)
    assert (choice.sentence == of_all) == (choice.facet.name == "party")
    assert texts(choice.html("compare"), "//p[@class='sentence']/span") == [choice.sentence]
    for page in ("compare", "timeline"):
        shown = page_of(choice.dataset, page, **{choice.facet.name: choice.value})
        assert choice.sentence[:100] in shown.description


def test_comparison(choice: Choice) -> None:
    page = choice.html("compare")
    assert texts(page, "//p[@class='sentence']/b")[0] == f"{len(choice.rows):,}"
    reference, _, column = choice.facet.column.partition(".")
    expected = set(choice.dataset.issues)
    if choice.filters.narrows_statements:
        expected = {row["issue"] for row in choice.rows}
    elif reference == "issue":
        issues = tables_of(choice.dataset)["issues"].to_dict("records")
        expected = {issue["id"] for issue in issues if choice.value in values_of(issue, column)}
    assert choice.facet.whole_cells != choice.filters.narrows_statements
    assert {id_.removeprefix("issue-") for id_ in page.xpath("//article[@class='row']/@id")} == expected


def test_sidebar(choice: Choice) -> None:
    """The group has a count for each value, and only the chosen one is checked."""
    facet, page, options = choice.facet, choice.html("compare"), choice.facet.options(choice.dataset)
    rows = plain.chosen(choice.dataset, choice.filters.replace(**{facet.name: ()}))
    counts = count_values(rows, facet.name)
    (group,) = page.xpath("//details[@data-keep=$name]", name=f"group-{facet.name}")
    assert texts(group, "./summary")[0].startswith(facet.heading)
    assert "open" in group.attrib
    for item in group.xpath(".//li"):
        (box,) = item.xpath(".//input")
        value = box.get("value")
        assert (box.get("name"), "checked" in box.attrib) == (facet.name, value == choice.value)
        assert texts(item, ".//bdi") == [" ".join(options[value].label.split())]
        assert texts(item, ".//span[@class='n']") == [f"{counts[value]:,} statements"]
    offered = set(group.xpath(".//li//input/@value"))
    assert offered >= set(sorted(counts, key=lambda value: -counts[value])[:100]) - {""}
    assert "" not in offered
    order = [name.removeprefix("group-") for name in page.xpath("//details[@class='group']/@data-keep")]
    assert order == [name for name in facet_names() if name in order]


def test_chip(choice: Choice) -> None:
    chips = choice.html("compare").xpath("//a[@class='chip']")
    (chip,) = [each for each in chips if texts(each, "./span[@class='kind']") == [f"{choice.facet.chip}:"]]
    assert texts(chip, "./bdi") == [" ".join(choice.label.split())]
    name, rest = choice.facet.name, decode_view(parse_qs(chip.get("href").partition("?")[2]), choice.dataset).view
    assert rest.filters == choice.filters.replace(**{name: default_view(choice.dataset).filters[name]})


def test_api(choice: Choice) -> None:
    name = choice.facet.name
    found = choice.client.get(f"/api/v1/statements?{choice.query}&per_page=200").json()
    assert found["total"] == len(choice.rows)
    assert [item["id"] for item in found["items"]] == [row["id"] for row in choice.rows[::-1]][:200]
    refused = choice.client.get("/api/v1/statements", params={name: "nowhere"})
    assert (refused.status_code, refused.json()["invalid"][0]["name"]) == (400, name)
    document = choice.client.get("/api/v1/openapi.json").json()
    described = {each["name"]: each for each in document["paths"]["/statements"]["get"]["parameters"]}
    assert described[name]["description"] == choice.facet.meaning
    page = lxml.html.fromstring(choice.client.get("/api/v1/docs").text)
    assert f"{choice.facet.meaning} May stand several times." in texts(page, "//td")


def test_feed_and_files(choice: Choice) -> None:
    ids = [row["id"] for row in choice.rows]
    feed = feedparser.parse(choice.client.get(f"/feed.atom?{choice.query}").text)
    # The newest statements, those that the curators changed last first.
    found = [parse_qs(entry.link.partition("?")[2])["id"][0] for entry in feed.entries]
    assert sorted(found) == sorted(ids[::-1][:50])
    changed = [entry.updated for entry in feed.entries]
    assert changed == sorted(changed, reverse=True)
    assert choice.sentence[:200] in feed.feed.title
    content = choice.client.get(f"/download/statements.csv?{choice.query}").content.decode("utf-8-sig")
    assert [row["id"] for row in csv.DictReader(io.StringIO(content))] == ids
    file = choice.client.get(f"/download/statements.json?{choice.query}").json()
    assert ([row["id"] for row in file["rows"]], file["about"]["choice"]) == (ids, choice.sentence)
    for path in ("print", "embed"):
        assert choice.client.get(f"/{path}?{choice.query}").status_code == 200


def test_sources(choice: Choice) -> None:
    """The Sources page lists the documents of these statements, of all parties, with their counts."""
    page, everybody = choice.html("sources"), choice.filters.replace(party=())
    counts = Counter(row["source"] for row in plain.chosen(choice.dataset, everybody))
    expected = len(choice.dataset.sources) if everybody == Filters() else len(counts)
    assert texts(page, "//p[@class='sentence']/b") == [f"{expected:,}"]
    documents = page.xpath("//ol[@class='documents']/li")
    assert len(documents) == min(expected, 100)
    for document in documents:
        number = sum(map(int, re.findall(r" ([\d,]+)(?:,| statement|$)", texts(document, "./p[last()]")[0])))
        assert number == counts[document.get("id").removeprefix("source-")]


def test_figures(choice: Choice) -> None:
    """No filter chooses figures, but links and the form of the page carry it on."""
    name, view = choice.facet.name, decode_view(parse_qs(choice.query), choice.dataset).view
    page = choice.html("figures", figure="ratio-grushko-2019")
    assert page.xpath("//input[@type='hidden'][@name=$name]/@value", name=name) == [choice.value]
    onward = Links(choice.dataset.version).page("compare", view)
    assert decode_view(parse_qs(onward.partition("?")[2]), choice.dataset).view == view
    menu = [link for link in choice.html("figures").xpath("//nav//a/@href") if "?" in link]
    assert menu
    assert all(parse_qs(link.partition("?")[2]).get(name) == [choice.value] for link in menu)


def test_names_are_free_and_columns_are_of_the_format() -> None:
    assert len(set(facet_names())) == len(FACETS)
    assert set(facet_names()) & TAKEN == set()
    assert all(re.fullmatch("[a-z]+", facet.name) for facet in FACETS)
    assert {facet.parent for facet in FACETS} <= {"", *facet_names()}


@pytest.mark.usefixtures("choice")
@pytest.mark.parametrize("choice", ["documented"], indirect=True)
def test_documented_example_is_missing_only_in_the_parameters(tiny: Dataset) -> None:
    with pytest.raises(AssertionError):
        docs.test_every_facet_has_its_row_in_the_order_of_the_list()
    docs.test_built_form_has_the_columns_that_the_reference_names(tiny)


LANGUAGES = {"ar": "Arabic", "pt-BR": "Brazilian Portuguese", "sr-Latn-RS": "Serbian (Latin, Serbia)", "EN": "English"}
LANGUAGES |= {"la": "Latin", "de-1996": "German", "xx": "xx", "x-private": "x-private", "": "", "<b>": "<b>"}


@pytest.mark.parametrize(("tag", "name"), LANGUAGES.items())
def test_language_has_its_english_name_and_an_unknown_one_its_tag(tag: str, name: str) -> None:
    assert language_name(tag) == name
