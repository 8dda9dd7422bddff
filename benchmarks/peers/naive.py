"""The board as one writes it first in Streamlit: its own elements, pandas, `st.cache_data`."""

from __future__ import annotations

import plotly.express as px
import streamlit as st

from benchmarks.peers.frames import ORDERS, STANCES, TIMELINE_MOST, Choice, Tables, board, narrowed, read


@st.cache_data
def tables() -> Tables:
    """The tables, read once."""
    return read()


def chosen(data: Tables) -> Choice:
    """The filters in the sidebar."""
    with st.sidebar:
        party = st.multiselect(
            "Parties", list(data.parties), default=list(data.parties)[:2], format_func=data.parties.__getitem__
        )
        stance = st.multiselect("Stance", STANCES)
        since = st.selectbox("From", ["", *(str(year) for year in range(1990, 2027))])
        text = st.text_input("Words")
    return Choice(tuple(party), tuple(stance), since, text)


def compare() -> None:
    """Issues down, parties across."""
    data = tables()
    choice = chosen(data)
    with st.sidebar:
        order = st.selectbox("Order", ORDERS)
    st.title("Positions side by side")
    found = narrowed(data, choice)
    st.caption(f"{len(found):,} statements")
    for issue, by_party in board(data, found, order):
        with st.container(border=True):
            st.markdown(f"**{data.issues[issue]}**")
            for column, party in zip(st.columns(max(1, len(choice.party))), choice.party, strict=False):
                with column:
                    one = by_party.get(party)
                    if one is None:
                        st.markdown("*Nothing on record*")
                        continue
                    st.markdown(f"{data.parties[party]}: **{one.stance}**")
                    st.markdown(one.summary)
                    speaker, source = data.speakers.get(one.speaker, ""), data.sources[one.source]
                    st.caption(f"{speaker}, {one.date}. {source}, {one.locator} · [open](statement?id={one.id})")


def timeline() -> None:
    """The newest statements in time."""
    data = tables()
    found = narrowed(data, chosen(data)).tail(TIMELINE_MOST)
    st.title("In time")
    drawn = found.assign(party=found["party"].map(data.parties), issue=found["issue"].map(data.issues))
    st.plotly_chart(px.scatter(drawn, x="first", y="party", color="stance", hover_data=["issue", "summary", "date"]))


def statement() -> None:
    """One statement, by the id in the address, and what its party said on the issue."""
    data = tables()
    rows = data.statements[data.statements["id"] == st.query_params.get("id", "")]
    if rows.empty:
        st.error("There is no such statement.")
        return
    one = rows.iloc[0]
    st.title(data.issues[one["issue"]])
    st.markdown(f"{data.parties[one['party']]}: **{one['stance']}**, {one['date']}")
    st.markdown(one["summary"])
    st.caption(f"{data.speakers.get(one['speaker'], '')}. {data.sources[one['source']]}, {one['locator']}")
    every = data.statements
    same = every[(every["party"] == one["party"]) & (every["issue"] == one["issue"])]
    st.dataframe(same.tail(60)[["date", "stance", "summary"]])


st.set_page_config(page_title="Positions", layout="wide")
pages = [st.Page(compare, default=True), st.Page(timeline), st.Page(statement)]
st.navigation(pages).run()
