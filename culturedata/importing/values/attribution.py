"""Reading printed makers: «NOM Prénom (attribué à)», «After Rembrandt», «Thomas Cole (American, 1801-1848)».

Nothing printed is lost: each word stands again in the name, the life or the note. A name keeps its printed form and
order. Of several words of attribution the one nearest to the name counts, except that doubt gives way to nearness
(«possibly after» is «after») and that what was formerly attributed no longer is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from culturedata.importing.values import attribution_words as words
from culturedata.importing.values import dates
from culturedata.importing.values.dating_words import folded
from culturedata.importing.values.life_years import life_years

_TOKEN = re.compile(r"[^\W_]+|[^\w\s]|_")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_PREFIX = re.compile(r"((?:[^:();,\d]|\([^()]*\)){2,80}):\s+(?=\S)")
_YEARS_BEHIND = re.compile(r"\s(?:c\.|ca\.|circa)?\s?\d{4}\s?[-–]\s?(?:c\.|ca\.|circa)?\s?\d{4}$")
_ARTICLE = re.compile(r"(?:an?|the|une?|eine[mrs]?|een)\s+", re.IGNORECASE)
_OR = re.compile(rf"\s(?=(?:{'|'.join(words.OR)})\s(?!\d))")
# «Name, after another name»: of whom the work is, and after whom.
_AFTER = re.compile(r",\s+(?=(?:after|d['’]apr[eè]s|nach|naar|seg[uú]n)\s+[^\W\d_])", re.IGNORECASE)
_WEAK = ("attributed to", "doubtfully attributed to")
_TURNED = re.compile(r"^([^(),]+?)\s*[(,]\s*([^(),]+?)\)?$")
_CALLED = ("school of", "workshop of")
_LONGEST = max(len(phrase.split()) for phrase in (*words.ATTRIBUTIONS, *words.ROLES))


class Maker(msgspec.Struct, frozen=True, kw_only=True):
    """A maker as printed: the name, what ATTRIBUTIONS and ROLES call the relation, the life, the source's own words.

    `life` is the printed nationality and dates; `born` and `died` are its years where it says them; `note` holds
    the words of attribution, role and doubt, known or not, parted by «; ». None where nothing is printed.
    """

    name: str
    attribution: str | None = None
    role: str | None = None
    life: str | None = None
    born: int | None = None
    died: int | None = None
    note: str | None = None


def read(text: str, *, separator: str | None = None) -> tuple[Maker, ...]:
    """The makers that the text names, in its order; none for a text without words.

    They are parted by `separator`, a semicolon where none is given, outside of brackets. «A or B» are two makers:
    each is at most doubtful, and the second has the word in its note. So are «A, after B», of whom A did it.
    """
    makers: list[Maker] = []
    for part in _parts(text, separator):
        alternatives = _split(part, _OR)
        for n, piece in enumerate(alternatives):
            word, _, rest = piece.partition(" ") if n else ("", "", piece)
            if not _has_words(rest):
                word, rest = "", piece
            maker = one(rest)
            if len(alternatives) > 1:
                note = "; ".join(filter(None, (word, maker.note))) or None
                said = maker.attribution or "doubtfully attributed to"
                maker = msgspec.structs.replace(maker, attribution=said, note=note)
            makers.append(maker)
    return tuple(makers)


def one(text: str) -> Maker:
    """The single maker that the text names; where nothing would be left as a name, the text itself is the name."""
    said = _normal(text)
    if is_of_place(said):
        return Maker(name=said)
    reading = _Reading(said)
    reading.prefix()
    reading.brackets()
    reading.commas()
    reading.place()
    reading.start()
    reading.end()
    if not _has_words(reading.name):
        return Maker(name=said)
    life = ", ".join(reading.life) or None
    born, died = life_years(life) if life else (None, None)
    return Maker(
        name=reading.name,
        attribution=_strongest(reading.attributions),
        role=reading.role,
        life=life,
        born=born,
        died=died,
        note="; ".join(reading.notes) or None,
    )


def attribution(said: str) -> str | None:
    """What ATTRIBUTIONS calls a word of attribution that stands alone («attribué à», «Werkstatt ?»); None if none."""
    tokens = _tokens(said.rstrip("? "))
    for length in range(min(len(tokens), _LONGEST), 0, -1):
        found = words.ATTRIBUTIONS.get(" ".join(tokens[:length]))
        rest = " ".join(tokens[length:])
        if found and (not rest or rest in words.LINKS):
            return found
    return None


def role(said: str) -> str | None:
    """What ROLES calls a printed role: the whole of it, or the word that it begins with («graveur sur bois»)."""
    tokens = _tokens(said)
    for length in range(min(len(tokens), _LONGEST), 0, -1):
        found = words.ROLES.get(" ".join(tokens[:length]))
        if found:
            return found
    return None


class _Reading:
    """A text from which everything but the name is taken away."""

    def __init__(self, text: str) -> None:
        self.name = text
        self.prefixed = False
        self.role: str | None = None
        self.attributions: list[str] = []
        self.life: list[str] = []
        self.notes: list[str] = []

    def prefix(self) -> None:
        """«draftsman (artist): Name»: what is said of the name before it."""
        found = _PREFIX.match(self.name)
        if not found:
            return
        said, self.name = found[1].strip(), self.name[found.end() :]
        self.prefixed = role(said) is not None
        self.notes.append(said)
        known = attribution(said) or _start(said)[1]
        self.attributions += [known] if known else []
        self.attributions += ["doubtfully attributed to"] if said.endswith("?") else []
        self.role = role(said)

    def place(self) -> None:
        """«draftsman: A. Person, Place»: after a role and a name of several words stands where it was made."""
        name, comma, place = self.name.partition(", ")
        if self.prefixed and comma and " " in name:
            self.name = name
            self.notes.append(place)

    def brackets(self) -> None:
        """What stands in brackets, if it is a known word or years, or the last of the text; «(le jeune)» stays."""
        for found in reversed(list(_BRACKETS.finditer(self.name))):
            pieces = [piece.strip() for piece in (found[1] or found[2] or "").split(",")]
            apart = [piece for piece in pieces if _key(piece) in words.NAMESAKES]
            inside = ", ".join(piece for piece in pieces if piece not in apart)
            behind = self.name[found.end() :].strip(" ,.")
            if (not apart or inside) and self._take(inside, all_of_it=not behind, bracketed=True):
                kept = f"({', '.join(apart)})" if apart else ""
                self.name = f"{self.name[: found.start()]} {kept} {self.name[found.end() :]}"
        self.name = _tidy(self.name)
        self.life.reverse()

    def commas(self) -> None:
        """What stands after the last commas, as long as it is known: «Cimabue, Follower of», «Name, French, 1793»."""
        lives: list[str] = []
        while ", " in self.name:
            name, _, last = self.name.rpartition(", ")
            if _is_life(last) and not _is_first_name(last, name):
                lives.insert(0, last)
            elif _is_from_life(last) or is_of_nation(last):
                self.notes.append(last)
            elif not (attribution(last) or " ".join(_tokens(last)) in words.ROLES):
                break
            else:
                self._take(last, all_of_it=False, bracketed=False)
            self.name = name
        years = _YEARS_BEHIND.search(self.name)
        if years:
            self.name = self.name[: years.start()]
            lives.insert(0, years[0].strip())
        self.life[:0] = lives

    def start(self) -> None:
        """Words before the name: «Attributed to the workshop of», «d'après», «Engraved by»."""
        before = self.name
        while True:
            length, attributed, role_too = _start(self.name)
            if not length:
                break
            self.attributions += [attributed] if attributed else []
            self.role = self.role or role_too
            self.name = self.name[length:].strip()
            article = _ARTICLE.match(self.name)
            if article and _start(self.name[article.end() :])[0]:
                self.name = self.name[article.end() :]
        if self.name != before:
            self.notes.append(before[: len(before) - len(self.name)].strip())

    def end(self) -> None:
        """Words after the name: «and workshop», a question mark."""
        tokens = list(_TOKEN.finditer(self.name))
        for length in range(min(len(tokens) - 1, _LONGEST), 0, -1):
            phrase = " ".join(_key(token[0]) for token in tokens[-length:])
            if phrase in words.BEHIND_A_NAME:
                at = tokens[-length].start()
                self.attributions.append(words.BEHIND_A_NAME[phrase])
                self.notes.append(self.name[at:])
                self.name = _tidy(self.name[:at])
                break
        if self.name.endswith("?"):
            self._take("?", all_of_it=False, bracketed=False)
            self.name = _tidy(self.name.rstrip("? "))

    def _take(self, said: str, *, all_of_it: bool, bracketed: bool) -> bool:
        """Keep what is said where it belongs, if it is known, or if `all_of_it` may be kept as a note."""
        pieces = [piece.strip() for piece in re.split("[,;]", said)]
        if bracketed and _has_years(said):
            lived = [piece for piece in pieces if not self._known(piece)]
            self.life.append(", ".join(lived))
            pieces = [piece for piece in pieces if self._known(piece)]
        elif self._is_nationality(pieces) and bracketed:
            self.life.append(said)
            return True
        elif not any(self._known(piece) for piece in pieces) and not all_of_it:
            return False
        for piece in pieces:
            if piece.strip("? "):
                found = attribution(piece)
                self.attributions += [found] if found else []
                self.role = self.role or (None if found else role(piece))
            if piece.endswith("?"):
                self.attributions.append("doubtfully attributed to")
        self.notes += [", ".join(pieces)] if any(pieces) else []
        return True

    def _is_nationality(self, pieces: list[str]) -> bool:
        first_name = len(pieces) == 1 and _is_first_name(pieces[0], _BRACKETS.sub("", self.name))
        return not first_name and all(folded(piece) in words.NATIONALITIES for piece in pieces)

    def _known(self, piece: str) -> bool:
        return piece.endswith("?") or attribution(piece) is not None or role(piece) is not None


