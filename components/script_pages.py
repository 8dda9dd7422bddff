"""Pages that are Streamlit scripts of their own, beside those of the registry: the Workbench, and what an operator adds
with `COUNTERPOINT_PAGES`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from components.pages import PAGES
from data import Settings
from data.settings import SettingsError
from data.translation import gettext, gettext_noop

WORKBENCH_PAGE = "workbench"
SCRIPT_NAME_PATTERN = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
RESERVED_PAGE_NAMES = {"home", "api", "class", "cite", "embed", "print", "quote", "search", "version"}


@dataclass(frozen=True)
class ScriptPage:
    """A page of a Streamlit script: its name, which is its path, its title in the menu, and the script, None for the
    Workbench."""

    name: str
    title: str
    script: Path | None = None

    @property
    def label(self) -> str:
        """The title in the reader's language; that of an operator's page as it is."""
        return self.title if self.script else gettext(self.title)


def script_pages(settings: Settings) -> tuple[ScriptPage, ...]:
    """The pages that the settings add, in the order of the menu. SettingsError if the folder of pages cannot be used:
    it is missing, or a script has the name of another page."""
    pages = [ScriptPage(WORKBENCH_PAGE, gettext_noop("Workbench"))] if settings.workbench == "on" else []
    return (*pages, *_scripts(Path(settings.pages))) if settings.pages else tuple(pages)


def _scripts(folder: Path) -> list[ScriptPage]:
    if not folder.is_dir():
        raise SettingsError(f"COUNTERPOINT_PAGES is {folder}, but has to be a folder of Streamlit scripts.")
    paths = sorted(path for path in folder.resolve().glob("*.py") if not path.name.startswith("_"))
    taken = {*PAGES, WORKBENCH_PAGE, *RESERVED_PAGE_NAMES}
    for path in paths:
        if not SCRIPT_NAME_PATTERN.fullmatch(path.stem) or path.stem in taken:
            raise SettingsError(
                f"COUNTERPOINT_PAGES: {path.name} needs another name: lower-case letters, digits, hyphens and "
                "underscores, and none that another page has."
            )
    return [ScriptPage(path.stem, path.stem.replace("_", " ").replace("-", " ").capitalize(), path) for path in paths]
