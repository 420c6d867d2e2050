"""view: a run for the terminal: each article's text with its passages marked, and who said what."""

from attribution.view.marks import escape
from attribution.view.pages import Choice, Page, Selection, load
from attribution.view.render import render

__all__ = ["Choice", "Page", "Selection", "escape", "load", "render"]
