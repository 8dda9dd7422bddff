import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from data import check
from data.figures import get_calculator
from data.model import base_unit
from data.package.table_schemas import build_table_resources
from data.package.writing import read_headers
from data.settings import SHIPPED_DATASET
from tests.reading import statements_of, tables_of

ARTICLE = "vovworld-2019-04"

# What the article reports of whom, on which issues, by its paragraphs.
POSITIONS = {
    # Cooperation ended; that NATO suspended it over Crimea is the author's own sentence
    1: {"alexander-grushko": ["cooperation"]},
    # Both deny confrontation; accusation and denial on eastern Ukraine
    2: {
        "russian-side": ["confrontation"],
        "nato-institution": ["confrontation", "eastern-ukraine"],
        "putin-administration": ["eastern-ukraine"],
    },
    # The abandoned positive agenda
    3: {"alexander-grushko": ["cooperation"]},
    # Bases and drills as signs of hostility
    4: {"yury-shvytkin": ["dialogue", "confrontation", "bases", "nato-drills"]},
    # Unprecedented challenge; on the missile shield and on Georgia and Ukraine the author speaks
    5: {"jens-stoltenberg": ["russia-threat"]},
    # No arms race, no budget rise but modernisation
    6: {"alexander-grushko": ["arms-race", "russia-budget"]},
    # No cold war, no ground missiles in Europe, shared threats
    7: {"jens-stoltenberg": ["cold-war", "inf-missiles", "shared-threats"]},
}
ROWS = {"parties": 2, "speakers": 54, "themes": 7, "issues": 38, "sources": 488, "statements": 465, "codings": 452}
ROWS |= {"events": 48, "topics": 3, "indicators": 21, "figures": 131, "series": 7_280, "memberships": 32, "groups": 4}
ROWS |= {"measures": 23, "catalogue": 49, "entities": 80, "units": 19, "publishers": 180}


@pytest.fixture(scope="module")
def statements(shipped):
    return statements_of(shipped).to_dict("records")


@pytest.fixture(scope="module")
def figures(shipped):
    return shipped.tables["figures"].set_index("id")


@pytest.fixture(scope="module")
def descriptor():
    return json.loads((SHIPPED_DATASET / "datapackage.json").read_text("utf-8"))


def test_no_problem_and_no_warning():
    _, report = check(SHIPPED_DATASET)
    assert (report.problems, report.warnings) == ([], [])


def test_independent_tool_finds_the_package_valid():
    command = [Path(sys.executable).parent / "frictionless", "validate", "--json", "datapackage.json"]
    run = subprocess.run(command, cwd=SHIPPED_DATASET, capture_output=True, text=True, check=False)
    report = json.loads(run.stdout)
    assert [task["errors"] for task in report["tasks"] if task["errors"]] == []
    assert (run.returncode, report["valid"], report["stats"]["tasks"]) == (0, True, 19)


def test_descriptor_describes_the_tables_as_the_schema_does(shipped, descriptor):
    assert descriptor["resources"] == build_table_resources(read_headers(SHIPPED_DATASET))
    assert {path.stem for path in SHIPPED_DATASET.glob("*.csv")} == {*shipped.tables, "statements"}


def test_descriptor_names_title_licence_and_version(shipped):
    assert shipped.title
    assert shipped.description
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", shipped.release)
    assert "https://creativecommons.org/licenses/by/4.0/" in {licence.url for licence in shipped.licences}
    assert re.fullmatch(r"[0-9a-f]{12}", shipped.version)


def test_number_of_rows(shipped):
    assert {name: len(table) for name, table in tables_of(shipped).items()} == ROWS


def test_statements_run_from_1990_to_2026_and_are_of_both_parties_on_every_issue(shipped, statements):
    years = {row["date"][:4] for row in statements}
    assert (min(years), max(years)) == ("1990", "2026")
    assert {row["party"] for row in statements} == {"russia", "nato"}
    assert {row["issue"] for row in statements} == set(shipped.issues)


