"""What the heavy readers need beyond the plain installation, and the command that brings it."""

from __future__ import annotations

from importlib import import_module, metadata
from importlib.util import find_spec
from types import ModuleType

from attribution.errors import InputError
from attribution.read.failure import Unreadable

# Format -> the extra that it comes with, and the packages to import.
_NEEDS = {
    "html": ("html", ("trafilatura", "lxml")),
    "parquet": ("tables", ("duckdb",)),
    "warc": ("warc", ("fastwarc", "trafilatura", "lxml")),
}

# The distributions whose version can change what is read.
_DISTRIBUTIONS = ("charset-normalizer", "duckdb", "fastwarc", "lxml", "trafilatura")


def require(format: str, place: str) -> None:
    """Raise InputError where a format cannot be read for want of its extra."""
    extra, packages = _NEEDS.get(format, ("", ()))
    if missing := [package for package in packages if not find_spec(package)]:
        raise InputError(f"{place}: {_missing(format, missing[0], extra)}")


def reader(format: str) -> ModuleType:
    """The module that reads a format; raises Unreadable where its extra is missing or incomplete."""
    try:
        return import_module(f"attribution.read.{format}")
    except ImportError as error:
        extra = _NEEDS[format][0]
        raise Unreadable("missing_extra", _missing(format, error.name or str(error), extra)) from None


def versions() -> dict[str, str]:
    """The versions of the installed packages that have a say in what is read."""
    found: dict[str, str] = {}
    for name in _DISTRIBUTIONS:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def _missing(format: str, package: str, extra: str) -> str:
    name = {"html": "HTML", "parquet": "Parquet", "warc": "WARC"}[format]
    return f"{name} is read with {package}, which is not installed: pip install 'news-attribution[{extra}]'"