def _start(text: str) -> tuple[int, str | None, str | None]:
    """How many characters of the text are words before a name, and what attribution or role they mean; 0 for none."""
    tokens = list(islice(_TOKEN.finditer(text), _LONGEST + 4))  # the phrase, its link and the name's beginning
    said = [_key(token[0]) for token in tokens]
    for length in range(min(len(tokens) - 1, _LONGEST), 0, -1):
        phrase, end = " ".join(said[:length]), tokens[length - 1].end()
        for link in (3, 2, 1) if phrase in words.BEFORE_OF else ():
            # As printed: the «La» of «atelier de La Tour» belongs to the name.
            printed = " ".join(token[0] for token in tokens[length : length + link])
            if printed.replace("’", "'").replace("à", "a") in words.LINKS and len(tokens) > length + link:
                end = tokens[length + link - 1].end()
                return (0, None, None) if is_of_place(text) else (end, words.BEFORE_OF[phrase], None)
        if phrase in words.BEFORE_A_NAME:
            return end, words.BEFORE_A_NAME[phrase], None
        if phrase in words.ROLES and said[length - 1] in ("by", "par"):
            return end, None, words.ROLES[phrase]
    return 0, None, None


def is_of_place(name: str) -> bool:
    """Whether a name is that of a school or a workshop called by its place: «École de Paris», «Sèvres (atelier de)»."""
    tokens = _tokens(_TURNED.sub(r"\2 \1", name))
    if len(tokens) < 3 or words.BEFORE_OF.get(tokens[0]) not in _CALLED:
        return False
    return any(
        " ".join(tokens[1:at]) in words.LINKS and " ".join(tokens[at:]) in words.PLACES for at in range(2, len(tokens))
    )


