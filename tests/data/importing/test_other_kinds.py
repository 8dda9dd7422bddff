"""Files that no table can be read from."""

import io
import zipfile

import pytest

from data.importing import ImportSourceError, unpack_source


def zip_with(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "<document/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7 ...", "a PDF: copy its table into a spreadsheet"),
        (b"\x89PNG\r\n\x1a\n", "a picture: type its table into a spreadsheet"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (zip_with("word/document.xml"), "a Word document: copy its table"),
        (zip_with("a.csv")[:40], "damaged, only a part of a file, or protected by a password"),
    ],
    # A zip holds the time, so that processes that collect this test at different times would name it differently.
    ids=["pdf", "png", "jpeg", "word", "half of a zip"],
)
def test_file_of_another_kind_is_named_with_a_cure(content: bytes, kind: str) -> None:
    with pytest.raises(ImportSourceError, match=f"table.csv is {kind}"):
        unpack_source(content, "table.csv")
