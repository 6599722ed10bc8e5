"""The words for what leads from a work to others: in other sources, and from one art to another."""

from __future__ import annotations

from culturedata.publish.words.of_links import OF_LINKS

_HOW = "links:how:"

CROSSINGS: dict[str, tuple[str, str]] = {
    **{f"word:{key.removeprefix(_HOW)}": said for key, said in OF_LINKS.items() if key.startswith(_HOW)},
    "also:people": ("Mêmes personnes", "Same people"),
    "also:more": ("Les autres ({n})", "The others ({n})"),
    "also:works": ("œuvres\u00a0: {n}", "works: {n}"),
    "also:why": ("{method}, {score}\u00a0%", "{method}, {score}%"),
    "also:person": ("décidé par une personne", "decided by a person"),
    "cross": ("D’un art à l’autre", "From one art to another"),
    "cross:why": (
        "des œuvres d’autres domaines, avec la raison et les lieux et temps partagés",
        "works of other domains, with the reason, and the places and times they share",
    ),
    "cross:subject": ("{name} en est un sujet", "{name} is a subject of it"),
    "cross:portrayed": (
        "{name}, sujet de cette œuvre-ci, y a part ({there})",
        "{name}, a subject of this work, had a part in it ({there})",
    ),
    "cross:agent": ("{name}\u00a0: {here} ici, {there} là", "{name}: {here} here, {there} there"),
    "cross:relation": ("lien donné par la source ({kind})", "a link that the source gives ({kind})"),
    "cross:item": ("même élément de Wikidata ({item})", "the same item of Wikidata ({item})"),
    "cross:by_name": ("même nom, «\u00a0{name}\u00a0»", "the same name, “{name}”"),
    "cross:share": ("en commun", "in common"),
}
