"""The comparison as a first attempt in Streamlit would have it: Streamlit's elements, pandas, `st.cache_data`."""

import streamlit as st

from benchmarks.peers.frames import STANCES, YEARS, compare, filter_statements, read

st.set_page_config(page_title="Positions", layout="wide")
statements, names = st.cache_data(read)()
with st.sidebar:
    party = st.multiselect(
        "Parties", list(names), st.query_params.get_all("party") or list(names)[:2], names.__getitem__
    )
    stance = st.multiselect("Stance", STANCES, st.query_params.get_all("stance"))
    since = st.selectbox("From", YEARS, YEARS.index(st.query_params.get("from", "")))
    text = st.text_input("Words", st.query_params.get("q", ""))
st.title("Positions side by side")
rows = filter_statements(statements, party, stance, since, text)
st.caption(f"{len(rows):,} statements")
for issue, by_party in compare(rows):
    with st.container(border=True):
        st.markdown(f"**{issue}**")
        for column, id_ in zip(st.columns(max(1, len(party))), party, strict=False):
            with column:
                if one := by_party.get(id_):
                    st.markdown(f"{names[id_]}: **{one.stance}**")
                    st.markdown(one.summary)
                    st.caption(f"{one.date}. {one.source}, {one.locator}")
                else:
                    st.markdown("*Nothing on record*")
