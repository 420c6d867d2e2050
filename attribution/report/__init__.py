"""report: a finished run as one HTML page that people read, search and correct, and that loads nothing from elsewhere.

`data` gathers what the page shows, `page` puts it between the hand-written style and scripts of `assets/`, and
`corrections` is the shape of what people save from it.
"""

from attribution.report.corrections import Correction
from attribution.report.data import Contents, gather
from attribution.report.page import render, write

__all__ = ["Contents", "Correction", "gather", "render", "write"]
