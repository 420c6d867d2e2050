"""report: finished runs as one HTML page that people read, search and correct, and that loads nothing from elsewhere.

`data` gathers what the page shows, `clusters` where its words stand elsewhere, and `page` puts both between the
hand-written style and scripts of `assets/`. What people save from it are lines of `Correction`, which
`attribution.corrections` reads and applies.
"""

from attribution.record import Correction
from attribution.report.data import Contents, gather
from attribution.report.page import render, write

__all__ = ["Contents", "Correction", "gather", "render", "write"]
