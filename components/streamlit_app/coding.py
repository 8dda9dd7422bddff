"""Coding together in Streamlit's widgets: code without seeing the first stance, and compare two codings."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd
import streamlit as st

from components.workbench.coding import CodingItem, coding_items, next_item
from data import STANCES
from data.publishing.coding_comparison import CodingError, codings_csv, compare_codings, read_coding
from data.translation import gettext, ngettext

STANCE_LABELS = {stance.id: stance for stance in STANCES}


def code_statements(tables: Mapping[str, pd.DataFrame]) -> None:
    """Shows one statement after the other to be coded, and offers the codings as a file."""
    items = coding_items(tables)
    stances: dict[str, str] = st.session_state.setdefault("codings", {})
    coder = st.text_input(gettext("Your name, or a short one"), value="second", max_chars=40)
    earlier = st.file_uploader(gettext("Codings to go on with (codings.csv)"), type=["csv"], key="earlier")
    if earlier is not None and st.session_state.get("continued") != earlier.file_id:
        try:
            stances.update(
                {str(name): str(stance) for name, stance in read_coding(earlier.getvalue(), earlier.name).items()}
            )
            st.session_state["continued"] = earlier.file_id
        except CodingError as error:
            st.error(str(error))
    done = sum(item.id in stances for item in items)
    st.progress(done / max(1, len(items)), text=gettext("{done} of {all} coded", done=done, all=len(items)))
    place = st.session_state.get("place")
    place = next_item(items, stances) if place is None else place
    if place is None:
        st.success(gettext("All statements are coded."))
    else:
        _show_item(items[place], stances, lambda: _go(next_item(items, stances, place)))
    st.download_button(
        gettext("Save the codings"), codings_csv(coder.strip() or "second", stances), "codings.csv", "text/csv"
    )


def _show_item(item: CodingItem, stances: dict[str, str], go_on: Callable[[], None]) -> None:
    st.subheader(item.proposition)
    st.text(f"{item.party}, {item.date}")
    if item.words:
        st.text(f"“{item.words}”")
    if item.summary:
        st.text(item.summary)

    def choose() -> None:
        if chosen := st.session_state[f"stance-{item.id}"]:
            stances[item.id] = chosen
            go_on()

    st.radio(
        gettext("How does the party stand on the proposition, by these words alone?"),
        list(STANCE_LABELS),
        format_func=lambda stance: f"{STANCE_LABELS[stance].label}: {STANCE_LABELS[stance].description}",
        index=None,
        key=f"stance-{item.id}",
        on_change=choose,
    )


def _go(place: int | None) -> None:
    st.session_state["place"] = place


def compare_two_codings() -> None:
    """Takes two codings and shows how far they agree, and where they differ, to be adjudicated."""
    st.write(gettext("Two files with the columns statement (or id) and stance: codings.csv, or statements.csv."))
    columns = st.columns(2)
    uploads = [
        column.file_uploader(label, type=["csv"], key=f"coding-{number}")
        for number, (column, label) in enumerate(
            zip(columns, (gettext("First coding"), gettext("Second coding")), strict=True)
        )
    ]
    if None in uploads:
        return
    try:
        first, second = (read_coding(upload.getvalue(), upload.name) for upload in uploads if upload)
    except CodingError as error:
        st.error(str(error))
        return
    comparison = compare_codings(first, second)
    alike, kappa, alpha = st.columns(3)
    share = f" ({comparison.same / comparison.pairs:.0%})" if comparison.pairs else ""
    alike.metric(gettext("Coded alike"), f"{comparison.same}/{comparison.pairs}{share}")
    kappa.metric(gettext("Cohen's kappa"), _number(comparison.kappa))
    alpha.metric(gettext("Krippendorff's alpha"), _number(comparison.alpha))
    if comparison.alone:
        st.caption(ngettext("{num} statement is coded once.", "{num} statements are coded once.", comparison.alone))
    st.subheader(gettext("Rows: the first coding. Columns: the second"))
    st.dataframe(comparison.counts)
    st.subheader(gettext("Coded differently"))
    st.dataframe(comparison.differing, hide_index=True)


def _number(value: float | None) -> str:
    return gettext("not defined") if value is None else f"{value:.2f}"
