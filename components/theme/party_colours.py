"""Colours that tell the parties of one view apart."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from data import Dataset

from .tokens import PARTY_COLOURS

# Two colours that are nearer than this in OKLab look alike in a line or a bar. Those of the palette are further apart.
MIN_COLOUR_DISTANCE = 0.06
# Nearer than this they are the same to the eye.
SAME_COLOUR_DISTANCE = 0.01
# The luminance of a colour in which text on white has a contrast of 4.5:1 (WCAG 2.2, 1.4.3).
MAX_LUMINANCE = 1.05 / 4.5 - 0.05
HUES, LIGHTNESSES, SATURATIONS = 72, (0.18, 0.26, 0.34, 0.42), (1.0, 0.65, 0.35)

# From linear sRGB to OKLab: Björn Ottosson, "A perceptual color space for image processing", 2020.
CONE_MATRIX = np.array(
    [[0.41222147, 0.53633254, 0.05144599], [0.2119035, 0.6806995, 0.10739696], [0.08830246, 0.28171884, 0.6299787]]
)
LAB_MATRIX = np.array(
    [[0.21045426, 0.7936178, -0.00407205], [1.9779985, -2.42859221, 0.45059371], [0.02590404, 0.78277177, -0.80867577]]
)
# From linear sRGB to relative luminance (WCAG 2.2).
LUMINANCE_WEIGHTS = np.array([0.2126, 0.7152, 0.0722])


def with_distinct_colours(dataset: Dataset, columns: Sequence[str]) -> Dataset:
    """The dataset in which no two parties have the same colour, and those of `columns`, the ids of the parties side by
    side, do not look alike. A party keeps its colour unless one before it has it; columns come first."""
    parties = dataset.parties
    order = [*columns, *(party for party in parties if party not in columns)]
    before = [parties[party].colour for party in order]
    after = distinct_colours(before, len(columns))
    if before == after:
        return dataset
    return dataset.with_party_colours(dict(zip(order, after, strict=True)))


def distinct_colours(colours: Sequence[str], columns: int) -> list[str]:
    """Return a colour (`#rrggbb`) for each colour of a list, its own where that differs enough from those before it:
    by `MIN_COLOUR_DISTANCE` for the first `columns`, which stand side by side, and by `SAME_COLOUR_DISTANCE` for the
    others, as long as there are any."""
    candidates, candidate_places = _candidates()
    # How far each candidate is from the nearest colour so far.
    clearances = np.full(len(candidates), np.inf)
    distinct: list[str] = []
    taken = np.empty((len(colours), 3))
    for number, (colour, place) in enumerate(zip(colours, _oklab(colours), strict=True)):
        nearest = MIN_COLOUR_DISTANCE if number < columns else SAME_COLOUR_DISTANCE
        if number and _distances(taken[:number], place).min() < nearest:
            # The first one that stands out, in the order of the palette; the one that stands out most if none does.
            clear = np.flatnonzero(clearances >= 2 * MIN_COLOUR_DISTANCE)
            best = int(clear[0]) if len(clear) else int(clearances.argmax())
            colour, place = candidates[best], candidate_places[best]
        distinct.append(colour)
        taken[number] = place
        clearances = np.minimum(clearances, _distances(candidate_places, place))
    return distinct


@cache
def _candidates() -> tuple[list[str], NDArray[np.float64]]:
    """The palette and, after it, hues in several shades, all legible on white, with their places in OKLab."""
    shades = [
        "#" + "".join(f"{round(255 * channel):02x}" for channel in colorsys.hls_to_rgb(hue / HUES, light, saturation))
        for light in LIGHTNESSES
        for saturation in SATURATIONS
        for hue in range(HUES)
    ]
    legible = _linear(shades) @ LUMINANCE_WEIGHTS <= MAX_LUMINANCE
    colours = [*PARTY_COLOURS, *(shade for shade, is_legible in zip(shades, legible, strict=True) if is_legible)]
    return colours, _oklab(colours)


def _distances(places: NDArray[np.float64], place: NDArray[np.float64]) -> NDArray[np.float64]:
    """The distance of each of some places in OKLab from one."""
    result: NDArray[np.float64] = np.sqrt(((places - place) ** 2).sum(axis=1))
    return result


def _linear(colours: Sequence[str]) -> NDArray[np.float64]:
    channels = [[int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)] for colour in colours]
    values = np.array(channels).reshape(-1, 3)
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def _oklab(colours: Sequence[str]) -> NDArray[np.float64]:
    result: NDArray[np.float64] = np.cbrt(_linear(colours) @ CONE_MATRIX.T) @ LAB_MATRIX.T
    return result
