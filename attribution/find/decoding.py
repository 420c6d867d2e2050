"""decode: labels and arcs of single words -> drafts with one cue, one source and their content.

The network labels each word by itself, so that words drop out of the middle of a span and a stretch of content is
given to two cues. Here the cues are fixed first; then each sentence gets the likeliest sequence of states "nothing",
"source of cue k" and "content of cue k" (Viterbi 1967), where changing the state has a price.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence

from attribution.find.draft import Draft
from attribution.parse import Parse, Reading, Token

# Probability of "cue" from which a word that others point at is taken for one although another label is likelier.
WEAK_CUE = 0.2
# Words that must point at it then.
VOTES = 3
# The price of entering or leaving a source and a content, in nats; a source is often one word.
# Tried on PolNeAR dev: 0.2, 0.4, 0.7, 1.0, 1.5.
SOURCE_CHANGE = 0.2
CONTENT_CHANGE = 1.0
# Probabilities are kept from zero, so that one sure word never outweighs a whole span.
FLOOR = 0.02
# Cues that compete for the words of a sentence, and the words in all that must point at one for it to compete.
CUES = 5
WEAK_RIVAL = 0.2

# Tags of words that are no cue by themselves.
EMPTY = frozenset({"ADV", "AUX", "PART", "DET", "PUNCT", "CCONJ"})

ReadingOf = Callable[[Token], Reading]


def decode(parse: Parse, words: Sequence[int], reading_of: ReadingOf) -> list[Draft]:
    """Read drafts off the readings of some words (indices in text order), in the order of their cues."""
    readings = {index: reading_of(parse.tokens[index]) for index in words}
    cues = _cues(parse, words, readings)
    cue_of = {index: number for number, cue in enumerate(cues) for index in cue}
    drafts = [Draft(cue) for cue in cues]
    sources: dict[int, list[list[int]]] = {}
    for sentence in _sentences(parse, words):
        for kind, number, stretch in _label(sentence, readings, cue_of):
            if kind == "content":
                drafts[number].content.update(stretch)
            elif parse.tokens[stretch[0]].sentence == parse.tokens[cues[number][0]].sentence:
                sources.setdefault(number, []).append(stretch)
    for number, stretches in sources.items():
        drafts[number].source = max(stretches, key=lambda s: (sum(readings[i].scores[1] for i in s), -s[0]))
    return drafts


def _cues(parse: Parse, words: Sequence[int], readings: dict[int, Reading]) -> list[list[int]]:
    """Runs of cue words; also single words that enough others take for their cue although none labelled it so."""
    pointed: Counter[int] = Counter()
    for index in words:
        reading = readings[index]
        if reading.label in ("source", "content") and reading.arcs and reading.arcs[0].probability >= 0.5:
            pointed[reading.arcs[0].to] += 1
    runs: list[list[int]] = []
    for index in words:
        reading = readings[index]
        if reading.label != "cue" and (pointed[index] < VOTES or reading.scores[2] < WEAK_CUE):
            continue
        last = runs[-1][-1] if runs else -2
        adjacent = last == index - 1 and parse.tokens[last].sentence == parse.tokens[index].sentence
        # A new cue does not begin behind one that has said nothing yet ("also | announced").
        if adjacent and (reading.begins < 0.5 or all(parse.tokens[k].upos in EMPTY for k in runs[-1])):
            runs[-1].append(index)
        else:
            runs.append([index])
    return runs


def _sentences(parse: Parse, words: Sequence[int]) -> list[list[int]]:
    found: list[list[int]] = []
    for index in words:
        if found and parse.tokens[found[-1][-1]].sentence == parse.tokens[index].sentence:
            found[-1].append(index)
        else:
            found.append([index])
    return found


def _label(
    words: Sequence[int], readings: dict[int, Reading], cue_of: dict[int, int]
) -> list[tuple[str, int, list[int]]]:
    """The stretches of one sentence as (source or content, number of the cue, words)."""
    arcs = [_arcs(readings[index], cue_of) for index in words]
    weight: dict[int, float] = {}
    for index, arc in zip(words, arcs, strict=True):
        spoken = readings[index].scores[1] + readings[index].scores[3]
        for number, probability in arc.items():
            weight[number] = weight.get(number, 0.0) + spoken * probability
    strongest = sorted(weight, key=lambda number: (-weight[number], number))[:CUES]
    rivals = sorted(number for number in strongest if weight[number] > WEAK_RIVAL)
    if not rivals:
        return []
    states = [(0, -1), *((kind, number) for number in rivals for kind in (1, 3))]
    price = [0.0, *(SOURCE_CHANGE if kind == 1 else CONTENT_CHANGE for kind, _ in states[1:])]
    score = [-p for p in price]
    back: list[list[int]] = []
    for position, index in enumerate(words):
        none, source, cue, content = readings[index].scores
        begins = min(max(readings[index].begins, FLOOR), 1 - FLOOR)
        if index in cue_of:
            emission = [0.0] + [math.log(FLOOR)] * (len(states) - 1)
        else:
            emission = [math.log(max(none + cue, FLOOR))]
            for kind, number in states[1:]:
                probability = (source if kind == 1 else content) * max(arcs[position].get(number, 0.0), FLOOR)
                emission.append(math.log(max(probability, FLOOR * FLOOR)))
        best = max(range(len(states)), key=lambda k: score[k] - price[k])
        enter, stay = math.log(begins), math.log(1 - begins)
        new, came = [], []
        for state in range(len(states)):
            change = score[best] - price[best] - price[state] + (enter / 2 if state else 0.0)
            keep = score[state] + (stay if state else 0.0)
            came.append(best if change > keep else state)
            new.append(max(change, keep) + emission[state])
        score = new
        back.append(came)
    state = max(range(len(states)), key=lambda k: score[k])
    path = [state]
    for came in reversed(back[1:]):
        state = came[state]
        path.append(state)
    path.reverse()
    found: list[tuple[str, int, list[int]]] = []
    for position, (index, state) in enumerate(zip(words, path, strict=True)):
        if state == 0 or index in cue_of:
            continue
        kind, number = states[state]
        name = "source" if kind == 1 else "content"
        if found and path[position - 1] == state and found[-1][2][-1] == words[position - 1]:
            found[-1][2].append(index)
        else:
            found.append((name, number, [index]))
    return found


def _arcs(reading: Reading, cue_of: dict[int, int]) -> dict[int, float]:
    arcs: dict[int, float] = {}
    for arc in reading.arcs:
        number = cue_of.get(arc.to)
        if number is not None:
            arcs[number] = arcs.get(number, 0.0) + arc.probability
    return arcs