def is_of_nation(name: str) -> bool:
    """Whether a name is a school's that is called by a nation or a region, and nobody's: «École florentine»."""
    said, _, when = " ".join(_tokens(name)).partition(" du ")
    if when and not _has_years(when):
        return False
    for word in (said.partition(" ")[0], said.rpartition(" ")[2]):
        rest = said.removeprefix(f"{word} ") if said.startswith(f"{word} ") else said.removesuffix(f" {word}")
        if words.BEFORE_OF.get(word) == "school of" and rest in words.SCHOOLS:
            return True
    return False


def _parts(text: str, separator: str | None) -> Iterator[str]:
    """The texts between separators, and of «Name, after another name» each; «graveur, d'après Rubens» is one."""
    for part in _split(_normal(text), re.compile(re.escape(separator or ";"))):
        pieces = _split(part, _AFTER) if "," in part else []
        if len(pieces) == 2 and _names(pieces[0]) and _names_the_model(pieces[1]):
            yield from pieces
        else:
            yield part


def _names(said: str) -> bool:
    """Whether a text names somebody, and is no bare word of attribution, role or origin."""
    return not (attribution(said) or " ".join(_tokens(said)) in words.ROLES or _is_life(said))


def _names_the_model(said: str) -> bool:
    """Whether «after …» names somebody, and says neither when nor that it was done from life."""
    return not _is_from_life(said) and dates.read(said).precision == "unknown"


