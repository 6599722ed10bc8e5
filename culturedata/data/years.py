"""How years are said: before year 1 in words, since readers don't count in negative numbers."""

from __future__ import annotations


def year_in_words(year: int) -> tuple[str, str]:
    """A year in French and English: 1872, «1000 av. J.-C.» and “1000 BCE” for -1000 (as sources count: no year 0)."""
    return (str(year), str(year)) if year >= 0 else (f"{-year} av. J.-C.", f"{-year} BCE")


def decade_in_words(decade: int) -> tuple[str, str]:
    """Ten years by their first, in French and English: «années 1870», “1870s”; before year 1 just that first year."""
    return (f"années {decade}", f"{decade}s") if decade >= 0 else year_in_words(decade)
