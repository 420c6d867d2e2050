"""clusters: what the page shows of clusters.jsonl: where the words of its records stand elsewhere, and what differs.

A line of that file says what differs and not where. The places are found again as `attribution.cluster` found them,
from the same words, so that the page can show the difference inside the wording.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any, Literal

from pydantic import ValidationError

from attribution.cluster.compare import differences
from attribution.cluster.wording import Wording, wording_of
from attribution.errors import InputError
from attribution.record import JOINT
from attribution.record.cluster import Appearance, Change, Cluster
from attribution.report.problems import first_problem

# "same": both have it; "del": the reference alone; "ins": this wording alone. The last two are hard where both articles
# have quotation marks there, nothing tells the reader of the change, and it is more than an end that was cut off.
Segment = tuple[Literal["same", "del", "ins"], str, bool]


def clusters_of(path: Path, articles: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The clusters of a file in which a record of these articles (as the page has them) stands, in its order.

    Where an appearance is on the page, `at` and `place` number its article and its record; else `article` says where
    it appeared. Raises InputError, with file, line and remedy, for a file that `attribution cluster` did not write.
    """
    places = {
        (article["id"], article["sha256"]): (at, {record["id"]: n for n, record in enumerate(article["records"])})
        for at, article in enumerate(articles)
    }
    return [shown for cluster in _lines(path) if (shown := _shown(cluster, places)) is not None]


def _shown(cluster: Cluster, places: Mapping[tuple[str, str], tuple[int, Mapping[str, int]]]) -> dict[str, Any] | None:
    found = []
    for each in cluster.appearances:
        at, records = places.get((each.article.id, each.article.sha256), (None, {}))
        place = records.get(each.record)
        found.append((each, None if place is None else at, place))
    if all(place is None for _, _, place in found):
        return None
    line = cluster.as_dict()
    line.pop("schema_version")
    line["appearances"] = [
        {
            "at": at,
            "place": place,
            "article": each.article.as_dict() if at is None else None,
            "outlet": each.outlet,
            "copy_of": each.copy_of,
            "kind": each.kind,
            "polarity": each.polarity,
            "speaker": each.speaker.as_dict(),
            "wording": each.wording,
            "turns": each.turns,
            "notes": each.notes,
            "diff": segments(cluster.reference, each),
        }
        for each, at, place in found
    ]
    return line


def segments(reference: str, here: Appearance) -> list[Segment]:
    """An appearance's words, and between them those of the reference that are not there, in order."""
    if not here.changes:
        return [("same", here.text, False)]
    wanted = [(each.operation, each.reference, each.here) for each in here.changes]
    # The first piece may stand in quotation marks or not, which decides over a "that" that opens it.
    for quoted, other in product((True, False), repeat=2):
        fullest, wording = _wording(reference, quoted), _wording(here.text, other)
        found = differences(fullest, wording).differences
        cuts = [(one.operation, fullest.cut(*one.reference) or None, wording.cut(*one.here) or None) for one in found]
        if cuts == wanted:
            hard = [_is_hard(change) for change in here.changes]
            return list(_segments(fullest, wording, [(one.reference, one.here) for one in found], hard))
    # Written by a program that takes words apart otherwise: one whole for the other, which is as true.
    return [("del", reference, False), ("ins", here.text, False)]


def _is_hard(change: Change) -> bool:
    """Whether the very words were changed behind the reader's back; to cut off the rest of a quotation does not."""
    cut_short = change.operation == "omitted" and change.position != "middle"
    return change.quoted and not change.marked and not cut_short


def _segments(
    reference: Wording,
    here: Wording,
    ranges: Sequence[tuple[tuple[int, int], tuple[int, int]]],
    hard: Sequence[bool],
) -> Iterator[Segment]:
    done = 0
    for (gone, (first, end)), is_hard in zip(ranges, hard, strict=True):
        start = here.words[first].start if first < len(here.words) else here.words[-1].end
        if done < start:
            yield "same", here.text[done:start], False
        if gone[0] < gone[1]:
            yield "del", reference.cut(*gone), is_hard
        if first < end:
            yield "ins", here.cut(first, end), is_hard
        done = max(done, here.words[end - 1].end if first < end else start)
    if done < len(here.text):
        yield "same", here.text[done:], False


def _wording(text: str, quoted: bool) -> Wording:
    return wording_of(tuple((piece, quoted) for piece in text.split(JOINT)))


def _lines(path: Path) -> Iterator[Cluster]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                try:
                    yield Cluster.model_validate_json(line)
                except ValidationError as wrong:
                    raise InputError(
                        f"{path}:{number}: {first_problem(wrong)}; give --clusters what `attribution cluster` writes"
                    ) from wrong
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}: give --clusters a file that can be read") from error
