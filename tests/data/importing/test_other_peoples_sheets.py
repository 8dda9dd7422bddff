"""Spreadsheets as people make them: nothing is guessed or lost without a word, and each refusal has a cure."""

import pytest

from data.importing import ImportOptions, ImportResult, ImportSourceError, import_source, unpack_source

from .test_reading import workbook

HEADER = "Party,Issue,Stance,Date,Source\n"


def imported(text: str | bytes, name: str = "a.csv") -> ImportResult:
    content = text.encode() if isinstance(text, str) else text
    return import_source(unpack_source(content, name), ImportOptions(date="2021", source="Report"))


def stances(result: ImportResult) -> list[list[str]]:
    return result.tables["statements"][["party", "issue", "stance"]].to_numpy().tolist()


def test_short_quotes_of_a_party_are_no_second_party():
    result = imported("These,SPD,SPD Zitat,CDU,CDU Zitat\nMaut,ja,ja,nein,nein\nRente,nein,nie,ja,ja klar\n")
    assert result.tables["parties"]["id"].tolist() == ["spd", "cdu"]
    assert result.tables["statements"]["quote"].tolist() == ["ja", "nein", "nie", "ja klar"]


@pytest.mark.parametrize("name", ["a.csv", "a.xlsx"])
def test_names_of_columns_may_stand_in_two_rows(name: str):
    rows = [
        ("Thema", "CDU", "", "SPD", ""),
        ("", "Position", "Begründung", "Position", "Begründung"),
        ("Maut", "ja", "gut", "nein", "teuer"),
        ("Rente", "nein", "schlecht", "ja", "fair"),
    ]
    text = "\n".join(",".join(row) for row in rows).encode()
    result = imported(text if name == "a.csv" else workbook(("Tab", rows)), name)
    assert stances(result)[:2] == [["cdu", "maut", "agree"], ["spd", "maut", "disagree"]]
    assert result.tables["statements"]["quote"].tolist() == ["gut", "teuer", "schlecht", "fair"]
    assert "rows 1 and 2 are the header" in "\n".join(result.report.assumptions)


def test_table_on_its_side_is_refused_with_the_way_to_turn_it():
    with pytest.raises(ImportSourceError, match=r"cell A2 holds 'Datum'.*Transpose"):
        imported("Partei,SPD,CDU\nDatum,2021,2021\nMaut,ja,nein\n")


def test_pivot_table_is_named():
    rows = [("Anzahl", "Spaltenbeschriftungen"), ("Zeilenbeschriftungen", "ja", "Gesamtergebnis"), ("CDU", 3, 3)]
    with pytest.raises(ImportSourceError, match="a pivot table, which counts positions"):
        imported(workbook(("Pivot", rows)), "a.xlsx")


def test_rows_that_repeat_a_row_are_refused_and_contradictions_stay():
    result = imported(HEADER + "A,Tax,yes,2021,R\nA,Tax,yes,2021,R\nA,Tax,no,2021,R\n")
    assert [row[2] for row in stances(result)] == ["agree", "disagree"]
    assert result.report.refused[["row", "reason"]].to_numpy().tolist() == [
        [3, "all its cells are the same as in a row above it"]
    ]


def test_doubtful_stances_are_refused_and_settled_by_a_choice():
    rows = (
        HEADER
        + "A,Tax,yes?,2021,R\nB,Tax,(no),2021,R\nC,Tax,plutôt contre,1er mai 2021,R\nD,Tax,dis\u00adagree,2021,R\n"
    )
    assert stances(imported(rows)) == [["c", "tax", "partly-disagree"], ["d", "tax", "disagree"]]
    options = ImportOptions(stances={"yes?": "agree"})
    assert stances(import_source(unpack_source(rows.encode(), "a.csv"), options))[0] == ["a", "tax", "agree"]


def test_addresses_that_are_none_do_not_keep_a_dataset_from_being_served():
    result = imported(
        "Party,Issue,Stance,Date,URL\nA,Tax,yes,2021,www.example.org/a\nB,Tax,no,2021,n/a\nC,Tax,no,2021,my desk\n"
    )
    assert not result.problems
    assert result.tables["sources"]["url"].tolist() == ["https://www.example.org/a", ""]
    text = "\n".join(result.report.lines())
    assert "addresses that begin with www. have https:// before them" in text
    assert "'n/a' in the column of addresses is none" in text
    assert "'my desk' is no address that begins with http:// or https://" in text
    assert "a.csv cell E4" in text


def test_cells_below_no_header_are_named():
    text = "\n".join(imported(HEADER + "A,Tax,yes,2021,Report, page 3\nB,Tax,no,2021,Report\n").report.notes)
    assert "cells below no header, in columns F" in text
    assert "put quotation marks around texts" in text


def test_letters_that_a_program_has_misread_are_named():
    assert "as in 'GrÃ¼'" in "\n".join(imported(HEADER + "GrÃ¼ne,Tax,yes,2021,R\n").report.assumptions)
    assert "misread" not in "\n".join(imported(HEADER + "Grüne,Ângela São,yes,2021,R\n").report.assumptions)


def test_names_of_theses_as_voting_advice_has_them_are_known():
    result = imported("Nr.,These: Kurztitel,These: Text,SPD,CDU\n1,Maut,Es soll eine Maut geben.,stimme zu,neutral\n")
    assert result.tables["issues"][["name", "proposition"]].to_numpy().tolist() == [
        ["Maut", "Es soll eine Maut geben."]
    ]
    with pytest.raises(ImportSourceError, match="Call 'Was' 'issue'"):
        imported("Nr.,Was,SPD,CDU\n1,Maut,ja,nein\n2,Rente,nein,ja\n")
