"""The words that people use for the stances of the scale, in several languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import pandas as pd

from .cells import replace_cells
from .headers import normalize_name, split_synonyms

STANCE_WORDS: dict[str, str] = {
    "agree": "agree; agrees; yes; ja; oui; si; sim; da; tak; да; за; for; in favour; in favor; pro; dafur; stimme zu;"
    " stimmt zu; zustimmung; zustimmen; befurwortet; befurworten; unterstutzt; supports; support; approve;"
    " approves; accept; accepts; accord; d accord; pour; favorable; a favor; de acuerdo; d accordo; a favore;"
    " favorevole; concordo; eens; voor; strongly agree; fully agree; stimme voll zu; stimme voll und ganz zu;"
    " voll dafur; affirms; yea; aye",
    "partly-agree": "partly agree; partly agrees; partially agree; somewhat agree; rather agree; agree"
    " with conditions; agrees in part; tend to agree; eher ja; stimme eher zu; eher dafur; teilweise ja;"
    " bedingt ja; teils zu; stimme teilweise zu; plutot oui; plutot d accord; plutot pour; plutot favorable;"
    " mas bien si; piuttosto si;"
    " eerder eens; eher zustimmung; rather yes",
    "neutral": "neutral; neutre; neutro; neutrale; neutraal; нейтрально; undecided; unentschieden;"
    " unentschlossen; both; teils teils;"
    " weder noch; neither; neither agree nor disagree; neither agrees nor disagrees; offen; open; mixed",
    "partly-disagree": "partly disagree; partly disagrees; partially disagree; somewhat disagree; rather"
    " disagree; tend to disagree; disagrees in part; eher nein; stimme eher nicht zu; eher dagegen; teilweise"
    " nein; bedingt nein; plutot non; plutot pas d accord; plutot contre; plutot defavorable; mas bien no;"
    " piuttosto no; eerder oneens; eher"
    " ablehnung; rather no",
    "disagree": "disagree; disagrees; no; nein; non; nao; nee; nie; нет; против; against; contra;"
    " dagegen; stimme nicht zu; stimmt nicht zu; ablehnung; lehnt ab; lehne ab; ablehnen; opposes; oppose;"
    " reject; rejects; rejection; contre; pas d accord; defavorable; en contra; en desacuerdo; contrario;"
    " contro; discordo; oneens; tegen; strongly disagree; fully disagree; stimme gar nicht zu; stimme"
    " uberhaupt nicht zu; denies; nay",
    "no-stand": "no stand; takes no stand; no position; no answer; unclear; unklar; keine angabe; keine"
    " antwort; keine position; k a; no opinion; sans opinion; sin opinion; unknown; unbekannt; weiss nicht; n"
    " a",
}
# The numbers and the marks that pages show for stances, where they mean only that: 1 alone may be more or less than
# 'partly', and a lone dash may stand for nothing at all.
NUMBER_STANCES = {"2": "agree", "1": "partly-agree", "0": "neutral", "-1": "partly-disagree", "-2": "disagree"}
SIGN_STANCES = {
    "++": "agree",
    "+": "partly-agree",
    "0": "neutral",
    "-": "partly-disagree",
    "--": "disagree",
    "?": "no-stand",
}
# Plus and minus alone: where both are there, the minus is no lone dash.
PLUS_MINUS_STANCES = {"+": "agree", "+/-": "neutral", "±": "neutral", "0": "neutral", "-": "disagree", "?": "no-stand"}
STANCE_EMOJI = {
    stance: frozenset(marks.split())
    for stance, marks in {
        "agree": "👍 🙂 😀 😃 😄 😊 ☺ :) :-) ✓ ✔ ✅ ☑",
        "neutral": "😐 😑 🤷 :| :-|",
        "disagree": "👎 🙁 ☹ 😞 😠 😡 :( :-( ✗ ✘ ❌ ✖",
    }.items()
}


@dataclass(frozen=True)
class StanceColumn:
    """A column of stances: ids of the scale, '' where a cell is empty or says nothing known. `unknown` counts the cells
    that say something that is not known."""

    values: pd.Series
    unknown: Mapping[str, int]
    assumptions: list[str]


def normalize_stances(cells: pd.Series, place: str, choices: Mapping[str, str]) -> StanceColumn:
    """The stances of a column. `choices` says for words of the source which stance they mean; it comes first."""
    own = {normalize_name(word): stance for word, stance in choices.items()} | dict(choices)
    distinct = [cell for cell in cells.unique() if cell]
    marks = _marks(distinct)
    meanings: dict[str, str] = {"": ""}
    for cell in distinct:
        plain = normalize_name(cell)
        by_word = (own.get(plain) or stance_words().get(plain)) if _is_plain_word(cell, plain) else ""
        meaning = own.get(cell) or marks.get(cell) or _face(cell) or by_word
        if meaning:
            meanings[cell] = meaning
    values = replace_cells(cells, meanings)
    counts = cells[~cells.isin(list(meanings))].value_counts()
    read = [f"{cell!r} as {stance}" for cell, stance in meanings.items() if cell and cell != stance]
    assumptions = [f"{place}: reads {', '.join(read[:12])}{' …' if len(read) > 12 else ''}"] if read else []
    return StanceColumn(values, {str(cell): int(count) for cell, count in counts.items()}, assumptions)


def _is_plain_word(cell: str, plain: str) -> bool:
    """True if a cell has letters, and no mark of doubt: `yes?` and `(no)` are not yes and no."""
    return any(mark.isalpha() for mark in plain) and "?" not in cell and not cell.startswith("(")


@cache
def stance_words() -> Mapping[str, str]:
    """The stance that each known word means."""
    return split_synonyms(STANCE_WORDS)


def _marks(cells: list[str]) -> Mapping[str, str]:
    """The meaning of numbers or marks, if both are there that show which scale they are on."""
    plain = {cell: cell.replace("\u2212", "-").replace("\u2013", "-") for cell in cells}
    numbers = {cell: text.lstrip("+") for cell, text in plain.items()}
    if {*numbers.values()} & {"2", "-2"} and {*numbers.values()} <= {*NUMBER_STANCES}:
        return {cell: NUMBER_STANCES[number] for cell, number in numbers.items()}
    if {*plain.values()} & {"++", "--"}:
        return {cell: SIGN_STANCES[sign] for cell, sign in plain.items() if sign in SIGN_STANCES}
    if {*plain.values()} >= {"+", "-"}:
        return {cell: PLUS_MINUS_STANCES[sign] for cell, sign in plain.items() if sign in PLUS_MINUS_STANCES}
    return {}


def _face(cell: str) -> str:
    """The stance of a smiley, a thumb or a tick, of any skin colour; '' if the cell is none."""
    plain = re.sub("[\ufe0f\U0001f3fb-\U0001f3ff]", "", cell)
    return next((stance for stance, marks in STANCE_EMOJI.items() if plain in marks), "")
