"""manual: the page docs/commands.md, from the help texts of the command.

python -m attribution.manual docs/commands.md
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from inspect import cleandoc
from pathlib import Path
from typing import Any

import typer

from attribution.cli import app


def page() -> str:
    """Every command with its help, arguments and options, in the order of `--help`."""
    lines = [
        "# The command",
        "",
        "This page is made from the help texts (`python -m attribution.manual docs/commands.md`).",
        "",
    ]
    for name, command in commands():
        lines += _section(name, command)
    return "\n".join(lines).rstrip() + "\n"


def commands() -> Iterator[tuple[str, Any]]:
    """Name ("attribution models show") and command, of all there are."""
    yield from _commands("attribution", typer.main.get_command(app))


def _commands(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    yield name, command
    for child, inner in getattr(command, "commands", {}).items():
        yield from _commands(f"{name} {child}", inner)


def _section(name: str, command: Any) -> Iterator[str]:
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option"]
    usage = [name, *map(_usage, arguments), *(["[OPTIONS]"] if options else [])]
    if hasattr(command, "commands"):
        usage.append("COMMAND")
    yield from (f"## `{name}`", "", "```", " ".join(usage), "```", "", cleandoc(command.help or ""), "")
    if arguments or options:
        yield from ("| | |", "|---|---|")
        yield from (f"| `{_cell(_signature(one))}` | {_cell(_help(one))} |" for one in (*arguments, *options))
        yield ""


def _usage(argument: Any) -> str:
    shown = argument.metavar + ("…" if argument.nargs == -1 else "")
    return shown if argument.required else f"[{shown}]"


def _signature(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar)
    names = ", ".join((*sorted(parameter.opts, key=len), *parameter.secondary_opts))
    return names if parameter.is_flag else f"{names} {parameter.metavar}"


def _help(parameter: Any) -> str:
    default = getattr(parameter.default, "value", parameter.default)
    stated = parameter.param_type_name == "option" and not parameter.is_flag and isinstance(default, int | str)
    return f"{parameter.help}{f' Default: `{default}`.' if stated else ''}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf8", newline="\n")
