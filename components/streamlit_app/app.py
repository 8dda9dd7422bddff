"""The Streamlit script: routes each page of the registry.

It has a folder of its own, because Streamlit takes a folder `pages` beside its script for its own pages.
"""

from __future__ import annotations

import streamlit as st

from components.pages import HOME, PAGES
from components.streamlit_app.page import streamlit_page

# The first page answers at the bare address, and again under its name.
home = st.Page(streamlit_page(HOME), title=PAGES[HOME].title, url_path="home", default=True)
pages = [st.Page(streamlit_page(name), title=entry.title, url_path=name) for name, entry in PAGES.items()]
st.navigation([home, *pages], position="hidden").run()
