"""`python -m data serve DIR`: runs the dashboard on a dataset."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from data.package import DatabaseUrl, parse_dataset_location

DASHBOARD_SCRIPT = Path(__file__).parents[2] / "dashboard.py"


def add_serve_parser(commands: Any) -> None:  # noqa: ANN401 - argparse does not name the type
    """Adds the command and its options."""
    text = "run the dashboard on a dataset, until Ctrl-C"
    parser: argparse.ArgumentParser = commands.add_parser("serve", help=text, description=text)
    parser.add_argument("directory", type=parse_dataset_location, metavar="DIR", help="a folder or a database")
    parser.add_argument("--port", type=int, default=8501, help="the port; 8501 if it is not given")


def run_serve(options: argparse.Namespace) -> int:
    """Runs the command and returns the dashboard's exit status. FileNotFoundError if there is no such folder."""
    location = options.directory
    if isinstance(location, Path) and not location.is_dir():
        raise FileNotFoundError(f"{location} is no folder: make a dataset with python -m data new or import")
    text = location.text if isinstance(location, DatabaseUrl) else str(location.resolve())
    print(f"http://localhost:{options.port}", flush=True)
    try:
        return subprocess.run(  # noqa: S603 - our own script
            serve_command(options.port),
            env=os.environ | {"COUNTERPOINT_DATASET": text},
            cwd=DASHBOARD_SCRIPT.parent,
            check=False,
        ).returncode
    except KeyboardInterrupt:
        return 0


def serve_command(port: int) -> list[str]:
    """The command that runs the dashboard on a port."""
    options = ["--server.port", str(port), "--server.headless", "true"]
    return [sys.executable, "-m", "streamlit", "run", str(DASHBOARD_SCRIPT), *options]