def test_every_issue_has_a_theme_and_a_proposition_in_one_sentence(shipped):
    issues = shipped.issues.values()
    assert {issue.theme for issue in issues} == set(shipped.themes)
    assert [issue.id for issue in issues if not re.search(r"[^.]\.$", issue.proposition)] == []
    assert len({issue.proposition for issue in issues}) == 38


RULES = {
    "a quote has twelve words at most": lambda row: len(row["quote"].split()) <= 12,
    "nothing is empty": lambda row: all(row[column] for column in ("summary", "speaker", "locator", "checked")),
    "the article was read as a whole": lambda row: row["source"] != ARTICLE or row["checked"] == "page",
}


@pytest.mark.parametrize("rule", RULES)
def test_every_statement_obeys(statements, rule):
    assert [row["id"] for row in statements if not RULES[rule](row)] == []


def test_every_document_has_a_title_a_language_and_a_kind_and_most_an_address_of_the_web(shipped):
    sources = shipped.sources.values()
    assert [source.id for source in sources if not (source.title and source.language and source.kind)] == []
    urls = [source.url for source in sources if source.url]
    assert len(urls) == len(sources) - 1
    assert [url for url in urls if not re.match(r"https?://[^\s/]+", url)] == []


def test_imprecise_dates_stay_imprecise(statements):
    assert Counter(len(row["date"]) for row in statements) == {10: 437, 7: 27, 4: 1}


def test_positions_of_the_article_are_there_with_their_paragraphs_and_no_other(statements):
    listed = [
        (speaker, issue, f"paragraph {paragraph}")
        for paragraph, speakers in POSITIONS.items()
        for speaker, issues in speakers.items()
        for issue in issues
    ]
    rows = [(row["speaker"], row["issue"], row["locator"]) for row in statements if row["source"] == ARTICLE]
    assert sorted(rows) == sorted(listed)


def test_only_figure_of_the_article(figures):
    (figure,) = figures[figures["source"] == ARTICLE].reset_index().to_dict("records")
    assert figure["id"] == "ratio-grushko-2019"
    assert (figure["value"], figure["low"], figure["high"], figure["unit"]) == ("22", "", "", "times")
    assert (figure["stated_by"], figure["subject"]) == ("russia", "NATO:RUS")
    assert "paragraph 6" in figure["locator"]


def test_reports_of_one_occasion_are_joined(shipped, statements):
    occasions = defaultdict(set)
    for row in statements:
        occasions[row["occasion"]].add(row["source"])
    interview, address = occasions["2019-04-15-alexander-grushko"], occasions["2019-04-03-jens-stoltenberg"]
    publishers = " ".join(shipped.sources[source].publisher for source in interview).lower()
    assert len(interview) == 3
    assert all(name in publishers for name in ("vovworld", "meduza", "delfi"))
    assert ARTICLE in address
    assert len(address) > 1


def test_reports_of_one_occasion_are_of_one_party_and_answers_are_to_the_other(statements):
    parties = {(row["occasion"], row["party"]) for row in statements if row["occasion"]}
    assert len(parties) == len({occasion for occasion, _ in parties})
    party = {row["id"]: row["party"] for row in statements}
    assert [row["id"] for row in statements if row["responds_to"] and party[row["responds_to"]] == row["party"]] == []


def test_second_coder_coded_each_statement_once(shipped):
    assert len(shipped.codings) == 452
    assert {len(pairs) for pairs in shipped.codings.values()} == {1}


def test_no_cell_tells_of_a_machine(shipped):
    told = re.compile(r"(^|[\s'\"(])(/(home|root|tmp|work|Users|mnt|var)/|[A-Za-z]:\\|file://)|localhost|127\.0\.0\.1")
    found = [
        (name, cell)
        for name, table in tables_of(shipped).items()
        for column in table
        for cell in table[column].unique()
        if told.search(cell)
    ]
    assert found == []


# Topics, indicators and what measures them


def test_series_are_of_whom_and_in_what_their_names_say(shipped):
    series = shipped.tables["series"]
    assert (series["series"].str.endswith("-excl-usa") == (series["entity"] == "NATO-excl-USA")).all()
    assert set(series.loc[series["series"] == "wb-ppp-gdp", "unit"]) == {"local-currency-per-intl-dollar"}
    assert not series["unit"].str.contains("lcu").any()


