"""`python -m benchmarks`: measures Counterpoint beside an empty Streamlit page and other tools.

The results go to benchmarks/results.json; docs/performance.md has their table and chart.
"""

import argparse
import datetime as dt
import json
import os
import platform
from functools import partial
from importlib.metadata import version
from pathlib import Path

from benchmarks import ROOT

from .measurements import Figures, check, compare, read, start
from .report import table, write
from .server import Program
from .tools import EMPTY, PEERS, counterpoint

RESULTS = ROOT / "benchmarks" / "results.json"
PACKAGES = ("streamlit", "duckdb", "pandas", "datasette", "dash")
DATASETS = ("shipped", "100", "1000", "10000", "1000000", "10000000")
# Measurements of programs alone, besides the comparison of all tools, and their datasets.
PIECES = {"readers": (read, ("shipped", "1000000")), "start": (start, ("shipped",)), "check": (check, ("1000000",))}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--pieces", nargs="+", choices=["compare", *PIECES], default=["compare", *PIECES])
    parser.add_argument("--tools", nargs="*", choices=PEERS, default=list(PEERS), help="tools beside Counterpoint")
    parser.add_argument("--datasets", nargs="+", choices=DATASETS, default=DATASETS[:-1], help="all but the largest")
    parser.add_argument("--program", type=Path, help="an older checkout of Counterpoint, to be measured in turn")
    parser.add_argument("--quick", action="store_true", help="few repetitions, to see whether all of it runs")
    parser.add_argument("--add", action="store_true", help="add to the stored results of the same commit")
    return parser.parse_args()


def _run_description(commit: str, quick: bool) -> dict[str, str]:
    versions = [f"Python {platform.python_version()}", *(f"{name} {version(name)}" for name in PACKAGES)]
    return {
        "commit": commit,
        "date": f"{dt.datetime.now(dt.UTC):%Y-%m-%d}",
        "run": "quick, with few repetitions" if quick else "full",
        "cores": str(os.cpu_count()),
        "load average at the end": f"{os.getloadavg()[0]:.1f}",
        "versions": ", ".join(versions),
    }


def main() -> None:
    """Measure, store and report what the command line asks for."""
    options = _options()
    known = {"compare": DATASETS} | {piece: datasets for piece, (_, datasets) in PIECES.items()}
    if not any(dataset in known[piece] for piece in options.pieces for dataset in options.datasets):
        raise SystemExit("None of these pieces is measured with these datasets.")
    programs = [Program()] + ([Program(options.program.resolve())] if options.program else [])
    stored = json.loads(RESULTS.read_text("utf-8")) if options.add else {"figures": {}}
    if options.add and stored["about"]["commit"] != programs[0].commit():
        raise SystemExit("The stored results are of another commit.")
    figures: Figures = stored["figures"]
    times = 3 if options.quick else 10
    # Programs and the empty page take turns. Other tools need more memory and are measured alone.
    own = {program.name: partial(counterpoint, program) for program in programs}
    groups = [own | {name: PEERS[name] for name in options.tools if name == EMPTY}]
    groups += [{name: PEERS[name]} for name in options.tools if name != EMPTY]
    for dataset in options.datasets:
        chosen = groups[:1] if dataset == "shipped" else groups
        for group in chosen if "compare" in options.pieces else []:
            print(dataset, *group, sep=", ", flush=True)
            compare(figures, group, dataset, times)
        for piece, (measure, datasets) in PIECES.items():
            if piece in options.pieces and dataset in datasets:
                print(dataset, piece, sep=", ", flush=True)
                measure(figures, programs, dataset, times)
        about = _run_description(programs[0].commit(), options.quick)
        lines = [f"  {json.dumps(key)}: {json.dumps(figure)}" for key, figure in figures.items()]
        text = f'{{\n "about": {json.dumps(about)},\n "figures": {{\n' + ",\n".join(lines) + "\n }\n}\n"
        RESULTS.write_text(text, "utf-8")
    print("\n".join("  ".join(row) for row in table(figures)))
    write(about, figures, ROOT / "docs")


if __name__ == "__main__":
    main()
