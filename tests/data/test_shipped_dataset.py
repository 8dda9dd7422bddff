import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from data import Issue, Licence, check
from data.dataset import SHIPPED
from data.package import headers, resources
from data.recompute import calculator
from data.units import base_of
from tests.reading import statements_of, tables_of

ARTICLE = "vovworld-2019-04"

# What the article reports of whom, on which issue, in which paragraph.
POSITIONS = [
    # Cooperation ended, five years after NATO suspended it over Crimea
    ("alexander-grushko", "cooperation", 1),
    ("nato-institution", "cooperation", 1),
    ("nato-institution", "crimea", 1),
    # Both deny confrontation; accusation and denial on eastern Ukraine
    ("russian-side", "confrontation", 2),
    ("nato-institution", "confrontation", 2),
    ("nato-institution", "eastern-ukraine", 2),
    ("putin-administration", "eastern-ukraine", 2),
    # The abandoned positive agenda
    ("alexander-grushko", "cooperation", 3),
    # Bases and drills as signs of hostility
    ("yury-shvytkin", "dialogue", 4),
    ("yury-shvytkin", "confrontation", 4),
    ("yury-shvytkin", "bases", 4),
    ("yury-shvytkin", "nato-drills", 4),
    # Unprecedented challenge, missile shield, Georgia and Ukraine
    ("jens-stoltenberg", "russia-threat", 5),
    ("nato-institution", "missile-defence", 5),
    ("nato-institution", "enlargement", 5),
    # No arms race, no budget rise but modernisation
    ("alexander-grushko", "arms-race", 6),
    ("alexander-grushko", "russia-budget", 6),
    # No cold war, no ground missiles in Europe, shared threats
    ("jens-stoltenberg", "cold-war", 7),
    ("jens-stoltenberg", "inf-missiles", 7),
    ("jens-stoltenberg", "shared-threats", 7),
]


@pytest.fixture(scope="module")
def statements(shipped):
    return statements_of(shipped).to_dict("records")


@pytest.fixture(scope="module")
def figures(shipped):
    return shipped.tables["figures"].set_index("id")


@pytest.fixture(scope="module")
def descriptor():
    return json.loads((SHIPPED / "datapackage.json").read_text("utf-8"))


def test_no_problem_and_no_warning():
    _, report = check(SHIPPED)
    assert (report.problems, report.warnings) == ([], [])


def test_independent_tool_finds_the_package_valid():
    frictionless = Path(sys.executable).parent / "frictionless"
    run = subprocess.run(
        [frictionless, "validate", "--json", "datapackage.json"],
        cwd=SHIPPED,
        capture_output=True,
        text=True,
        check=False,
    )
    report = json.loads(run.stdout)
    assert [task["errors"] for task in report["tasks"] if task["errors"]] == []
    assert (run.returncode, report["valid"], report["stats"]["tasks"]) == (0, True, 18)


def test_descriptor_describes_the_tables_as_the_schema_does(shipped, descriptor):
    assert descriptor["resources"] == resources(headers(SHIPPED))
    assert {path.stem for path in SHIPPED.glob("*.csv")} == {*shipped.tables, "statements"}


def test_descriptor_names_title_licence_and_version(shipped):
    assert shipped.title
    assert shipped.description
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", shipped.release)
    assert Licence("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/").url in {
        licence.url for licence in shipped.licences
    }
    assert re.fullmatch(r"[0-9a-f]{12}", shipped.version)


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("parties", 2),
        ("speakers", 50),
        ("themes", 7),
        ("issues", 37),
        ("sources", 426),
        ("statements", 408),
        ("codings", 303),
        ("events", 34),
        ("topics", 3),
        ("indicators", 21),
        ("figures", 125),
        ("series", 7_280),
        ("memberships", 32),
        ("groups", 4),
        ("measures", 22),
        ("catalogue", 49),
        ("entities", 80),
        ("units", 19),
    ],
)
def test_number_of_rows(shipped, table, rows):
    assert len(tables_of(shipped)[table]) == rows


def test_statements_run_from_1990_to_2026(statements):
    years = {row["date"][:4] for row in statements}
    assert (min(years), max(years)) == ("1990", "2026")


