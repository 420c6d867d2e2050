"""cluster: the same quotation in several articles, as clusters.jsonl.

gather (records and texts of runs) -> candidates (MinHash) -> compare (alignment) -> group -> lines. Nothing says which
wording is the right one: the fullest is what the others are held against.
"""

from __future__ import annotations

from attribution.cluster.write import Clustered, cluster, clusters

__all__ = ["Clustered", "cluster", "clusters"]
