"""Counterpoint: `streamlit run dashboard.py`."""

from __future__ import annotations

import gc
import os

# All that is loaded here stays, as the dataset does: looking for garbage meanwhile takes a fifth of the time.
gc.disable()
# Arrow would bring an allocator of its own, which keeps memory for each of the threads that have used it: 10 to 15 MB
# more from the first time on that several work at once (docs/performance.md). Said before Arrow is loaded.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")

import asyncio
import inspect
import logging
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import streamlit as st
from starlette.middleware import Middleware

from components.application import Application, run_application
from data import Settings
from web import (
    Compressed,
    Guarded,
    Metrics,
    MetricsMiddleware,
    compress_ahead,
    compress_once,
    give_memory_back,
    inline_scripts,
    load_drawing,
    routes,
    send_at_once,
    send_together,
)

__all__ = ["app"]

# Seconds until the port is open: what is made ready meanwhile would share the interpreter with that.
OPENING = 0.2


@asynccontextmanager
async def lifespan(_: st.App) -> AsyncIterator[None]:
    """Reads the dataset before the first reader comes. What else is made ready, at the
    start and each time that the dataset is another one, is so in the background."""

    give_memory_back()
    compute_in_one_thread()
    send_at_once()
    send_together()
    compress_once()
    log_requests_as_told()
    gc.disable()
    run_application(application)
    # Reads the dataset.
    application.status  # noqa: B018
    gc.enable()
    asyncio.get_running_loop().call_later(OPENING, make_ready)
    end = application.watch(settled)
    yield
    end()
    application.close()


def compute_in_one_thread() -> None:
    """Has Polars compute in one thread, unless the operator says otherwise. Its queries take milliseconds, and most of
    them find other readers' pages on the other cores: to share one among several threads takes more than it gives
    (docs/performance.md). Before Polars is loaded."""
    os.environ.setdefault("POLARS_MAX_THREADS", "1")


def log_requests_as_told() -> None:
    """Streamlit gives uvicorn's log of requests a handler of its own: with it each request, with what its reader
    searched for, would be written down although uvicorn was told not to, and twice if it was not."""
    requests = logging.getLogger("uvicorn.access")
    requests.removeHandler(getattr(requests, "streamlit_console_handler", logging.NullHandler()))


def make_ready() -> None:
    """Begins what readers need but a first answer does not wait for."""
    threading.Thread(target=settled, name="counterpoint-settled", daemon=True).start()
    compress_ahead()


def settled() -> None:
    """Renders each page once, then takes all that is loaded out of the garbage
    collector's sight, which would go through it again and again, and what is no
    longer needed out of memory."""
    application.prewarm()
    load_drawing()
    # Streamlit asks in the first run of a script who called it, for which `inspect` looks at the file of each module
    # once. That takes a tenth of a second, and here nobody waits for it.
    inspect.stack()
    gc.unfreeze()
    gc.collect()
    gc.freeze()


# What the server says of its dataset belongs in the operator's log, as Streamlit's own lines do.
logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
logging.getLogger("counterpoint").setLevel(logging.INFO)

path = str(st.get_option("server.baseUrlPath")).strip("/")
base = f"/{path}" if path else ""
application = Application(Settings.from_environment(os.environ))
metrics = Metrics()
app = st.App(
    "components/shell/app.py",
    lifespan=lifespan,
    routes=routes(application, base, metrics),
    middleware=[
        Middleware(MetricsMiddleware, metrics=metrics, base=base),
        Middleware(Guarded, base=base, scripts=inline_scripts()),
        Middleware(Compressed, base=base),
    ],
)

gc.enable()
