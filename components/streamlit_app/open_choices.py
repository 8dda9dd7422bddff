"""Asks a curator for what a file leaves open: the order of dates, a date, a source, and which stance a word means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from components.workbench.draft import DEFAULT_IMPORT_OPTIONS
from data import STANCES
from data.importing import ImportChoiceError, ImportOptions, ImportReport
from data.importing.tables.statement_rows import nearest_stance
from data.translation import gettext

MAX_WORDS = 24
STANCE_LABELS = {"": "—"} | {stance.id: stance.label for stance in STANCES}


def read_choices(upload: str) -> ImportOptions:
    """The choices of an import with the answers that the curator has given for this upload."""
    answers = _answers(upload)
    source = answers.get("source", "")
    is_address = source.lower().startswith(("http://", "https://"))
    return replace(
        DEFAULT_IMPORT_OPTIONS,
        dates=answers.get("dates", ""),
        date=answers.get("date", ""),
        source="" if is_address else source,
        source_url=source if is_address else "",
        stances={word: stance for (word, stance) in answers.get("stances", {}).items() if stance},
    )


def ask_choice(error: ImportChoiceError, upload: str) -> None:
    """Asks for the one choice without which the file cannot be read."""
    st.warning(str(error))
    key = f"{error.choice}-{upload}"

    def answer() -> None:
        _answers(upload)[error.choice] = st.session_state[key]

    if error.choice == "dates":
        orders = {"dmy": gettext("Day first: 31.12.2024"), "mdy": gettext("Month first: 12/31/2024")}
        label = gettext("How are the dates to be read?")
        st.radio(label, orders, format_func=orders.get, index=None, key=key, on_change=answer)
    else:
        st.text_input(gettext("Date of rows that have none, such as 2024-05-31"), key=key, on_change=answer)


def ask_open_choices(report: ImportReport, upload: str) -> None:
    """Shows a field for each choice that would let refused rows in, and for each one made before."""
    answers = _answers(upload)
    words = [*answers.get("stances", {}), *report.open_choices.get("stances", [])]
    words = list(dict.fromkeys(words))[:MAX_WORDS]
    fields = [name for name in ("date", "source") if name in report.open_choices or answers.get(name)]
    if not words and not fields:
        return
    labels = {
        "date": gettext("Date of rows that have none, such as 2024-05-31"),
        "source": gettext("Source of rows that name none, or its address"),
    }
    with st.form(f"open-{upload}"):
        st.subheader(gettext("The file leaves this open"))
        given = {name: st.text_input(labels[name], value=answers.get(name, "")) for name in fields}
        stances = {word: _ask_stance(word, answers, upload) for word in words}
        if st.form_submit_button(gettext("Read the file again"), type="primary"):
            answers.update({name: text.strip() for name, text in given.items()}, stances=stances)
            st.rerun()


def _ask_stance(word: str, answers: Mapping[str, Any], upload: str) -> str:
    stance = answers.get("stances", {}).get(word, nearest_stance(word))
    options = list(STANCE_LABELS)
    label = gettext("“{word}” means", word=word)
    key = f"word-{upload}-{word}"
    return st.selectbox(label, options, options.index(stance), format_func=lambda each: STANCE_LABELS[each], key=key)


def _answers(upload: str) -> dict[str, Any]:
    answers: dict[str, Any] = st.session_state.setdefault(f"answers-{upload}", {})
    return answers
