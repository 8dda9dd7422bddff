"""One flat sheet is a dataset: ids, dates, stances, sources, speakers, and what is refused."""

import pandas as pd
import pytest

from data import load
from data.importing import (
    ImportChoiceError,
    ImportOptions,
    import_source,
    known_ids_of_folder,
    unpack_source,
    write_dataset,
)
from data.importing.words.ids import id_from_name, ids_for_names
from data.importing.words.local_dates import normalize_dates
from data.importing.words.stance_words import normalize_stances


def sheet(*rows, header="party,issue,stance,date,source,words,speaker"):
    return unpack_source("\n".join([header, *rows]).encode(), "flat.csv")


FLAT = sheet(
    "SPD,Bürgergeld,yes,2019-04-15,Report,We agree.,Ann Lee",
    "CDU,Bürgergeld,no,2019-04-16,Report,,",
    "cdu,Tempo limit,somewhat agree,2019-04-17,https://www.example.org/a/,one two three four five six seven"
    " eight nine ten eleven twelve thirteen,Ann Lee",
)


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("Bürgergeld", "buergergeld"),
        ("CDU / CSU", "cdu-csu"),
        ("BÜNDNIS 90/DIE GRÜNEN", "buendnis-90-die-gruenen"),
        ("Côte d'Ivoire", "cote-d-ivoire"),
        ("Яблоко", "yabloko"),
        ("word " * 40, "word-word-word-word-word-word-word-word-word-word-word-word"),
    ],
)
def test_ids_say_what_names_say(name, own):
    assert id_from_name(name) == own


def test_ids_of_names_that_spell_alike_do_not_depend_on_the_order():
    names = {each: each for each in ("Bürgergeld", "Buergergeld", "日本", "中国")}
    forward, backward = ids_for_names(names, "issue"), ids_for_names(dict(reversed(names.items())), "issue")
    assert forward == backward
    assert len(set(forward.values())) == 4
    assert forward["Buergergeld"] == "buergergeld"
    assert forward["日本"].startswith("issue-")


def test_flat_sheet_becomes_tables_that_load(tmp_path):
    result = import_source(FLAT, ImportOptions(title="Ours"))
    assert result.tables["parties"]["id"].tolist() == ["spd", "cdu"]
    assert result.tables["speakers"][["id", "party"]].to_numpy().tolist() == [
        ["ann-lee-spd", "spd"],
        ["ann-lee-cdu", "cdu"],
    ]
    assert result.tables["sources"]["title"].tolist() == ["Report", "[example.org/a]"]
    assert result.tables["sources"]["url"].tolist() == ["", "https://www.example.org/a/"]
    write_dataset(result, tmp_path / "ours")
    dataset = load(tmp_path / "ours")
    assert (dataset.title, dataset.statement_count, dataset.licences) == ("Ours", 3, ())


def test_words_of_more_than_twelve_are_no_quote():
    statements = import_source(FLAT).tables["statements"]
    assert statements["quote"].tolist() == ["We agree.", "", ""]
    long = statements["text"] if "text" in statements else statements["summary"]
    assert long[2].endswith("thirteen")


def test_ids_stay_when_the_same_sheet_is_imported_again_with_more_rows(tmp_path):
    write_dataset(import_source(FLAT), tmp_path / "ours")
    more = sheet("Buergergeld,Buergergeld,no,2019-04-15,Report,,", "SPD,Bürgergeld,yes,2019-04-15,Report,,")
    again = import_source(more, ImportOptions(known_ids=known_ids_of_folder(tmp_path / "ours")))
    assert dict(again.tables["issues"][["name", "id"]].to_numpy())["Bürgergeld"] == "buergergeld"
    assert dict(again.tables["issues"][["name", "id"]].to_numpy())["Buergergeld"] != "buergergeld"


def test_import_again_replaces_its_tables_and_leaves_the_others(tmp_path):
    folder = tmp_path / "ours"
    write_dataset(import_source(FLAT), folder)
    (folder / "README.md").write_text("ours", "utf-8")
    (folder / "themes.csv").write_text("id,name\na,A\n", "utf-8")
    with pytest.raises(FileExistsError, match="--replace"):
        write_dataset(import_source(FLAT), folder)
    write_dataset(import_source(FLAT), folder, replace_existing=True)
    assert (folder / "README.md").read_text("utf-8") == "ours"
    assert len(load(folder).issues) == 2


def test_refused_rows_are_counted_kept_and_harmless_in_a_spreadsheet(tmp_path):
    rows = (
        "SPD,Tax,agre,2019,Report,=1+1,",
        "SPD,Tax,yes,30.2.2019,Report,,",
        ",Tax,yes,2019,Report,,",
        "SPD,Tax,yes,2019,,,",
    )
    result = import_source(sheet(*rows, "SPD,Tax,yes,2019,Report,,"))
    assert result.report.taken["statements"] == 1
    assert result.report.refused["row"].tolist() == [2, 3, 4, 5]
    reasons = "\n".join(result.report.refused["reason"])
    known = ("'agre' is not known: does it mean agree?", "'30.2.2019' is not a date", "column party is empty")
    for said in (*known, "name one source for all such rows"):
        assert said in reasons
    assert result.report.open_choices == {"stances": ["agre"], "source": []}
    write_dataset(result, tmp_path / "a")
    kept = pd.read_csv(tmp_path / "a" / "import-refused.csv", dtype=str, encoding="utf-8-sig")
    assert kept["words"][0] == "'=1+1"
    assert "refused: 4 rows" in (tmp_path / "a" / "import-report.txt").read_text("utf-8")


