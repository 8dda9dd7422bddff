"""Counterpoint: `streamlit run dashboard.py`."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

# By now uvicorn has chosen where its log of requests goes, or was told to write none (`--no-access-log`). Streamlit
# adds a handler when it is imported: readers' addresses, and what they search for, would be logged anyway.
request_log = logging.getLogger("uvicorn.access")
request_log_handlers = list(request_log.handlers)

import streamlit as st
from starlette.middleware import Middleware

from components.content import warm
from components.served import follow, served
from web import Guarded, Measured, compression, inline_scripts, load_drawing, routes

__all__ = ["app"]

# Seconds until the port is open: what is made ready meanwhile would share the interpreter with that.
OPENING = 0.2


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Reads the dataset before the first reader comes. What else is made ready, at the
    start and each time that the dataset is another one, is so in the background."""

    request_log.handlers = request_log_handlers
    compute_in_one_thread()
    served()
    asyncio.get_running_loop().call_later(OPENING, make_ready)
    end = follow(settled)
    yield
    end()


def compute_in_one_thread() -> None:
    """Has Polars compute in one thread, unless the operator says otherwise. Its queries take milliseconds, and most of
    them find other readers' pages on the other cores: to share one among several threads takes more than it gives
    (docs/performance.md). Before Polars is loaded."""
    os.environ.setdefault("POLARS_MAX_THREADS", "1")


def make_ready() -> None:
    """Begins what readers need but a first answer does not wait for."""
    threading.Thread(target=settled, name="counterpoint-settled", daemon=True).start()


def settled() -> None:
    """Makes each page once, so that no reader waits for what loads with a first page."""
    warm()
    load_drawing()
    gc.unfreeze()
    gc.collect()
    # Modules and the dataset stay for good: without this each full collection would walk through all of them.
    gc.freeze()


# What the server says of its dataset belongs in the operator's log, as Streamlit's own lines do.
logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
logging.getLogger("counterpoint").setLevel(logging.INFO)

path = str(st.get_option("server.baseUrlPath")).strip("/")
base = f"/{path}" if path else ""
app = st.App(
    "components/shell/app.py",
    lifespan=lifespan,
    routes=routes(base),
    middleware=[
        Middleware(Measured, base=base),
        Middleware(Guarded, base=base, scripts=inline_scripts()),
        compression(),
    ],
)
