"""The works nearest in content to each work, kept in the catalogue so that its pages stand alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from culturedata.data.dataset import Dataset
from culturedata.data.slates import Reason
from culturedata.data.vocabulary import Vocabulary
from culturedata.recommend.content.recommender import Content
from culturedata.store.catalogue.documents import documents
from culturedata.store.catalogue.works import SHOWN
from culturedata.store.library import Library
from culturedata.store.people import models

Near = list[tuple[str, float, tuple[Reason, ...]]]


def works_of(library: Library, domain: str) -> list[str]:
    """The described works of a domain: doubles that are linked to another work are left out."""
    found = library.culture.execute(
        f"SELECT work_id FROM works AS w WHERE domain = ? AND {SHOWN} ORDER BY work_id",
        [domain],
    )
    return [row[0] for row in found]


def content_model(library: Library, ids: list[str], **options: float) -> Content:
    """A content recommender over `ids`, for which nobody's behaviour is needed."""
    return Content(**options).fit(nobody(tuple(ids)), documents(library.culture, ids))


def nobody(ids: tuple[str, ...]) -> Dataset:
    """A dataset of these works with one rating by nobody, of which content makes nothing."""
    return Dataset(
        name="catalogue",
        provenance="open",
        scale=(0.0, 1.0),
        user_ids=Vocabulary(("nobody",)),
        item_ids=Vocabulary(ids),
        users=np.zeros(1, dtype=np.int32),
        items=np.zeros(1, dtype=np.int32),
        values=np.zeros(1, dtype=np.float32),
        times=np.zeros(1, dtype=np.int64),
    )


def keep_similar(library: Library, domain: str, k: int = 10, progress: Callable[[str, int], None] | None = None) -> int:
    """Compute and keep the k nearest works of every work of a domain; return how many works have some."""
    ids = works_of(library, domain)
    if len(ids) < 2:
        return 0
    return models.save_similar(library.culture, domain, _near(content_model(library, ids), ids, k, progress))


def _near(
    content: Content, ids: list[str], k: int, progress: Callable[[str, int], None] | None
) -> Iterator[tuple[str, Near]]:
    for item, near in content.neighbours(k):
        if progress is not None and item % 1000 == 0:
            progress("similar works", item)
        told = [(other, score, content.why(item, other)) for other, score in near]
        yield ids[item], [(ids[other], score, (reason,) if reason else ()) for other, score, reason in told]
