"""The words of the page on which links between sources are decided: key → (French, English)."""

from __future__ import annotations

_HOW = {
    "identifier": ("un identifiant commun", "an identifier in common"),
    "number with its keeper": ("le même numéro chez le même détenteur", "the same number with the same keeper"),
    "maker and title": ("auteur et titre", "maker and title"),
    "title and year": ("titre et année", "title and year"),
    "part of the title and year": ("partie du titre et année", "part of the title and year"),
    "fuzzy title and year": ("titre approchant et année", "similar title and year"),
    "same name": ("le même nom", "the same name"),
    "name spelled otherwise": ("un nom écrit autrement", "a name spelled otherwise"),
    "same words, other order": ("les mêmes mots dans un autre ordre", "the same words in another order"),
    "initials": ("des initiales", "initials"),
    "shorter name": ("un nom plus court", "a shorter name"),
    "part of the name": ("une partie du nom", "part of the name"),
    "similar name": ("un nom approchant", "a similar name"),
    "through a third source": ("par une troisième source", "through a third source"),
    "splink": ("selon splink seul", "splink alone"),
    "person": ("par une personne", "by a person"),
}  # fmt: skip
_PARTS = {
    "name": ("nom", "name"), "born": ("naissance", "born"), "died": ("mort", "died"), "active": ("œuvres", "works"),
    "kind": ("personne ou groupe", "person or group"), "gender": ("genre", "gender"), "country": ("pays", "country"),
    "place": ("lieu", "place"), "role": ("rôle", "role"), "time": ("époque", "time"),
    "alone": ("rien d’autre", "nothing else"), "identifier": ("identifiant", "identifier"),
}  # fmt: skip

OF_LINKS: dict[str, tuple[str, str]] = {
    "links": ("Liens entre sources", "Links between sources"),
    "links:lead": (
        "La même œuvre, la même personne dans deux sources\u00a0: ce qu’aucune règle ne tranche est à vous. Chaque "
        "décision se défait.",
        "The same work, the same person in two sources: what no rule decides is yours. Each decision can be undone.",
    ),
    "links:read": (
        "Seul le propriétaire décide\u00a0: ouvrez l’adresse que «\u00a0culturedata serve\u00a0» affiche une fois.",
        "Only the owner decides: open the address that “culturedata serve” prints once.",
    ),
    "links:refused": ("Seul le propriétaire peut décider des liens.", "Only the owner may decide on links."),
    "links:busy": (
        "Un autre programme écrit dans la bibliothèque\u00a0: rien n’a été gardé. Réessayez quand il aura fini.",
        "Another program is writing to the library: nothing was kept. Try again when it has ended.",
    ),
    "links:unknown": ("Cette paire n’est pas dans la bibliothèque.", "That pair is not in the library."),
    "links:questions": ("À décider", "To decide"),
    "links:standing": ("Liens, les moins sûrs d’abord", "Links, least certain first"),
    "links:apart": ("Défaits ou refusés", "Undone or refused"),
    "links:n": ("{n} paires", "{n} pairs"),
    "links:none": ("Il n’y a rien ici.", "There is nothing here."),
    "links:same": ("C’est le même", "The same"),
    "links:different": ("Ce sont deux", "They are two"),
    "links:of": ("{left} et {right}", "{left} and {right}"),
    "links:score": ("probabilité ou score {score}", "probability or score {score}"),
    "links:gone": ("n’est plus là", "not there any more"),
    "links:lives": ("vies", "lives"),
    "links:titles": ("titres", "titles"),
    "links:names": ("noms", "names"),
    "links:years": ("années", "years"),
    "links:through": ("par", "through"),
    "links:bits": ("indices, en bits", "evidence, in bits"),
    **{f"links:how:{how}": said for how, said in _HOW.items()},
    **{f"links:part:{part}": said for part, said in _PARTS.items()},
}
