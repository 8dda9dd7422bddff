"""The scripts and the style that browsers load, and the folder under which the server has them.

The folder's name is a fingerprint of all of them: browsers may cache a file for good, and modules import each other by
their plain names.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from .theme.stylesheet import stylesheet

STATIC_FOLDER = Path(__file__).parent / "static"


@cache
def asset_files() -> Mapping[str, str]:
    """The text of each script and of the style, by its name in the folder."""
    scripts = {path.name: path.read_text("utf-8") for path in sorted(STATIC_FOLDER.glob("*.js"))}
    return scripts | {"style.css": stylesheet("../fonts")}


@cache
def asset_folder() -> str:
    """The folder, as a path below that of the pages, such as `assets/0123456789ab`."""
    text = "\0".join(part for file in asset_files().items() for part in file)
    return f"assets/{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def inline_asset(name: str) -> str:
    """The text of a script or style that stands in a document itself."""
    return (STATIC_FOLDER / "inline" / name).read_text("utf-8")


def inline_script(name: str) -> str:
    """Return a script of `static/inline` without comments, with the modules that it imports, for a document itself. It
    runs at once; as a module it would wait until the document is parsed."""
    text = inline_asset(name)
    modules = re.findall(r'^import .* from "\.\./(.+)";$', text, re.MULTILINE)
    parts = (*(asset_files()[module] for module in modules), text)
    code = re.sub(r"^import .*$|^export |/\*[\s\S]*?\*/", "", "".join(parts), flags=re.MULTILINE)
    return f"(() => {{{code}}})();"


def streamlit_component_script() -> str:
    """The script of the component that Streamlit mounts: it imports the page's modules."""
    return inline_asset("component.js").replace("FOLDER", asset_folder())
