"""The address of the page that Streamlit runs."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st

from components.url.query import QueryParameters, collect_parameters


def base_path() -> str:
    """The path below which the server stands, without slashes; '' for none."""
    return str(st.get_option("server.baseUrlPath")).strip("/")


def path_below_base() -> str:
    """The path of the page below the server's base path."""
    return urlsplit(st.context.url or "").path.strip("/").removeprefix(base_path())


def address_parameters() -> QueryParameters:
    """The parameters of the address."""
    return collect_parameters((key, value) for key in st.query_params for value in st.query_params.get_all(key))
