"""page: the data, the style and the scripts as one HTML file.

Nothing of an article is ever markup. It travels as JSON inside an element that no browser runs, and the scripts set
it as text. A Content-Security-Policy allows these very scripts and this very style, by their hashes, and nothing else
at all: no load, no form, no script that found its way in by another door, and no function that parses strings as HTML.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping
from functools import partial
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any, BinaryIO

from attribution.errors import OutputError
from attribution.report.data import Contents
from attribution.whole import whole_file

# In the order in which they need each other.
SCRIPTS = (
    "dom",
    "offsets",
    "model",
    "decisions",
    "lazy",
    "layout",
    "text",
    "boundary",
    "record",
    "clusters",
    "lists",
    "overview",
    "filters",
    "app",
)

STYLES = ("base", "list", "text", "record", "overview", "clusters", "windows")  # what stands later prevails

# "<" could open or close an element; the line separators end a line in old JavaScript; lone surrogates have no UTF-8.
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")

_AS_JSON = partial(json.dumps, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def render(title: str, data: Mapping[str, Any]) -> bytes:
    """The page, as UTF-8. The same data gives the same bytes."""
    style = "\n".join(_file(f"{name}.css") for name in STYLES)
    scripts = [_file(f"{name}.js") for name in SCRIPTS]
    page = Template(_file("page.html")).substitute(
        policy=_policy(style, scripts),
        title=html.escape(_encodable(title)),
        style=style,
        data=_UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", _AS_JSON(data)),
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
    )
    return page.encode()


def write(contents: Contents, out: Path | BinaryIO) -> None:
    """Write the page to a file, which is replaced as a whole or not at all, or to a stream.

    Raises OutputError where the file cannot be written.
    """
    page = render(contents.title, contents.data)
    if not isinstance(out, Path):
        out.write(page)
        return
    try:
        with whole_file(out) as file:
            file.write(page)
    except OSError as error:
        raise OutputError(f"{out}: {error.strerror}: give --out another place") from error


def _policy(style: str, scripts: list[str]) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(map(_hash, scripts))}",
            f"style-src {_hash(style)}",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _hash(source: str) -> str:
    """A source as Content Security Policy Level 3 names one: 'sha256-…' in base64."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


def _file(name: str) -> str:
    return files("attribution").joinpath("report", "assets", name).read_text(encoding="utf8")


def _encodable(title: str) -> str:
    """A folder's name that is not UTF-8 holds lone surrogates: they become escapes."""
    return title.encode("utf8", "backslashreplace").decode()
