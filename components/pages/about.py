"""The About page: method, codebook, licence, version."""

from __future__ import annotations

from data import DISTANCES, STANCES, coder_agreement
from data import statements as queries

from .request import Page, Request, laid_out

__all__ = ["about"]


def about(request: Request) -> Page:
    """How the dataset was made and how a page is to be read."""
    dataset = request.dataset
    excerpts = queries.property_counts(dataset).query("property == 'checked' and value == 'excerpt'")["n"].sum()
    return laid_out(
        "about",
        "About",
        request,
        description=f"How {dataset.title} was made: method, scale of stances, agreement of coders, licences.",
        scale=STANCES,
        distances=DISTANCES,
        agreement=coder_agreement(dataset),
        statements=dataset.statement_count,
        excerpts=int(excerpts),
        doubted=queries.filled_counts(dataset)["note"],
        licensed=sorted({(source.licence, source.publisher) for source in dataset.sources.values() if source.licence}),
    )
