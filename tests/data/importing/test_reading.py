"""Files of other people as bytes: CSV of any separator and encoding, workbooks, and hostile ones."""

import io
import re
import zipfile
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from data.importing import ImportOptions, ImportSourceError, import_source, read_source_path, unpack_source
from data.importing.files import workbook_process
from data.importing.files.csv_tables import find_separator
from data.importing.files.source_files import SourceFile
from data.importing.limits import ImportLimits

HEADER = ("Partei", "Thema", "Haltung", "Datum", "Quelle", "Zitat")
ROWS = (
    ("SPD", "Bürgergeld", "stimme zu", "15.4.2019", "Tagesschau", "Wir sind dafür; ganz, ganz sicher."),
    ("CDU", "Bürgergeld", "lehnt ab", "16.4.2019", "FAZ", "Größe"),
)


def csv_bytes(separator=";", encoding="utf-8", before="", newline="\r\n"):
    lines = [separator.join(f'"{cell}"' if separator in cell else cell for cell in row) for row in (HEADER, *ROWS)]
    return (before + newline.join(lines) + newline).encode(encoding)


def statements(content, name="positions.csv", **options):
    return import_source(unpack_source(content, name), ImportOptions(**options)).tables["statements"]


def workbook(*sheets):
    """The bytes of an XLSX with sheets, each a name and rows; None stands for an empty row."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row or ()))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def ods(rows):
    start, end = '<table:table-cell office:value-type="string"><text:p>', "</text:p></table:table-cell>"
    lines = ["".join(f"{start}{cell}{end}" for cell in row) for row in rows]
    cells = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    spaces = ("office", "table", "text")
    names = "".join(f' xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in spaces)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml", '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
        )
        archive.writestr(
            "content.xml",
            f"<office:document-content{names}><office:body><office:spreadsheet>"
            f'<table:table table:name="Tabelle1">{cells}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return buffer.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman"])
def test_csv_of_any_separator_and_encoding_is_the_same_dataset(separator, encoding):
    table = statements(csv_bytes(separator, encoding))
    assert table["id"].tolist() == ["spd-2019-04-15-buergergeld", "cdu-2019-04-16-buergergeld"]
    assert table["quote"].tolist() == [row[-1] for row in ROWS]
    assert table["stance"].tolist() == ["agree", "disagree"]


def test_line_that_declares_the_separator_is_no_row():
    assert statements(csv_bytes(";", before="sep=;\r\n"))["party"].tolist() == ["spd", "cdu"]


def test_what_was_assumed_is_listed():
    report = import_source(unpack_source(csv_bytes(";", "cp1252"), "a.csv")).report
    text = "\n".join(report.assumptions)
    for said in ("Windows-1252", "semicolons", "'Partei' as party", "'lehnt ab' as disagree", "the day comes first"):
        assert said in text


def test_prose_with_more_commas_than_the_header_has_semicolons():
    text = "party;issue;stance\n" + '"a, b, c";d, e, f, g;"h, i"\n' * 20
    assert find_separator(text) == (";", 3)


def test_cyrillic_of_windows_is_read():
    content = "Партия;Вопрос;Позиция;Дата;Источник\nЯблоко;Налог;за;3 марта 2019;Известия\n".encode("cp1251")
    result = import_source(unpack_source(content, "a.csv"))
    assert result.tables["parties"][["id", "name"]].to_numpy().tolist() == [["yabloko", "Яблоко"]]
    assert result.tables["statements"]["date"].tolist() == ["2019-03-03"]


def test_encoding_may_be_named_and_a_wrong_one_is_refused():
    assert statements(csv_bytes(";", "cp850"), encoding="cp850")["issue"].tolist() == ["buergergeld"] * 2
    with pytest.raises(ImportSourceError, match="is not text in the encoding ascii"):
        statements(csv_bytes(), encoding="ascii")


def test_workbook_may_have_a_title_empty_rows_and_columns_dates_and_failed_formulas():
    day = pd.Timestamp("2019-04-15").to_pydatetime()
    rows = [
        ("Positions of the parties",),
        None,
        (None, "Party", " ISSUE ", "Stance", "Date", "Source", "Words", None),
        None,
        (None, " SPD\u00a0", "Tax", "Yes", day, "Report", "=1+1", None),
        (None, "CDU", "Tax", "no", 43571, "Report", "#REF!", None),
    ]
    result = import_source(unpack_source(workbook(("Tabelle1", rows)), "book.xlsx"))
    table = result.tables["statements"]
    assert table[["party", "date", "quote"]].to_numpy().tolist() == [
        ["spd", "2019-04-15", ""],
        ["cdu", "2019-04-16", ""],
    ]
    text = "\n".join(result.report.assumptions)
    assert "row 3 is the header" in text
    assert "1 cells: numbers are a spreadsheet's dates: '43571' is 2019-04-16" in text
    assert result.report.refused.empty


def test_each_sheet_is_a_table_and_rows_are_named_by_name_or_id():
    content = workbook(
        ("Read me", [("Fill in the sheets",)]),
        ("Parteien", [("Name", "Kurzname", "Farbe"), ("Sozialdemokratische Partei", "SPD", "#ff0000")]),
        ("Issues", [("id", "Title", "Theme", "Proposition"), ("tax", "A tax", "Money", "There should be a tax.")]),
        ("Statements", [("party", "issue", "stance", "date", "source"), ("SPD", "tax", "agree", "2019", "Report"),
                        ("SPDD", "tax", "agree", "2019", "Report")]),
    )  # fmt: skip
    result = import_source(unpack_source(content, "book.xlsx"))
    assert result.tables["parties"].to_dict("records")[0] | {"description": ""} == {
        "id": "spd", "name": "Sozialdemokratische Partei", "short_name": "SPD", "colour": "#ff0000", "description": "",
        "group": "",
    }  # fmt: skip
    assert result.tables["issues"][["id", "theme"]].to_numpy().tolist() == [["tax", "money"]]
    assert result.tables["statements"]["party"].tolist() == ["spd"]
    assert result.report.refused["reason"].tolist() == ["'SPDD' is not in the sheet of parties; the nearest is 'spd'"]
    assert any("Read me" in note for note in result.report.notes)


def test_ods_is_read():
    assert statements(ods([HEADER, *ROWS]), "a.ods")["party"].tolist() == ["spd", "cdu"]


def test_workbook_named_csv_is_read_as_what_it_is():
    result = import_source(unpack_source(workbook(("A", [HEADER, *ROWS])), "a.csv"))
    assert len(result.tables["statements"]) == 2
    assert "a.csv is a workbook in spite of its name" in result.report.assumptions[0]


def test_zip_of_files_is_a_source_and_its_paths_lead_nowhere():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("../../etc/parties.csv", "name\nSPD\nCDU\n")
        archive.writestr("C:\\x\\statements.csv", csv_bytes())
        archive.writestr("__MACOSX/._statements.csv", b"\x00\x05")
    files = unpack_source(buffer.getvalue(), "a.zip")
    assert [file.name for file in files] == ["parties.csv", "statements.csv"]
    assert len(import_source(files).tables["statements"]) == 2


# What a stranger may send


def refused(content, name, **limits):
    options = ImportOptions(limits=replace(ImportLimits(), **limits))
    with pytest.raises(ImportSourceError) as error:
        import_source(unpack_source(content, name, options.limits), options)
    return str(error.value)


def test_zip_bombs_are_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", b"0" * 2**22)
    assert "unpacks to more than" in refused(buffer.getvalue(), "a.zip", unpacked_bytes=2**20)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 2**22)
    assert "unpacks to more than" in refused(buffer.getvalue(), "a.xlsx", unpacked_bytes=2**20)


def test_workbook_that_claims_all_cells_is_refused_without_them():
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_string(1_048_575, 16_383, "x")
    message = refused(buffer.getvalue(), "a.xlsx", workbook_bytes=2**30, workbook_seconds=20)
    assert "Save its table as CSV" in message


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"\xd0\xcf\x11\xe0 broken", b"\x00\x01\x02" * 50, b""])
@pytest.mark.parametrize("name", ["a.xlsx", "a.csv"])
def test_what_is_no_table_is_refused_with_its_name(content, name):
    assert name in refused(content, name)


def test_limits_of_bytes_rows_columns_and_cells_are_named():
    assert "more than 100" in refused(csv_bytes() * 10, "a.csv", file_bytes=100)
    assert "at most 10 rows" in refused(csv_bytes() * 10, "a.csv", rows=10)
    assert "columns, more than 5" in refused(csv_bytes(), "a.csv", columns=5)
    assert "no table that can be read" in refused(b'a,b\n1,"' + b"x" * 200_000, "a.csv")
    assert "more than 10 rows" in refused(workbook(("A", [HEADER, *ROWS * 10])), "a.xlsx", rows=10)


def test_name_of_a_file_has_no_folder():
    assert unpack_source(b"a", "../../x/a.csv") == [SourceFile("a.csv", b"a")]


def test_each_of_several_sheets_may_be_a_party():
    rows = [("Issue", "Stance", "Date", "Source"), ("Tax", "yes", "2019", "Report"), ("Roads", "no", "2019", "Report")]
    result = import_source(unpack_source(workbook(("CDU", rows), ("SPD", rows)), "book.xlsx"))
    assert result.tables["statements"][["party", "issue"]].to_numpy().tolist() == [
        ["cdu", "tax"],
        ["cdu", "roads"],
        ["spd", "tax"],
        ["spd", "roads"],
    ]
    assert "each of these sheets is a party: 'CDU', 'SPD'" in result.report.assumptions


def test_groups_and_several_themes_are_lists_of_names():
    rows = [
        ("Party", "Group", "Issue", "Theme", "Stance", "Date", "Source"),
        ("CDU", "Government; Union", "Tax", "Money; Climate", "yes", "2019", "Report"),
        ("SPD", "Government", "Roads", "Climate", "no", "2019", "Report"),
    ]
    result = import_source(unpack_source(workbook(("Data", rows)), "book.xlsx"))
    assert not result.problems
    assert result.tables["parties"]["group"].tolist() == ["government union", "government"]
    assert result.tables["party_groups"]["name"].tolist() == ["Government", "Union"]
    assert result.tables["issues"]["theme"].tolist() == ["money climate", "climate"]


def xlsx_with(cells: str) -> bytes:
    """The XLSX of `ROWS` with other XML in its second row."""
    before = zipfile.ZipFile(io.BytesIO(workbook(("Data", (HEADER, *ROWS)))))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as after:
        for name in before.namelist():
            text = before.read(name)
            if name.endswith("sheet1.xml"):
                text = re.sub(rb'<row r="2".*?</row>', f'<row r="2">{cells}</row>'.encode(), text, flags=re.DOTALL)
            after.writestr(name, text)
    return content.getvalue()


@pytest.mark.parametrize(
    ("cell", "is_named"),
    [
        ('<c r="E2"><f>1+1</f></c>', True),
        ('<c r="E2"><f>1+1</f><v></v></c>', True),
        ('<c r="E2"><f t="shared" ref="E2:E9" si="0">1+1</f><v/></c>', True),
        ('<c r="E2"><f t="shared" si="0"/></c>', True),
        ('<c r="E2" t="str"><f t="array" ref="E2">A1&amp;"x"</f><v></v></c>', True),
        ('<c r="E2"><f>1+1</f><v>2</v></c>', False),
        ('<c r="E2" t="str"><f t="shared" si="0"/><v>yes</v></c>', False),
    ],
)
def test_formula_without_a_value_is_named_with_sheet_and_cell(cell, is_named):
    report = import_source(unpack_source(xlsx_with(f'<c r="A2" t="str"><v>CDU</v></c>{cell}'), "book.xlsx")).report
    assert (
        "sheet Data: formulas without a computed value are read as empty cells (E2)" in " ".join(report.assumptions)
    ) is is_named


def unseen_cells(content):
    """The cells that `find_unread_content` names, by sheet and kind."""
    unseen = workbook_process.UnreadContent()
    assert workbook_process.find_unread_content(content, unseen)
    return unseen.cells


def test_what_stands_far_down_is_named_too():
    book = openpyxl.Workbook()
    book.active.title = "Länge & Breite"
    for number in range(2_000):
        book.active.append(["party", number])
    book.active["B1990"] = "=1+1"
    book.active.row_dimensions[1_999].hidden = True
    content = io.BytesIO()
    book.save(content)
    name = "Länge & Breite"
    assert unseen_cells(content.getvalue()) == {(name, "formula"): ["B1990"], (name, "hidden"): ["row 1999"]}


def test_what_an_ods_does_not_show_is_named():
    xml = (
        '<office:spreadsheet><table:table table:name="One"><table:table-row table:style-name="a" '
        'table:visibility="filter"/></table:table><table:table table:name="Two"><table:table-row><table:table-cell>'
        '<office:annotation office:display="true"><text:p>sure?</text:p></office:annotation></table:table-cell>'
        "</table:table-row></table:table></office:spreadsheet>"
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("content.xml", xml)
    assert unseen_cells(content.getvalue()) == {("One", "hidden"): ["row 1"], ("Two", "comment"): ["A1"]}


def test_files_that_cannot_be_read_are_named(tmp_path):
    names = ("a.csv", "notes.pdf", "inner.zip", ".DS_Store")
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(f"folder/{name}", csv_bytes() if name == "a.csv" else b"x")
    for name in names:
        (tmp_path / name).write_bytes(csv_bytes() if name == "a.csv" else b"x")
    (tmp_path / "more").mkdir()
    in_zip = import_source(unpack_source(content.getvalue(), "a.zip")).report.notes
    in_folder = import_source(read_source_path(tmp_path)).report.notes
    cure = ". Unpack 'inner.zip' and import what it holds"
    assert in_zip == [f"files and folders of no kind that can be read: 'notes.pdf', 'inner.zip'{cure}"]
    assert in_folder == [f"files and folders of no kind that can be read: 'inner.zip', 'more', 'notes.pdf'{cure}"]


def test_what_cells_do_not_show_is_named():
    book = openpyxl.load_workbook(io.BytesIO(workbook(("Data", (HEADER, *ROWS)))))
    sheet = book.worksheets[0]
    sheet["A2"].comment = Comment("sure?", "me")
    sheet.row_dimensions[3].hidden = True
    sheet["E2"] = "=1+1"
    book.create_sheet("Archive").sheet_state = "hidden"
    content = io.BytesIO()
    book.save(content)
    assumptions = " ".join(import_source(unpack_source(content.getvalue(), "book.xlsx")).report.assumptions)
    assert "hidden sheets are left out: 'Archive'" in assumptions
    assert "sheet Data: hidden and filtered rows and columns are read like others (row 3)" in assumptions
    assert "sheet Data: comments on cells are not read (A2)" in assumptions
    assert "sheet Data: formulas without a computed value are read as empty cells (E2)" in assumptions


@pytest.mark.parametrize(
    ("name", "content", "cure"),
    [
        ("a.xlsx", b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "Remove its password"),
        ("a.xls", b"<html><table>", "a web page under another name: open it in a spreadsheet program"),
        ("a.json", b'{"a": [1,', "a.json: is no JSON"),
        ("a.json", b'{"a": [1]}', "JSON of none of the formats"),
        ("a.csv", b"Party,Issue,Stance,Date,Source", "no row below the header holds anything"),
    ],
)
def test_broken_files_have_a_cure(name: str, content: bytes, cure: str):
    with pytest.raises(ImportSourceError, match=re.escape(cure)):
        import_source(unpack_source(content, name))


def test_file_that_ends_within_a_quotation_is_named():
    content = b'Party,Issue,Stance,Date,Source,Quote\nCDU,Tax,yes,2019,Report,"it ends\n'
    assumptions = " ".join(import_source(unpack_source(content, "a.csv")).report.assumptions)
    assert "ends within a quotation that is not closed, which begins in cell F2" in assumptions


def test_rows_that_an_unclosed_quotation_swallows_are_named():
    rows = ['CDU,Tax,yes,2019,Report,"it ends', 'SPD,Tax,no,2019,Report,x"', "FDP,Tax,no,2019,Report,x"]
    content = "\n".join(["Party,Issue,Stance,Date,Source,Quote", *rows]).encode()
    assumptions = " ".join(import_source(unpack_source(content, "a.csv")).report.assumptions)
    assert "cells F2 hold lines that look like rows of the table" in assumptions
