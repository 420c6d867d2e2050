"""Who said what in news: analyze one text with `analyze`, many with `Analyzer`.

Names are imported when they are first asked for: `import attribution` takes milliseconds and loads neither Stanza nor
torch.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from attribution.analyze import Analysis, Analyzer, analyze
    from attribution.article import Article
    from attribution.errors import AttributionError, InputError, ModelError, OutputError, SpanError
    from attribution.record import Record

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "Analyzer",
    "Article",
    "AttributionError",
    "InputError",
    "ModelError",
    "OutputError",
    "Record",
    "SpanError",
    "__version__",
    "analyze",
]

_HOMES = {
    "Analysis": "analyze",
    "Analyzer": "analyze",
    "Article": "article",
    "AttributionError": "errors",
    "InputError": "errors",
    "ModelError": "errors",
    "OutputError": "errors",
    "Record": "record",
    "SpanError": "errors",
    "analyze": "analyze",
}


def __getattr__(name: str) -> object:
    """Import a public name from its module (PEP 562)."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
