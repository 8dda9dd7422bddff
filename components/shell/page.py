"""A page in Streamlit: the address in, one element out.

A run reads the address and shows the page for it. It writes nothing back and
keeps nothing: the reader's browser alone changes the address (`navigation.js`), and
Streamlit runs the script again when it does.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

import streamlit as st

from components.assets import component_script
from components.content import SOON, begun, troubled, working
from components.making import Making
from components.pages import Page
from data import EngineError

__all__ = ["shown"]

# How often a reader who waits is told how far it is, and may leave, in seconds.
TOLD_EVERY = 0.5

mount = st.components.v2.component("counterpoint", js=component_script(), isolate_styles=False)


def shown(name: str) -> Callable[[], None]:
    """A Streamlit page that shows the page `name` for the address it is run at."""

    def page() -> None:
        address = urlsplit(st.context.url or "")
        base = str(st.get_option("server.baseUrlPath")).strip("/")
        origin = f"{address.scheme}://{address.netloc}{f'/{base}' if base else ''}" if address.netloc else ""
        parameters = {key: st.query_params.get_all(key) for key in st.query_params}
        made = _waited(name, parameters, begun(name, parameters, origin))
        st.set_page_config(page_title=made.title, layout="wide")
        mount(key="counterpoint", data=made.deflated)

    page.__name__ = name
    return page


def _waited(name: str, parameters: Mapping[str, Sequence[str]], making: Making) -> Page:
    """The page, when it is there. Until then the reader sees what was there before,
    unless it was another page, and how far the new one is. Streamlit ends the run at
    one of the lines when the reader leaves or asks for something else; then nobody
    waits here any more."""
    # Streamlit knows an element by its place: the line has one in every run, or it would take the page's.
    place = st.empty() if making.apart else None
    begun_at = time.monotonic()
    try:
        with making.waited_for():
            if place and not making.ready(SOON):
                while not making.ready(TOLD_EVERY):
                    place.html(working(name, parameters, making, time.monotonic() - begun_at))
                place.empty()
            return making.page()
    except EngineError as error:
        return troubled(name, parameters, error)
