"""Addresses: of works, people and words where a library is served, and of identifiers of other schemes."""

from __future__ import annotations

from urllib.parse import quote

_SCHEMES = {
    "wikidata": "http://www.wikidata.org/entity/{}", "ulan": "http://vocab.getty.edu/ulan/{}",
    "aat": "http://vocab.getty.edu/aat/{}", "tgn": "http://vocab.getty.edu/tgn/{}", "viaf": "http://viaf.org/viaf/{}",
    "isni": "https://isni.org/isni/{}", "orcid": "https://orcid.org/{}", "gnd": "https://d-nb.info/gnd/{}",
    "geonames": "https://sws.geonames.org/{}/", "rkd": "https://rkd.nl/artists/{}",
    "bnf": "https://data.bnf.fr/ark:/12148/{}", "joconde": "https://pop.culture.gouv.fr/notice/joconde/{}",
    "handle": "http://hdl.handle.net/{}", "discogs-artist": "https://www.discogs.com/artist/{}",
    "discogs-label": "https://www.discogs.com/label/{}",
}  # fmt: skip


def of_work(base: str, work_id: str) -> str:
    """The page of a work."""
    return f"{base}/work/{quote(work_id, safe=':')}"


def of_agent(base: str, agent_id: str) -> str:
    """The page of a person or a group."""
    return f"{base}/maker/{quote(agent_id, safe=':')}"


def of_term(base: str, term_id: str) -> str:
    """The page about a term."""
    return f"{base}/term/{quote(term_id, safe=':')}"


def of_source(base: str, source: str) -> str:
    """Where a source is described."""
    return f"{base}/sources#{source}"


def web(address: str | None) -> str | None:
    """An address on the web as it may stand in an IRI, spaces and the like written out; None for anything else."""
    if not address or not address.lower().startswith(("http://", "https://")):
        return None
    return quote(address, safe=":/?#[]@!$&'()*+,;=%~-._")


def elsewhere(scheme: str, value: str) -> str | None:
    """The address of an identifier, None if its scheme has none."""
    if scheme == "imdb":
        room = {"tt": "title", "nm": "name", "co": "company"}.get(value[:2])
        return f"https://www.imdb.com/{room}/{value}/" if room else None
    return _SCHEMES[scheme].format(quote(value)) if scheme in _SCHEMES else web(value)
