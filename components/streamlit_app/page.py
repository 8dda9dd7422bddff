"""A page in Streamlit: the address in, one element out.

A run reads the address and shows the page for it. Only the reader's browser changes the address (`navigation.js`), and
Streamlit runs the script again when it does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

import streamlit as st

from components.application import Application, running_application
from components.assets import streamlit_component_script
from components.page import CHECKSUM_BYTES
from components.pages import Page
from components.pages.error_pages import error_page
from components.streamlit_app.address import address_parameters, base_path, path_below_base
from data import EngineError
from data.translation import language_of, use_language

# The seconds between two checks by a waiting script that its reader is still connected.
CANCEL_CHECK_SECONDS = 0.2

mount = st.components.v2.component("counterpoint", js=streamlit_component_script(), isolate_styles=False)


def streamlit_page(name: str) -> Callable[[], None]:
    """The function that Streamlit runs for the page `name`: it shows the page for the address of the run."""

    def page() -> None:
        address = urlsplit(st.context.url or "")
        dataset, application = running_application(path_below_base())
        path = "".join(f"/{part}" for part in (base_path(), dataset) if part)
        reached = f"{address.scheme}://{address.netloc}{path}" if address.netloc else ""
        site = application.settings.url.rstrip("/") or reached
        parameters = address_parameters()
        with use_language(language_of(st.context.headers.get("Accept-Language") or "")):
            content = _page(application, name, parameters, site)
        st.set_page_config(page_title=content.title, layout="wide")
        # The document that opens a session has brought the page already: the first run sends the checksum alone, and
        # `page.js` asks again if the browser has another page or none.
        is_first_run = "opened" not in st.session_state
        st.session_state.opened = True
        mount(key="counterpoint", data=content.deflated[-CHECKSUM_BYTES:] if is_first_run else content.deflated)

    page.__name__ = name
    return page


def _page(application: Application, name: str, parameters: Mapping[str, Sequence[str]], origin: str) -> Page:
    """The page when it is rendered, or the error page. Until then the reader sees the page before it, and Streamlit's
    status."""
    with application.submit_page(name, parameters, origin, st.context.ip_address or "") as job:
        while not job.wait(CANCEL_CHECK_SECONDS):
            # Streamlit ends the script here if the reader left or asked for something else: each access to the session
            # state is such a point. It sends nothing to the browser, so no element changes its place.
            st.session_state.get("waiting")
        try:
            return job.page()
        except EngineError as error:
            return error_page(name, parameters, error, application.problems)
