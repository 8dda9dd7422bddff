"""Counterpoint: `streamlit run dashboard.py`."""

from __future__ import annotations

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st

from components.served import served

__all__ = ["app"]


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Reads the dataset before the first reader comes, then takes all that is
    loaded out of the garbage collector's sight: Streamlit collects after every
    run of the script, which takes ten times as long without this."""

    served()
    gc.collect()
    gc.freeze()
    yield


app = st.App("components/app.py", lifespan=lifespan)
