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
from .json_files import json_objects, json_text, try_json
from .party_answers import Questionnaire, convert_questionnaire, short_name_of, strip_quotation_marks

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
        json_text(row.get("id")): json_text(row.get("message")) for row in json_objects(parts.get("answer"))
    } or ANSWER_LABELS
    comments = {json_text(row.get("id")): json_text(row.get("text")) for row in json_objects(parts.get("comment"))}
    themes = {json_text(row.get("id")): json_text(row.get("label")) for row in json_objects(parts.get("category"))}
    parties = {json_text(row.get("id")): row for row in json_objects(parts["party"])}
    theses = {json_text(row.get("id")): row for row in json_objects(parts["statement"])}
    party_ids = ids_for_names({key: json_text(row.get("name")) for key, row in parties.items()}, "party")
    issue_ids = ids_for_names({key: _heading(row) for key, row in theses.items()}, "issue")
    form = Questionnaire(
        file="opinion.json",
        title=_title(overview or {}),
        date=json_text((overview or {}).get("date")),
        parties=[
            {
                "id": party_ids[key],
                "name": json_text(row.get("longname")) or json_text(row.get("name")),
                "short_name": json_text(row.get("name")),
            }
            for key, row in parties.items()
        ],
        issues=[
            {
                "id": issue_ids[key],
                "name": _heading(row),
                "proposition": json_text(row.get("text")),
                "theme": themes.get(json_text(row.get("category")), ""),
            }
            for key, row in theses.items()
        ],
        answers=[
            {
                "party": party_ids.get(json_text(row.get("party")), json_text(row.get("party"))),
                "issue": issue_ids.get(json_text(row.get("statement")), json_text(row.get("statement"))),
                "stance": answers.get(json_text(row.get("answer")), json_text(row.get("answer"))),
                "words": strip_quotation_marks(comments.get(json_text(row.get("comment")), "")),
            }
            for row in json_objects(parts["opinion"])
        ],
        url=json_text((overview or {}).get("data_source")) or json_text((overview or {}).get("info")),
        publisher=PUBLISHER,
        language="de",
    )
    return convert_questionnaire(form, options, report)


def _heading(thesis: dict[str, Any]) -> str:
    return json_text(thesis.get("label")) or short_name_of(json_text(thesis.get("text")))


def _title(overview: dict[str, Any]) -> str:
    year = json_text(overview.get("date"))[:4]
    return " ".join(filter(None, ("Wahl-O-Mat", json_text(overview.get("title")), year)))