@pytest.mark.parametrize("prices", ["current", "constant"])
@pytest.mark.parametrize(("ending", "without"), [("-sum", ""), ("-sum-excl-usa", "USA")])
def test_members_add_up_to_the_sums_of_nato(shipped, prices, ending, without):
    rows, members = shipped.tables["series"], shipped.tables["memberships"]
    by_member = rows[rows["series"] == f"nato-defexp-{prices}-usd-ed2019"]
    sums = rows[rows["series"] == f"nato-defexp-{prices}-usd-ed2019{ending}"].set_index("year")["value"]
    assert sums.index.tolist() == [str(year) for year in range(2012, 2020)]
    for year, value in sums.items():
        # Montenegro has rows before it joined.
        counted = set(members.loc[members["from"].str[:4] <= year, "entity"]) - {without}
        added = by_member[(by_member["year"] == year) & by_member["entity"].isin(counted)]
        # Rows are rounded to 0.1 million, 28 of them at most.
        assert added["value"].astype(float).sum() == pytest.approx(float(value), abs=0.5)


def test_topics_have_indicators_and_issues_and_every_series_is_in_the_catalogue(shipped):
    records, topics = shipped.figure_records, shipped.figure_records.topics
    assert {indicator.topic for indicator in records.indicators.values()} == set(topics)
    assert all(topic.issues and set(topic.issues) <= set(shipped.issues) for topic in topics.values())
    assert set(records.series) == set(shipped.tables["series"]["series"])


def test_whoever_is_measured_has_a_name(shipped, figures):
    subjects = {side for subject in figures["subject"] for side in subject.split(":")}
    bodies = set(figures["stated_by"]) - set(shipped.parties)
    entities = set(shipped.tables["series"]["entity"]) | set(shipped.tables["memberships"]["entity"])
    named = subjects | bodies | entities | set(figures["item"]) - {""} | set(shipped.figure_records.groups)
    assert named <= set(shipped.figure_records.names)


def test_every_unit_has_a_name(shipped, figures):
    records = shipped.figure_records
    used = set(shipped.tables["series"]["unit"]) | set(figures["unit"]) | {m.unit for m in records.measures.values()}
    assert {base_unit(part) for unit in used for part in unit.split("-per-")} <= set(records.units)


def test_figures_that_tell_no_year_have_none(figures):
    """A speaker who names no year is given none; a drill has that of its name."""
    yearless = ["ratio-razov-2018", "ratio-vorobyov-2020", "ratio-grushko-2024-europe", "ratio-grushko-2025"]
    yearless += ["budget-putin-2025-rus", "bases-us-2021-vine"]
    assert set(figures.loc[yearless, "year"]) == {""}
    # The first article leaves the year out, two other reports of the interview name it.
    assert figures.loc["ratio-grushko-2019", "year"] == "2018"
    drills = figures[figures["item"].str.contains("[0-9]{4}")]
    assert (drills["year"] == drills["item"].str.extract("([0-9]{4})", expand=False)).all()


def test_bounds_inferences_and_parts_are_named_as_such(shipped, figures):
    makienko, measures = figures.loc["budget-makienko-2018"], shipped.figure_records.measures
    assert (makienko["high"], makienko["low"], makienko["year"]) == ("3000", "", "2019")
    assert "in 2018 nor in 2019 (upper bound)" in makienko["definition"]
    assert figures.loc["budget-putin-2019-rus", "year"] == "2019"
    assert measures["stated-by-president"].note.endswith("is an inference.")
    assert [measure.id for measure in measures.values() if measure.scope == "part"] == ["chapter-open"]


def test_no_measure_is_without_a_value(shipped):
    made = get_calculator(shipped)
    groups = tuple(shipped.figure_records.groups)
    assert [
        measure.id
        for measure in shipped.figure_records.measures.values()
        if not any(True for subject in (*groups, "RUS") for _ in made.values.years(measure, subject))
    ] == []
