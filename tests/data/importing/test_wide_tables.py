"""Tables with a column for each party, as most people write them, become a row for each position."""

import pytest

from data.importing import ImportLimits, ImportOptions, ImportSourceError, import_source, unpack_source

GIVEN = {"date": "2021-06", "source": "Manifestos"}


def imported(*lines, **options):
    return import_source(unpack_source("\n".join(lines).encode(), "wide.csv"), ImportOptions(**(GIVEN | options)))


def positions(result):
    return result.tables["statements"][["party", "issue", "stance"]].to_numpy().tolist()


def test_column_for_each_party():
    result = imported("Nr;Thema;CDU;SPD;Bündnis 90/Die Grünen", "a1;Tempolimit;Nein;Ja;", "a2;Maut;neutral;k. A.;ja")
    assert positions(result) == [
        ["cdu", "tempolimit", "disagree"],
        ["spd", "tempolimit", "agree"],
        ["cdu", "maut", "neutral"],
        ["spd", "maut", "no-stand"],
        ["buendnis-90-die-gruenen", "maut", "agree"],
    ]
    assert len(set(result.tables["statements"]["id"])) == 5
    assert "each of these columns one party: 'CDU', 'SPD'" in "\n".join(result.report.assumptions)
    assert "wide.csv: 1 empty cells, which are no positions" in result.report.notes


def test_column_for_each_issue():
    result = imported("Partei;Tempolimit;Maut", "CDU;nein;ja", "SPD;ja;nein")
    assert positions(result) == [
        ["cdu", "tempolimit", "disagree"],
        ["cdu", "maut", "agree"],
        ["spd", "tempolimit", "agree"],
        ["spd", "maut", "disagree"],
    ]


@pytest.mark.parametrize(
    ("header", "name", "proposition", "theme"),
    [
        ("Thema;These;CDU;SPD", "Radweg", "Es gibt ihn.", ""),
        ("Topic;Question;CDU;SPD", "Radweg", "Es gibt ihn.", ""),
        ("Frage;Thema;CDU;SPD", "Radweg", "Radweg", "Es gibt ihn."),
    ],
)
def test_second_column_about_issues_is_their_proposition_or_theme(header, name, proposition, theme):
    tables = imported(header, "Radweg;Es gibt ihn.;ja;nein").tables
    assert tables["issues"][["name", "proposition"]].to_numpy().tolist() == [[name, proposition]]
    assert tables["themes"]["name"].tolist() == ([theme] if theme else [])


def test_columns_of_one_party_beside_those_of_all():
    header = "These;Quelle;Datum;CDU Position;CDU Zitat;SPD Position;Quelle SPD"
    result = imported(
        header, "Tempo;Programme;1.6.2021;nein;Freie Fahrt;ja;Interview", "Maut;Programme;13.6.2021;ja;;nein;"
    )
    rows = result.tables["statements"][["party", "date", "source", "quote"]].to_numpy().tolist()
    assert rows == [
        ["cdu", "2021-06-01", "programme", "Freie Fahrt"],
        ["spd", "2021-06-01", "interview", ""],
        ["cdu", "2021-06-13", "programme", ""],
        ["spd", "2021-06-13", "programme", ""],
    ]


def test_crosses_below_the_names_of_stances():
    result = imported(
        "Partei;Thema;dafür;neutral;dagegen", "CDU;Maut;x;;", "SPD;Maut;;;X", "FDP;Maut;x;x;", "AfD;Maut;;;"
    )
    assert positions(result) == [["cdu", "maut", "agree"], ["spd", "maut", "disagree"]]
    assert result.report.refused["row"].tolist() == [4, 5]
    assert "'dafür and neutral'" in result.report.refused["reason"][0]


def test_refused_cell_names_its_row_party_and_issue():
    result = imported("Thema;CDU;SPD", "Maut;ja;nein", "", "Tempo;ja;vielleicht")
    assert result.report.refused[["row", "Thema", "party", "stance"]].to_numpy().tolist() == [
        [4, "Tempo", "SPD", "vielleicht"]
    ]


def test_numbers_are_read_as_the_curator_says():
    lines = ("Thema;CDU;SPD", "Maut;1;5", "Tempo;5;1")
    assert len(imported(*lines).report.refused) == 4
    said = imported(*lines, stances={"1": "disagree", "5": "agree"})
    assert [row[2] for row in positions(said)] == ["disagree", "agree", "agree", "disagree"]


def test_table_whose_rows_have_no_name_says_how_to_name_them():
    with pytest.raises(ImportSourceError, match="Call 'column 1' 'issue' if each row is an issue"):
        imported(";CDU;SPD", "Maut;ja;nein")


def test_yes_and_no_in_a_table_beside_one_of_statements_are_no_positions():
    files = [
        *unpack_source(b"party,issue,stance,date,source\nA,Tax,yes,2020,Q\n", "statements.csv"),
        *unpack_source(b"party,governs,in parliament\nA,yes,no\n", "parties.csv"),
    ]
    assert len(import_source(files).tables["statements"]) == 1


def test_rows_of_a_wide_table_count_as_many_as_come_of_it():
    with pytest.raises(ImportSourceError, match="split"):
        imported("Thema;CDU;SPD", *["Maut;ja;nein"] * 6, limits=ImportLimits(rows=10))
