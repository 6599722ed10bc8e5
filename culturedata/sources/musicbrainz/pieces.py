"""Release groups, releases, recordings and works of MusicBrainz, each as a work of the catalogue."""

from __future__ import annotations

from collections.abc import Iterator

from culturedata.data.records import Entity, Image, Measure, Relation, Title, Work
from culturedata.importing.source import Issue
from culturedata.importing.values.dates import unread
from culturedata.sources.musicbrainz.agents import SITE, is_nobody, mention
from culturedata.sources.musicbrainz.found import Found, aliases
from culturedata.sources.musicbrainz.relations import named, relate
from culturedata.sources.musicbrainz.shape import (
    Attribute,
    Credited,
    Event,
    LabelInfo,
    Medium,
    Pictures,
    Piece,
    Thumbnails,
    Track,
)
from culturedata.sources.musicbrainz.words import dated

# The four kinds of works, as a term says them.
LABELS = {
    "release-group": "Release group", "release": "Release", "recording": "Recording", "work": "Composition",
}  # fmt: skip
COVERS = "https://coverartarchive.org/release"


def entities(said: Piece, kind: str, id_: str, found: Found) -> Iterator[Entity]:
    """The work that a record describes, after the terms and the agents that it names."""
    _titles(said, found)
    _kinds(said, kind, found)
    _credited(said, found)
    for one in said.relations or ():
        if one is not None:
            relate(one, found)
    for day in (said.first_release_date, said.date):
        if day:
            found.dates[dated(day)] = None
    _numbers(said, found)
    found.voted(said)
    found.rated(said)
    found.text("disambiguation", said.disambiguation, lang="en")
    found.annotated(said)
    _released(said, found)
    _covers(said, id_, found)
    _unread(found)
    yield from found.first()
    yield Work(
        id=f"musicbrainz:{id_}",
        domain="music",
        titles=tuple(dict.fromkeys(found.titles)),
        url=f"{SITE}/{kind}/{id_}",
        credits=tuple(found.all_credits()),
        dates=tuple(found.dates),
        terms=tuple(found.used),
        texts=tuple(found.texts),
        images=tuple(found.images),
        rights=found.rights(),
        identifiers=found.all_identifiers(said.id),
        measures=tuple(found.measures),
        relations=tuple(found.relations),
    )


def _unread(found: Found) -> None:
    """Report dates that can't be read."""
    for date in filter(unread, found.dates):
        message = f"the date {date.text!r} can't be read: it is kept as a text"
        found.context.report(Issue("unread-date", message, record=found.name, field="date", raw=date.text))


def _titles(said: Piece, found: Found) -> None:
    title, lang = said.title or "[no title]", None
    if said.text_representation is not None and said.text_representation.language:
        lang = found.words.code(said.text_representation.language)
    found.titles.append(Title(text=title, lang=lang))
    if said.aliases:
        found.titles += aliases(said.aliases, title)


def _kinds(said: Piece, kind: str, found: Found) -> None:
    """What it is: one of the four kinds; of a release group the types, of a work its form; in which languages."""
    use, term = found.use, found.words.term
    use(term("type", LABELS[kind]))
    for type_ in (said.primary_type, *(said.secondary_types or ())):
        if type_:
            use(term("type", type_, LABELS[kind]))
    if said.type:
        use(term("form", said.type))
    if said.video:
        use(term("type", "Video", LABELS[kind]))
    written = said.text_representation.language if said.text_representation is not None else None
    for language in (*(said.languages or (said.language,)), written):
        if language:
            use(found.words.language(language))
    for one in said.attributes or ():
        if one is not None and one.value:
            _attribute(one, found)


def _attribute(said: Attribute, found: Found) -> None:
    """The key of a work, its number at a society; anything else is a form («Rāga: Bhairavi»)."""
    type_, value = said.type or "attribute", said.value or ""
    if type_ == "Key":
        found.use(found.words.term("key", value))
    elif type_.endswith(" ID"):
        found.identifier(type_.casefold(), value)
    else:
        found.use(found.words.term("form", f"{type_}: {value}"))


