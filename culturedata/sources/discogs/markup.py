"""The markup of notes and profiles, «[a=Carl Craig]'s label, see [m27265]», as plain text of which nothing is lost."""

from __future__ import annotations

import re

SITE = "https://www.discogs.com"
_PAGES = {"a": "artist", "l": "label", "m": "master", "r": "release", "t": "forum/thread"}
_LINK = re.compile(r"(?is)\[url=([^\]]*)\](.*?)\[/url\]")
_BARE_LINK = re.compile(r"(?is)\[url\](.*?)\[/url\]")
_PICTURE = re.compile(r"(?i)\[img=([^\]]*)\]")
_NUMBERED = re.compile(r"(?i)\[([almrt])=?(\d+)\]")
_NAMED = re.compile(r"(?i)\[[algu]=([^\]]+)\]")
_STYLE = re.compile(r"(?i)\[/?(?:b|i|u|s|quote|code)\]")
_BREAKS = re.compile(r"\r\n?")


def plain(text: str) -> str:
    """The text without its markup, and without space at its ends.

    Who is named by name stands by that name; what is named by a number alone becomes the address of its page; of a link
    the address follows its words in brackets. Bold and italics go. Brackets that are no markup stay.
    """
    said = _BREAKS.sub("\n", text)
    if "[" in said:
        said = _LINK.sub(_linked, said)
        said = _BARE_LINK.sub(lambda found: found[1].strip(), said)
        said = _PICTURE.sub(lambda found: found[1], said)
        said = _NUMBERED.sub(lambda found: f"{SITE}/{_PAGES[found[1].lower()]}/{found[2]}", said)
        said = _NAMED.sub(lambda found: found[1], said)
        said = _STYLE.sub("", said)
    return said.strip()


def _linked(found: re.Match[str]) -> str:
    address, words = found[1].strip(), found[2].strip()
    return f"{words} ({address})" if address and words and words != address else words or address
