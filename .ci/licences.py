"""Lists the licences of the packages that are installed beside this Python, as their metadata state them, and fails
where one does not go with Apache-2.0: `uv run --no-dev python .ci/licences.py`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from email.message import Message
from importlib.metadata import distributions

# SPDX identifiers whose works may be used by, and shipped beside, a work under Apache-2.0.
ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-2-Clause-Views", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-CMU"),
    *("MPL-2.0", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib"),
}
# What older metadata write in place of an identifier, in a classifier or as text.
OLDER_NAMES = {
    "3-Clause BSD License": "BSD-3-Clause",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
    "Zero-Clause BSD (0BSD)": "0BSD",
}
# psycopg is imported as it is published, unchanged, and anybody can put another version in its place: that is how the
# LGPL lets works under other licences use a library.
EXCEPTIONS = {"psycopg": "LGPL-3.0-only", "psycopg-binary": "LGPL-3.0-only"}
CLASSIFIER = "License :: "


def licence(metadata: Message) -> str:
    """The licence of a package: its SPDX expression, or what its classifiers say, or its text; '' if none says any."""
    if expression := metadata.get("License-Expression"):
        return expression
    classifiers = [each for each in metadata.get_all("Classifier") or [] if each.startswith(CLASSIFIER)]
    names = [each.rpartition(" :: ")[2] for each in classifiers] or [(metadata.get("License") or "").strip()]
    return " AND ".join(OLDER_NAMES.get(name, name) for name in names if name.count("\n") == 0)


def is_allowed(name: str, expression: str) -> bool:
    """Whether a package of this name may have this licence. Of alternatives one is enough."""
    parts = expression.replace("(", "").replace(")", "").split(" AND ")
    return expression == EXCEPTIONS.get(name) or all(set(part.split(" OR ")) & ALLOWED for part in parts)


def problems(packages: Iterable[Message]) -> list[str]:
    """A line for each package whose licence does not go with Apache-2.0, or is not known."""
    named = {str(metadata["Name"]): licence(metadata) for metadata in packages}
    return [f"{name}: {text or 'no licence named'}" for name, text in named.items() if not is_allowed(name, text)]


def main() -> int:
    """Prints each package with its licence; 1 if there is a problem."""
    packages = sorted((found.metadata for found in distributions()), key=lambda metadata: metadata["Name"].lower())
    for metadata in packages:
        sys.stdout.write(f"{metadata['Name']:<28} {licence(metadata)}\n")
    found = problems(packages)
    for line in found:
        sys.stderr.write(f"does not go with Apache-2.0, or is not known: {line}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
