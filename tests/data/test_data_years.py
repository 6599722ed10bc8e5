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
        # Other qualifiers, also two of them
        ("circa 1763", "vers 1763"), ("ca. 1850", "vers 1850"), ("about 1850", "vers 1850"),
        ("after c.1850", "après 1850 environ"), ("not before 1503", "pas avant 1503"),
        ("not after 1506", "pas après 1506"), ("circa not after 1506", "pas après 1506 environ"),
        ("between 1503 and 1506", "entre 1503 et 1506"), ("circa between 1503 and 1506", "entre 1503 et 1506 environ"),
        ("between 15th century and 1510s", "entre le XVe siècle et les années 1510"),
        ("from 1850 to 1855", "de 1850 à 1855"), ("1850 or 1851", "1850 ou 1851"), ("1850 to 1855", "1850 à 1855"),
        # Parts of centuries and of decades
        ("first quarter of the 19th century", "premier quart du XIXe siècle"),
        ("2nd quarter of the 19th century", "deuxième quart du XIXe siècle"),
        ("third quarter 19th century", "troisième quart du XIXe siècle"),
        ("4th quarter of the 19th century", "dernier quart du XIXe siècle"),
        ("last third of the 18th century", "dernier tiers du XVIIIe siècle"),
        ("2nd half of the 17th century", "seconde moitié du XVIIe siècle"),
        ("end of the 15th century", "fin du XVe siècle"), ("c. mid-15th century", "vers le milieu du XVe siècle"),
        ("early to mid-19th century", "début à milieu du XIXe siècle"),
        ("mid- to late 19th century", "milieu à fin du XIXe siècle"),
        ("late 12th–early 13th century", "fin du XIIe–début du XIIIe siècle"),
        ("late 1890s", "fin des années 1890"), ("mid-1950s", "milieu des années 1950"), ("early 1942", "début 1942"),
        ("1780s–1790s", "années 1780–1790"), ("1780s; 1790s", "années 1780 ; années 1790"),
        ("before the 1840s", "avant les années 1840"), ("2nd millennium BCE", "IIe millénaire av. J.-C."),
        # Days, months and seasons
        ("March 1844", "mars 1844"), ("1 May 1850", "1er mai 1850"), ("March 17, 1844", "17 mars 1844"),
        ("spring 1889", "printemps 1889"), ("c. autumn 1889", "vers l’automne 1889"),
        ("after winter 1889", "après l’hiver 1889"), ("before 17 March 1844", "avant le 17 mars 1844"),
        # Eras
        ("100 BCE–50 CE", "100 av. J.-C.–50 apr. J.-C."), ("AD 98–117", "98–117 apr. J.-C."),
        ("510 B.C.", "510 av. J.-C."), ("c. 25,000–23,000 BCE", "vers 25\u202f000–23\u202f000 av. J.-C."),
        ("late 1st century BC–early 1st century AD", "fin du Ier siècle av. J.-C.–début du Ier siècle apr. J.-C."),
        # No date, and doubt
        ("date not known", "date inconnue"), ("Undated", "sans date"), ("n.d.", "sans date"),
        ("19th century?", "XIXe siècle ?"),
    ],
)  # fmt: skip
def test_datings_in_french(english: str, french: str) -> None:
    assert in_french(english) == french


@pytest.mark.parametrize(
    "said",
    [
        "1872", "1850–5", "2011-11-02", "vers 1850", "4e quart 19e siècle", "1826–7, reprinted 1892", "probably 1830",
        "1980 (reconstructed 1986)", "", "1850?", "c. early spring", "between 1850-1855", "1840; and later", "May",
        "1900er", "16 juin 1940", "XIXe siècle", "before after 1850", "published 1850", "c. 1850 (?)",
    ],
)  # fmt: skip
def test_what_says_more_stays(said: str) -> None:
    assert in_french(said) == said