def _credited(said: Piece, found: Found) -> None:
    """Whose it is; the whole line as printed where it says more than one name."""
    there = [one for one in said.artist_credit or () if one is not None]
    for one in there:
        agent = mention(one.artist, found)
        if agent is not None:
            found.credit(agent, "performer")
    line = credit_line(there)
    if len(there) != 1 or there[0].artist is None or line != there[0].artist.name or is_nobody(there[0].artist):
        found.text("artist credit", line)


def credit_line(said: list[Credited]) -> str:
    """An artist credit as it is printed."""
    return "".join(f"{one.name or (one.artist.name if one.artist else '') or ''}{one.joinphrase or ''}" for one in said)


def _numbers(said: Piece, found: Found) -> None:
    """What identifies it, and how long it is."""
    for scheme, values in (("isrc", said.isrcs), ("iswc", said.iswcs)):
        for value in values or ():
            found.identifier(scheme, value)
    if said.length:
        found.measures.append(Measure(kind="length", value=said.length / 1000, unit="s"))


def _covers(said: Piece, id_: str, found: Found) -> None:
    """The addresses of the cover; whose rights it is in, nobody says."""
    there = said.cover_art_archive
    if said.cover_art is not None:
        _pictures(said.cover_art, found)
    elif there is not None and (there.front or there.artwork or there.count):
        address, front = f"{COVERS}/{id_}", bool(there.front)
        found.images.append(
            Image(url=f"{address}/front" if front else address, thumbnail=f"{address}/front-250" if front else None)
        )
        if there.back:
            found.images.append(Image(url=f"{address}/back", thumbnail=f"{address}/back-250"))
    if there is not None and there.count:
        found.measures.append(Measure(kind="pictures", value=there.count, unit="pictures"))
    if there is not None and there.darkened:
        found.text("cover", "The Cover Art Archive was asked not to show it.", lang="en")


def _pictures(said: Pictures, found: Found) -> None:
    """The pictures of a release that the Cover Art Archive lists."""
    for one in said.images or ():
        if one is None or not one.image:
            continue
        small = one.thumbnails or Thumbnails()
        first = small.of_250 or small.small
        words = [*(word for word in one.types or () if word), *filter(None, (one.comment,))]
        if one.approved is False:
            words.append("not approved yet")
        found.images.append(Image(url=one.image, thumbnail=first, alt="; ".join(words) or None))
        for address in dict.fromkeys((small.small, small.of_500, small.large, small.of_1200)):
            if address and address != first:
                found.relations.append(Relation(kind="picture file", text=address))


# -- releases --------------------------------------------------------------------------------------------------------


def _released(said: Piece, found: Found) -> None:
    """What a release says beside: when and where it came out, by whom, on what, with which tracks."""
    if said.release_group is not None and said.release_group.id:
        group = said.release_group
        found.relations.append(Relation(kind="edition of", target=f"musicbrainz:{group.id}", text=group.title))
    for one in said.releases or ():
        if one is not None and one.id:
            found.relations.append(Relation(kind="released as", target=f"musicbrainz:{one.id}", text=edition(one)))
    if said.status:
        found.use(found.words.term("type", said.status, "Release"))
    for event in said.release_events or ():
        if event is not None:
            _event(event, found)
    if said.country and not said.release_events:
        found.use(found.words.term("country", said.country))
    found.identifier("barcode", said.barcode)
    found.identifier("asin", said.asin)
    found.text("packaging", said.packaging, lang="en")
    if said.text_representation is not None:
        found.text("script", said.text_representation.script)
    for info in said.label_info or ():
        if info is not None:
            _label(info, found)
    _media(said, found)


