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

from components.application import Application, set_running_applications
from data import Settings
from web import (
    ClientLimits,
    DatasetPaths,
    LogThrottle,
    Metrics,
    MetricsMiddleware,
    SecurityHeaders,
    application_routes,
    compression_middleware,
    inline_script_hashes,
    preload_preview_picture,
    routes_of_datasets,
)

# The server opens its port first: background work would take the interpreter from it.
PREWARM_DELAY_SECONDS = 0.2


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Reads the datasets before the first reader comes. Warms up in the background, at the start and after each change
    of a dataset."""

    request_log.handlers = request_log_handlers
    set_running_applications(applications)
    for application in applications.values():
        # Reads the dataset.
        application.status  # noqa: B018
    asyncio.get_running_loop().call_later(PREWARM_DELAY_SECONDS, start_background_tasks)
    ends = [application.watch(warm_up) for application in applications.values()]
    yield
    for end in ends:
        end()
    for application in applications.values():
        application.close()


def start_background_tasks() -> None:
    """Starts the work that no first answer waits for."""
    threading.Thread(target=warm_up, name="counterpoint-warm-up", daemon=True).start()


def warm_up() -> None:
    """Renders each page once, so that no reader waits for modules and templates to load, and freezes the heap."""
    for application in applications.values():
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
settings = Settings.from_environment(os.environ)
applications = {name: Application(each, has_front_page=bool(name)) for name, each in settings.by_dataset().items()}
metrics = Metrics()
several = "" not in applications
app = st.App(
    "components/streamlit_app/app.py",
    lifespan=lifespan,
    routes=routes_of_datasets(applications, base, metrics)
    if several
    else application_routes(applications[""], base, metrics),
    middleware=[
        *([Middleware(DatasetPaths, base=base, datasets=list(applications))] if several else []),
        Middleware(MetricsMiddleware, metrics=metrics, base=base, datasets=list(applications)),
        Middleware(SecurityHeaders, scripts=inline_script_hashes()),
        Middleware(ClientLimits, sockets=settings.sockets_per_client, uploads=settings.workbench == "on"),
        compression_middleware(),
    ],
)
