"""Every filter with a list of values, and one that docs/architecture.md adds, is right in all places that know filters.

Numbers and statements are compared with those of `tests.recomputation`.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

import feedparser
import lxml.html
import pytest
from starlette.testclient import TestClient

from components.parts.sidebar import sentence
from components.url.links import Links
from components.url.view import View, decode, default_view, encode
from data import Dataset, Filters, load
from data.settings import SHIPPED
from data.statements import FACETS, Facet, Option, count_statements, facet_counts, facet_names
from data.statements.facets import language_name
from tests import recomputation as plain
from tests import test_docs as docs
from tests.applications import application_of
from tests.pages import page_of
from tests.reading import tables_of
from tests.web.conftest import client_of

FIGURE = "ratio-grushko-2019"
# Names that stand in an address or in the table of statements for something else.
TAKEN = {"from", "to", "q", "sort", "page", "id", "topic", "indicator", "figure", "numerator", "denominator", "members"}
TAKEN |= {"year", "within", "as", "version", "since", "until", "text", "choices"}
TAKEN |= {"first", "last", "value", "row", "position", "shared", "answered", "search"}


@dataclass(frozen=True)
class Choice:
    """A facet with one of its values, in a dataset and on a server of it; `rows` are the statements that pass."""

    facet: Facet
    value: str
    dataset: Dataset
    client: TestClient

    @property
    def query(self) -> str:
        return urlencode({self.facet.name: self.value})

    @property
    def view(self) -> View:
        return decode(parse_qs(self.query), self.dataset).view

    @property
    def rows(self) -> list[dict[str, str]]:
        return plain.chosen(self.dataset, self.view.filters)

    @property
    def label(self) -> str:
        option = self.facet.options(self.dataset)[self.value]
        return option.short_label or option.label

    def html(self, page: str, **parameters: str) -> lxml.html.HtmlElement:
        return lxml.html.fromstring(page_of(self.dataset, page, **{self.facet.name: self.value}, **parameters).html)


def rare_choice(facet: Facet, dataset: Dataset, client: TestClient) -> Choice:
    """The value that the fewest statements have, of those that any has beside the default parties."""
    parties = () if facet.name == "party" else default_view(dataset).filters.party
    counts = Counter(row[facet.name] for row in plain.chosen(dataset, Filters(party=parties)) if row[facet.name])
    return Choice(facet, min(counts, key=lambda value: (counts[value], value)), dataset, client)


@pytest.fixture(scope="module")
def shipped_client(shipped: Dataset) -> TestClient:
    return client_of(application_of(shipped))


@pytest.fixture(params=facet_names())
def choice(request: pytest.FixtureRequest, shipped: Dataset, shipped_client: TestClient) -> Choice:
    facet = next(facet for facet in FACETS if facet.name == request.param)
    return rare_choice(facet, shipped, shipped_client)


def texts(element: lxml.html.HtmlElement, path: str) -> list[str]:
    return [" ".join(found.text_content().split()) for found in element.xpath(path)]


def assert_address(choice: Choice) -> None:
    view = choice.view
    assert view.filters[choice.facet.name] == (choice.value,)
    assert choice.rows
    assert len(choice.rows) < choice.dataset.statement_count
    decoded = decode(encode(view, choice.dataset.version), choice.dataset)
    assert (decoded.view, decoded.dropped) == (view, ())
    unknown = decode({choice.facet.name: ["nowhere", ""]}, choice.dataset)
    assert [(drop.parameter, drop.value) for drop in unknown.dropped] == [(choice.facet.name, "nowhere")]


def assert_sentence(choice: Choice) -> None:
    said = sentence(choice.dataset, choice.view.filters)
    if choice.facet.name == "party":
        assert said == f"Statements by {choice.label}"
    else:
        assert said.endswith(f" {choice.facet.phrase} “{choice.label}”")
    assert texts(choice.html("compare"), "//p[@class='sentence']/span") == [said]
    for page in ("compare", "timeline"):
        described = page_of(choice.dataset, page, **{choice.facet.name: choice.value}).description
        assert said[:100] in described


def assert_compare(choice: Choice) -> None:
    total, *_ = texts(choice.html("compare"), "//p[@class='sentence']/b")
    assert total == f"{len(choice.rows):,}"
    reference, _, column = choice.facet.column.partition(".")
    issues = tables_of(choice.dataset)["issues"].to_dict("records")
    if choice.view.filters.narrows_statements:
        expected = {row["issue"] for row in choice.rows}
    elif reference == "issue":
        expected = {issue["id"] for issue in issues if issue[column or "id"] == choice.value}
    else:
        expected = set(choice.dataset.issues)
    articles = choice.html("compare").xpath("//article[@class='row']/@id")
    assert {article.removeprefix("issue-") for article in articles} == expected


def assert_sidebar(choice: Choice) -> None:
    """The group has a count for each value, and only the chosen one is checked."""
    facet, filters = choice.facet, choice.view.filters
    rows = plain.chosen(choice.dataset, filters.replace(**{facet.name: ()}))
    counts = Counter(row[facet.name] for row in rows)
    page = choice.html("compare")
    group = page.xpath("//details[@data-keep=$name]", name=f"group-{facet.name}")[0]
    assert texts(group, "./summary")[0].startswith(facet.heading)
    assert "open" in group.attrib
    options = facet.options(choice.dataset)
    for item in group.xpath(".//li"):
        (box,) = item.xpath(".//input")
        assert box.get("name") == facet.name
        assert ("checked" in box.attrib) == (box.get("value") == choice.value)
        assert texts(item, ".//bdi") == [" ".join(options[box.get("value")].label.split())]
        assert texts(item, ".//span[@class='n']") == [f"{counts[box.get('value')]:,} statements"]
    offered = group.xpath(".//li//input/@value")
    assert set(offered) >= set(sorted(counts, key=lambda value: -counts[value])[:100]) - {""}
    assert "" not in offered
    order = [name.removeprefix("group-") for name in page.xpath("//details[@class='group']/@data-keep")]
    assert order == [name for name in facet_names() if name in order]
    # The same numbers come from the one query for all facets.
    frame = facet_counts(choice.dataset, filters)
    found = plain.records(frame[frame["facet"] == facet.name], "value", "n")
    assert Counter(dict(found)) == counts


def assert_chip(choice: Choice) -> None:
    name = choice.facet.name
    chips = choice.html("compare").xpath("//a[@class='chip']")
    (chip,) = [each for each in chips if texts(each, "./span[@class='kind']") == [f"{choice.facet.chip}:"]]
    assert texts(chip, "./bdi") == [" ".join(choice.label.split())]
    rest = decode(parse_qs(chip.get("href").partition("?")[2]), choice.dataset).view
    default = default_view(choice.dataset).filters[name]
    assert rest.filters == choice.view.filters.replace(**{name: default})


def assert_api(choice: Choice) -> None:
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


def assert_feed_and_files(choice: Choice) -> None:
    ids = [row["id"] for row in choice.rows]
    feed = feedparser.parse(choice.client.get(f"/feed.atom?{choice.query}").text)
    found = [parse_qs(entry.id.partition("?")[2])["id"][0] for entry in feed.entries]
    assert found == ids[::-1][:50]
    assert sentence(choice.dataset, choice.view.filters)[:200] in feed.feed.title
    content = choice.client.get(f"/download/statements.csv?{choice.query}").content.decode("utf-8-sig")
    assert [row["id"] for row in csv.DictReader(io.StringIO(content))] == ids
    file = json.loads(choice.client.get(f"/download/statements.json?{choice.query}").content)
    assert [row["id"] for row in file["rows"]] == ids
    assert file["about"]["choice"] == sentence(choice.dataset, choice.view.filters)
    for path in ("print", "embed"):
        assert choice.client.get(f"/{path}?{choice.query}").status_code == 200


def assert_sources(choice: Choice) -> None:
    """The Sources page lists the documents of these statements, of all parties, with their counts."""
    page = choice.html("sources")
    everybody = choice.view.filters.replace(party=())
    counts = Counter(row["source"] for row in plain.chosen(choice.dataset, everybody))
    expected = len(choice.dataset.sources) if everybody == Filters() else len(counts)
    assert texts(page, "//p[@class='sentence']/b") == [f"{expected:,}"]
    documents = page.xpath("//ol[@class='documents']/li")
    assert len(documents) == min(expected, 100)
    for document in documents:
        number = sum(map(int, re.findall(r" ([\d,]+)(?:,| statement|$)", texts(document, "./p[last()]")[0])))
        assert number == counts[document.get("id").removeprefix("source-")]


def assert_figures(choice: Choice) -> None:
    """No filter chooses figures, but links and the form of the page carry it on."""
    field = "//input[@type='hidden'][@name=$name]/@value"
    assert choice.html("figures", figure=FIGURE).xpath(field, name=choice.facet.name) == [choice.value]
    onward = Links(choice.dataset.version).page("compare", choice.view)
    assert decode(parse_qs(onward.partition("?")[2]), choice.dataset).view == choice.view
    menu = [link for link in choice.html("figures").xpath("//nav//a/@href") if "?" in link]
    assert menu
    for link in menu:
        assert parse_qs(link.partition("?")[2]).get(choice.facet.name) == [choice.value]


PLACES = (
    assert_address,
    assert_sentence,
    assert_compare,
    assert_sidebar,
    assert_chip,
    assert_api,
    assert_feed_and_files,
    assert_sources,
    assert_figures,
)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__.removeprefix("assert_"))
def test_facet_is_right_in_every_place(choice: Choice, place) -> None:
    place(choice)


def test_names_are_free_and_columns_are_of_the_format() -> None:
    assert len(set(facet_names())) == len(FACETS)
    assert set(facet_names()) & TAKEN == set()
    for facet in FACETS:
        assert re.fullmatch("[a-z]+", facet.name)
        assert not facet.parent or facet.parent in facet_names()


@contextmanager
def facets_added(*facets: Facet) -> Iterator[None]:
    """The facets are in the list within the block."""
    before = list(FACETS)
    FACETS.extend(facets)
    try:
        yield
    finally:
        FACETS[:] = before


def assert_everywhere(facet: Facet) -> None:
    """A facet that is in the list is right in every place, with a dataset that is loaded now."""
    dataset = load(SHIPPED)
    choice = rare_choice(facet, dataset, client_of(application_of(dataset)))
    for place in PLACES:
        place(choice)
    for assertion in plain.ASSERTIONS:
        assertion(dataset, choice.view.filters)


def test_documented_example_is_right_in_every_place_and_missing_only_in_the_documents(tiny: Dataset) -> None:
    text = docs.text_of("docs/architecture.md")
    example = re.search(r"^#+ Add a filter$.*?^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert example, "docs/architecture.md has no example below 'Add a filter'"
    with facets_added():
        exec(example[1], {})
        assert_everywhere(FACETS[-1])
        with pytest.raises(AssertionError):
            docs.test_every_facet_has_its_row_in_the_order_of_the_list()
        with pytest.raises(AssertionError):
            docs.test_built_form_has_the_columns_that_the_reference_names(tiny)


def test_facet_may_be_called_otherwise_than_its_column_and_never_offers_what_is_not_recorded() -> None:
    options = {"page": Option("Read whole"), "excerpt": Option("Read in part"), "": Option("Not recorded")}
    facet = Facet(
        name="reading",
        column="checked",
        heading="Reading",
        chip="Reading",
        phrase="from documents",
        meaning="Only statements from documents read in this way.",
        options=lambda _: options,
    )
    with facets_added(facet):
        assert_everywhere(facet)


def test_facet_of_an_issue_chooses_rows_of_the_comparison() -> None:
    facet = Facet(
        name="wording",
        column="issue.proposition",
        heading="Propositions",
        chip="Proposition",
        phrase="on",
        meaning="Only issues with this proposition.",
        options=lambda dataset: {issue.proposition: Option(issue.name) for issue in dataset.issues.values()},
    )
    assert facet.whole_cells
    with facets_added(facet):
        assert_everywhere(facet)


LANGUAGES = {"ar": "Arabic", "pt-BR": "Brazilian Portuguese", "sr-Latn-RS": "Serbian (Latin, Serbia)", "EN": "English"}
LANGUAGES |= {"la": "Latin", "de-1996": "German", "xx": "xx", "x-private": "x-private", "": "", "<b>": "<b>"}


@pytest.mark.parametrize(("tag", "name"), LANGUAGES.items())
def test_language_has_its_english_name_and_an_unknown_one_its_tag(tag: str, name: str) -> None:
    assert language_name(tag) == name


def test_few_statements_are_from_sources_in_arabic(shipped: Dataset) -> None:
    filters = decode({"language": ["ar"]}, shipped).view.filters
    assert sentence(shipped, filters).endswith(" in sources in “Arabic”")
    arabic = [row for row in plain.chosen(shipped, filters) if row["language"] == "ar"]
    assert count_statements(shipped, filters) == len(arabic) == 8
