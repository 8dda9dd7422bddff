"""The output of `check`: groups with a count, likely causes, the nearest id, and forms for programs."""

import json

import pytest

from data import check
from data.__main__ import main
from data.package import reading
from data.validation import Problem, ProblemKind
from data.validation.likely_causes import likely_cause, nearest_id, show_blanks
from data.validation.problem_bounds import MAX_PROBLEMS, bound_problems
from data.validation.problem_groups import group_problems

MANY = 5_000
# Tables that name statements.
ALONE = {"codings": None}


def many_statements(rows, column, text):
    """The first row many times, under ids of their own, with a text for each number in a column."""
    return [rows[0] | {"id": f"row-{number}", column: text(number)} for number in range(MANY)]


def checked(directory, capsys, *options):
    status = main(["check", str(directory), *options])
    return status, capsys.readouterr().out


def test_many_rows_with_one_wrong_format_are_one_problem(make_dataset, capsys):
    def local_date(number):
        return f"{number % 28 + 1}.{number % 12 + 1}.2019"

    directory = make_dataset(statements=lambda rows: many_statements(rows, "date", local_date), **ALONE)
    problems = check(directory)[1].problems
    assert sum(problem.count for problem in problems) == MANY
    assert len(problems) <= MAX_PROBLEMS
    status, out = checked(directory, capsys)
    lines = out.splitlines()
    assert (status, lines[0]) == (1, f"{directory}: 5,000 problems")
    assert lines[1].startswith("statements.csv, column date: 5,000 times: '1.1.2019' is not a date like 2019")
    assert lines[1].endswith("; rows 2, 3, 4, 5, 6 …")
    assert "a date as a local spreadsheet shows it" in lines[2]
    assert lines[-1].startswith("Next: ")
    assert len(lines) == 5


def test_each_unknown_id_is_a_problem_of_its_own_with_its_number(make_dataset, capsys):
    directory = make_dataset(
        statements=lambda rows: many_statements(rows, "issue", lambda number: "base" if number % 2 else "Drills")
    )
    _, out = checked(directory, capsys)
    assert "column issue: 2,500 times: 'Drills' is no id in issues.csv" in out
    assert "likely cause: another case" in out
    assert "did you mean: bases" in out


def test_rows_of_wrong_length_are_bounded_and_grouped(make_dataset, capsys, monkeypatch):
    monkeypatch.setattr(reading, "CHUNK_ROWS", 500)
    directory = make_dataset(files={"themes.csv": b"id,name\n" + b"a,b,c\n" * 3_000})
    problems = check(directory)[1].problems
    assert sum(problem.count for problem in problems if problem.kind == "row-length") == 3_000
    assert "3,000 times: has 3 cells where the header has 2" in checked(directory, capsys)[1]


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"id;name\na;b\n", "likely cause: separator: the file is separated by semicolons"),
        (b"id\tname\na\tb\n", "the file is separated by tabs"),
        (b"sep=;\nid;name\n", "the first line is one that only Excel reads"),
        ("id,name\na,Größe\n".encode("cp1252"), "likely cause: encoding: Excel's plain 'CSV'"),
        ("id,name\na,b\n".encode("utf-16"), "the file is UTF-16"),
        (b"PK\x03\x04\x00\xff", "likely cause: an Excel workbook renamed to .csv"),
    ],
)
def test_likely_cause_of_a_file_is_named(make_dataset, capsys, content, cause):
    assert cause in checked(make_dataset(files={"themes.csv": content}), capsys)[1]


def test_missing_columns_of_a_file_are_one_problem(make_dataset, capsys):
    out = checked(make_dataset(files={"statements.csv": b"id;date\n"}), capsys)[1]
    assert "statements.csv: columns id, date, party, issue, stance, source are missing" in out


def group(kind, value):
    return group_problems([Problem("a.csv", "", kind, 2, "x", value=value)])[0]


@pytest.mark.parametrize(
    ("kind", "value", "cause"),
    [
        (ProblemKind.CHOICE, "agree ", "blanks at the beginning or end: agree␣"),
        (ProblemKind.REFERENCE, "\u00a0east", "blanks at the beginning or end: ⍽east"),
        (ProblemKind.LIST_FORM, "a  b", "blanks that do not show: a␣␣b"),
        (ProblemKind.CHOICE, "Agree", "another case"),
        (ProblemKind.DATE_FORM, "43570", "Excel changed a date into a number: 43570 is 2019-04-15"),
        (ProblemKind.DATE_FORM, "Apr 19", "Excel changed a date"),
        (ProblemKind.DATE_FORM, "4/15/2019", "a date as a local spreadsheet shows it"),
        (ProblemKind.DATE_FORM, "2019-04-15 00:00:00", "a date with a time of day"),
        (ProblemKind.NUMBER_FORM, "1.234,5", "a number as a local spreadsheet shows it"),
        (ProblemKind.ID_FORM, "1.23457E+14", "Excel shortened a long number"),
        (ProblemKind.ID_FORM, "12. Mai", "Excel took it for a date"),
        (ProblemKind.YEAR_FORM, "2019.0", "a program turned a year into a number"),
        (ProblemKind.ID_FORM, "b/c", ""),
    ],
)
def test_likely_cause_of_a_cell(kind, value, cause):
    found = likely_cause(group(kind, value), ["agree", "east"])
    assert found.startswith(cause)
    assert bool(found) == bool(cause)


def test_nearest_id_is_found_or_none():
    known = ["buergergeld", "tempolimit"]
    assert nearest_id(group(ProblemKind.REFERENCE, "Buergergelt"), known) == "buergergeld"
    assert nearest_id(group(ProblemKind.REFERENCE, "fish"), known) == ""
    assert nearest_id(group(ProblemKind.REFERENCE, ""), known) == ""


def test_blanks_are_shown():
    assert show_blanks(" a\u00a0 b\t") == "␣a⍽ b⇥"
    assert show_blanks("a b") == "a b"


def test_bounds_keep_the_number():
    problems = bound_problems(Problem("a.csv", "m", ProblemKind.ROW_EMPTY, row) for row in range(1_000))
    assert (len(problems), sum(problem.count for problem in problems)) == (MAX_PROBLEMS, 1_000)


def test_json_has_the_same(make_dataset, capsys):
    directory = make_dataset(cells={("statements", 2, "stance"): "agre"})
    status, out = checked(directory, capsys, "--format", "json")
    (problem,) = json.loads(out)["problems"]
    assert (status, problem["kind"], problem["rows"], problem["count"]) == (1, "choice", [2], 1)
    assert (problem["values"], problem["nearest"]) == (["agre"], "agree")
    assert checked(make_dataset(), capsys, "--format", "json")[0] == 0


def test_annotations_for_github_are_escaped(make_dataset, capsys):
    directory = make_dataset(cells={("statements", 2, "stance"): "50%,\nx"})
    (line,) = checked(directory, capsys, "--format", "github")[1].splitlines()
    assert line.startswith(f"::error file={directory}/statements.csv,line=2,title=choice::statements.csv row 2")
    assert "'50%25, x'" in line
