"""candidates: which of many wordings may be the same quotation, in linear time and without comparing all with all.

Two kinds of keys, for two ways in which a quotation changes on its way from outlet to outlet:
* MinHash (Broder 1997) over the content words, in bands (locality-sensitive hashing): a quotation with words replaced
  here and there still shares most of its content words.
* Every run of four words: a short cut of a long quotation shares some with it, which the MinHash of the whole cannot
  see.

Keys are sorted, not held in a table of buckets, so a hundred thousand wordings take some 100 MB. (The library
datasketch keeps a Python set for each bucket, and asks for SciPy, which weighs more than the rest of the program.)
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from attribution.tables import words as listed

Hashes = NDArray[np.uint64]

RUN = 4  # words: three are in too many wordings ("a lot of", "we need to"), and five miss what was altered twice

# Two wordings of which a share s of the content words agree meet with probability 1 - (1 - s^3)^16: 0.99 at s = 0.65,
# 0.88 at 0.5, 0.02 at 0.1.
BANDS, ROWS = 16, 3

# In a bucket up to ALL every two wordings are compared; in a bigger one (a phrase that everybody uses, or a quotation
# that everybody has) each with the LEADERS fullest. That bounds the pairs by a multiple of the wordings.
ALL, LEADERS = 24, 8


@lru_cache(maxsize=1 << 18)
def hash_of(word: str) -> int:
    """64 bits of a word, the same on every machine."""
    return int.from_bytes(hashlib.blake2b(word.encode("utf8", "surrogatepass"), digest_size=8).digest(), "little")


def hashes_of(words: Iterable[str]) -> Hashes:
    """The hashes of words, in order."""
    return np.fromiter(map(hash_of, words), dtype=np.uint64)


def odd(name: str, count: int) -> Hashes:
    """Odd numbers to multiply hashes with: as good as random, and the same under every version of numpy."""
    return hashes_of(f"{name} {at}" for at in range(count)) | np.uint64(1)


_ODD = odd("band", BANDS * ROWS)
_ADD = hashes_of(f"shift {at}" for at in range(BANDS * ROWS))
_POWERS = odd("run", RUN)
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_HIGH = np.uint64(32)


def keys(words: tuple[str, ...]) -> Hashes:
    """The keys of one wording; two wordings that share one are candidates."""
    return np.unique(np.concatenate([_bands(words), run_hashes(words, RUN)]))


def pairs(all_keys: Iterable[Hashes]) -> Iterator[tuple[int, int]]:
    """Candidates (a, b), a < b, each once and in order; wordings are numbered as they come, the fullest first."""
    per_wording = list(all_keys)
    if not per_wording:
        return
    owners = np.repeat(np.arange(len(per_wording), dtype=np.uint32), [len(found) for found in per_wording])
    together = np.concatenate(per_wording)
    del per_wording
    order = np.argsort(together, kind="stable")  # within a key, owners stay in their order
    together, owners = together[order], owners[order]
    edges = np.flatnonzero(together[1:] != together[:-1]) + 1
    bounds = np.concatenate([[0], edges, [len(together)]])
    shared = np.flatnonzero(np.diff(bounds) > 1)
    found = []
    for at in shared:
        bucket = np.unique(owners[bounds[at] : bounds[at + 1]])
        size = len(bucket)
        for lead in range(min(size - 1, size if size <= ALL else LEADERS)):
            rest = bucket[lead + 1 :].astype(np.uint64)
            found.append((np.uint64(bucket[lead]) << _HIGH) | rest)
    if found:
        for pair in np.unique(np.concatenate(found)):
            yield int(pair >> _HIGH), int(pair & np.uint64(0xFFFFFFFF))


def is_content(word: str) -> bool:
    """Whether a word says what is spoken of, and not only how a sentence is built."""
    return word not in listed("function_words", "function")


def run_hashes(words: tuple[str, ...], length: int, powers: Hashes = _POWERS) -> Hashes:
    """A hash for each run of `length` words; none where there are fewer words."""
    hashes = hashes_of(words)
    if len(hashes) < length:
        return np.empty(0, dtype=np.uint64)
    total = np.zeros(len(hashes) - length + 1, dtype=np.uint64)
    for at in range(length):
        total = (total ^ hashes[at : len(hashes) - length + 1 + at]) * powers[at]
        total ^= total >> _HIGH
    return total


def _bands(words: tuple[str, ...]) -> Hashes:
    content = hashes_of(sorted(set(filter(is_content, words))))
    if not len(content):
        return np.empty(0, dtype=np.uint64)
    least = (content[:, None] * _ODD + _ADD).min(axis=0).reshape(BANDS, ROWS)
    band = np.arange(BANDS, dtype=np.uint64)
    for row in range(ROWS):
        band = (band ^ least[:, row]) * _SPREAD
        band ^= band >> _HIGH
    return band
