"""Words of the pages `/evaluation` and `/prize`: key → (French, English)."""

from __future__ import annotations

# What a metric is called and says, more of it being better or not.
_METRICS: dict[str, tuple[str, str]] = {
    "rmse": ("RMSE, erreur des notes prédites", "RMSE, error of predicted ratings"),
    "mae": ("MAE, erreur moyenne des notes", "MAE, mean error of ratings"),
    "ndcg": ("NDCG, le pertinent en tête", "NDCG, the relevant on top"),
    "ndcg-linear": ("NDCG, gain linéaire", "NDCG, linear gain"),
    "ndcg-exponential": ("NDCG, gain exponentiel", "NDCG, exponential gain"),
    "recall": ("Rappel", "Recall"),
    "precision": ("Précision", "Precision"),
    "hit-rate": ("Personnes touchées", "Hit rate"),
    "map": ("MAP, précision moyenne", "MAP, mean average precision"),
    "mrr": ("MRR, rang du premier", "MRR, rank of the first"),
    "auc": ("AUC, pertinent avant le reste", "AUC, relevant above the rest"),
    "coverage": ("Couverture du catalogue", "Coverage of the catalogue"),
    "gini": ("Gini, inégalité d’affichage", "Gini, inequality of exposure"),
    "ecs": ("Taille effective du catalogue", "Effective catalogue size"),
    "popularity": ("Notoriété de ce qui est montré", "How well known what is shown is"),
    "popularity-bias": ("Biais de popularité", "Popularity bias"),
    "diversity": ("Diversité d’une sélection", "Diversity within a slate"),
    "novelty": ("Nouveauté, en bits", "Novelty, in bits"),
    "calibration": ("Écart au profil (divergence)", "Distance from the profile (divergence)"),
}

