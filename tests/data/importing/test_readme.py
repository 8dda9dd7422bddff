"""The lines of the README lead from a spreadsheet to a dataset that can be served, and the guide's sheet does too."""

import re
import shlex
from pathlib import Path
from types import SimpleNamespace

import pytest

from data import load
from data.__main__ import main
from data.importing import import_source, unpack_source

ROOT = Path(__file__).parents[3]


def test_lines_of_the_readme_lead_from_a_spreadsheet_to_a_page(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    served = []

    def run(command, **given):
        served.append(given)
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr("data.commands.serve.subprocess", SimpleNamespace(run=run))
    section = (ROOT / "README.md").read_text("utf-8").partition("## Serve your own dataset")[2]
    lines = re.search(r"```sh\n(.*?)```", section, re.DOTALL)[1].splitlines()
    commands = [shlex.split(line.partition("#")[0]) for line in lines]
    assert commands[0] == ["pip", "install", "uv"]
    assert len(commands) == 5
    for command in commands[1:]:
        assert command[:5] == ["uv", "run", "--no-dev", "python", "-m"]
        assert main(command[6:]) == 0, capsys.readouterr()
    assert load(tmp_path / "my-dataset").statement_count == 2
    assert served[0]["env"]["COUNTERPOINT_DATASET"] == str(tmp_path / "my-dataset")


def test_sheet_of_the_guide_is_a_dataset():
    guide = (ROOT / "docs" / "curating.md").read_text("utf-8")
    assert len(guide.split()) <= 900
    header, row = re.search(r"^\| (party \|.*) \|\n\|[-|]+\|\n\| (.*) \|$", guide, re.MULTILINE).groups()
    sheet = "\n".join(";".join(cell.strip() for cell in line.split("|")) for line in (header, row))
    result = import_source(unpack_source(sheet.encode(), "guide.csv"))
    assert result.tables["statements"][["party", "stance", "date", "speaker"]].to_numpy().tolist() == [
        ["russia", "agree", "2019-04", "yury-shvytkin"]
    ]
    assert result.report.refused.empty


def test_dry_run_drafts_a_mapping_that_imports_the_same(tmp_path, capsys):
    source = tmp_path / "a.csv"
    source.write_text("Partei;Thema;Haltung;Datum;Quelle\nA;T;ja;2019;Q\nB;T;nein;2020;Q\n", "utf-8")
    draft = tmp_path / "draft"
    assert main(["import", str(source), str(draft), "--dry-run"]) == 0
    assert [path.name for path in draft.iterdir()] == ["mapping.json"]
    target = tmp_path / "target"
    assert main(["import", str(source), str(target), "--mapping", str(draft / "mapping.json")]) == 0
    assert load(target).statement_count == 2


@pytest.mark.parametrize("problem", ["ambiguous", "stance"])
def test_command_says_which_option_settles_a_source(tmp_path, capsys, problem):
    rows = {"ambiguous": "A;T;ja;3/4/2019;Q", "stance": "A;T;ja;2019;Q\nA;T;perhaps;2019;Q"}[problem]
    (tmp_path / "a.csv").write_text(f"Partei;Thema;Haltung;Datum;Quelle\n{rows}\n", "utf-8")
    command = ["import", str(tmp_path / "a.csv"), str(tmp_path / "out")]
    status = main(command)
    said = "".join(capsys.readouterr())
    assert ("--dates dmy" if problem == "ambiguous" else "--stance 'perhaps=") in said
    assert status == (1 if problem == "ambiguous" else 0)
    assert main([*command, "--dates", "dmy", "--stance", "perhaps=neutral", "--replace"]) == 0


def test_command_writes_nothing_where_no_row_is_taken(tmp_path, capsys):
    (tmp_path / "a.csv").write_text("Partei;Thema;Haltung;Datum;Quelle\nA;T;ja;2019;\n", "utf-8")
    assert main(["import", str(tmp_path / "a.csv"), str(tmp_path / "out")]) == 1
    assert not (tmp_path / "out").exists()
    said = capsys.readouterr()
    assert "column source is empty" in said.out
    assert "nothing is written" in said.err
