"""The Streamlit script: routes each page of the registry, and the pages that are scripts of their own.

It has a folder of its own, because Streamlit takes a folder `pages` beside its script for its own pages.
"""

from __future__ import annotations

import streamlit as st

from components.application import running_application
from components.pages import HOME_PAGE, PAGES
from components.streamlit_app.page import streamlit_page
from components.streamlit_app.workbench import workbench_page

_, application = running_application("")
# The first page answers at the bare address, and again under its name.
home = st.Page(streamlit_page(HOME_PAGE), title=PAGES[HOME_PAGE].title, url_path="home", default=True)
pages = [st.Page(streamlit_page(name), title=entry.title, url_path=name) for name, entry in PAGES.items()]
scripts = [
    st.Page(each.script or workbench_page(application.workbench_sessions), title=each.title, url_path=each.name)
    for each in application.script_pages
]
st.navigation([home, *pages, *scripts], position="hidden").run()
