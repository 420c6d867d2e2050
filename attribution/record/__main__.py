"""Write the schemas and the page again: python -m attribution.record schemas docs/record.md."""

import sys
from pathlib import Path

from attribution.record.schema import as_text, reference, schemas

folder, page = map(Path, sys.argv[1:])
for name, schema in schemas().items():
    (folder / f"{name}.schema.json").write_text(as_text(schema), encoding="utf8", newline="\n")
page.write_text(reference(), encoding="utf8", newline="\n")
