"""The exceptions of this package: one tree, so that a caller can catch `AttributionError` alone."""


class AttributionError(Exception):
    """Anything that this package raises on purpose. Its message says what was wrong, where, and the remedy."""


class InputError(AttributionError):
    """An input that cannot be read, or an article that cannot be processed."""


class ModelError(AttributionError):
    """Weights that are missing, damaged, or of another version than the code."""


class OutputError(AttributionError):
    """A place that cannot be written to."""


class SpanError(AttributionError, ValueError):
    """A span that does not slice to its own text."""


class ErrorLimitError(AttributionError):
    """A run that met more errors than it was told to bear, and stopped; what it wrote can be taken up again."""
