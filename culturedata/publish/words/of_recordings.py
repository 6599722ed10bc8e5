"""The words of records, recordings and their numbers, and of films and episodes: what music and film sources write."""

from __future__ import annotations

from culturedata.publish.words.of_works import Words

_TEXTS: Words = {
    "annotation": ("annotation", "annotation"),
    "artist credit": ("artistes tels que crédités", "artists as credited"),
    "cover": ("pochette", "cover"),
    "disambiguation": ("précision", "disambiguation"),
    "packaging": ("conditionnement", "packaging"),
    "release artist": ("artiste de la parution", "release artist"),
    "script": ("écriture", "script"),
}
_RELATIONS: Words = {
    "arrangement of": ("arrangement de", "arrangement of"),
    "basis of": ("à l’origine de", "basis of"),
    "cover of": ("reprise de", "cover of"),
    "covered by": ("repris par", "covered by"),
    "data track": ("piste de données", "data track"),
    "edit of": ("montage de", "edit of"),
    "edited as": ("monté sous", "edited as"),
    "has arrangement": ("a pour arrangement", "has arrangement"),
    "has member": ("a pour membre", "has member"),
    "has single": ("a pour single", "has single"),
    "included in": ("inclus dans", "included in"),
    "includes": ("inclut", "includes"),
    "main edition": ("édition principale", "main edition"),
    "main edition of": ("édition principale de", "main edition of"),
    "part of set": ("fait partie d’un ensemble avec", "part of a set with"),
    "recorded as": ("enregistré sous", "recorded as"),
    "recording of": ("enregistrement de", "recording of"),
    "released as": ("paru sous", "released as"),
    "remix of": ("remix de", "remix of"),
    "remixed as": ("remixé sous", "remixed as"),
    "sampled by": ("échantillonné par", "sampled by"),
    "samples": ("échantillonne", "samples"),
    "single from": ("single de", "single from"),
    "track": ("piste", "track"),
}
_FIGURES: Words = {
    "episode": ("épisode", "episode"),
    "listens": ("écoutes", "listens"),
    "pictures": ("images", "pictures"),
    "rating": ("note moyenne", "mean rating"),
    "ratings": ("nombre de notes", "number of ratings"),
    "season": ("saison", "season"),
    "tracks": ("pistes", "tracks"),
}
_UNITS: Words = {"of 5": ("sur 5", "of 5"), "s": ("s", "s"), "votes": ("votes", "votes")}

OF_RECORDINGS: Words = {
    f"word:{kind}": said for table in (_TEXTS, _RELATIONS, _FIGURES, _UNITS) for kind, said in table.items()
}