def edition(said: Piece) -> str:
    """A release in one line, as a release group or a recording names it."""
    media = [f"{one.format or 'medium'}, {one.track_count} tracks" if one.track_count else one.format
             for one in said.media or () if one is not None]  # fmt: skip
    parts = (said.disambiguation, said.date, said.country, *media, said.packaging, said.status, said.barcode)
    more = "; ".join(part for part in parts if part)
    title = said.title or "[no title]"
    return f"{title} ({more})" if more else title


def _event(said: Event, found: Found) -> None:
    where = named(said.area) if said.area is not None and said.area.name else ""
    if where:
        found.use(found.words.term("country", where))
    if said.date:
        found.dates.pop(dated(said.date), None)  # the same day without its place
        found.dates[dated(said.date, where)] = None


def _label(said: LabelInfo, found: Found) -> None:
    """Who brought it out, and the number that it has there."""
    label = mention(said.label, found, "label")
    if label is not None:
        found.credit(label, "publisher", said.catalog_number or "")
    elif said.label is not None:
        found.text("publisher", said.label.name)
    found.identifier("catalogue-number", said.catalog_number)


def _media(said: Piece, found: Found) -> None:
    """The media, and their tracks as links to the recordings."""
    media = [one for one in said.media or () if one is not None]
    count = said.track_count or sum(one.track_count or len(one.tracks or ()) for one in media)
    if count:
        found.measures.append(Measure(kind="tracks", value=count, unit="tracks"))
    for number, medium in enumerate(media, 1):
        if medium.format:
            found.use(found.words.term("material", medium.format))
        for disc in medium.discs or ():
            if disc is not None:
                found.identifier("discid", disc.id)
        if medium.title:
            found.text("medium", f"{medium.position or number}. {medium.title}")
        before = f"{medium.position or number}." if len(media) > 1 else ""
        for kind, track in _tracks(medium):
            _track(track, kind, before, said, found)


def _tracks(medium: Medium) -> Iterator[tuple[str, Track]]:
    if medium.pregap is not None:
        yield "pregap track", medium.pregap
    for kind, several in (("track", medium.tracks), ("data track", medium.data_tracks), ("track", medium.track)):
        for track in several or ():
            if track is not None:
                yield kind, track


def _track(said: Track, kind: str, before: str, whole: Piece, found: Found) -> None:
    """A track: a link to its recording, which has no record of its own in the dumps, so that what is said of it there
    stands in the link's text and in the credits."""
    recording, at = said.recording or Piece(), f"{before}{said.number or said.position or '?'}"
    title = said.title or recording.title or "[no title]"
    parts = [duration(said.length or recording.length), recording.title if recording.title != title else None]
    parts += [recording.disambiguation, *(f"ISRC {one}" for one in recording.isrcs or () if one)]
    parts += [recording.first_release_date, "video" if recording.video else None]
    if said.artist_credit:
        parts.append(_others(said.artist_credit, whole, at, found))
    more = "; ".join(part for part in parts if part)
    target = f"musicbrainz:{recording.id}" if recording.id else None
    found.relations.append(Relation(kind=kind, target=target, text=f"{at} {title}{f' ({more})' if more else ''}"))
    for relation in recording.relations or ():
        if relation is not None:
            relate(relation, found, at)


def _others(said: list[Credited | None], whole: Piece, at: str, found: Found) -> str | None:
    """The artists of a track where they are not those of the release: credited, and printed."""
    there = [one for one in said if one is not None]
    own = {one.artist.id for one in whole.artist_credit or () if one is not None and one.artist is not None}
    if all(one.artist is not None and one.artist.id in own for one in there):
        return None
    for one in there:
        agent = mention(one.artist, found)
        if agent is not None and one.artist is not None and one.artist.id not in own:
            found.credit(agent, "performer", "", at)
    return "".join(f"{one.name or ''}{one.joinphrase or ''}" for one in there)


def duration(milliseconds: int | None) -> str | None:
    """«6:23»; None where it is not said."""
    if not milliseconds:
        return None
    minutes, seconds = divmod(round(milliseconds / 1000), 60)
    return f"{minutes}:{seconds:02}"
