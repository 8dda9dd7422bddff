"""OpenVAA: the JSON of its data model, with `questions`, `entities` and `elections`.

Mapping: entities of type organization -> parties; questions of type
singleChoiceOrdinal -> issues, their category -> theme; answers -> statements, `info` as the entity's words. The choices
of a question, from the least to the greatest `normalizableValue`, are spread over the scale of five stances; two are
disagree and agree. Boolean opinion questions are agree or disagree. Other types have no stance and are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from data.model.stance import STANCES

from ..errors import ImportSourceError
from ..files.source_files import SourceFile
from ..options import ImportOptions
from ..report import ImportReport, list_words
from ..result import ImportResult
from ..words.ids import ids_for_names
from .json_files import json_objects, json_text, try_json
from .party_answers import Questionnaire, convert_questionnaire, short_name_of, strip_quotation_marks

ORDINAL_TYPE, BOOLEAN_TYPE, ORGANIZATION_TYPE = "singleChoiceOrdinal", "boolean", "organization"
STANCES_BY_VALUE = {stance.value: stance.id for stance in STANCES if stance.value is not None}


def is_openvaa(files: Sequence[SourceFile]) -> bool:
    """True if one of the files has questions and entities."""
    return _data(files) is not None


def convert_openvaa(files: Sequence[SourceFile], options: ImportOptions, report: ImportReport) -> ImportResult:
    """The dataset of the answers of organizations. ImportSourceError if there are none, ImportChoiceError without a
    date."""
    found = _data(files)
    if found is None:
        raise ImportSourceError("no file has the 'questions' and 'entities' of OpenVAA")
    file, content = found
    language = options.language
    categories = {json_text(row.get("id")): row for row in json_objects(content["questions"].get("categories"))}
    questions = {json_text(row.get("id")): row for row in json_objects(content["questions"].get("questions"))}
    scales = {key: _scale(row, categories) for key, row in questions.items()}
    unscaled = [json_text(row.get("name"), language) for key, row in questions.items() if not scales[key]]
    if unscaled:
        report.notes.append(f"questions without a scale of agreement: {list_words(unscaled)}")
    entities = list(_entities(content, ORGANIZATION_TYPE))
    others = sum(1 for _ in _entities(content, "")) - len(entities)
    if others:
        report.notes.append(f"{others:,} entities that are no organizations, such as candidates")
    names = {json_text(row.get("id")): json_text(row.get("name"), language) for row in entities}
    texts = {key: json_text(row.get("name"), language) for key, row in questions.items() if scales[key]}
    party_ids, issue_ids = ids_for_names(names, "party"), ids_for_names(texts, "issue")
    elections = json_objects(content.get("elections"))
    election = elections[0] if elections else {}
    form = Questionnaire(
        file=file.name,
        title=json_text(election.get("name"), language) or file.stem,
        date=json_text(election.get("date"))[:10],
        parties=[
            {
                "id": party_ids[json_text(row.get("id"))],
                "name": names[json_text(row.get("id"))],
                "short_name": json_text(row.get("shortName"), language),
                "description": json_text(row.get("info"), language),
            }
            for row in entities
        ],
        issues=[
            {
                "id": issue_ids[key],
                "name": short_name_of(text),
                "proposition": text,
                "theme": json_text(
                    categories.get(json_text(questions[key].get("categoryId")), {}).get("name"), language
                ),
            }
            for key, text in texts.items()
        ],
        answers=list(_answers(entities, scales, party_ids, issue_ids, language)),
        language=language,
        stances={stance: stance for stance in STANCES_BY_VALUE.values()},
    )
    return convert_questionnaire(form, options, report)


def _answers(
    entities: Sequence[dict[str, Any]],
    scales: dict[str, dict[str, str]],
    party_ids: dict[str, str],
    issue_ids: dict[str, str],
    language: str,
) -> Iterator[dict[str, str]]:
    for entity in entities:
        answers = entity.get("answers")
        for key, answer in answers.items() if isinstance(answers, dict) else ():
            if key not in issue_ids or not isinstance(answer, dict) or answer.get("value") is None:
                continue
            value = answer["value"]
            choice = str(value).lower() if isinstance(value, bool) else json_text(value)
            yield {
                "party": party_ids[json_text(entity.get("id"))],
                "issue": issue_ids[key],
                "stance": scales[key].get(choice, choice),
                "words": strip_quotation_marks(json_text(answer.get("info"), language)),
            }


def _scale(question: dict[str, Any], categories: dict[str, dict[str, Any]]) -> dict[str, str]:
    """The stance of each choice of a question; empty if it has no scale of agreement."""
    kind = json_text(question.get("type"))
    category = categories.get(json_text(question.get("categoryId")), {})
    if kind == BOOLEAN_TYPE and json_text(category.get("type")) == "opinion":
        return {"true": "agree", "false": "disagree"}
    choices = json_objects(question.get("choices"))
    try:
        values = [float(choice.get("normalizableValue", "")) for choice in choices]
    except (TypeError, ValueError):
        return {}
    if kind != ORDINAL_TYPE or len(values) < 2 or min(values) == max(values):
        return {}
    spread = [round(4 * (value - min(values)) / (max(values) - min(values)) - 2) for value in values]
    return {json_text(choice.get("id")): STANCES_BY_VALUE[place] for choice, place in zip(choices, spread, strict=True)}


def _entities(content: dict[str, Any], kind: str) -> Iterator[dict[str, Any]]:
    """The entities of a type, or all: in lists by type, or in one list with the type in each."""
    entities = content["entities"]
    if isinstance(entities, dict):
        for name, rows in entities.items():
            if kind in ("", name):
                yield from json_objects(rows)
    else:
        yield from (row for row in json_objects(entities) if kind in ("", json_text(row.get("type"))))


def _data(files: Sequence[SourceFile]) -> tuple[SourceFile, dict[str, Any]] | None:
    for file in files:
        content = try_json(file)
        if isinstance(content, dict) and isinstance(content.get("questions"), dict) and "entities" in content:
            return file, content
    return None
