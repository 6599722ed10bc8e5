"""What people did for a release, in Discogs' words: «Written-By [All Tracks By], Producer», and the project's roles."""

from __future__ import annotations

import re
from functools import lru_cache

OTHER = "contributor"
# Between two words stands a comma, unless it is in brackets: «Guitar [Lead, Rhythm]».
_WORD = re.compile(r"(?:[^,\[]|\[[^\]]*\]?)+")
_DETAIL = re.compile(r"\[[^\]]*\]?")
_ROLES = {
    "composer": "composed by, composed-by, music by, songwriter, score",
    "writer": "written-by, written by, script by, story by, author, liner notes",
    "lyricist": "lyrics by, words by, lyrics",
    "librettist": "libretto by, book by",
    "singer": """vocals, lead vocals, backing vocals, featuring vocals, voice, voice actor, soprano vocals,
        mezzo-soprano vocals, alto vocals, contralto vocals, tenor vocals, countertenor vocals, baritone vocals,
        bass vocals, bass-baritone vocals, treble vocals, choir, chorus, rap, harmony vocals, human beatbox, scat,
        solo vocal, vocalese, whistling, yodeling""",
    "conductor": "conductor, chorus master, choirmaster, choir conductor, concertmaster, concertmistress",
    "bandleader": "leader, bandleader, music director",
    "arranger": "arranged by, orchestrated by, instrumentation by, transcription by, adapted by, arranger",
    "producer": """producer, co-producer, executive-producer, executive producer, reissue producer,
        compilation producer, produced by""",
    "performer": """performer, featuring, soloist, orchestra, ensemble, band, brass band, concert band,
        string quartet, musician, instruments, dj mix, remix, accompanied by, backing band, guest, guitar, lead guitar,
        rhythm guitar, acoustic guitar, electric guitar, classical guitar, twelve-string guitar, slide guitar,
        steel guitar, pedal steel guitar, bass, bass guitar, electric bass, acoustic bass, double bass,
        contrabass, piano, electric piano, grand piano, keyboards, synthesizer, synth, organ, hammond organ, clavinet,
        mellotron, harpsichord, celesta, accordion, harmonica, melodica, drums, drum programming, percussion, congas,
        bongos, timpani, tambourine, vibraphone, marimba, xylophone, glockenspiel, cymbal, tabla, violin, viola, cello,
        fiddle, harp, banjo, mandolin, ukulele, lute, sitar, strings, saxophone, alto saxophone, tenor saxophone,
        soprano saxophone, baritone saxophone, clarinet, bass clarinet, flute, piccolo flute, recorder, oboe,
        english horn, bassoon, trumpet, cornet, flugelhorn, trombone, bass trombone, tuba, french horn, horns, horn,
        brass, woodwind, reeds, turntables, scratches, programmed by, sampler, theremin, effects, handclaps""",
    "director": "directed by, film director, video director",
    "photographer": "photography by, photography, photographer, cover photo",
    "designer": """design, graphic design, graphics, artwork, artwork by, sleeve, cover, layout, art direction,
        typography, logo, package design, design concept""",
    "painter": "painting",
    "draughtsman": "illustration, drawing, lettering, cartoon",
    "publisher": "published by, issued by, record company, publisher",
    "manufacturer": "manufactured by, pressed by, made by, printed by, duplicated by, plated by",
}  # fmt: skip
_KNOWN = {word: role for role, words in _ROLES.items() for word in re.split(r",\s+", words)}


@lru_cache(maxsize=20_000)
def parted(said: str) -> tuple[tuple[str, str], ...]:
    """The roles in what is said of somebody, each with Discogs' own words for it; what is none of ours is OTHER."""
    words = (found[0].strip() for found in _WORD.finditer(said))
    return tuple((role_of(word), word) for word in words if word)


def role_of(word: str) -> str:
    """The role that one word means, whatever stands in brackets behind it."""
    return _KNOWN.get(" ".join(_DETAIL.sub("", word).casefold().split()), OTHER)
