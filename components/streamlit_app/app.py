"""The Streamlit script: which pages there are, and where."""

from __future__ import annotations

import streamlit as st

from components.pages import PAGES
from components.streamlit_app.page import shown

# The first page answers at the bare address, and again under its name.
home = st.Page(shown("compare"), title="Compare", url_path="home", default=True)
named = [st.Page(shown(name), title=name.capitalize(), url_path=name) for name in PAGES]
st.navigation([home, *named], position="hidden").run()
