"""`python -m ascribe` is the console script."""

from __future__ import annotations

from .cli import main

main()
