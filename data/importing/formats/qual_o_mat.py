"""Wahl-O-Mat as in the repository qual-o-mat-data: the JSON files of one election.

Mapping: party.json -> parties (longname, name); statement.json -> issues (label, text, category); opinion.json ->
statements (answer of answer.json, comment of comment.json as the party's words); overview.json -> title, date, source.
An opinion whose answer is not in answer.json is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..files.source_files import SourceFile
from ..options import ImportOptions
from ..report import ImportReport
from ..result import ImportResult
from ..words.ids import ids_for_names
from .json_files import objects_in, text_in, try_json
from .party_answers import Questionnaire, convert_questionnaire, short_name_of, unquoted

REQUIRED_FILES = {"party.json", "statement.json", "opinion.json"}
# As the elections before 2009, which have no answer.json, number them too.
ANSWER_LABELS = {"0": "Stimme zu", "1": "Stimme nicht zu", "2": "Neutral"}
PUBLISHER = "Bundeszentrale für politische Bildung"


def is_qual_o_mat(files: Sequence[SourceFile]) -> bool:
    """True if the files are those of an election."""
    return {file.name for file in files} >= REQUIRED_FILES


def convert_qual_o_mat(files: Sequence[SourceFile], options: ImportOptions, report: ImportReport) -> ImportResult:
    """The dataset of an election. ImportChoiceError if overview.json gives no date and the options name none."""
    parts: dict[str, Any] = {file.name.removesuffix(".json"): try_json(file) for file in files}
    overview = parts.get("overview") if isinstance(parts.get("overview"), dict) else {}
    answers = {
        text_in(row.get("id")): text_in(row.get("message")) for row in objects_in(parts.get("answer"))
    } or ANSWER_LABELS
    comments = {text_in(row.get("id")): text_in(row.get("text")) for row in objects_in(parts.get("comment"))}
    themes = {text_in(row.get("id")): text_in(row.get("label")) for row in objects_in(parts.get("category"))}
    parties = {text_in(row.get("id")): row for row in objects_in(parts["party"])}
    theses = {text_in(row.get("id")): row for row in objects_in(parts["statement"])}
    party_ids = ids_for_names({key: text_in(row.get("name")) for key, row in parties.items()}, "party")
    issue_ids = ids_for_names({key: _heading(row) for key, row in theses.items()}, "issue")
    form = Questionnaire(
        file="opinion.json",
        title=_title(overview or {}),
        date=text_in((overview or {}).get("date")),
        parties=[
            {
                "id": party_ids[key],
                "name": text_in(row.get("longname")) or text_in(row.get("name")),
                "short_name": text_in(row.get("name")),
            }
            for key, row in parties.items()
        ],
        issues=[
            {
                "id": issue_ids[key],
                "name": _heading(row),
                "proposition": text_in(row.get("text")),
                "theme": themes.get(text_in(row.get("category")), ""),
            }
            for key, row in theses.items()
        ],
        answers=[
            {
                "party": party_ids.get(text_in(row.get("party")), text_in(row.get("party"))),
                "issue": issue_ids.get(text_in(row.get("statement")), text_in(row.get("statement"))),
                "stance": answers.get(text_in(row.get("answer")), text_in(row.get("answer"))),
                "words": unquoted(comments.get(text_in(row.get("comment")), "")),
            }
            for row in objects_in(parts["opinion"])
        ],
        url=text_in((overview or {}).get("data_source")) or text_in((overview or {}).get("info")),
        publisher=PUBLISHER,
        language="de",
    )
    return convert_questionnaire(form, options, report)


def _heading(thesis: dict[str, Any]) -> str:
    return text_in(thesis.get("label")) or short_name_of(text_in(thesis.get("text")))


def _title(overview: dict[str, Any]) -> str:
    year = text_in(overview.get("date"))[:4]
    return " ".join(filter(None, ("Wahl-O-Mat", text_in(overview.get("title")), year)))