def test_both_parties_and_every_issue_have_statements(shipped, statements):
    assert {row["party"] for row in statements} == {"russia", "nato"}
    assert {row["issue"] for row in statements} == set(shipped.issues)


def test_every_issue_has_a_theme_and_a_proposition_in_one_sentence(shipped):
    def is_sentence(issue: Issue) -> bool:
        return issue.proposition.endswith(".") and not issue.proposition.endswith("..")

    assert [issue.id for issue in shipped.issues.values() if not (issue.theme and is_sentence(issue))] == []
    assert len({issue.proposition for issue in shipped.issues.values()}) == 37


def test_every_theme_has_issues(shipped):
    assert {issue.theme for issue in shipped.issues.values()} == set(shipped.themes)


def test_quotes_have_twelve_words_at_most(statements):
    assert [row["id"] for row in statements if len(row["quote"].split()) > 12] == []


@pytest.mark.parametrize("table", ["statements", "figures", "events", "series", "memberships"])
def test_every_row_has_a_source(shipped, table):
    assert set(tables_of(shipped)[table]["source"]) <= set(shipped.sources)


def test_every_statement_has_a_summary_a_speaker_and_a_place_in_its_source(statements):
    for column in ("summary", "speaker", "locator", "checked"):
        assert [row["id"] for row in statements if not row[column]] == []


def test_addresses_are_of_the_web(shipped):
    urls = [source.url for source in shipped.sources.values() if source.url]
    assert len(urls) >= 425
    assert [url for url in urls if not re.match(r"https?://[^\s/]+", url)] == []


def test_every_document_has_a_title_a_language_and_a_kind(shipped):
    assert [
        source.id for source in shipped.sources.values() if not (source.title and source.language and source.kind)
    ] == []


def test_imprecise_dates_stay_imprecise(statements):
    assert Counter(len(row["date"]) for row in statements) == {10: 362, 7: 42, 4: 4}


@pytest.mark.parametrize(("speaker", "issue", "paragraph"), POSITIONS)
def test_every_position_of_the_article_is_there_with_its_paragraph(statements, speaker, issue, paragraph):
    found = [
        row
        for row in statements
        if (row["source"], row["speaker"], row["issue"]) == (ARTICLE, speaker, issue)
        and row["locator"] == f"paragraph {paragraph}"
    ]
    assert len(found) == 1


def test_article_has_no_other_positions(statements):
    listed = {(speaker, issue, f"paragraph {paragraph}") for speaker, issue, paragraph in POSITIONS}
    rows = [(row["speaker"], row["issue"], row["locator"]) for row in statements if row["source"] == ARTICLE]
    assert sorted(rows) == sorted(listed)


def test_article_was_read_as_a_whole(statements, shipped):
    assert {row["checked"] for row in statements if row["source"] == ARTICLE} == {"page"}
    assert shipped.sources[ARTICLE].publisher.startswith("VOVWORLD")


def test_figure_of_the_article(figures):
    figure = figures.loc["ratio-grushko-2019"]
    assert (figure["value"], figure["low"], figure["high"], figure["unit"]) == ("22", "", "", "times")
    assert (figure["stated_by"], figure["subject"], figure["source"]) == ("russia", "NATO:RUS", ARTICLE)


def test_figure_of_the_article_names_its_paragraph(figures):
    assert "paragraph 6" in figures.loc["ratio-grushko-2019"]["locator"]


def test_article_has_no_number_of_bases_or_drills(figures):
    assert figures.index[figures["source"] == ARTICLE].tolist() == ["ratio-grushko-2019"]


def test_interview_of_grushko_joins_its_reports(shipped, statements):
    sources = {row["source"] for row in statements if row["occasion"] == "2019-04-15-alexander-grushko"}
    publishers = " ".join(shipped.sources[source].publisher for source in sources).lower()
    assert len(sources) == 3
    assert all(name in publishers for name in ("vovworld", "meduza", "delfi"))
    told = statements_of(shipped).groupby("occasion")["source"].nunique()
    assert told["2019-04-15-alexander-grushko"] > 1


def test_address_of_stoltenberg_joins_its_reports(shipped, statements):
    sources = {row["source"] for row in statements if row["occasion"] == "2019-04-03-jens-stoltenberg"}
    assert ARTICLE in sources
    assert len(sources) > 1


