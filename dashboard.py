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

from components.application import Application, set_running_application
from data import Settings
from web import (
    ClientLimits,
    LogThrottle,
    Metrics,
    MetricsMiddleware,
    SecurityHeaders,
    compression,
    inline_script_hashes,
    preload_preview_picture,
    routes,
)

# The server opens its port first: background work would take the interpreter from it.
OPENING_SECONDS = 0.2


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Reads the dataset before the first reader comes. Warms up in the background, at the start and after each change
    of the dataset."""

    request_log.handlers = request_log_handlers
    set_running_application(application)
    # Reads the dataset.
    application.status  # noqa: B018
    asyncio.get_running_loop().call_later(OPENING_SECONDS, start_background_tasks)
    end = application.watch(warm_up)
    yield
    end()
    application.close()


def start_background_tasks() -> None:
    """Starts the work that no first answer waits for."""
    threading.Thread(target=warm_up, name="counterpoint-warm-up", daemon=True).start()


def warm_up() -> None:
    """Renders each page once, so that no reader waits for modules and templates to load, and freezes the heap."""
    application.prewarm()
    preload_preview_picture()
    freeze_heap()


def freeze_heap() -> None:
    """Excludes all objects of now from garbage collection: modules and the dataset stay for good, and each full
    collection would walk through all of them."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


# What the server says of its dataset belongs in the operator's log, as Streamlit's own lines do.
logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
logging.getLogger("counterpoint").setLevel(logging.INFO)
# Streamlit writes a traceback for each message that is none. Anybody can send such messages.
logging.getLogger("streamlit.web.server.starlette.starlette_websocket").addFilter(LogThrottle())

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
        Middleware(SecurityHeaders, base=base, scripts=inline_script_hashes()),
        Middleware(ClientLimits, sockets=application.settings.sockets_per_client),
        compression(),
    ],
)
