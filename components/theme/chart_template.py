"""The look of all charts, as Plotly templates: `counterpoint`, and `counterpoint-dark` for the dark theme.

Importing this module makes `counterpoint` the template of figures that name none; `Chart` sets it for good.
"""

from __future__ import annotations

import plotly.graph_objects as go
import plotly.io

from .tokens import CHART_FONT_SIZES, COLOURS, FONTS, PARTY_COLOURS, dark_colour


def _template(scheme: str) -> go.layout.Template:
    """The template for the scheme `light` or `dark`."""
    colours = {name: getattr(colour, scheme) for name, colour in COLOURS.items()}
    font = {"family": FONTS["sans"].replace('"', "")}
    small = {"color": colours["soft"], "size": CHART_FONT_SIZES["axis"]}
    axis = {
        "gridcolor": colours["rule"],
        "showline": True,
        "linecolor": colours["soft"],
        "zeroline": False,
        "tickfont": small,
        "title": {"font": small},
        "automargin": True,
        "fixedrange": True,
    }
    layout = {
        "font": {**font, "size": CHART_FONT_SIZES["text"], "color": colours["ink"]},
        "colorway": [colour if scheme == "light" else dark_colour(colour) for colour in PARTY_COLOURS],
        "paper_bgcolor": colours["paper"],
        "plot_bgcolor": colours["paper"],
        "height": 460,
        "margin": {"l": 8, "r": 16, "t": 24, "b": 36},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {
            "bgcolor": colours["paper"],
            "bordercolor": colours["soft"],
            "font": {**font, "size": CHART_FONT_SIZES["axis"], "color": colours["ink"]},
        },
        "xaxis": axis,
        "yaxis": axis,
        "annotationdefaults": {
            "showarrow": False,
            "font": {"color": colours["soft"], "size": CHART_FONT_SIZES["name"]},
        },
        "shapedefaults": {"line": {"color": colours["rule"], "width": 1}},
    }
    return go.layout.Template(layout=layout)


LIGHT_TEMPLATE, DARK_TEMPLATE = _template("light"), _template("dark")
plotly.io.templates["counterpoint"], plotly.io.templates["counterpoint-dark"] = LIGHT_TEMPLATE, DARK_TEMPLATE
plotly.io.templates.default = "counterpoint"