def test_statements_that_break_a_rule_are_refused_so_that_the_others_can_be_served():
    result = import_source(sheet("SPD,Tax,yes,2019,Report,,", f"SPD,Tax,yes,2020,Report,{'w ' * 6000},"))
    assert result.problems == []
    assert result.report.taken["statements"] == 1
    assert "more than 10,000" in result.report.refused["reason"][0]


def test_stances_that_contradict_each_other_are_taken_and_named():
    rows = ("SPD,Bases,yes,2019-04-15,Report,,", "SPD,Bases,no,2019-04-15,Speech,,", "CDU,Bases,no,2019-04-15,Report,,")
    report = import_source(sheet(*rows, "SPD,Bases,yes,2019-04-15,Interview,,Ann Lee"), ImportOptions()).report
    assert report.taken["statements"] == 4
    assert [line for line in report.assumptions if "different stances" in line] == [
        "'spd' has different stances on 'bases' on 2019-04-15, and all are taken: flat.csv cell C2 (agree), "
        "flat.csv cell C3 (disagree)"
    ]


def test_party_of_a_row_of_totals_is_no_party():
    rows = ("CDU,Tax,yes,2019,Report,,", "C.D.U.,Toll,no,2019,Report,,", "cdu ,Rent,no,2019,Report,,", "Total,,3,,,,")
    result = import_source(sheet(*rows))
    assert result.tables["parties"]["id"].tolist() == ["cdu"]
    assert "parties that only refused rows name: 'Total'" in result.report.notes
    assert result.report.open_choices == {}


@pytest.mark.parametrize("row", ["SPD,Tax,5,2019,Report,,", "SPD,Tax,yes,2019,,,", "SPD,Tax,yes,,Report,,"])
def test_sheet_of_which_no_row_can_be_taken_has_the_reasons(row):
    result = import_source(sheet(row))
    assert result.report.taken["statements"] == 0
    assert len(result.report.refused) == 1


# Dates


def dates(*cells, **options):
    return normalize_dates(pd.Series(list(cells), dtype="str"), "column date", **options)


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("2019", "2019"),
        ("2019-04", "2019-04"),
        ("4/2019", "2019-04"),
        ("2019/4/5", "2019-04-05"),
        ("15.4.19", "2019-04-15"),
        ("15. April 2019", "2019-04-15"),
        ("April 15, 2019", "2019-04-15"),
        ("avril 2019", "2019-04"),
        ("43570", "2019-04-15"),
        ("2019-04-15T10:00:00Z", "2019-04-15"),
        ("2018-2019", "2018/2019"),
        ("1.4.2019 – 3.4.2019", "2019-04-01/2019-04-03"),
        ("2018-12/2019-02", "2018-12/2019-02"),
        ("5 mars 1985", "1985-03-05"),
        ("31/12/85", "1985-12-31"),
        ("März 2021", "2021-03"),
        ("Q1 2020", "2020-01/2020-03"),
        ("4. Quartal 2020", "2020-10/2020-12"),
        ("2020-Q2", "2020-04/2020-06"),
        ("2019–2020", "2019/2020"),
    ],
)
def test_dates_as_people_write_them(cell, date):
    assert dates(cell).values.tolist() == [date]


@pytest.mark.parametrize(
    "cell", ["yesterday", "30.2.2019", "2019-13-01", "99999999", "1.2", "May 5", "5 Smarch 2019", "12345678901"]
)
def test_what_is_no_date_is_named(cell):
    column = dates(cell)
    assert (column.values.tolist(), list(column.faults)) == ([""], [0])
    assert cell in column.faults[0]


def test_order_of_day_and_month_is_settled_by_the_column_or_asked_for():
    assert dates("3/4/2019", "13/4/2019").values.tolist() == ["2019-04-03", "2019-04-13"]
    assert dates("3/4/2019", "4/13/2019").values.tolist() == ["2019-03-04", "2019-04-13"]
    with pytest.raises(ImportChoiceError, match="whether day or month comes first") as caught:
        dates("3/4/2019")
    assert caught.value.choice == "dates"
    assert dates("3/4/2019", order="mdy").values.tolist() == ["2019-03-04"]
    with pytest.raises(ImportChoiceError, match="day first, such as '13/4/2019'"):
        dates("13/4/2019", "4/13/2019")
    assert dates("13/4/2019", "4/13/2019", order="dmy").faults.keys() == {1}
    assert dates("4/4/2019").values.tolist() == ["2019-04-04"]


# Stances


def stances(*cells, **choices):
    return normalize_stances(pd.Series(list(cells), dtype="str"), "column stance", choices).values.tolist()


def test_numbers_and_marks_are_read_only_where_they_can_mean_one_thing():
    assert stances("2", "+1", "0", "−1", "-2") == ["agree", "partly-agree", "neutral", "partly-disagree", "disagree"]
    assert stances("1", "0", "-1") == ["", "", ""]
    assert stances("1", "0", "-1", **{"1": "agree", "0": "neutral", "-1": "disagree"}) == [
        "agree",
        "neutral",
        "disagree",
    ]
    assert stances("++", "-") == ["agree", "partly-disagree"]
    assert stances("yes", "-") == ["agree", ""]
    assert stances("+", "-", "+/-") == ["agree", "disagree", "neutral"]
    assert stances("1", "2", "3", "4", "5") == [""] * 5


def test_smileys_thumbs_and_ticks_are_stances():
    assert stances("🙂", "😐", "🙁", "👍🏽", "👎", "✔️", "❌") == [
        "agree", "neutral", "disagree", "agree", "disagree", "agree", "disagree",
    ]  # fmt: skip
