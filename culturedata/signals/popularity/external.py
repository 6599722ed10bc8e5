"""How popular works are elsewhere: figures that the catalogue's sources give."""

from __future__ import annotations

from typing import ClassVar

from culturedata.signals.popularity._base import Measure
from culturedata.signals.popularity._known import Known
from culturedata.signals.popularity._sums import Figures


class _External(Measure):
    """A figure of the catalogue, by its `figure` (kind, unit)."""

    asks_facts = True
    figure: ClassVar[tuple[str, str]]

    def of(self, known: Known) -> Figures:
        return known.facts.figure(*self.figure)


class BoxOffice(_External):
    """What the film took at the cinema, as its source says; nan if it says nothing, or nothing from before t.

    In dollars of its day: not corrected for prices.

    Source: OMDb and Wikidata, by the importers. Cost: O(N). Use: what people paid for; it favours what is recent and
    American.
    """

    name = "box-office"
    summary = "What it took at the cinema, in US dollars of its day"
    figure = ("box office", "USD")


class Critics(_External):
    """The mean rating by critics from 0 to 10 that Rotten Tomatoes gives; nan if it has none, or none from before t.

    Source: Rotten Tomatoes, by way of OMDb in the sample of films. Cost: O(N). Use: to see how far critics and people
    are apart.
    """

    name = "critics"
    summary = "Mean rating by critics (Rotten Tomatoes), of 10"
    figure = ("critics' rating", "of 10")


class Reviews(_External):
    """How many critics reviewed the film, as Rotten Tomatoes counts; nan if it has none, or none from before t.

    Source: Rotten Tomatoes, by way of OMDb in the sample of films. Cost: O(N). Use: attention, not praise.
    """

    name = "reviews"
    summary = "How many critics reviewed it (Rotten Tomatoes)"
    figure = ("reviews", "reviews")


class Tomatometer(_External):
    """The share of critics, in per cent, who were for the film; nan if there is none, or none from before t.

    Source: Rotten Tomatoes, by way of OMDb in the sample of films. Cost: O(N). Use: whether it was liked, not how much.
    """

    name = "tomatometer"
    summary = "Share of critics who were for it (Rotten Tomatoes), in per cent"
    figure = ("tomatometer", "%")


class Metacritic(_External):
    """The weighted mean of critics from 0 to 100 that Metacritic gives; nan if it has none, or none from before t.

    Source: Metacritic, by way of OMDb in the sample of films. Cost: O(N). Use: as the critics' rating, of fewer films.
    """

    name = "metacritic"
    summary = "Weighted mean of critics (Metacritic), of 100"
    figure = ("metacritic", "of 100")


class ImdbRating(_External):
    """The weighted mean rating from 1 to 10 that IMDb shows; nan if IMDb was not imported, has none, or none before t.

    Source: title.ratings of IMDb's non-commercial datasets. Cost: O(N). Use: how much millions liked it.
    """

    name = "imdb-rating"
    summary = "IMDb's weighted mean rating, of 10"
    figure = ("rating", "of 10")


class ImdbVotes(_External):
    """How many people rated the title at IMDb; nan if IMDb was not imported, has none, or none from before t.

    Source: title.ratings of IMDb's non-commercial datasets. Cost: O(N). Use: how widely it is known outside this data.
    """

    name = "imdb-votes"
    summary = "How many people rated it at IMDb"
    figure = ("ratings", "votes")
