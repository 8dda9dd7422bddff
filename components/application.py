"""The running application: settings, dataset, caches, and the service that renders pages.

`dashboard.py` makes one `Application` for each dataset and passes it to the routes. Streamlit runs the script of the
pages without arguments, so the script looks up the `running_application` of its address.
"""

from __future__ import annotations

import datetime as dt
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from components.cache import SizedCache
from components.fair_semaphore import FairSemaphore
from components.page_service import PageJob, PageService
from components.pages import PAGES, Page, PageRequest, render_page
from components.pages.error_pages import problems_page
from components.script_pages import script_pages
from components.theme.party_colours import with_distinct_colours
from components.url.view import decode_view
from components.workbench.sessions import WorkbenchSessions
from data import Dataset, DatasetStatus, DatasetWatcher, Report, Settings, load_release
from data.translation import current_language, use_language

log = logging.getLogger("counterpoint")

RequestParameters = Mapping[str, Sequence[str]]

MAX_LOGGED_PROBLEMS = 20
# A cluster can answer many pages at once; without one, the cores of this process are the limit.
MAX_CONCURRENT_ON_CLUSTER, MAX_CONCURRENT_HERE = 32, max(2, os.cpu_count() or 1)
# The bytes of an unusable value of an address, besides its text.
UNUSABLE_VALUE_BYTES = 300


class Application:
    """The state of a running server for one dataset: settings, dataset, caches, pages. Tests make their own.

    The dataset is read when it is first asked for; `watcher` takes its place for a test. `has_front_page` says that the
    server has several datasets.
    """

    def __init__(
        self, settings: Settings, watcher: DatasetWatcher | None = None, *, has_front_page: bool = False
    ) -> None:
        self.settings = settings
        self.has_front_page = has_front_page
        default = MAX_CONCURRENT_HERE if settings.engine == "duckdb" else MAX_CONCURRENT_ON_CLUSTER
        concurrent = settings.concurrent_pages or default
        self.page_service = PageService(settings.page_cache_megabytes, concurrent)
        # For files and the answers of the API, which threads of the server compute.
        self.file_permits = FairSemaphore(concurrent)
        # The compressed HTML documents of pages, and preview pictures as PNG.
        self.documents: SizedCache[tuple[object, ...], bytes] = SizedCache(settings.document_cache_megabytes, len)
        self.pictures: SizedCache[tuple[object, ...], bytes] = SizedCache(settings.picture_cache_megabytes, len)
        self.script_pages = script_pages(settings)
        self.workbench_sessions = WorkbenchSessions()
        self._watcher = watcher

    @cached_property
    def watcher(self) -> DatasetWatcher:
        """The watcher that reads the dataset and follows its changes."""
        return self._watcher or DatasetWatcher(self.settings.dataset_location, self.settings)

    @property
    def status(self) -> DatasetStatus:
        """The dataset, and the problems of newer files that the server does not show."""
        return self.watcher.status

    @property
    def current_dataset(self) -> Dataset | Report:
        """The dataset, or the report that says why there is none."""
        status = self.status
        return status.dataset or status.rejected or Report(str(self.watcher.directory))

    def dataset_at(self, parameters: RequestParameters) -> Dataset | Report:
        """The current dataset, or the release that the parameter `as` names."""
        dataset = self.current_dataset
        version = next(iter(parameters.get("as", ())), "")
        if isinstance(dataset, Report) or not version or version == dataset.version:
            return dataset
        return load_release(Path(dataset.directory), version) or dataset

    @property
    def problems(self) -> tuple[str, ...]:
        """The problems of newer files of the dataset, one line each; empty if the server shows these files."""
        report = self.status.rejected
        return tuple(problem.reader_text for problem in report.problems[:MAX_LOGGED_PROBLEMS]) if report else ()

    def submit_page(self, name: str, parameters: RequestParameters, origin: str = "", client: str = "") -> PageJob:
        """Return the job of the page `name` for the parameters of an address, in the current language.

        `client` is the IP address that requests the page. No content of an address makes it fail."""
        dataset = self.dataset_at(parameters)
        if isinstance(dataset, Report):
            return PageJob.with_page(problems_page(dataset))
        decoded = decode_view(parameters, dataset, PAGES[name].text_length)
        today, problems = dt.datetime.now(dt.UTC).date(), self.problems
        language = current_language()

        def render() -> Page:
            with use_language(language):
                coloured = with_distinct_colours(dataset, decoded.view.filters.party)
                request = PageRequest(
                    coloured, decoded, origin, today, problems, self.script_pages, self.has_front_page
                )
                return render_page(name, request)

        key = (name, language, dataset.cache_key, decoded, origin, today, problems)
        key_bytes = sum(UNUSABLE_VALUE_BYTES + 4 * len(drop.value) for drop in decoded.dropped)
        return self.page_service.submit(key, render, key_bytes, client)

    def page(self, name: str, parameters: RequestParameters, origin: str = "") -> Page:
        """Wait for the same page and return it. EngineError if the engine could not answer its queries."""
        with self.submit_page(name, parameters, origin) as job:
            return job.page()

    def prewarm(self) -> None:
        """Render each page once, so that the first reader does not wait while modules, templates and the engine's files
        load.

        If `COUNTERPOINT_URL` is set, readers without filters get these pages from the cache. Sends no query to a
        cluster. An error is logged, and readers of that page see it too."""
        dataset = self.current_dataset
        if isinstance(dataset, Report) or dataset.engine.remote:
            return
        for name, parameters in _first_pages(dataset):
            try:
                self.page(name, parameters, self.settings.url.rstrip("/"))
            except Exception:
                log.exception("The page %s could not be rendered", name)

    def watch(self, on_change: Callable[[], None]) -> Callable[[], None]:
        """Follow the changes of the dataset. After each change clear the caches and call `on_change`. Return the
        function that stops this."""

        def clear_and_tell() -> None:
            self.clear_caches()
            on_change()

        return self.watcher.watch(self.settings.watch_seconds, clear_and_tell)

    def clear_caches(self) -> None:
        """Drops all rendered pages, documents and pictures."""
        self.page_service.clear()
        self.documents.clear()
        self.pictures.clear()

    def close(self) -> None:
        """Cancels the pages that are being rendered."""
        self.page_service.close()


def _first_pages(dataset: Dataset) -> Iterator[tuple[str, RequestParameters]]:
    yield from ((name, {}) for name in PAGES)
    known = dataset.figure_records
    figure = next((figure.id for figure in known.figures.values() if known.indicators[figure.indicator].form), None)
    if figure:
        yield "figures", {"figure": [figure]}


# By the name of the dataset; '' where the server has one.
_running: dict[str, Application] = {}


def set_running_applications(applications: Mapping[str, Application]) -> None:
    """Set the running applications by the name of their dataset in the path, '' if there is only one."""
    _running.clear()
    _running.update(applications)


def running_application(path: str) -> tuple[str, Application]:
    """Return the application of a path below the base path and the name of its dataset, for the Streamlit script.

    The name is '' if there is only one dataset. A path of no dataset belongs to the first one."""
    if not _running:
        raise RuntimeError("No application runs: dashboard.py, or a test, starts one with set_running_applications.")
    first = path.strip("/").partition("/")[0]
    name = first if first in _running else next(iter(_running))
    return name, _running[name]
