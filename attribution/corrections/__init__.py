"""corrections: what people decided on the records of earlier runs, and what becomes of it in a later one.

`read` takes files of corrections (`attribution.record.Correction`, a line each), `passages` finds the words of one in
an article, `decide` applies those of an article between `find` and `resolve`, and `outcomes` counts what became of all.
"""

from attribution.corrections.decide import Decided, decide
from attribution.corrections.outcomes import Outcome, gather
from attribution.corrections.read import Corrections, Entry, read
from attribution.record import Correction

__all__ = ["Correction", "Corrections", "Decided", "Entry", "Outcome", "decide", "gather", "read"]
