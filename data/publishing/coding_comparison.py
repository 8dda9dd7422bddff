"""Two codings of the same statements, side by side: how far they agree, and where they differ.

Cohen's kappa (Jacob Cohen, Educational and Psychological Measurement 20, 1960) compares categories: 1 is full
agreement, 0 what chance gives. Krippendorff's alpha (`data.publishing.coder_agreement`) also counts how far two stances
are apart.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from data.model import STANCES

from .coder_agreement import interval_alpha

STANCE_IDS = tuple(stance.id for stance in STANCES)
CODING_COLUMNS = ("statement", "coder", "stance")


class CodingError(ValueError):
    """A table is no coding, or names a stance that there is not."""


@dataclass(frozen=True)
class CodingComparison:
    """The comparison of two codings.

    `pairs`: how many statements both code; `same`: how many of them alike; `kappa` and `alpha` over these, None where
    they are not defined. Alpha takes the stances on the scale alone. `counts` is the confusion matrix, a row for each
    stance of the first coding and a column for each of the second. `differing` has the columns `statement`, `first`,
    `second`. `alone` counts statements that only one of them codes.
    """

    pairs: int
    same: int
    kappa: float | None
    alpha: float | None
    counts: pd.DataFrame
    differing: pd.DataFrame
    alone: int


def read_coding(content: bytes, name: str) -> pd.Series:
    """The stance of each statement in a CSV file with the columns `statement` (or `id`) and `stance`: a file of
    codings, or of statements, with commas, semicolons or tabs, as spreadsheet programs write them. CodingError says
    what is missing."""
    header = content.partition(b"\n")[0]
    separator = max((b",", b";", b"\t"), key=header.count).decode()
    try:
        frame = pd.read_csv(
            io.BytesIO(content), dtype="str", keep_default_na=False, encoding="utf-8-sig", sep=separator
        ).rename(columns=str.strip)
    except (ValueError, UnicodeError) as error:
        raise CodingError(f"{name} cannot be read as CSV in UTF-8: {error}") from error
    key = next((column for column in ("statement", "id") if column in frame), "")
    if not key or "stance" not in frame:
        raise CodingError(f"{name} needs the columns statement (or id) and stance; it has {', '.join(frame.columns)}")
    frame = frame[frame["stance"] != ""]
    if unknown := sorted(set(frame["stance"]) - set(STANCE_IDS)):
        raise CodingError(f"{name}: {unknown[0]!r} is no stance; there are {', '.join(STANCE_IDS)}")
    if "coder" in frame and frame["coder"].nunique() > 1:
        raise CodingError(f"{name} holds several coders ({', '.join(frame['coder'].unique()[:5])}); split it")
    frame = frame.drop_duplicates([key, "stance"])
    if len(twice := frame[frame[key].duplicated()]):
        raise CodingError(f"{name} has two stances for {twice[key].iloc[0]!r}: leave one of them")
    return frame.set_index(key)["stance"]


def read_coding_path(path: Path) -> pd.Series:
    """Read a coding from a file, or from `statements.csv` in a dataset's folder. Errors as of `read_coding`."""
    file = path / "statements.csv" if path.is_dir() else path
    return read_coding(file.read_bytes(), file.name)


def compare_codings(first: pd.Series, second: pd.Series) -> CodingComparison:
    """The comparison of two codings: series of stances by statement."""
    both = pd.DataFrame({"first": first, "second": second})
    pairs = both.dropna()
    counts = pd.crosstab(
        pd.Categorical(pairs["first"], STANCE_IDS),
        pd.Categorical(pairs["second"], STANCE_IDS),
        rownames=["first"],
        colnames=["second"],
        dropna=False,
    )
    values = {stance.id: stance.value for stance in STANCES}
    ratings = pairs.apply(lambda column: column.map(values)).astype(float).to_numpy().T
    differing = pairs[pairs["first"] != pairs["second"]]
    return CodingComparison(
        pairs=len(pairs),
        same=len(pairs) - len(differing),
        kappa=cohen_kappa(counts.to_numpy()),
        alpha=interval_alpha(ratings) if len(pairs) else None,
        counts=counts,
        differing=differing.rename_axis("statement").reset_index(),
        alone=len(both) - len(pairs),
    )


def cohen_kappa(counts: np.ndarray) -> float | None:
    """Cohen's kappa of a confusion matrix; None where chance alone gives full agreement, or without pairs."""
    total = counts.sum()
    if not total:
        return None
    observed = np.trace(counts) / total
    expected = float((counts.sum(axis=0) * counts.sum(axis=1)).sum()) / total**2
    return None if expected == 1 else float((observed - expected) / (1 - expected))


def codings_csv(coder: str, stances: Mapping[str, str]) -> bytes:
    """The table `codings` of one coder."""
    rows = [(statement, coder, stance) for statement, stance in stances.items() if stance]
    return pd.DataFrame(rows, columns=list(CODING_COLUMNS)).to_csv(index=False, lineterminator="\n").encode()
