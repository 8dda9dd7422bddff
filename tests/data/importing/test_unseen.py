"""What the texts of cells do not show, and the places that the report names."""

import io
import zipfile

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from data.importing import ImportOptions, import_source, unpack_source

from .test_reading import HEADER, ROWS, csv_bytes, ods, workbook


def book(*changes):
    """The bytes of an XLSX with one sheet `Data`, after changes of that sheet."""
    loaded = openpyxl.load_workbook(io.BytesIO(workbook(("Data", (HEADER, *ROWS)))))
    for change in changes:
        change(loaded.worksheets[0])
    content = io.BytesIO()
    loaded.save(content)
    return content.getvalue()


def with_entry(content, path, change):
    """The zip with one entry replaced by what `change` makes of its text."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            new.writestr(name, change(text.decode()) if name == path else text)
    return out.getvalue()


def report(content, name="book.xlsx"):
    return "\n".join(import_source(unpack_source(content, name)).report.lines())


@pytest.mark.parametrize(
    "formula",
    ['<f t="shared" ref="F2:F3" si="0">A2</f>', '<f t="shared" si="0"/>', '<f t="array" ref="F2">A2</f><v/>', "<f/>"],
)
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_formulas_of_any_kind_without_a_value_are_named(formula, prefix):
    def change(text):
        text = text.replace("</row>", f'<c r="H2">{formula}</c></row>', 1)
        if prefix:
            text = text.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
        return text

    assert "sheet Data: formulas without a computed value" in report(
        with_entry(book(), "xl/worksheets/sheet1.xml", change)
    )


def test_formulas_with_a_value_are_no_matter():
    cell = '<c r="H2" t="str"><f t="shared" si="0"/><v>CDU</v></c></row>'
    content = with_entry(book(), "xl/worksheets/sheet1.xml", lambda text: text.replace("</row>", cell, 1))
    assert "formulas" not in report(content)


def test_hidden_rows_at_the_end_of_a_large_sheet_and_hidden_columns_are_named():
    def change(sheet):
        for number in range(40_000):
            sheet.append(("SPD", f"Issue {number}", "yes", "2019", "Report", "x" * 90))
        sheet.row_dimensions[40_002].hidden = True
        sheet.column_dimensions["F"].hidden = True

    assert "read like others (column F, row 40002)" in report(book(change))


def test_merged_cells_have_their_value_in_each_row():
    def change(sheet):
        sheet["A3"] = None
        sheet.merge_cells("A2:A3")
        sheet["A2"].fill = PatternFill("solid")

    result = import_source(unpack_source(book(change), "book.xlsx"))
    assert result.tables["statements"]["party"].tolist() == ["spd", "spd"]
    assert "merged cells have their value in each of their rows (A2:A3)" in "\n".join(result.report.assumptions)


def test_comments_hidden_rows_and_columns_and_formulas_of_ods_are_named():
    def change(text):
        text = text.replace("<table:table-row>", '<table:table-row table:visibility="filter">', 1)
        text = text.replace("<text:p>SPD", "<office:annotation><text:p>sure?</text:p></office:annotation><text:p>SPD")
        column = (
            '<table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>'
        )
        text = text.replace('table:name="Tabelle1">', f'table:name="Tabelle1">{column}')
        return text.replace("</table:table-row>", '<table:table-cell table:formula="of:=1"/></table:table-row>', 1)

    text = report(with_entry(ods((HEADER, *ROWS)), "content.xml", change), "a.ods")
    for found in ("read like others (column C, row 1)", "comments on cells are not read (A2)", "empty cells (G1)"):
        assert f"a.ods, sheet Tabelle1: {found}" in text or found in text


def test_files_beside_the_readable_one_are_named():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("positions.csv", csv_bytes())
        archive.writestr("more/rest.zip", b"PK")
        archive.writestr("notes.docx", b"PK")
    text = report(content.getvalue(), "a.zip")
    assert "files and folders of no kind that can be read: 'rest.zip', 'notes.docx'" in text
    assert "Unpack 'rest.zip' and import what it holds" in text


def test_refused_cells_are_named_with_sheet_and_cell():
    def change(sheet):
        sheet["C2"], sheet["D3"] = "vielleicht doch", "soon"

    def add(sheet):
        sheet.append(("FDP", "Bürgergeld", "ja", "2019", "Report"))

    result = import_source(unpack_source(book(change, add), "book.xlsx"))
    assert result.report.refused[["file", "cell"]].to_numpy().tolist() == [
        ["book.xlsx, sheet Data", "C2"],
        ["book.xlsx, sheet Data", "D3"],
    ]
    assert "book.xlsx, sheet Data cell C2" in "\n".join(result.report.lines())


def test_refused_answers_of_a_column_for_each_party_are_named_with_their_cell():
    rows = [("Thema", "SPD", "CDU"), ("Maut", "ja", "nein"), ("Rente", "ja", "blau"), ("Klima", "nein", "ja")]
    content = workbook(("Antworten", [("Titel",), None, *rows]))
    files = unpack_source(content, "book.xlsx")
    refused = import_source(files, ImportOptions(date="2021", source="Report")).report.refused
    assert refused[["file", "cell"]].to_numpy().tolist() == [["book.xlsx, sheet Antworten", "C5"]]
