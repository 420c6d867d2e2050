"""export: a finished run in the formats of other tools: brat, Label Studio, Web Annotations, schema.org Claims, CSV.

Each format is a module of pure functions over an article's records; `source` reads the run and finds the texts, and
`write` puts what comes out in its place, an article at a time. docs/exports.md says what each format holds and what it
leaves out.
"""

from attribution.export.source import Told, told
from attribution.export.write import FORMATS, Exported, export

__all__ = ["FORMATS", "Exported", "Told", "export", "told"]