OF_EVALUATION: dict[str, tuple[str, str]] = {
    "semicolon": ("\u00a0; ", "; "),
    "evaluation": ("Les recommandations, jugées", "Recommendations, judged"),
    "evaluation:lead": (
        "Chaque chiffre vient de comportements que le modèle n’avait pas vus, avec son intervalle à 95\u00a0% et le "
        "nombre de personnes comptées. Deux modèles que le bruit ne départage pas sont à égalité.",
        "Each figure comes from behaviour that the model had not seen, with its 95% interval and how many people it "
        "counts. Two models that the noise does not tell apart are tied.",
    ),
    "evaluation:none": (
        "Rien n’a été jugé ici. À faire\u00a0:",
        "Nothing was judged here. To do:",
    ),
    "evaluation:older": (
        "Cette bibliothèque est d’une version antérieure\u00a0: ces pages la lisent une fois qu’elle est mise à jour. "
        "À faire\u00a0:",
        "This library is of an older version: these pages read it once it is brought up to date. To do:",
    ),
    "evaluation:choose": ("Ce qui a été jugé", "What was judged"),
    "evaluation:set": ("Données, partage, graine", "Data, split, seed"),
    "evaluation:metric": ("Mesure", "Metric"),
    "evaluation:against": ("Face à", "Against"),
    "evaluation:show": ("Montrer", "Show"),
    "evaluation:on": (
        "{dataset}, {split}, graine {seed} ({tier}). Mesuré le {date}.",
        "{dataset}, {split}, seed {seed} ({tier}). Measured on {date}.",
    ),
    "evaluation:table": ("Tous les chiffres", "All figures"),
    "evaluation:recommender": ("Modèle", "Recommender"),
    "evaluation:higher": ("plus haut\u00a0: mieux", "higher is better"),
    "evaluation:lower": ("plus bas\u00a0: mieux", "lower is better"),
    "evaluation:best": ("le meilleur", "the best"),
    "evaluation:tie": ("à égalité avec le meilleur", "tied with the best"),
    "evaluation:people": ("{n} personnes", "{n} people"),
    "evaluation:without": ("{n} sans valeur", "{n} without a value"),
    "evaluation:undefined": ("non défini", "undefined"),
    "evaluation:few": ("trop peu de personnes pour être montré", "too few people to be shown"),
    "evaluation:few:why": (
        "Ces chiffres sont des moyennes\u00a0: personne n’y est reconnaissable. Ceux qui comptent moins de {n} "
        "personnes ne sont montrés qu’à la propriétaire de la bibliothèque, ou sur la machine même.",
        "These figures are means: nobody can be recognised in them. Those that count fewer than {n} people are shown "
        "to the library’s owner only, or on the machine itself.",
    ),
    "evaluation:unpaired": (
        "Les égalités ne sont pas toutes connues\u00a0: le meilleur n’a pas été comparé à tous les autres. À faire, "
        "avec tous leurs noms\u00a0:",
        "Not all ties are known: the best was not compared with all others. To do, with all their names:",
    ),
    "evaluation:together": (
        "Cette mesure est celle de toutes les sélections ensemble\u00a0: il n’y a rien à comparer personne par "
        "personne, donc pas d’égalités.",
        "This metric is of all slates together: there is nothing to compare person by person, hence no ties.",
    ),
    "evaluation:paired": (
        "Égalité\u00a0: sur les mêmes personnes, une telle différence des deux valeurs arrive par hasard dans plus de "
        "5 cas sur 100, correction faite du nombre de paires (Holm).",
        "Tied: on the same people, such a difference of the two figures comes by chance in more than 5 of 100 cases, "
        "corrected for the number of pairs (Holm).",
    ),
    "evaluation:as_table": ("La même image en tableau", "The same picture as a table"),
    "evaluation:interval": ("{metric} avec son intervalle", "{metric} with its interval"),
    "evaluation:of_95": ("Intervalle à 95\u00a0%", "95% interval"),
    "evaluation:figure": ("Valeur", "Figure"),
    "evaluation:tradeoff": ("Justesse et diversité", "Accuracy and diversity"),
    "evaluation:tradeoff:why": (
        "Être juste et montrer des choses diverses ne vont pas toujours ensemble\u00a0: le croisement est la valeur, "
        "ses branches les intervalles à 95\u00a0%.",
        "Being right and showing various things do not always go together: the cross is the figure, its arms are the "
        "95% intervals.",
    ),
    "evaluation:tradeoff:none": (
        "Il faut deux mesures d’au moins un même modèle.",
        "It takes two metrics of at least one recommender.",
    ),
    "evaluation:curve": ("Courbe d’apprentissage", "Learning curve"),
    "evaluation:curve:why": (
        "La même mesure, sur les mêmes personnes, quand le modèle n’apprend que d’une part des données. Pour une "
        "sélection, ce qui manque à l’apprentissage concourt aussi\u00a0: aux petites parts, elle paraît moins bonne.",
        "The same metric, on the same people, when the recommender learns from a share of the data only. What is "
        "missing from the training competes for a slate, too: at small shares it looks worse.",
    ),
    "evaluation:curve:none": (
        "Aucune courbe n’est gardée pour cette mesure. À faire, avec les noms des modèles\u00a0:",
        "No curve is kept for this metric. To do, with the names of the recommenders:",
    ),
    "evaluation:share": ("Part apprise,\u00a0%", "Share learnt from, %"),
    "evaluation:costs": ("Temps et mémoire", "Time and memory"),
    "evaluation:costs:why": (
        "Le temps est celui de l’horloge, pendant que la machine faisait peut-être autre chose\u00a0: un ordre de "
        "grandeur. La mémoire est ce que le calcul ajoute au plus fort.",
        "Time is that of the clock while the machine may have done other things: an order of magnitude. Memory is what "
        "the computation adds at its peak.",
    ),
    "evaluation:costs:none": ("Aucun coût n’est gardé pour ce partage.", "No costs are kept for this split."),
    "evaluation:seconds": ("Secondes, apprendre et répondre", "Seconds, to learn and to answer"),
    "evaluation:mb": ("Mémoire ajoutée, Mo", "Memory added, MB"),
    "evaluation:step:train": ("apprendre", "train"),
    "evaluation:step:predict": ("prédire", "predict"),
    "evaluation:step:recommend": ("recommander", "recommend"),
    "evaluation:step": ("Étape", "Step"),
    "evaluation:s": ("Secondes", "Seconds"),
    "evaluation:counted": ("Notes ou sélections", "Ratings or slates"),
    "evaluation:jobs": ("En même temps", "At the same time"),
    "evaluation:picture": (
        "{what}\u00a0: {n} modèles, de {low} à {high}",
        "{what}: {n} recommenders, from {low} to {high}",
    ),
    "evaluation:groups": ("Ce qui est montré de chaque groupe d’œuvres", "What is shown of each group of works"),
    "evaluation:groups:why": (
        "La part moyenne d’un groupe dans une sélection, avec son intervalle à 95\u00a0%, à côté de sa part dans le "
        "catalogue et dans ce que les mêmes personnes connaissaient. Une œuvre de deux groupes compte pour moitié dans "
        "chacun.",
        "The mean share of a group in a slate with its 95% interval, beside its share in the catalogue and in what the "
        "same people knew. A work of two groups counts by half in each.",
    ),
    "evaluation:by:country": ("Par pays", "By country"),
    "evaluation:by:period": ("Par décennie", "By decade"),
    "evaluation:by:gender": ("Par genre des créateurs et créatrices", "By gender of the makers"),
    "evaluation:group": ("Groupe", "Group"),
    "evaluation:group:catalogue": ("Du catalogue", "Of the catalogue"),
    "evaluation:group:profile": ("De ce qui était connu", "Of what was known"),
    "evaluation:group:shown": ("De ce qui est montré", "Of what is shown"),
    "group:female": ("femmes", "women"),
    "group:male": ("hommes", "men"),
    "group:unknown": ("inconnu", "unknown"),
    "prize": ("Le prix", "The Prize"),
    "prize:lead": (
        "En 2006, Netflix promit un million à qui prédirait les notes dix pour cent mieux que son algorithme. Le même "
        "concours, sur des notes ouvertes\u00a0: le quiz se voit, le test reste caché jusqu’à la fin.",
        "In 2006 Netflix promised a million to whoever predicted ratings ten per cent better than its algorithm. The "
        "same contest on open ratings: the quiz can be seen, the test stays hidden until the end.",
    ),
    "prize:none": (
        "Personne n’a encore concouru ici. À faire\u00a0:",
        "Nobody has entered here yet. To do:",
    ),
    "prize:place": ("Rang", "Place"),
    "prize:quiz": ("RMSE au quiz", "RMSE on the quiz"),
    "prize:test": ("RMSE au test caché", "RMSE on the hidden test"),
    "prize:board": ("Classement", "Leaderboard"),
    "prize:better": ("Mieux que la référence ({half})", "Better than the reference ({half})"),
    "prize:weight": ("Poids dans le mélange", "Weight in the blend"),
    "prize:million": ("le million\u00a0: {n}", "the million: {n}"),
    "prize:won": (
        "Au {half}, le million demande {wanted}\u00a0: {name}, {figure}, le gagne.",
        "On the {half} the million asks for {wanted}: {name}, {figure}, wins it.",
    ),
    "prize:lost": (
        "Au {half}, le million demande {wanted}\u00a0: {name}, {figure}, ne le gagne pas.",
        "On the {half} the million asks for {wanted}: {name}, {figure}, does not win it.",
    ),
    "prize:half:quiz": ("quiz", "quiz"),
    "prize:half:test": ("test", "test"),
    "prize:hidden": (
        "Le test reste caché\u00a0: le regarder à chaque essai serait l’apprendre. À la fin\u00a0:",
        "The test stays hidden: to look at it at every attempt would be to learn it. At the end:",
    ),
    "prize:unpaired": (
        "Tous n’ont pas concouru ensemble\u00a0: les égalités ne sont pas toutes connues. À faire, avec tous leurs "
        "noms\u00a0:",
        "Not all entered together: not all ties are known. To do, with all their names:",
    ),
    "prize:reference": ("la référence", "the reference"),
    "prize:chart": ("RMSE au quiz, avec son intervalle à 95\u00a0%", "RMSE on the quiz with its 95% interval"),
    "prize:chart:why": (
        "Plus à gauche\u00a0: mieux. Le trait vertical est le million.",
        "Further left is better. The vertical line is the million.",
    ),
    **{f"metric:{name}": said for name, said in _METRICS.items()},
}

# How a split is called where it is stored, and in French; what stands in brackets stays.
UNTIMED = ", times untold"
SPLITS: tuple[tuple[str, str], ...] = (
    (r"(\d+) random folds", r"\1 plis tirés au hasard"),
    (r"random (\d+)%", "\\1\u00a0% au hasard"),
    (r"by time, last (\d+)% per user", "dans le temps, les \\1\u00a0% derniers de chacun"),
    (r"by time, after (.+)", r"dans le temps, après le \1"),
    (r"last of each person", "la dernière de chacun"),
    (r"last (\d+) of each person", r"les \1 dernières de chacun"),
    (r"cold works, (\d+)%", "œuvres nouvelles, \\1\u00a0%"),
    (r"cold people, (\d+)%", "personnes nouvelles, \\1\u00a0%"),
)
