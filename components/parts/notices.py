"""Notices above a page: values of the link that were dropped, and other versions of the dataset."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from components.page import PageRequest
from components.url.parameter_reader import DroppedValue
from components.url.view import View, query_string
from data import DatasetChanges, Release, dataset_changes, date_label, list_releases, load_release
from data.translation import gettext, gettext_noop, ngettext

from .pager import Pager

MAX_UNUSABLE_VALUES = 12


def pager_notices(view: View, pager: Pager | None) -> tuple[str, ...]:
    """A notice if the address names a page after the last one of a list."""
    if pager is None or view.page <= pager.pages:
        return ()
    notice = ngettext(
        "This list has {num} page; there is no page {page}. This is the last one.",
        "This list has {num} pages; there is no page {page}. This is the last one.",
        pager.pages,
        page=view.page,
    )
    return (notice,)


@dataclass(frozen=True)
class OtherVersion:
    """A released version of the dataset beside the current one: the day of the release, a link to the view in the
    version that the page does not show, and the changes in the view between the two."""

    version: str
    date: str
    link: str
    changes: DatasetChanges | None = None


def link_version(request: PageRequest) -> OtherVersion | None:
    """The version that the link was made with, and the changes since; None if it is the current version, or no
    release."""
    dataset, view, version = request.dataset, request.decoded.view, request.decoded.version
    if not version or view.as_of or version == dataset.version:
        return None
    directory = Path(dataset.directory)
    release = _release(directory, version)
    old = load_release(directory, version) if release else None
    if release is None or old is None:
        return None
    link = f"?{query_string(replace(view, as_of=version), version)}"
    return OtherVersion(version, date_label(release.date), link, dataset_changes(old, dataset, view.filters))


def shown_release(request: PageRequest) -> OtherVersion | None:
    """The release that the page shows in place of the current dataset; None if it shows the current one."""
    dataset, view = request.dataset, request.decoded.view
    if not view.as_of or view.as_of != dataset.version:
        return None
    release = _release(Path(dataset.directory).parents[1], view.as_of)
    link = f"?{query_string(replace(view, as_of=''), '')}"
    return OtherVersion(view.as_of, date_label(release.date), link) if release else None


def _release(directory: Path, version: str) -> Release | None:
    return next((release for release in list_releases(directory) if release.version == version), None)


def _dropped_message(drop: DroppedValue) -> str:
    """Dates are typed as often as they come with a link, and a party may be the fifth that was ticked."""
    if drop.name:
        return gettext_noop("{name}: {reason}.")
    if drop.parameter in ("from", "to"):
        return gettext_noop("The period does not begin or end with “{value}”: {reason}. All other filters apply.")
    return gettext_noop("The link has “{value}” for {parameter}: {reason}. The rest of the link is shown.")


def link_notices(request: PageRequest, made_with: OtherVersion | None) -> list[str]:
    """A notice for each value of the link that was dropped, and one if the link was made with another version that is
    no release. `made_with` is the version of the link if that is a release."""
    dropped, version, current = request.decoded.dropped, request.decoded.version, request.dataset.version
    notices = [
        gettext(_dropped_message(drop), name=drop.name, value=drop.value, parameter=drop.parameter, reason=drop.reason)
        for drop in dropped[:MAX_UNUSABLE_VALUES]
    ]
    if len(dropped) > MAX_UNUSABLE_VALUES:
        notices.append(
            ngettext(
                "{num} more value of the link could not be used.",
                "{num} more values of the link could not be used.",
                len(dropped) - MAX_UNUSABLE_VALUES,
            )
        )
    if version and version != current and made_with is None:
        notices.append(
            gettext(
                "This link was made with version {version} of the dataset. "
                "You see version {current}: statements may have been added or corrected since.",
                version=version[:40],
                current=current,
            )
        )
    return notices
