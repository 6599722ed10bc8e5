"""What is counted in a score: key signature, metre, range, tempo, notes. The open counterpart of audio features.

A key signature is not a key: one sharp may be G major or E minor, and the bundle does not say which. A metre that no
score can have («1/6») is kept and reported. Pitches are written as music21 writes them («B-3» is B flat) and counted
as MIDI numbers.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from culturedata.data.records import Measure, Term, Text
from culturedata.importing.source import Context, Issue
from culturedata.importing.values.text import text_of, texts_of

_STEPS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_PITCH = re.compile(r"([A-G])(#*|-*)(\d)")
_METRE = re.compile(r"(\d{1,3})/(\d{1,3})")
_TEMPO = re.compile(r"<music21\.tempo\.MetronomeMark (.+)>")
_RATE = re.compile(r"(?:^|\s)(Dotted )?(\w+)=(\d+(?:\.\d+)?)(?: \(playback only\))?$")
_NOTES = {"whole": 4.0, "half": 2.0, "quarter": 1.0, "eighth": 0.5, "16th": 0.25}  # in quarter notes
_COUNTS = (
    ("noteCount", "notes", "notes"),
    ("numberOfParts", "parts", "parts"),
    ("scoreQuarterLength", "length", "quarter notes"),
)
_SHARPS = {0: ("no sharps or flats", "ni dièse ni bémol"), 1: ("1 sharp", "1 dièse"), -1: ("1 flat", "1 bémol")}


class Figures:
    """The figures of one score, taken out of its row; what can't be read is reported."""

    def __init__(self, context: Context, record: str, located: str) -> None:
        self.context, self.record, self.located = context, record, located
        self.measures: list[Measure] = []
        self.terms: list[Term] = []
        self.texts: list[Text] = []

    def take(self, row: dict[str, Any]) -> None:
        for field, kind, unit in _COUNTS:
            self._measure(kind, self._number(row, field), unit)
        self._key(row)
        self._metre(row)
        self._range(row)
        self._tempo(row)

    def _key(self, row: dict[str, Any]) -> None:
        first = self._number(row, "keySignatureFirst")
        several = [said for said in texts_of(row, "keySignatures") if said]
        if first is None:
            return
        self._measure("key signature", first, "sharps")
        self.terms.append(_signature(self.context, int(first)))
        if len(several) > 1:
            self.texts.append(Text(kind="key signatures", text=", ".join(map(_sharps, several)), lang="en"))

    def _metre(self, row: dict[str, Any]) -> None:
        first = text_of(row, "timeSignatureFirst")
        several = [said for said in texts_of(row, "timeSignatures") if said]
        for said in dict.fromkeys([*([first] if first else []), *several]):
            found = _METRE.fullmatch(said)
            if not found or not int(found[1]) or int(found[2]).bit_count() != 1:
                self._report(
                    "implausible-value", f"{said} is hardly a metre: kept as it stands.", "timeSignatures", said
                )
        if first:
            self.terms.append(_term(self.context, f"{first} time", f"mesure à {first}"))
            if (found := _METRE.fullmatch(first)) and int(found[2]):
                self._measure("beats in a bar", int(found[1]), "beats")
                self._measure("length of a beat", 4 / int(found[2]), "quarter notes")
        if len(several) > 1:
            self.texts.append(Text(kind="metres", text=", ".join(several)))

    def _range(self, row: dict[str, Any]) -> None:
        said = row.pop("ambitus", None)
        ambitus = said if isinstance(said, dict) else {}
        semitones, interval = self._number(ambitus, "semitones"), text_of(ambitus, "diatonic")
        ends = [self._pitch(row, ambitus, field) for field in ("pitchLowest", "pitchHighest")]
        self.context.audit(ambitus, frozenset(), self.record)
        lowest, highest = (_midi(pitch) for pitch in ends)
        if all(ends):
            self._measure("ambitus", semitones, "semitones")
            self._measure("lowest pitch", lowest, "MIDI number")
            self._measure("highest pitch", highest, "MIDI number")
        if any(ends) or interval:
            text = "–".join(filter(None, ends)) + (f" ({interval})" if interval else "")
            self.texts.append(Text(kind="ambitus", text=text.strip()))
        if lowest is not None and highest is not None and semitones != highest - lowest:
            raw = f"{ends[0]}–{ends[1]}, {semitones}"
            self._report("implausible-value", "the ambitus is not from the lowest to the highest pitch", "ambitus", raw)

    def _pitch(self, row: dict[str, Any], ambitus: dict[str, Any], field: str) -> str:
        """A pitch, which is said twice; where the two differ, both are reported and the ambitus's is taken."""
        said, again = text_of(row, field), text_of(ambitus, field)
        if said and again and said != again:
            self._report("contradiction", f"{field} is {said}, and {again} in the ambitus", field, said)
        pitch = again or said
        if pitch and _midi(pitch) is None:
            self._report("unread-pitch", f"{pitch!r} is no pitch: kept as text", field, pitch)
        return pitch

    def _tempo(self, row: dict[str, Any]) -> None:
        """The first tempo in quarter notes; all in words. One for playback only is not printed in the score."""
        first = text_of(row, "tempoFirst")
        several = [said for said in texts_of(row, "tempos") if said]
        marks = [_TEMPO.sub(r"\1", said) for said in several or ([first] if first else [])]
        if marks:
            self.texts.append(Text(kind="tempo", text="; ".join(marks)))
        found = _RATE.search(_TEMPO.sub(r"\1", first))
        note = _NOTES.get(found[2].lower()) if found else None
        if found and note:
            dotted = 1.5 if found[1] else 1.0
            self._measure("tempo", float(found[3]) * note * dotted, "quarter notes a minute")
        elif first:
            self._report("unread-tempo", "the tempo says no figure: kept as text", "tempoFirst", first)

    def _number(self, row: dict[str, Any], field: str) -> float | None:
        said = text_of(row, field)
        try:
            return float(Fraction(said)) if said else None
        except (ValueError, ZeroDivisionError, OverflowError):
            self._report("not-a-number", f"{field} is no number: left out", field, said)
            return None

    def _measure(self, kind: str, value: float | None, unit: str) -> None:
        if value is not None:
            self.measures.append(Measure(kind=kind, value=float(value), unit=unit))

    def _report(self, code: str, message: str, field: str, raw: str) -> None:
        self.context.report(Issue(code, message, self.record, field, raw, self.located))


