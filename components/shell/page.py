"""A page in Streamlit: the address in, one element out.

A run reads the address and shows the page for it. It writes nothing back and
keeps nothing: the reader's browser alone changes the address (`script.js`), and
Streamlit runs the script again when it does.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from components.content import content

__all__ = ["shown"]

HERE = Path(__file__).parent.parent

SCRIPT = "\n".join((HERE / name).read_text("utf-8") for name in ("script.js", "charts.js"))

mount = st.components.v2.component("counterpoint", js=SCRIPT, isolate_styles=False)


def shown(name: str) -> Callable[[], None]:
    """A Streamlit page that shows the page `name` for the address it is run at."""

    def page() -> None:
        address = urlsplit(st.context.url or "")
        base = str(st.get_option("server.baseUrlPath")).strip("/")
        origin = f"{address.scheme}://{address.netloc}{f'/{base}' if base else ''}" if address.netloc else ""
        parameters = {key: st.query_params.get_all(key) for key in st.query_params}
        made = content(name, parameters, origin)
        st.set_page_config(page_title=made.title, layout="wide")
        mount(key="counterpoint", data=made.html.encode())

    page.__name__ = name
    return page
