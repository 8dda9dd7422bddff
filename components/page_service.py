"""Renders pages: each page once for all requests that wait for it, a bounded number at once, and cached. Clients take
turns.

When nobody waits for a page any more, it is cancelled and its query is interrupted.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from typing import Self

from components.cache import SizedCache
from components.fair_semaphore import FairSemaphore
from components.page import Page
from data.cancellation import CancelToken
from data.model import BusyError, QueryStoppedError

# The approximate bytes of a page's record and of the view in its key.
PAGE_OVERHEAD_BYTES = 4 * 1024


class PageJob:
    """A page that somebody waits for. Whoever gets a job from `PageService.submit` must leave it once, with `leave` or
    at the end of a `with` block."""

    def __init__(self, leave: Callable[[PageJob], None]) -> None:
        self.token = CancelToken()
        self.future: Future[Page] = Future()
        self.waiters = 0
        self._leave = leave

    @classmethod
    def with_page(cls, page: Page) -> PageJob:
        """A job that is done."""
        job = cls(lambda _: None)
        job.future.set_result(page)
        return job

    @classmethod
    def with_error(cls, error: BusyError) -> PageJob:
        """A job that has failed because too many wait."""
        job = cls(lambda _: None)
        job.future.set_exception(error)
        return job

    def wait(self, seconds: float) -> bool:
        """Wait at most so many seconds. Return True if the page is rendered or has failed."""
        return bool(wait([self.future], seconds).done)

    def page(self) -> Page:
        """Waits for the page and returns it. EngineError if the engine could not answer its queries."""
        try:
            return self.future.result()
        except CancelledError:
            raise QueryStoppedError from None

    def leave(self) -> None:
        """Stop waiting for the page."""
        self._leave(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()


class PageService:
    """Renders at most `concurrent` pages at once, and holds `megabytes` of pages for the next reader."""

    def __init__(self, megabytes: int, concurrent: int) -> None:
        self._cache: SizedCache[Hashable, Page] = SizedCache(megabytes, lambda page: page.size + PAGE_OVERHEAD_BYTES)
        self._executor = ThreadPoolExecutor(concurrent, thread_name_prefix="counterpoint-page")
        self._permits = FairSemaphore(concurrent)
        self._jobs: dict[Hashable, PageJob] = {}
        self._lock = threading.Lock()

    @property
    def pending(self) -> int:
        """The number of pages that are being rendered or wait for their turn."""
        return len(self._jobs)

    def submit(self, key: Hashable, render: Callable[[], Page], key_bytes: int = 0, client: str = "") -> PageJob:
        """The job of the page that has this key; the caller counts as one who waits. `render` renders the page if it is
        neither cached nor pending. `key_bytes` is the size of a large key. The job has failed with BusyError if the
        client, an IP address, or all together wait for too many pages."""
        with self._lock:
            job = self._jobs.get(key)
            if job is not None:
                job.waiters += 1
                return job
            if page := self._cache.get(key):
                return PageJob.with_page(page)
            try:
                permit = self._permits.acquire(client)
            except BusyError as error:
                return PageJob.with_error(error)
            job = self._jobs[key] = PageJob(lambda job: self._leave(key, job))
            job.waiters = 1
        job.future.add_done_callback(lambda _: permit.cancel())
        permit.add_done_callback(lambda _: self._start(permit, key, job, render, key_bytes))
        return job

    def clear(self) -> None:
        """Drops all cached pages. Pending ones are rendered to their end."""
        self._cache.clear()

    def close(self) -> None:
        """Cancel all pending pages. Later pages are not rendered."""
        with self._lock:
            jobs = list(self._jobs.values())
        self._executor.shutdown(wait=False, cancel_futures=True)
        for job in jobs:
            job.future.cancel()
            job.token.cancel()

    def _start(
        self, permit: Future[None], key: Hashable, job: PageJob, render: Callable[[], Page], key_bytes: int
    ) -> None:
        if permit.cancelled():
            return
        try:
            task = self._executor.submit(self._run, key, job, render, key_bytes)
        except RuntimeError:
            # The service is closed.
            self._permits.release()
        else:
            task.add_done_callback(lambda _: self._permits.release())

    def _run(self, key: Hashable, job: PageJob, render: Callable[[], Page], key_bytes: int) -> None:
        # False if nobody waits any more when it is this page's turn.
        if not job.future.set_running_or_notify_cancel():
            return
        try:
            with job.token.active():
                page = self._cache.get_or_create(key, render, key_bytes)
        except BaseException as error:
            with self._lock:
                self._remove(key, job)
            job.future.set_exception(error)
        else:
            with self._lock:
                self._remove(key, job)
            job.future.set_result(page)

    def _leave(self, key: Hashable, job: PageJob) -> None:
        with self._lock:
            job.waiters -= 1
            if job.waiters:
                return
            self._remove(key, job)
        job.future.cancel()
        job.token.cancel()

    def _remove(self, key: Hashable, job: PageJob) -> None:
        """Forget a job that is done or cancelled, so that later requests get the page from the cache or start a new
        job. Called with the lock."""
        if self._jobs.get(key) is job:
            del self._jobs[key]
