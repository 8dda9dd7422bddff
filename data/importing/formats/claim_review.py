"""ClaimReview in JSON-LD, as fact checkers publish it, as candidates to be coded.

Mapping: claimReviewed -> proposition of an issue of its own; itemReviewed.author -> party; itemReviewed.datePublished,
else datePublished -> date; itemReviewed.appearance, else url -> source. Nobody has coded a stance: that somebody claims
something is `agree` with it, but the curator has to check claim, party and date. The verdict of the fact checker is in
the note. Each row says that it is a candidate.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from ..files.source_files import SourceFile
from ..options import ImportOptions
from ..report import ImportReport
from ..result import ImportResult, finish_import
from ..tables.normalization import normalize_sheets
from .json_files import json_objects, json_text, sheet_of_records, try_json
from .party_answers import short_name_of

FLAT_FIELDS = (
    "party",
    "issue",
    "issue.proposition",
    "stance",
    "date",
    "source",
    "source.url",
    "source.publisher",
    "note",
)
JSON_LD_SCRIPT_PATTERN = re.compile(rb"<script[^>]*application/ld\+json[^>]*>(.*?)</script>", re.IGNORECASE | re.DOTALL)
MAX_JSON_DEPTH = 20


def is_claim_review(files: Sequence[SourceFile]) -> bool:
    """True if a file holds a ClaimReview."""
    return any(b"ClaimReview" in file.content and any(True for _ in _reviews(file)) for file in files)


def convert_claim_review(files: Sequence[SourceFile], options: ImportOptions, report: ImportReport) -> ImportResult:
    """The dataset of candidates, one statement for each claim whose author is named."""
    records: list[dict[str, str]] = []
    for file in files:
        found = [_record(review, options.language) for review in _reviews(file)]
        report.read[file.name] = len(found)
        records += found
    report.assumptions.append(
        "candidates: each claim is read as 'agree' of the one who claims it. Check claim, party and date, word a"
        " neutral proposition, and then remove the note"
    )
    statements = sheet_of_records(files[0].name, records, FLAT_FIELDS)
    tables = normalize_sheets({"statements": statements}, options, report)
    return finish_import(tables, report, statements, options.title)


def _record(review: dict[str, Any], language: str) -> dict[str, str]:
    item = _first(review.get("itemReviewed"))
    rating = _first(review.get("reviewRating"))
    appearance = _first(item.get("appearance")) or _first(item.get("firstAppearance"))
    claim = json_text(review.get("claimReviewed"), language)
    verdict = json_text(rating.get("alternateName"), language) or json_text(rating.get("ratingValue"))
    checker = json_text(_first(review.get("author")).get("name"), language)
    date = json_text(item.get("datePublished")) or json_text(review.get("datePublished"))
    return {
        "party": json_text(_first(item.get("author")).get("name"), language),
        "issue": short_name_of(claim),
        "issue.proposition": claim,
        "stance": "agree",
        "date": date[:10],
        "source": json_text(appearance.get("name"), language),
        "source.url": json_text(appearance.get("url")) or json_text(review.get("url")),
        "source.publisher": "" if json_text(appearance.get("url")) else checker,
        "note": f"Candidate, not coded yet. {checker or 'A fact checker'} rates the claim: {verdict or 'no rating'}.",
    }


def _first(value: object) -> dict[str, Any]:
    """An object, or the first of a list of objects; empty if there is none."""
    if isinstance(value, dict):
        return value
    return next(iter(json_objects(value)), {})


def _reviews(file: SourceFile) -> Iterator[dict[str, Any]]:
    """The reviews of a JSON file, or of the scripts of an HTML page."""
    content = try_json(file)
    if content is not None:
        yield from _search(content, MAX_JSON_DEPTH)
        return
    for script in JSON_LD_SCRIPT_PATTERN.findall(file.content):
        try:
            yield from _search(json.loads(script.decode("utf-8", "replace")), MAX_JSON_DEPTH)
        except (ValueError, RecursionError):
            continue


def _search(value: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth and isinstance(value, dict):
        kinds = value.get("@type")
        if kinds == "ClaimReview" or (isinstance(kinds, list) and "ClaimReview" in kinds):
            yield value
        else:
            for each in value.values():
                yield from _search(each, depth - 1)
    elif depth and isinstance(value, list):
        for each in value:
            yield from _search(each, depth - 1)
