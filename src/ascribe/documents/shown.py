"""Names from outside, made safe to print: a file name may hold newlines or terminal escape sequences."""

from __future__ import annotations


def shown(name: str, limit: int = 200) -> str:
    """`name` with every character that does not print written as an escape, cut to `limit` characters."""
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape", "surrogatepass").decode() for c in name[:limit])
    return safe if len(name) <= limit else safe + "…"
