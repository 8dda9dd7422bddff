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

from components.application import Application, run_application
from data import Settings
from web import Guarded, Metrics, MetricsMiddleware, compression, inline_scripts, load_drawing, routes

__all__ = ["app"]

# Seconds until the port is open: what is made ready meanwhile would share the interpreter with that.
OPENING = 0.2


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Reads the dataset before the first reader comes. What else is made ready, at the
    start and each time that the dataset is another one, is so in the background."""

    request_log.handlers = request_log_handlers
    run_application(application)
    # Reads the dataset.
    application.status  # noqa: B018
    asyncio.get_running_loop().call_later(OPENING, make_ready)
    end = application.watch(settled)
    yield
    end()
    application.close()


def make_ready() -> None:
    """Begins what readers need but a first answer does not wait for."""
    threading.Thread(target=settled, name="counterpoint-settled", daemon=True).start()


def settled() -> None:
    """Renders each page once, so that no reader waits for what loads with a first page."""
    application.prewarm()
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
application = Application(Settings.from_environment(os.environ))
metrics = Metrics()
app = st.App(
    "components/streamlit_app/app.py",
    lifespan=lifespan,
    routes=routes(application, base, metrics),
    middleware=[
        Middleware(MetricsMiddleware, metrics=metrics, base=base),
        Middleware(Guarded, base=base, scripts=inline_scripts()),
        compression(),
    ],
)
