"""The dataset and the filters of a page's address as pandas frames, for an operator's own Streamlit pages.

    from components.streamlit_app.frames import statements

The address of such a page has the parameters of every view (docs/url.md): `my_page?party=russia&from=2014`.
"""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from components.application import running_application
from components.streamlit_app.address import address_parameters, path_below_base
from components.url.view import View, decode_view
from data import STANCES, Dataset, Report, date_span
from data import statements as queries

# The most rows for a page with Streamlit's own charts.
MAX_STATEMENTS = 100_000


def current_dataset() -> Dataset:
    """The dataset of the page, or the release that its address names. Ends the page with a message if none is
    served."""
    _, application = running_application(path_below_base())
    dataset = application.dataset_at(address_parameters())
    if isinstance(dataset, Report):
        st.error("The dataset is not served; the start page says why.")
        st.stop()
    return dataset


def current_view() -> View:
    """The view of the page's address: filters, order and all else."""
    return decode_view(address_parameters(), current_dataset()).view


def statements() -> pd.DataFrame:
    """The statements that pass the filters, in order of time, at most the newest `MAX_STATEMENTS`: the columns of
    `statements.csv`; `first`, the first day that the date covers; and `value`, the stance from -2 to 2, missing where
    none is taken."""
    frame = queries.newest_statements(current_dataset(), current_view().filters, MAX_STATEMENTS)[::-1]
    values = {stance.id: stance.value for stance in STANCES}
    return frame.assign(
        first=pd.to_datetime([date_span(date).first for date in frame["date"]]),
        value=frame["stance"].map(values).astype("Int8"),
    ).reset_index(drop=True)


def stances() -> pd.DataFrame:
    """The latest stance of each party on each issue within the filters: `issue`, `party`, `stance`, `value`, and `n`,
    how many statements there are."""
    return queries.latest_stances(current_dataset(), current_view().filters)


def dataset_table(name: str) -> pd.DataFrame:
    """A table of the dataset with the texts of its file, such as `parties` or `sources`. KeyError if there is none."""
    return current_dataset().tables[name].copy()


def link_back(label: str = "Counterpoint") -> None:
    """Shows a link to the comparison, with the filters of this page. A link of Markdown would open a new tab."""
    query = urlencode(address_parameters(), doseq=True)
    address = f"compare?{query}" if query else "./"
    st.markdown(f'<a href="{escape(address)}" target="_self">{escape(label)}</a>', unsafe_allow_html=True)
