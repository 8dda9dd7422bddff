"""Answers of parties to theses, as voting advice applications have them: what their formats share.

A thesis becomes an issue with its text as the proposition, an answer a statement of the party, with the reason that the
party gives as its own words. The election's questionnaire is the one source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..errors import ImportChoiceError
from ..options import ImportOptions
from ..report import ImportReport, Sheet
from ..result import ImportResult, finish_import
from ..tables.normalization import normalize_sheets
from .json_files import sheet_of_records

FLAT_FIELDS = (
    "party",
    "issue",
    "stance",
    "date",
    "words",
    "basis",
    "source",
    "source.url",
    "source.publisher",
    "source.language",
)
PARTY_FIELDS = ("id", "name", "short_name", "description", "colour")
ISSUE_FIELDS = ("id", "name", "theme", "proposition", "note")
MAX_ISSUE_NAME_LENGTH = 90


@dataclass
class Questionnaire:
    """The answers of parties to theses: `parties` and `issues` are rows of their tables, `answers` have a party's and
    an issue's id, the `stance` and the `words` of the party. `skipped` counts answers that are none."""

    file: str
    title: str
    date: str
    parties: list[dict[str, str]]
    issues: list[dict[str, str]]
    answers: list[dict[str, str]]
    url: str = ""
    publisher: str = ""
    language: str = ""
    skipped: int = 0
    stances: Mapping[str, str] = field(default_factory=dict)


def convert_questionnaire(form: Questionnaire, options: ImportOptions, report: ImportReport) -> ImportResult:
    """The dataset of a questionnaire. ImportChoiceError if it has no date and the options name none."""
    date = options.date or form.date
    if not date:
        raise ImportChoiceError(f"{form.file} does not say when the parties answered: name the day", "date")
    common = {
        # The party itself chose among the answers.
        "basis": "declared",
        "date": date,
        "source": options.source or form.title,
        "source.url": options.source_url or form.url,
        "source.publisher": form.publisher,
        "source.language": form.language,
    }
    report.read[form.file] = len(form.answers) + form.skipped
    if form.skipped:
        report.notes.append(f"{form.skipped:,} answers that take no position, which are no statements")
    report.assumptions.append(
        f"{form.file}: all answers are dated {date} and have {common['source']!r} as their source"
    )
    statements = sheet_of_records(form.file, [row | common for row in form.answers], FLAT_FIELDS)
    sheets: dict[str, Sheet] = {
        "statements": statements,
        "parties": sheet_of_records(form.file, form.parties, PARTY_FIELDS),
        "issues": sheet_of_records(form.file, form.issues, ISSUE_FIELDS),
    }
    own = ImportOptions(**{**vars(options), "stances": {**form.stances, **options.stances}})
    tables = normalize_sheets(sheets, own, report)
    return finish_import(tables, report, statements, options.title or form.title)


def short_name_of(thesis: str) -> str:
    """A heading for a thesis without one: its text, cut between two words."""
    if len(thesis) <= MAX_ISSUE_NAME_LENGTH:
        return thesis
    return thesis[:MAX_ISSUE_NAME_LENGTH].rpartition(" ")[0] + " …"


def strip_quotation_marks(text: str) -> str:
    """A text without the quotation marks around all of it."""
    pairs = {'"': '"', "„": "“", "“": "”", "«": "»"}
    return text[1:-1].strip() if len(text) > 1 and pairs.get(text[0]) == text[-1] else text
