"""problems: what is wrong with a line of a run, on one line of ours."""

from __future__ import annotations

from pydantic import ValidationError

from attribution.errors import SpanError


def first_problem(error: ValidationError | SpanError) -> str:
    """The first of all that is wrong, with the place in the line."""
    if isinstance(error, SpanError):
        return str(error)
    found = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(map(str, found["loc"]))
    return f"{where}: {found['msg']}" if where else found["msg"]
