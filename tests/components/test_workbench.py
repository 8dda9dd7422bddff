"""The Workbench without a browser: a file becomes a draft, which is corrected, viewed and downloaded."""

import io
import math
import zipfile
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from components.workbench.draft import (
    DEFAULT_IMPORT_OPTIONS,
    WORKBENCH_LIMITS,
    Draft,
    folder_workbook,
    folder_zip,
    import_upload,
    match_columns,
    preview_dataset,
    read_upload,
)
from components.workbench.sessions import WorkbenchSessions
from components.workbench.stance_chart import stance_figure, stance_table
from data import load
from data.importing import ImportChoiceError, ImportSourceError

FLAT = """Partei;Thema;Position;Datum;Quelle;Zitat
Grüne;Bürgergeld;stimme zu;31.03.2021;Programm;Es muss steigen
FDP;Bürgergeld;stimme nicht zu;04.02.2021;Interview;Arbeit muss sich lohnen
Grüne;Tempolimit;stimme zu;01.05.2021;Programm;=HYPERLINK("x")
"""


def draft_of(text: str, name: str = "flat.csv") -> Draft:
    return import_upload(read_upload(text.encode(), name))


def test_flat_sheet_becomes_a_comparison() -> None:
    dataset = preview_dataset(draft_of(FLAT))
    assert stance_table(dataset).reset_index().to_numpy().tolist() == [
        ["Bürgergeld", "yes", "no"],
        ["Tempolimit", "yes", "nothing on record"],
    ]
    figure = stance_figure(dataset)
    assert list(figure.layout.yaxis.ticktext) == ["Bürgergeld", "Tempolimit"]
    points = sorted((trace.name, *point) for trace in figure.data for point in zip(trace.x, trace.y, strict=True))
    assert points == [("FDP", -2, 0), ("Grüne", 2, -1), ("Grüne", 2, 0)]


@pytest.mark.parametrize("parties", [2, 6, 7, 28])
def test_no_point_of_the_chart_hides_another(parties: int) -> None:
    rows = [f"P{number};{issue};yes;2021;Report;" for number in range(parties) for issue in ("Bases", "Drills")]
    figure = stance_figure(preview_dataset(draft_of("\n".join(["party;issue;stance;date;source;words", *rows]))))
    points = [point for trace in figure.data for point in zip(trace.x, trace.y, strict=True)]
    pixels = [(x * 190, y * (figure.layout.height - 140) / 2) for x, y in points]
    assert len(pixels) == 2 * parties
    assert min(math.dist(one, other) for one, other in combinations(pixels, 2)) > 12
    assert all(abs(x - 2) < 0.5 for x, _ in points)
    assert {round(y) for _, y in points} == {0, -1}


def test_what_is_taken_away_is_a_dataset_that_is_served(tmp_path: Path) -> None:
    draft = draft_of(FLAT)
    zipfile.ZipFile(io.BytesIO(folder_zip(draft))).extractall(tmp_path)
    dataset = load(tmp_path)
    assert (dataset.title, dataset.statement_count, list(dataset.parties)) == ("flat", 3, ["gruene", "fdp"])
    assert dataset.licences == ()


def test_workbook_has_texts_and_no_formula(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(folder_workbook(draft_of(FLAT))))
    cells = [cell for row in book["statements"].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert '=HYPERLINK("x")' in [cell.value for cell in cells]
    again = import_upload(read_upload(folder_workbook(draft_of(FLAT)), "again.xlsx"))
    assert again.problems == ()
    assert again.tables["statements"]["id"].tolist() == draft_of(FLAT).tables["statements"]["id"].tolist()


def test_problems_stand_beside_the_rows_and_go_when_they_are_mended() -> None:
    draft = draft_of(FLAT)
    statements = draft.tables["statements"].copy()
    statements.loc[1, "stance"] = "disagre"
    broken = draft.with_table("statements", statements)
    (row,) = broken.problem_table().to_dict("records")
    assert (row["table"], row["row"], row["column"]) == ("statements", "3", "stance")
    with pytest.raises(ValueError, match="1 problems"):
        preview_dataset(broken)
    assert broken.with_table("statements", draft.tables["statements"]).problems == ()


def test_row_that_is_emptied_in_the_table_goes() -> None:
    draft = draft_of(FLAT)
    statements = pd.concat([draft.tables["statements"], pd.DataFrame([{"id": None}])], ignore_index=True)
    assert len(draft.with_table("statements", statements).tables["statements"]) == 3


def test_columns_of_other_names_are_matched() -> None:
    files = read_upload(FLAT.replace("Partei", "Spieler").replace("Thema", "Punkt").encode(), "flat.csv")
    found = match_columns(files, DEFAULT_IMPORT_OPTIONS)
    assert (found.fields["party"], found.fields["issue"], found.fields["date"]) == ("", "", "Datum")
    matches = replace(found, fields={**found.fields, "party": "Spieler", "issue": "Punkt"})
    assert import_upload(files, matches=matches).tables["parties"]["name"].tolist() == ["Grüne", "FDP"]


def test_order_of_dates_is_asked_for() -> None:
    files = read_upload(FLAT.replace("31.03.2021", "03/03/2021").replace(".", "/").encode(), "flat.csv")
    with pytest.raises(ImportChoiceError):
        import_upload(files)
    draft = import_upload(files, replace(DEFAULT_IMPORT_OPTIONS, dates="mdy"))
    assert draft.tables["statements"]["date"].tolist()[1] == "2021-04-02"


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"a" * (WORKBENCH_LIMITS.file_bytes + 1), "large.csv"),
        (("a;b\n" + "x;y\n" * (WORKBENCH_LIMITS.rows + 1)).encode(), "long.csv"),
        (b"PK\x03\x04broken", "broken.xlsx"),
    ],
)
def test_file_beyond_the_limits_is_refused_with_a_reason(content: bytes, name: str) -> None:
    with pytest.raises(ImportSourceError, match=name):
        import_upload(read_upload(content, name))


def test_zip_bomb_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * (WORKBENCH_LIMITS.unpacked_bytes + 1))
    assert len(out.getvalue()) < 100_000
    with pytest.raises(ImportSourceError):
        read_upload(out.getvalue(), "bomb.zip")


def test_sessions_are_bounded_and_make_room_for_others() -> None:
    clock = [0.0]
    sessions = WorkbenchSessions(most=1, idle_seconds=10, now=lambda: clock[0])
    assert sessions.enter("first")
    assert sessions.enter("first")
    assert not sessions.enter("second")
    clock[0] = 11
    assert sessions.enter("second")
    sessions.leave("second")
    assert sessions.enter("third")
