"""The closed lists: a value outside them is a mistake, and the database refuses it too."""

from __future__ import annotations

DOMAINS = ("museum", "music", "film")
PROVENANCES = ("open", "classroom", "simulated")
PUBLISH = ("open", "local")
LANGUAGES = ("fr", "en")

TITLE_KINDS = ("original", "translated", "alternative", "group", "sort")
DATE_KINDS = ("created", "published", "acquired", "released")
DATE_PRECISIONS = ("day", "month", "year", "decade", "century", "millennium", "range", "unknown")
DATE_QUALIFIERS = ("circa", "before", "after")
RIGHTS_COVERS = ("metadata", "image", "text", "work")
MATCH_KINDS = ("same-work", "same-agent")
AGENT_KINDS = ("person", "group", "unknown")

INTERACTION_KINDS = ("rating", "play", "listen", "impression", "click", "view", "list")
IMPORT_STATUSES = ("running", "done", "failed", "interrupted")

FACETS = (
    "type", "material", "technique", "subject", "movement", "period", "culture", "genre", "form",
    "instrument", "language", "country", "key", "classification", "department", "collection", "place",
)  # fmt: skip

ROLES = (
    "artist", "painter", "sculptor", "printmaker", "draughtsman", "photographer", "architect", "designer",
    "ceramicist", "weaver", "calligrapher", "engraver", "manufacturer", "publisher", "patron", "donor", "collector",
    "contributor",
    "composer", "lyricist", "librettist", "singer", "performer", "conductor", "arranger", "producer", "bandleader",
    "director", "writer", "cast", "production company",
)  # fmt: skip

# Whose work it is, by domain: everybody but the secondary roles where none is named.
MAKERS: dict[str, tuple[str, ...]] = {
    "film": ("director",),
    "music": ("composer", "performer", "singer", "bandleader"),
    "museum": (),
}
GIVERS = ("donor", "collector")  # never makers, though nobody else may be named
SECONDARY = (*GIVERS, "patron", "publisher", "contributor", "production company", "cast", "writer", "producer")

ATTRIBUTIONS = (
    "attributed to", "formerly attributed to", "doubtfully attributed to", "workshop of", "circle of", "school of",
    "follower of", "manner of", "pupil of", "imitator of", "after", "associated with", "pseudonym", "with assistants",
    "with others",
)  # fmt: skip
