"""How many statements each party made, year by year: a page of your own, with Plotly Express.

COUNTERPOINT_PAGES=docs/examples uv run --no-dev streamlit run dashboard.py
"""

import plotly.express as px
import streamlit as st

from components.streamlit_app.frames import dataset_table, link_back, statements

st.title("Statements by year")
link_back("Back to the comparison")

frame = statements()
names = dataset_table("parties").set_index("id")["name"]
by_year = (
    frame.assign(year=frame["first"].dt.year, party=frame["party"].map(names))
    .groupby(["year", "party"])
    .size()
    .reset_index(name="statements")
)

if by_year.empty:
    st.info("No statement passes the filters of this address.")
else:
    st.plotly_chart(px.bar(by_year, x="year", y="statements", color="party", barmode="group"))
    st.dataframe(by_year, hide_index=True)
