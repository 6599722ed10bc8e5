"""Countries in every vocabulary that sources use: one code each, and what is none is counted and shown."""

from __future__ import annotations

from datetime import date

import pytest
from babel import Locale

from culturedata.openness.counting import countries
from culturedata.openness.counting.countries import code
from culturedata.openness.counting.shares import cells
from culturedata.openness.report import Asked, report
from culturedata.store.library import Library
from tests.openness.made import YEAR
from tests.openness.test_openness_shares import REACH, agrees

SAID = {
    "FR": ["FR", "fr", "FRA", "France", "FRANCE", " France ", "Frankreich", "Francia", "Frankrijk", "França"],
    "GB": ["GB", "UK", "GBR", "United Kingdom", "Royaume-Uni", "Great Britain", "England", "Écosse", "ECOSSE"],
    "US": ["US", "USA", "U.S.A.", "United States", "United States of America", "the United States", "États-Unis"],
    "NL": ["Netherlands", "The Netherlands", "Pays-Bas", "Nederland", "Niederlande", "Holland"],
    "ES": ["Spain", "España", "Espagne"], "CZ": ["Czechia", "Czech Republic"], "TR": ["Turkey", "Türkiye"],
    "CI": ["Côte d'Ivoire", "Cote d’Ivoire", "Ivory Coast"], "VA": ["Holy See (Vatican City State)"], "XK": ["Kosovo"],
    None: [
        None, "", " ", "Europe", "Asia", "Afrique", "Latin America", "EU", "EUR", "European Union", "American",
        "Française", "French", "Japanese", "unknown", "ZZ", "UN", "150", "Paris", "Soviet Union", "SUN", "?",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("said", "wanted"), [(said, key) for key, many in SAID.items() for said in many])
def test_what_sources_print(said: str | None, wanted: str | None) -> None:
    assert code(said) == wanted


def test_every_country_has_its_name_in_both_languages_and_no_name_means_two() -> None:
    found: dict[str, set[str]] = {}
    for lang in countries._READ_IN:
        for territory, name in Locale(lang).territories.items():
            if len(territory) == 2 and territory not in countries._NO_COUNTRY:
                assert code(name) == code(territory) == territory
                found.setdefault(countries._plain(name), set()).add(territory)
    assert {name: many for name, many in found.items() if len(many) > 1} == {}
    assert len(set().union(*found.values())) == 249 + 1  # ISO 3166-1, and Kosovo


@pytest.fixture
def mixed(counted: Library) -> Library:
    """M's works in three vocabularies; of the others, one museum in a continent and one of a people."""
    for work, said in (("whole:2", "France"), ("whole:3", "fra"), ("whole:7", "Europe"), ("sample:1", "British")):
        counted.culture.execute("UPDATE holdings SET country = ? WHERE work_id = ?", [said, work])
    return counted


def test_one_institution_is_one_whatever_its_country_is_called(mixed: Library) -> None:
    found = report(mixed.culture, cells(mixed.culture, YEAR), REACH, Asked(min_works=1, as_of=date(YEAR, 7, 1)))
    assert {(row["name"], row["country"], row["works"]) for row in found["groups"]} == {
        ("M", "FR", 6), ("N", None, 1), ("O", None, 1), ("O", "GB", 1),
    }  # fmt: skip
    assert found["doubles"] == 1
    assert {row.get("country_fr") for row in found["groups"]} == {"France", "Royaume-Uni", None}


def test_what_is_no_country_is_counted_and_shown(mixed: Library) -> None:
    asked = Asked(by="country", min_works=1, as_of=date(YEAR, 7, 1))
    found = report(mixed.culture, cells(mixed.culture, YEAR), REACH, asked)
    assert {row["name"]: row["works"] for row in found["groups"]} == {"FR": 6, "GB": 1}
    assert found["no_country"] == {"British": 1, "Europe": 1}
    assert found["without"] == 3, "these two, and the one that says nothing"


@pytest.mark.parametrize("by", ["institution", "country", "source"])
def test_the_works_behind_each_count_however_countries_are_written(mixed: Library, by: str) -> None:
    agrees(mixed, by)
