"""Wahl-O-Mat's own CSV and XLSX, as the Bundeszentrale für politische Bildung publishes them for an election.

Mapping: `Partei: Name` and `Partei: Kurzbezeichnung` -> parties; `These: Titel` and `These: These` -> issues;
`Position: Position` (stimme zu, neutral, stimme nicht zu) -> stance; `Position: Begründung` -> the party's words. The
files have no date: --date names the day of the election or of the answers.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import ImportSourceError
from ..files.source_files import ZIP_MAGIC, SourceFile
from ..files.table_reader import read_tables
from ..options import ImportOptions
from ..report import ImportReport
from ..result import ImportResult
from ..words.headers import normalize_name
from ..words.ids import ids_for_names
from .party_answers import Questionnaire, convert_questionnaire, strip_quotation_marks

HEADER_FIELDS = {
    "partei kurzbezeichnung": "short",
    "partei name": "party",
    "these nr": "number",
    "these titel": "issue",
    "these these": "proposition",
    "position position": "stance",
    "position begrundung": "words",
}
REQUIRED_FIELDS = {"short", "proposition", "stance"}
PUBLISHER = "Bundeszentrale für politische Bildung"
FIRST_HEADER = "Partei: Kurzbezeichnung"


def is_wahl_o_mat_sheet(files: Sequence[SourceFile]) -> bool:
    """True if a file has the headers of the Wahl-O-Mat."""
    return any(_has_headers(file) for file in files)


def convert_wahl_o_mat_sheet(files: Sequence[SourceFile], options: ImportOptions, report: ImportReport) -> ImportResult:
    """The dataset of an election. ImportSourceError if no table has the headers, ImportChoiceError without a date."""
    sources = read_tables(files, options, report)
    tables = [
        (
            source,
            source.frame.rename(
                columns={name: HEADER_FIELDS.get(normalize_name(str(name)), name) for name in source.frame}
            ),
        )
        for source in sources
    ]
    found = [(source, frame) for source, frame in tables if set(frame.columns) >= REQUIRED_FIELDS]
    if not found:
        raise ImportSourceError(f"no table has the columns of the Wahl-O-Mat, such as {FIRST_HEADER!r}")
    if len(found) > 1:
        places = ", ".join(source.place for source, _ in found)
        raise ImportSourceError(f"several elections in one source ({places}): import each into a folder of its own")
    source, frame = found[0]
    rows = [{str(name): str(cell) for name, cell in row.items()} for row in frame.to_dict("records")]
    parties = {row["short"]: row for row in rows if row["short"]}
    theses = {row["proposition"]: row for row in rows if row["proposition"]}
    party_ids = ids_for_names({short: short for short in parties}, "party")
    issue_ids = ids_for_names({text: row.get("issue") or text for text, row in theses.items()}, "issue")
    form = Questionnaire(
        file=source.file,
        title=options.title or SourceFile(source.file, b"").stem,
        date="",
        parties=[
            {"id": party_ids[short], "name": row.get("party") or short, "short_name": short}
            for short, row in parties.items()
        ],
        issues=[
            {"id": issue_ids[text], "name": row.get("issue") or text, "proposition": text}
            for text, row in theses.items()
        ],
        answers=[
            {
                "party": party_ids.get(row["short"], ""),
                "issue": issue_ids.get(row["proposition"], ""),
                "stance": row["stance"],
                "words": strip_quotation_marks(row.get("words", "")),
            }
            for row in rows
        ],
        publisher=PUBLISHER,
        language="de",
    )
    return convert_questionnaire(form, options, report)


def _has_headers(file: SourceFile) -> bool:
    if file.content.startswith(ZIP_MAGIC):
        return "wahl-o-mat" in file.name.lower()
    start = file.content[:4096]
    return any(FIRST_HEADER in start.decode(codec, "ignore") for codec in ("utf-8", "cp1252", "utf-16"))