def _is_from_life(said: str) -> bool:
    return " ".join(_tokens(said)) in words.FROM_LIFE


def _is_first_name(said: str, before: str) -> bool:
    """Whether what stands after a family name alone is a first name, though it is a nationality too: «Hals, Frans»."""
    family = [word for word in _tokens(before) if word not in words.PARTICLES]
    return folded(said) in words.FIRST_NAMES and len(family) == 1


def _normal(text: str) -> str:
    """The text with composed letters and single spaces; a line end parts as a comma does."""
    lines = [" ".join(line.split()) for line in unicodedata.normalize("NFC", text).splitlines()]
    return ", ".join(line for line in lines if line)


def _tidy(text: str) -> str:
    return re.sub(r"\s+([,;])", r"\1", " ".join(text.split())).strip(" ,")


def _tokens(text: str) -> list[str]:
    return [_key(token) for token in _TOKEN.findall(text)]


def _key(token: str) -> str:
    """A word in the form in which the tables have it."""
    return folded(token).replace("’", "'")


def _split(text: str, pattern: re.Pattern[str]) -> list[str]:
    """The pieces between what the pattern finds outside of brackets; those without a word are left out."""
    inside = [found.span() for found in _BRACKETS.finditer(text)]
    pieces, at = [], 0
    for found in pattern.finditer(text):
        if not any(first < found.start() < last for first, last in inside):
            pieces.append(text[at : found.start()])
            at = found.end()
    pieces.append(text[at:])
    return [piece.strip() for piece in pieces if _has_words(piece)]


def _has_words(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _has_years(said: str) -> bool:
    return re.search(r"(?<!\d)\d{3,4}(?!\d)", said) is not None or dates.read(said).precision == "century"


def _is_life(said: str) -> bool:
    """Whether a text after a comma is a nationality, years, or an event of a life with its year."""
    tokens = _tokens(said)
    if not tokens:
        return False
    if folded(said) in words.NATIONALITIES or dates.read(said).precision != "unknown":
        return True
    if tokens[0] in words.LIVED and _has_years(said):
        return True
    plain = [token for token in tokens if token.isalnum()]
    return _has_years(said) and all(token.isdigit() or token in words.ABOUT or token[:-1].isdigit() for token in plain)


def _strongest(attributions: Iterable[str]) -> str | None:
    """The attribution that counts of several: what was is no more; nearness goes before doubt, the last first."""
    said = list(attributions)
    if "formerly attributed to" in said:
        return "formerly attributed to"
    near = [one for one in said if one not in _WEAK]
    return (near or said)[-1] if said else None
