"""The words of the pages about a word, an institution and a source: key → (French, English)."""

from __future__ import annotations

# What a licence permits, by what its address holds.
_PERMITS = {
    "publicdomain/": "all", "licenses/by/": "name", "etalab": "name", "licenses/by-sa/": "alike", "odbl": "alike",
    "-nc": "unsold", "non-commercial": "unsold",
}  # fmt: skip


def permits(url: str | None, licence: str) -> str:
    """The key of what a licence permits, in plain words; «permits:read» where only its text can say."""
    said = f"{url or ''} {licence}".lower()
    return f"permits:{next((kind for part, kind in reversed(_PERMITS.items()) if part in said), 'read')}"


SUBJECTS: dict[str, tuple[str, str]] = {
    "permits": ("Ce qui est permis", "What is permitted"),
    "permits:all": (
        "Tout usage des données, sans demander ni nommer\u00a0; nommer la source reste une politesse.",
        "Any use of the data, without asking or naming; to name the source is good manners.",
    ),
    "permits:name": (
        "Tout usage des données, même commercial, si la source est nommée.",
        "Any use of the data, commercial too, if the source is named.",
    ),
    "permits:alike": (
        "Tout usage des données, même commercial, si la source est nommée et si ce qu’on en fait est donné sous la "
        "même licence.",
        "Any use of the data, commercial too, if the source is named and what is made of them is given under the same "
        "licence.",
    ),
    "permits:unsold": (
        "L’usage des données sans but commercial, dans les limites de la licence.",
        "Use of the data without commercial aim, within the limits of the licence.",
    ),
    "permits:read": (
        "Cette licence a ses propres conditions\u00a0: lisez-la avant tout usage.",
        "This licence has conditions of its own: read it before any use.",
    ),
    "permits:pictures": (
        "Les images et les textes ont leurs propres droits, dits sur la page de chaque œuvre.",
        "Pictures and texts have rights of their own, said on the page of each work.",
    ),
    "subject:term": ("Mot du catalogue", "Word of the catalogue"),
    "subject:institution": ("Institution", "Institution"),
    "subject:source": ("Source", "Source"),
    "subject:page": ("À propos de {name}", "About {name}"),
    "subject:search": ("Chercher dans ces œuvres", "Search in these works"),
    "subject:broader": ("Plus large", "Broader"),
    "subject:narrower": ("Plus étroit", "Narrower"),
    "subject:without": ("{name}\u00a0: retirer ce filtre", "{name}: take this filter away"),
    "subject:counts": ("Ce qu’elle contient", "What it holds"),
    "subject:counted": (
        "{works} œuvres, {agents} personnes et groupes, {terms} mots, lus dans {records} notices",
        "{works} works, {agents} people and groups, {terms} words, read from {records} records",
    ),
    "subject:gone": ("{n} notices que la source n’a plus", "{n} records that the source has no more"),
    "subject:import": ("Dernier import", "Last import"),
    "subject:imported": (
        "le {day}, {status}\u00a0: {records} notices lues, {skipped} illisibles, {issues} problèmes notés",
        "{day}, {status}: {records} records read, {skipped} unreadable, {issues} problems noted",
    ),
    "subject:import:none": ("aucun", "none"),
    "status:done": ("terminé", "done"),
    "status:running": ("en cours", "running"),
    "status:failed": ("échoué", "failed"),
    "status:interrupted": ("interrompu", "interrupted"),
    "lacking": ("Ce qui n’est pas connu", "What is not known"),
    "lacking:date": ("date", "date"),
    "lacking:maker": ("auteur", "maker"),
    "lacking:keeper": ("lieu de conservation ou propriétaire", "keeper or owner"),
    "lacking:picture": ("image sous licence libre", "openly licensed picture"),
    "lacking:rights": ("droits sur l’œuvre", "rights in the work"),
    "lacking:words": ("mots qui la décrivent", "words that describe it"),
    "lacking:of": ("{what}\u00a0: rien pour {n} œuvres sur {total}", "{what}: nothing for {n} of {total} works"),
    "lacking:none": ("Rien de ce que cette page compte ne manque.", "Nothing that this page counts is lacking."),
    "unknown:term": ("Ce mot n’est pas au catalogue", "This word is not in the catalogue"),
    "unknown:institution": ("Cette institution n’est pas au catalogue", "This institution is not in the catalogue"),
    "unknown:source": ("Cette source n’est pas au catalogue", "This source is not in the catalogue"),
}