def test_reports_of_one_occasion_are_of_one_party(statements):
    parties = {(row["occasion"], row["party"]) for row in statements if row["occasion"]}
    assert len(parties) == len({occasion for occasion, _ in parties})


def test_answers_are_to_the_other_party(statements):
    party = {row["id"]: row["party"] for row in statements}
    assert [row["id"] for row in statements if row["responds_to"] and party[row["responds_to"]] == row["party"]] == []


def test_second_coder_coded_each_statement_once(shipped):
    assert len(shipped.codings) == 303
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


def test_series_without_the_united_states_are_of_nato_without_the_united_states(shipped):
    series = shipped.tables["series"]
    assert set(series.loc[series["series"].str.endswith("-excl-usa"), "entity"]) == {"NATO-excl-USA"}
    assert series.loc[series["entity"] == "NATO-excl-USA", "series"].str.endswith("-excl-usa").all()


def test_factors_of_purchasing_power_are_in_local_currency(shipped):
    series = shipped.tables["series"]
    factors = series[series["series"] == "wb-ppp-gdp"]
    assert set(factors["unit"]) == {"local-currency-per-intl-dollar"}
    assert not series["unit"].str.contains("lcu").any()


def test_every_topic_has_indicators_and_every_indicator_a_topic(shipped):
    records = shipped.quantities
    assert {indicator.topic for indicator in records.indicators.values()} == set(records.topics)


def test_every_topic_names_its_issues(shipped):
    assert all(
        topic.issues and set(topic.issues) <= set(shipped.issues) for topic in shipped.quantities.topics.values()
    )


def test_every_series_is_in_the_catalogue_and_no_other(shipped):
    assert set(shipped.quantities.series) == set(shipped.tables["series"]["series"])


def test_whoever_is_measured_has_a_name(shipped, figures):
    subjects = {side for subject in figures["subject"] for side in subject.split(":")}
    bodies = set(figures["stated_by"]) - set(shipped.parties)
    entities = set(shipped.tables["series"]["entity"]) | set(shipped.tables["memberships"]["entity"])
    named = subjects | bodies | entities | set(figures["item"]) - {""} | set(shipped.quantities.groups)
    assert named <= set(shipped.quantities.names)


def test_every_unit_has_a_name(shipped, figures):
    records = shipped.quantities
    used = set(shipped.tables["series"]["unit"]) | set(figures["unit"]) | {m.unit for m in records.measures.values()}
    assert {base_of(part) for unit in used for part in unit.split("-per-")} <= set(records.units)


def test_figures_that_tell_no_year_have_none(figures):
    """A speaker who names no year is given none; a drill has that of its name."""
    yearless = [
        "ratio-grushko-2019",
        "ratio-vorobyov-2020",
        "ratio-grushko-2024-europe",
        "ratio-grushko-2025",
        "budget-putin-2025-rus",
        "bases-us-2021-vine",
    ]
    assert set(figures.loc[yearless, "year"]) == {""}
    drills = figures[figures["item"].str.contains("[0-9]{4}")]
    assert (drills["year"] == drills["item"].str.extract("([0-9]{4})", expand=False)).all()


def test_upper_bound_of_the_chapter_stands_for_2019(figures):
    makienko = figures.loc["budget-makienko-2018"]
    assert (makienko["high"], makienko["low"], makienko["year"]) == ("3000", "", "2019")
    assert "in 2018 nor in 2019 (upper bound)" in makienko["definition"]


def test_year_of_the_presidents_second_number_is_called_an_inference(shipped, figures):
    assert figures.loc["budget-putin-2019-rus", "year"] == "2019"
    assert shipped.quantities.measures["stated-by-president"].note.endswith("is an inference.")


def test_open_part_of_the_chapter_is_a_part(shipped):
    parts = [measure.id for measure in shipped.quantities.measures.values() if measure.scope == "part"]
    assert parts == ["chapter-open"]


def test_no_measure_is_without_a_value(shipped):
    made = calculator(shipped)
    groups = tuple(shipped.quantities.groups)
    assert [
        measure.id
        for measure in shipped.quantities.measures.values()
        if not any(True for subject in (*groups, "RUS") for _ in made.years(measure, subject))
    ] == []
