"""Open Election Compass: its configuration in JSON, version 1.

Mapping: `parties` (alias, name, short, description) -> parties; `theses` (title, statement) -> issues; `positions`
(approve, partly, neutral, reject) -> statements with the explanation as the party's words. `skip` is no statement. The
program reads `partly` out as "supports this thesis partly", so it is partly-agree; --stance partly=neutral, if it is to
mean that. With the algorithm `accept-partly-reject` the button of `neutral` says 'partly'.
Texts in several languages: --language. The file has no date: --date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import ImportSourceError
from ..files.source_files import SourceFile
from ..options import ImportOptions
from ..report import ImportReport
from ..result import ImportResult
from ..words.ids import ids_for_names
from .json_files import json_objects, json_text, try_json
from .party_answers import Questionnaire, convert_questionnaire, short_name_of

ANSWER_STANCES = {"approve": "agree", "partly": "partly-agree", "neutral": "neutral", "reject": "disagree"}
# A term and its explanation: [Osmosis]<The movement of molecules.>
TERM_PATTERN = re.compile(r"\[([^\]]*)\]<[^>]*>")


def is_election_compass(files: Sequence[SourceFile]) -> bool:
    """True if one of the files is a configuration."""
    return _configuration(files) is not None


def convert_election_compass(files: Sequence[SourceFile], options: ImportOptions, report: ImportReport) -> ImportResult:
    """The dataset of a configuration. ImportSourceError if there is none, ImportChoiceError without a date."""
    found = _configuration(files)
    if found is None:
        raise ImportSourceError("no file is a configuration of the Open Election Compass, with 'parties' and 'theses'")
    file, content = found
    languages = [json_text(each.get("code")) for each in json_objects(content.get("languages"))]
    language = options.language or next(iter(languages), "")
    if len(languages) > 1:
        report.assumptions.append(f"{file.name}: texts are taken in {language} of {', '.join(languages)}")
    if json_text(content.get("algorithm")).endswith("accept-partly-reject") and "neutral" not in options.stances:
        report.assumptions.append(f"{file.name}: the button 'partly' is read as neutral")
    parties, theses = json_objects(content["parties"]), json_objects(content["theses"])
    party_ids = ids_for_names({json_text(row.get("alias")): json_text(row.get("alias")) for row in parties}, "party")
    statements = [TERM_PATTERN.sub(r"\1", json_text(row.get("statement"), language)) for row in theses]
    names = [
        json_text(row.get("title"), language) or short_name_of(text)
        for row, text in zip(theses, statements, strict=True)
    ]
    issue_ids = ids_for_names({str(number): name for number, name in enumerate(names)}, "issue")
    answers, skipped = _answers(theses, party_ids, issue_ids, language)
    form = Questionnaire(
        file=file.name,
        title=json_text(content.get("title"), language) or file.stem,
        date="",
        parties=[
            {
                "id": party_ids[json_text(row.get("alias"))],
                "name": json_text(row.get("name"), language),
                "short_name": json_text(row.get("short"), language),
                "description": json_text(row.get("description"), language),
            }
            for row in parties
        ],
        issues=[
            {"id": issue_ids[str(number)], "name": name, "proposition": text}
            for number, (name, text) in enumerate(zip(names, statements, strict=True))
        ],
        answers=answers,
        language=language,
        skipped=skipped,
        stances=ANSWER_STANCES,
    )
    return convert_questionnaire(form, options, report)


def _answers(
    theses: Sequence[Mapping[str, Any]], party_ids: Mapping[str, str], issue_ids: Mapping[str, str], language: str
) -> tuple[list[dict[str, str]], int]:
    """The answers of the parties to the theses, and how many are `skip` or empty."""
    answers: list[dict[str, str]] = []
    skipped = 0
    for number, thesis in enumerate(theses):
        positions = thesis.get("positions")
        for alias, answer in positions.items() if isinstance(positions, dict) else ():
            position = json_text(answer.get("position")) if isinstance(answer, dict) else ""
            if position in ("skip", ""):
                skipped += 1
                continue
            answers.append(
                {
                    "party": party_ids.get(alias, str(alias)),
                    "issue": issue_ids[str(number)],
                    "stance": position,
                    "words": json_text(answer.get("explanation"), language),
                }
            )
    return answers, skipped


def _configuration(files: Sequence[SourceFile]) -> tuple[SourceFile, dict[str, Any]] | None:
    for file in files:
        content = try_json(file)
        if isinstance(content, dict) and json_objects(content.get("parties")) and json_objects(content.get("theses")):
            return file, content
    return None
