import json
import os
import subprocess
import sys
from pathlib import Path
from unittest.mock import Mock

import openpyxl
import pytest

from data import DatasetError, Filters, load
from data import statements as query
from data.__main__ import main
from data.settings import SHIPPED_DATASET
from data.validation import TABLES

ROOT = Path(__file__).parents[2]


def files(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def test_check_prints_a_summary_and_exits_0(capsys):
    assert main(["check", str(SHIPPED_DATASET)]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(f"{SHIPPED_DATASET}: no problems, version ")
    assert all(line.startswith("note: ") for line in err.splitlines())
    assert "is not part of the format" not in err
    counted = {line.split()[0]: line.split()[1:] for line in out.splitlines() if line.endswith(" rows")}
    assert counted["statements"] == ["465", "rows"]
    assert counted["series"] == ["7,280", "rows"]
    assert "statements by issue and party:" in out
    assert "statements read as an excerpt only: 318 of 465" in out


def test_summary_counts_statements_and_names_what_is_missing(make_dataset, capsys):
    assert main(["check", str(make_dataset())]) == 0
    lines = capsys.readouterr().out.splitlines()
    table = {line.split()[0]: line.split()[1:] for line in lines if line.split()}
    assert table["bases"] == ["4", "3", "1"]
    assert table["drills"] == ["1", "2", "0"]
    assert table["tariffs"] == ["0", "0", "1"]
    assert "nothing on record: south on drills, east on tariffs, west on tariffs" in lines
    assert "statements without speaker: 6 of 12" in lines
    assert "statements without quote: 8 of 12" in lines


def test_check_prints_every_problem_and_exits_1(make_dataset, capsys):
    directory = make_dataset(cells={("statements", 2, "stance"): "agre", ("parties", 2, "colour"): "red"})
    assert main(["check", str(directory)]) == 1
    printed = capsys.readouterr().out
    with pytest.raises(DatasetError) as failure:
        load(directory)
    assert set(str(failure.value).splitlines()) <= set(printed.splitlines())
    assert printed.splitlines() == [
        f"{directory}: 2 problems",
        "parties.csv row 2, column colour: 'red' is not a colour like #2f5d9b",
        "statements.csv row 2, column stance: 'agre' is not one of "
        "agree, partly-agree, neutral, partly-disagree, disagree, no-stand",
        "    did you mean: agree",
        "",
        "Next: correct these cells in the files named (row 1 is the header), then run again: "
        f"python -m data check {directory}",
    ]


def test_folder_that_does_not_exist_is_named(tmp_path, capsys):
    assert main(["check", str(tmp_path / "nowhere")]) == 1
    assert "datapackage.json: cannot be read: No such file or directory" in capsys.readouterr().out
    assert main(["describe", str(tmp_path / "nowhere")]) == 1
    assert capsys.readouterr().err


def test_check_notes_what_is_odd_and_exits_0(make_dataset, capsys):
    directory = make_dataset(files={"themes.csv": b"id,name,hue\nsecurity,Security,1\ntrade,Trade,2\n"})
    assert main(["check", str(directory)]) == 0
    assert capsys.readouterr().err.startswith("note: themes.csv: column 'hue' is not part of the format")


def test_check_runs_as_a_command_that_loads_no_page_and_no_chart(make_dataset):
    directory = make_dataset(files={"datapackage.json": b"{"})
    command = [sys.executable, "-X", "importtime", "-m", "data", "check", str(directory)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert "datapackage.json: is not JSON in UTF-8" in run.stdout
    assert "Traceback" not in run.stdout + run.stderr
    loaded = {line.rsplit("|", 1)[-1].strip().split(".")[0] for line in run.stderr.splitlines()}
    assert "pandas" in loaded
    assert loaded & {"streamlit", "plotly", "components", "web"} == set()


def test_new_dataset_is_without_problems_and_can_be_served(tmp_path, capsys):
    directory = tmp_path / "of" / "germany 2025"
    assert main(["new", str(directory)]) == 0
    listed = capsys.readouterr().out.splitlines()
    assert listed == [str(directory / name) for name in sorted(files(directory))]
    required = {f"{table.name}.csv" for table in TABLES if table.required}
    assert set(files(directory)) == {"datapackage.json", *required}
    assert main(["check", str(directory)]) == 0
    dataset = load(directory)
    assert (dataset.title, dataset.licences, dataset.statement_count) == ("germany 2025", (), 2)
    for name in required:
        path = directory / name
        path.write_text(path.read_text("utf-8").splitlines()[0] + "\n", "utf-8")
    (directory / "parties.csv").write_text("id,name\neast,East\nwest,West\n", "utf-8")
    assert main(["check", str(directory)]) == 0
    printed = capsys.readouterr().out
    assert "DataFrame" not in printed
    assert "no statement is on record yet" in printed
    dataset = load(directory)
    assert query.latest_stances(dataset, Filters(text="x", since="2019")).empty
    assert query.stance_changes(dataset, Filters(), 10)[0] == 0
    assert query.facet_counts(dataset, Filters()).empty
    assert query.property_counts(dataset).empty


def test_new_takes_title_parties_and_licence_from_options(tmp_path, capsys):
    directory = tmp_path / "ours"
    options = ["--title", "Ours", "--party", "Grüne Partei", "--party", "Blue", "--licence", "CC0-1.0"]
    assert main(["new", str(directory), *options]) == 0
    dataset = load(directory)
    assert (dataset.title, list(dataset.parties)) == ("Ours", ["gruene-partei", "blue"])
    assert dataset.licences[0].url == "https://creativecommons.org/publicdomain/zero/1.0/"


def test_new_asks_at_a_terminal(tmp_path, monkeypatch):
    answers = iter(["Ours", "East, West", ""])
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    monkeypatch.setattr(sys, "stdin", Mock(isatty=lambda: True))
    assert main(["new", str(tmp_path / "ours")]) == 0
    dataset = load(tmp_path / "ours")
    assert (dataset.title, list(dataset.parties), dataset.licences) == ("Ours", ["east", "west"], ())


def test_workbook_to_fill_in_can_be_imported_and_has_lists(tmp_path, capsys):
    assert main(["new", str(tmp_path / "ours"), "--workbook", "--party", "East", "--party", "West"]) == 0
    path = tmp_path / "ours.xlsx"
    assert capsys.readouterr().out == f"{path}\n"
    book = openpyxl.load_workbook(path)
    lists = {rule.formula1 for rule in book["statements"].data_validations.dataValidation}
    assert "parties!$A$2:$A$2000" in lists
    assert any("partly-agree" in each for each in lists)
    assert main(["import", str(path), str(tmp_path / "ours")]) == 0
    assert load(tmp_path / "ours").statement_count == 2
    assert main(["new", str(tmp_path / "ours"), "--workbook"]) == 1


def test_add_writes_a_row_that_breaks_no_rule_and_no_other(make_dataset, capsys):
    directory = make_dataset()
    before = files(directory)
    row = ["add", str(directory), "statements", "party=east", "issue=bases", "stance=agree", "date=2020"]
    assert main([*row, "source=nothing"]) == 1
    assert "'nothing' is no id in sources.csv" in capsys.readouterr().err
    assert main([*row, "colour=red"]) == 1
    assert files(directory) == before
    source = next(iter(load(directory).sources))
    assert main([*row, f"source={source}", "summary=A, B"]) == 0
    assert main([*row, f"source={source}"]) == 0
    statements = load(directory)
    assert statements.statement_count == 14
    lines = (directory / "statements.csv").read_text("utf-8").splitlines()
    assert [line.split(",")[0] for line in lines[-2:]] == ["east-2020-bases", "east-2020-bases-2"]


def test_add_begins_a_table(tmp_path):
    directory = tmp_path / "ours"
    assert main(["new", str(directory)]) == 0
    assert main(["add", str(directory), "speakers", "name=Ann Lee", "party=first-party"]) == 0
    assert list(load(directory).speakers) == ["ann-lee"]


def test_serve_runs_the_dashboard_on_the_dataset(tmp_path, monkeypatch, capsys):
    run = Mock(return_value=Mock(returncode=0))
    monkeypatch.setattr("data.commands.serve.subprocess.run", run)
    assert main(["serve", str(tmp_path), "--port", "8700"]) == 0
    assert capsys.readouterr().out == "http://localhost:8700\n"
    assert run.call_args.kwargs["env"]["COUNTERPOINT_DATASET"] == str(tmp_path)
    assert "8700" in run.call_args.args[0]
    assert main(["serve", str(tmp_path / "nowhere")]) == 1


def test_new_takes_an_empty_folder_and_leaves_anything_else_alone(make_dataset, tmp_path, capsys):
    directory = make_dataset()
    before = files(directory)
    assert main(["new", str(directory)]) == 1
    out, err = capsys.readouterr()
    assert (out, files(directory)) == ("", before)
    assert f"{directory} is not empty: name a new folder" in err
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("kept", "utf-8")
    assert main(["new", str(tmp_path / "empty")]) == 0
    assert main(["new", str(tmp_path / "file")]) == 1
    assert "Traceback" not in capsys.readouterr().err
    assert (tmp_path / "file").read_text("utf-8") == "kept"


def describe_folder(directory):
    """The descriptor that `describe` writes for a folder, which then passes the checks."""
    assert main(["describe", str(directory)]) == 0
    assert main(["check", str(directory)]) == 0
    return json.loads((directory / "datapackage.json").read_text("utf-8"))


def test_describe_keeps_what_the_curators_wrote(make_dataset):
    def change(descriptor):
        descriptor |= {"title": "Ours", "version": "2.1.0", "licenses": [{"name": "CC0-1.0"}], "x-note": "ë"}
        descriptor["resources"] = []

    written = describe_folder(make_dataset(events=None, descriptor=change))
    assert (written["title"], written["version"], written["x-note"]) == ("Ours", "2.1.0", "ë")
    assert written["licenses"] == [{"name": "CC0-1.0"}]
    assert {resource["name"] for resource in written["resources"]} == {table.name for table in TABLES} - {"events"}


def test_describe_names_a_new_dataset_after_its_folder(make_dataset):
    directory = make_dataset(files={"datapackage.json": None})
    assert describe_folder(directory)["title"] == directory.name


def test_describe_reads_the_descriptor_that_check_reads(make_dataset):
    directory = make_dataset(files={"datapackage.json": b'\xef\xbb\xbf{"title": "Ours", "resources": []}'})
    assert describe_folder(directory)["title"] == load(directory).title == "Ours"


def test_descriptor_lists_the_columns_that_the_files_have(make_dataset):
    directory = make_dataset(files={"themes.csv": b"id,name,colour\nsecurity,Security,red\ntrade,Trade,blue\n"})
    themes = next(resource for resource in describe_folder(directory)["resources"] if resource["name"] == "themes")
    assert [field["name"] for field in themes["schema"]["fields"]] == ["id", "name", "colour"]


@pytest.mark.parametrize("content", [b"{", b"[]", b"7", b"\xff", b"[" * 100_000])
def test_describe_leaves_a_descriptor_alone_that_it_cannot_read(make_dataset, capsys, content):
    directory = make_dataset(files={"datapackage.json": content})
    assert main(["describe", str(directory)]) == 1
    assert capsys.readouterr().err.startswith(f"{directory}: ")
    assert (directory / "datapackage.json").read_bytes() == content


def test_interrupted_write_leaves_the_old_file(make_dataset, monkeypatch, capsys):
    directory = make_dataset()
    before = files(directory)
    monkeypatch.setattr(os, "replace", Mock(side_effect=OSError("the disk is full")))
    assert main(["describe", str(directory)]) == 1
    assert "the disk is full" in capsys.readouterr().err
    assert files(directory) == before


@pytest.mark.parametrize("arguments", [[], ["check"], ["publish", "x"]])
def test_wrong_use_is_explained(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert "usage: python -m data" in capsys.readouterr().err
