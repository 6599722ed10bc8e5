"""What MetaBrainz (MusicBrainz, ListenBrainz, the Cover Art Archive) says of the rights in its data."""

from __future__ import annotations

from culturedata.data.licences import CC0, NOT_EVALUATED
from culturedata.data.records import Rights

BY_NC_SA = "https://creativecommons.org/licenses/by-nc-sa/3.0/"
CORE = Rights(
    covers="metadata", licence=CC0, statement="CC0 1.0: core data", statement_fr="CC0 1.0 : données principales",
)  # fmt: skip
SUPPLEMENTARY = Rights(
    covers="metadata", licence=BY_NC_SA,
    statement="CC BY-NC-SA 3.0: supplementary data (annotation, tags, genres, ratings)",
    statement_fr="CC BY-NC-SA 3.0 : données complémentaires (annotation, mots-clés, genres, notes)",
)  # fmt: skip
COVER = Rights(
    covers="image", licence=NOT_EVALUATED,
    statement="The Cover Art Archive says nothing of the rights in a cover.",
    statement_fr="Le Cover Art Archive ne dit rien des droits sur une pochette.",
)  # fmt: skip
