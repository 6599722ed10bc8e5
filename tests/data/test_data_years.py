"""Years and datings in words."""

from __future__ import annotations

import pytest

from culturedata.data.years import date_in_words, decade_in_words, year_in_words


def test_years() -> None:
    assert year_in_words(1872) == ("1872", "1872")
    assert year_in_words(-1000) == ("1000 av. J.-C.", "1000 BCE")
    assert decade_in_words(1870) == ("années 1870", "1870s")
    assert decade_in_words(-1000) == ("1000 av. J.-C.", "1000 BCE")


@pytest.mark.parametrize(
    ("earliest", "latest", "precision", "qualifier", "said"),
    [
        (1872, 1872, "year", None, "1872"),
        (1503, 1519, "range", "circa", "vers 1503–1519"),
        (1520, 1520, "year", "before", "avant 1520"),
        (1520, 1520, "year", "after", "après 1520"),
        (1840, 1849, "decade", None, "années 1840"),
        (1801, 1900, "century", None, "XIXe siècle"),
        (1, 100, "century", None, "Ier siècle"),
        (901, 1100, "range", None, "Xe–XIe siècle"),
        (1, 200, "range", None, "Ier–IIe siècle"),
        (1251, 1400, "range", None, "1251–1400"),
        (-400, -301, "century", None, "IVe siècle av. J.-C."),
        (-1900, -1701, "range", None, "XIXe–XVIIIe siècle av. J.-C."),
        (-2620, -2350, "range", "circa", "vers 2620–2350 av. J.-C."),
        (-2400, -2400, "year", "circa", "vers 2400 av. J.-C."),
        (-50, 20, "range", None, "50 av. J.-C.–20"),
        (-8000, -6001, "millennium", None, "8000–6001 av. J.-C."),
    ],
)
def test_datings_in_french(earliest: int, latest: int, precision: str, qualifier: str | None, said: str) -> None:
    assert date_in_words(earliest, latest, precision, qualifier) == said