def _midi(pitch: str) -> int | None:
    """The MIDI number of «C4» (60), «F#4», «B-3»; None for what is no pitch."""
    found = _PITCH.fullmatch(pitch)
    if not found:
        return None
    bent = len(found[2]) * (1 if found[2].startswith("#") else -1)
    return _STEPS[found[1]] + bent + 12 * (int(found[3]) + 1)


def _sharps(said: str) -> str:
    return _named(int(said))[0] if re.fullmatch(r"-?\d{1,2}", said) else said


def _named(sharps: int) -> tuple[str, str]:
    """A key signature in English and French."""
    several = f"{abs(sharps)} {'sharps' if sharps > 0 else 'flats'}"
    plusieurs = f"{abs(sharps)} {'dièses' if sharps > 0 else 'bémols'}"
    return _SHARPS.get(sharps, (several, plusieurs))


def _signature(context: Context, sharps: int) -> Term:
    english, french = _named(sharps)
    id_ = f"{context.descriptor.name}:term:key-signature-{sharps}"
    return Term(id=id_, facet="key", label=english, label_fr=french, label_en=english)


def _term(context: Context, english: str, french: str) -> Term:
    """A metre: there is no facet of its own for it."""
    id_ = f"{context.descriptor.name}:term:metre-{english.split()[0].replace('/', '-')}"
    return Term(id=id_, facet="classification", label=english, label_fr=french, label_en=english)
