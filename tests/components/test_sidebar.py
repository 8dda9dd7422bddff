"""The lists of the sidebar where a dataset has many parties and issues."""

import re

import lxml.html
import pytest

from components.parts.sidebar import CHOICES_PER_PAGE
from data import Dataset, load
from tests.conftest import write_dataset
from tests.pages import page_of


@pytest.fixture(scope="module")
def large_dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    """A dataset with 30 more parties and 250 more issues in two themes."""

    def more_parties(rows: list[dict[str, str]]) -> None:
        rows += [
            {"id": f"p{n}", "name": f"Party of Number {n}", "short_name": f"Nº{n}É", "colour": "", "description": ""}
            for n in range(30)
        ]

    def more_issues(rows: list[dict[str, str]]) -> None:
        rows += [
            rows[0]
            | {
                "id": f"i{n}",
                "name": f"Question {n}",
                "theme": "trade" if n % 2 else "security",
                "proposition": f"The assembly should adopt motion {n + 1000}.",
            }
            for n in range(250)
        ]

    return load(write_dataset(tmp_path_factory.mktemp("many") / "dataset", parties=more_parties, issues=more_issues))


def group_of(dataset: Dataset, name: str, **parameters: str | list[str]) -> lxml.html.HtmlElement:
    html = lxml.html.fromstring(page_of(dataset, "compare", **parameters).html)
    (group,) = html.xpath("//details[@data-keep=$name]", name=f"group-{name}")
    return group


def offered(group: lxml.html.HtmlElement) -> list[str]:
    return list(group.xpath(".//div[@class='choices']//input/@value"))


def top(group: lxml.html.HtmlElement) -> list[str]:
    return list(group.xpath(".//ul[@class='choices top']//input/@value"))


@pytest.mark.parametrize(
    ("facet", "text", "expected"),
    [
        ("party", "number 17", ["p17"]),
        ("party", "nº17é", ["p17"]),
        ("party", "P17", ["p17"]),
        ("party", "nobody", []),
        ("issue", "motion 1204", ["i204"]),
        ("issue", "i204", ["i204"]),
        ("issue", "ADOPT question 204", ["i204"]),
    ],
)
def test_a_list_is_narrowed_by_names_ids_and_propositions(
    large_dataset: Dataset, facet: str, text: str, expected: list[str]
) -> None:
    group = group_of(large_dataset, facet, **{f"find-{facet}": text})
    assert offered(group) == expected
    assert "open" in group.attrib
    assert group.xpath(".//input[@type='search']/@value") == [text]
    assert ("Nothing in this list has" in group.text_content()) == (not expected)


def test_chosen_ones_stay_in_sight_at_the_top(large_dataset: Dataset) -> None:
    group = group_of(large_dataset, "issue", issue=["i3", "i240"], **{"find-issue": "motion 1204"})
    assert (top(group), offered(group)) == (["i3", "i240"], ["i204"])
    assert group.xpath(".//input[@checked]/@value") == ["i3", "i240"]
    assert top(group_of(large_dataset, "party", party="p9")) == ["p9"]


def test_all_choices_are_reached_page_by_page(large_dataset: Dataset) -> None:
    seen: list[str] = []
    link = "compare?"
    while link:
        parameters = dict(re.findall(r"(list-issue)=(\d+)", link))
        group = group_of(large_dataset, "issue", **parameters)
        assert len(offered(group)) <= CHOICES_PER_PAGE
        seen += offered(group)
        link = next(iter(group.xpath(".//p[contains(@class, 'list-pages')]/a[starts-with(., 'Next')]/@href")), "")
    assert sorted(seen) == sorted(large_dataset.issues)
    assert "1 to 250 of 253" in " ".join(group_of(large_dataset, "issue").text_content().split())


def test_issues_stand_below_their_themes(large_dataset: Dataset) -> None:
    group = group_of(large_dataset, "issue", **{"find-issue": "question 1"})
    sections = group.xpath(".//div[@class='choice-section']")
    assert [section.xpath("string(p)") for section in sections] == ["Security", "Trade"]
    assert all(large_dataset.issues[value].theme == "trade" for value in sections[1].xpath(".//input/@value"))


def test_form_works_without_scripts_and_links_leave_the_lists(large_dataset: Dataset) -> None:
    html = lxml.html.fromstring(page_of(large_dataset, "compare", **{"find-issue": "motion", "list-issue": "2"}).html)
    (form,) = html.xpath("//form[@data-filters]")
    assert (form.get("method"), dict(form.form_values())["find-issue"]) == ("get", "motion")
    assert form.xpath(".//div[@class='find-row']/button[@type='submit']")
    outside = html.xpath("//main//a/@href | //nav//a/@href | //*[@data-share]/@data-share")
    assert outside
    assert not [link for link in outside if "find-" in link or "list-" in link]
