"""Canonical forms of identifiers, written in every way that sources write them, and check digits of known ones."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from culturedata.data.identifiers import canonical, is_valid
from tests.conftest import SHARED

GND_FIXTURES = SHARED / "fixtures" / "gnd"
MBID = "b10bbbfc-cf9e-42e0-be17-e2c3e1d2600d"

# scheme, canonical form, and what else means it
WRITTEN = {
    ("wikidata", "Q762"): [
        " Q762 ", "q762", "wd:Q762", "http://www.wikidata.org/entity/Q762", "https://www.wikidata.org/wiki/Q762",
        "https://wikidata.org/wiki/Q762#P31", "www.wikidata.org/wiki/Q762", "https://m.wikidata.org/wiki/Q762",
        "https://www.wikidata.org/wiki/Special:EntityData/Q762.json", "HTTPS://WWW.WIKIDATA.ORG/wiki/Q762",
    ],
    ("ulan", "500034433"): [
        "http://vocab.getty.edu/page/ulan/500034433", "https://vocab.getty.edu/ulan/500034433",
        "http://vocab.getty.edu/ulan/500034433-agent", "http://vocab.getty.edu/page/ulan/500034433-agent",
        "http://vocab.getty.edu/ulan/500034433.json", "ulan:500034433", "ULAN 500034433",
        "http://www.getty.edu/vow/ULANFullDisplay?find=&role=&nation=&subjectid=500034433",
    ],
    ("aat", "300045514"): [
        "AAT45514", "aat45514", "http://vocab.getty.edu/aat/300045514", "http://vocab.getty.edu/page/aat/300045514/",
        "aat:300045514", "AAT300045514",
    ],
    ("aat", "300000810"): ["AAT810"],
    ("tgn", "7011781"): ["http://vocab.getty.edu/page/tgn/7011781", "http://vocab.getty.edu/tgn/7011781", "TGN7011781"],
    ("viaf", "24602065"): [
        "http://viaf.org/viaf/24602065", "https://viaf.org/viaf/24602065/", "http://www.viaf.org/viaf/24602065/",
        "https://viaf.org/viaf/24602065/#Goethe", "https://viaf.org/en/viaf/24602065", "viaf:24602065",
    ],
    ("viaf", "1234567890123456789012"): [],
    ("isni", "0000000121032683"): [
        "0000 0001 2103 2683", "0000-0001-2103-2683", "https://isni.org/isni/0000000121032683/",
        "ISNI 0000000121032683", "http://www.isni.org/0000000121032683",
        "https://www.isni.org/isni/0000 0001 2103 2683",
        "https://isni.org/isni/0000%200001%202103%202683", "http://isni-url.oclc.nl/isni/0000000121032683",
        "isni:0000000121032683", "ISNI: 0000 0001 2103 2683",
    ],
    ("isni", "000000012150090X"): ["0000 0001 2150 090x", "https://isni.org/isni/000000012150090X"],
    ("orcid", "0000-0002-1825-0097"): [
        "https://orcid.org/0000-0002-1825-0097", "0000000218250097", "orcid.org/0000-0002-1825-0097/",
    ],
    ("orcid", "0000-0002-1694-233X"): ["http://orcid.org/0000-0002-1694-233x"],
    ("gnd", "118540238"): [
        "http://d-nb.info/gnd/118540238", "https://d-nb.info/gnd/118540238", "(DE-588)118540238", "(DE-588a)118540238",
        "https://lobid.org/gnd/118540238", "https://lobid.org/gnd/118540238.json", "gnd:118540238", "GND 118540238",
        "https://d-nb.info/gnd/118540238/about", "https://explore.gnd.network/gnd/118540238",
    ],
    ("gnd", "4021455-2"): ["https://d-nb.info/gnd/4021455-2", "(DE-588c)4021455-2"],
    ("gnd", "101488358X"): ["https://d-nb.info/gnd/101488358x", "101488358x"],
    ("gnd", "2-4"): ["http://d-nb.info/gnd/2-4"],
    ("mbid", MBID): [
        MBID.upper(), f"https://musicbrainz.org/artist/{MBID}", f"http://musicbrainz.org/artist/{MBID}/relationships",
        f"https://musicbrainz.org/release-group/{MBID.upper()}?x=1", f"https://musicbrainz.org/ws/2/artist/{MBID}",
    ],
    ("imdb", "tt0114709"): [
        "0114709", "114709", "TT0114709", "http://www.imdb.com/title/tt0114709/", "https://m.imdb.com/title/tt0114709",
        "https://www.imdb.com/fr/title/tt0114709/fullcredits?ref_=tt", "tt00114709",
    ],
    ("imdb", "nm0000001"): ["https://www.imdb.com/name/nm0000001/", "nm1"],
    ("imdb", "tt12345678"): ["12345678"],
    ("joconde", "000PE004070"): [
        "000pe004070", "https://www.pop.culture.gouv.fr/notice/joconde/000PE004070",
        "https://pop.culture.gouv.fr/notice/joconde/000PE004070?base=joconde",
    ],
    ("joconde", "06570007713"): [" 06570007713 "],
    ("rkd", "66219"): [
        "https://rkd.nl/artists/66219", "https://rkd.nl/explore/artists/66219",
        "https://rkd.nl/en/explore/artists/66219",
        "https://data.rkd.nl/artists/66219",
        "https://research.rkd.nl/nl/detail/https%3A%2F%2Fdata.rkd.nl%2Fartists%2F66219",
    ],
    ("geonames", "2988507"): ["https://sws.geonames.org/2988507/", "http://www.geonames.org/2988507/paris.html"],
    ("bnf", "cb13901884f"): [
        "13901884f", "13901884F", "https://catalogue.bnf.fr/ark:/12148/cb13901884f", "ark:/12148/cb13901884f",
        "http://data.bnf.fr/ark:/12148/cb13901884f#about", "https://ark.bnf.fr/ark:12148/cb13901884f",
    ],
    ("isbn", "9783161484100"): [
        "978-3-16-148410-0", "ISBN 978-3-16-148410-0", "urn:isbn:9783161484100", "3-16-148410-X", "316148410x",
    ],
}  # fmt: skip

OTHER = {
    "wikidata": ["762", "Q0", "Q-1", "P31", "http://www.wikidata.org/entity/statement/Q762-1", "Q762 Q763", "Q٧٦٢"],
    "ulan": ["300045514", "50003443", "5000344331", "http://vocab.getty.edu/aat/300045514", "ULAN34433"],
    "aat": ["45514", "500034433", "AAT4551412", "http://vocab.getty.edu/ulan/500034433"],
    "tgn": ["701178", "70117811", "0117811"],
    "viaf": ["0", "024602065", "12345678901234567890123", "http://viaf.org/viaf/AutoSuggest", "viaf.example/viaf/1"],
    "isni": ["121032683", "00000001210326831", "0000 0001 2103 268Y", "000X000121032683"],
    "orcid": ["0000-0002-1825", "https://orcid.example/0000-0002-1825-0097"],
    "gnd": ["40214552", "https://d-nb.info/1185402380", "4021455-", "Goethe", "118540238 118540239"],
    "mbid": [
        MBID[:-1], MBID.replace("-", ""), "00000000-0000-0000-0000-000000000000", f"https://example.org/artist/{MBID}",
    ],
    "imdb": ["tt0000000", "0", "tt", "٠١١٤٧٠٩", "xx0114709", "123456789", "https://www.imdb.com/title/tt", "9" * 5000],
    "joconde": ["12345", "000PE 004070", "https://www.pop.culture.gouv.fr/notice/merimee/PA00085992"],
    "rkd": ["https://rkd.nl/explore/images/66219", "0", "artist"],
    "geonames": ["Paris", "https://www.geonames.org/countries/FR"],
    "bnf": ["13901884", "cb13901884a", "ark:/12148/btv1b8449691v"],
    "isbn": ["316148410", "978316148410", "9773161484100", "ISBN"],
}  # fmt: skip

# Well known ones, most of them examples in the documentation of those who give them out.
RIGHT = [
    ("isni", "0000000121032683"), ("isni", "000000012150090X"), ("isni", "0000000121707484"),
    ("orcid", "0000-0002-1825-0097"), ("orcid", "0000-0002-1694-233X"), ("orcid", "0000-0001-5109-3700"),
    ("gnd", "118540238"), ("gnd", "4021455-2"), ("gnd", "101488358X"), ("gnd", "1131918517"), ("gnd", "2005535-3"),
    ("gnd", "2-4"), ("bnf", "cb13901884f"), ("bnf", "cb11877447k"), ("isbn", "9783161484100"),
    ("isbn", "9780306406157"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("scheme", "value", "raw"),
    [(scheme, value, raw) for (scheme, value), raws in WRITTEN.items() for raw in (value, *raws)],
)
def test_every_way_of_writing_means_one_identifier(scheme: str, value: str, raw: str) -> None:
    assert canonical(scheme, raw) == value
    assert is_valid(scheme, value)


@pytest.mark.parametrize(
    ("scheme", "raw"), [(scheme, raw) for scheme, raws in OTHER.items() for raw in ("", " ", *raws)]
)
def test_what_cannot_be_of_the_scheme_is_refused_in_a_sentence(scheme: str, raw: str) -> None:
    with pytest.raises(ValueError, match=rf"is no identifier of {scheme}, which looks like .+\.$"):
        canonical(scheme, raw)
    assert not is_valid(scheme, raw)


@pytest.mark.parametrize(("scheme", "value"), RIGHT)
def test_every_single_wrong_digit_is_seen(scheme: str, value: str) -> None:
    assert is_valid(scheme, value)
    letters = "0123456789" if scheme != "bnf" else "0123456789bcdfghjkmnpqrstvwxz"
    for place, digit in enumerate(value):
        if digit.isdigit():
            for other in set(letters[:10]) - {digit}:
                changed = f"{value[:place]}{other}{value[place + 1 :]}"
                assert not is_valid(scheme, changed), changed
    last = value[-1]
    assert not any(is_valid(scheme, value[:-1] + other) for other in f"{letters}X" if other != last)


@pytest.mark.parametrize("scheme", ["isni", "orcid", "gnd", "bnf"])
def test_exchanged_neighbours_are_seen(scheme: str) -> None:
    tried = 0
    for value in (value for known, value in RIGHT if known == scheme):
        for place in range(len(value) - 1):
            one, other = value[place : place + 2]
            if one.isdigit() and other.isdigit() and one != other:
                tried += 1
                assert not is_valid(scheme, f"{value[:place]}{other}{one}{value[place + 2 :]}")
    assert tried >= 5


def test_only_the_canonical_form_is_valid() -> None:
    assert not is_valid("isni", "0000 0001 2103 2683")
    assert not is_valid("gnd", "https://d-nb.info/gnd/118540238")
    assert not is_valid("gnd", "118540238\n")
    assert not is_valid("mbid", MBID.upper())
    assert not is_valid("imdb", "0114709")
    assert is_valid("ulan", "500034433")
    assert is_valid("mbid", MBID)


def test_a_wrong_check_digit_stays_in_canonical_form() -> None:
    assert canonical("gnd", "https://d-nb.info/gnd/118540239") == "118540239"
    assert not is_valid("gnd", "118540239")
    assert canonical("isni", "0000 0001 2103 2684") == "0000000121032684"
    assert canonical("isbn", "3-16-148410-1") == "3161484101"
    assert not is_valid("isbn", "3161484101")


def test_other_schemes_keep_their_text() -> None:
    assert canonical("accession", " RF 1977 444 ") == "RF 1977 444"
    assert canonical("tmdb", "862") == "862"
    assert is_valid("accession", "RF 1977 444")
    assert not is_valid("accession", " RF 1977 444")
    assert not is_valid("accession", "")


@given(st.sampled_from(sorted(OTHER)), st.text(max_size=40) | st.from_regex(r"[0-9X ./:-]{1,40}"))
def test_any_text_is_refused_or_has_one_canonical_form(scheme: str, raw: str) -> None:
    try:
        value = canonical(scheme, raw)
    except ValueError:
        return
    assert canonical(scheme, value) == value
    assert canonical(scheme, f"  {raw}\n") == value
    assert value == value.strip() != ""


@given(st.integers(0, 10**15 - 1))
def test_each_isni_has_exactly_one_check_character(number: int) -> None:
    assert sum(is_valid("isni", f"{number:015}{check}") for check in "0123456789X") == 1


@pytest.mark.skipif(not GND_FIXTURES.is_dir(), reason="the records of the German National Library are not here")
def test_real_records_of_the_german_national_library() -> None:
    said: set[str] = set()
    for path in GND_FIXTURES.iterdir():
        said.update(re.findall(r"https?://d-nb\.info/gnd/[0-9X-]+", path.read_text(encoding="utf-8")))
    assert len(said) >= 30
    assert {raw for raw in said if not is_valid("gnd", canonical("gnd", raw))} == set()
    first = json.loads((GND_FIXTURES / "GND.jsonl").read_text(encoding="utf-8").splitlines()[1])
    assert canonical("gnd", first["id"]) == first["gndIdentifier"]
