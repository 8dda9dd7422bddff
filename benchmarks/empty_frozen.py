"""Serves the empty page with the garbage collector frozen, as dashboard.py does."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Takes all that is loaded out of the collector's sight."""
    gc.collect()
    gc.freeze()
    yield


app = st.App("empty_app.py", lifespan=lifespan)
