"""Years and datings in words."""

from __future__ import annotations

import pytest

from culturedata.data.years import decade_in_words, in_french, year_in_words


def test_years() -> None:
    assert year_in_words(1872) == ("1872", "1872")
    assert year_in_words(-1000) == ("1000 av. J.-C.", "1000 BCE")
    assert decade_in_words(1870) == ("années 1870", "1870s")
    assert decade_in_words(-1000) == ("1000 av. J.-C.", "1000 BCE")


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("c. 1503–1519", "vers 1503–1519"),
        ("c.1840", "vers 1840"),
        ("before 1638", "avant 1638"),
        ("after 539 BCE", "après 539 av. J.-C."),
        ("1840s", "années 1840"),
        ("c.1840s", "vers les années 1840"),
        ("19th century", "XIXe siècle"),
        ("1st century", "Ier siècle"),
        ("c. 19th century", "vers le XIXe siècle"),
        ("9th–10th century", "IXe–Xe siècle"),
        ("19th–18th century BCE", "XIXe–XVIIIe siècle av. J.-C."),
        ("late 4th century BCE", "fin du IVe siècle av. J.-C."),
        ("mid-15th century", "milieu du XVe siècle"),
        ("second half of the 13th century", "seconde moitié du XIIIe siècle"),
        ("8th–7th millennium BCE", "VIIIe–VIIe millénaire av. J.-C."),
        ("c. 2620–2350 BCE", "vers 2620–2350 av. J.-C."),
        ("520–510 BCE", "520–510 av. J.-C."),
    ],
)
def test_datings_in_french(english: str, french: str) -> None:
    assert in_french(english) == french


@pytest.mark.parametrize(
    "said",
    [
        "1872", "1850–5", "2011-11-02", "vers 1850", "4e quart 19e siècle", "1826–7, reprinted 1892", "probably 1830",
        "date not known", "1980 (reconstructed 1986)", "", "19th century?", "c. early spring",
    ],
)  # fmt: skip
def test_what_says_more_stays(said: str) -> None:
    assert in_french(said) == said
