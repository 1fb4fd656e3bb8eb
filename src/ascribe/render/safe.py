"""Text from reports made safe to show, in terminals, pages and spreadsheets: what could steer a terminal or reorder a
line becomes visible.

Reports are hostile: they may carry ANSI escapes that rewrite the screen, bidirectional overrides that make a line read
otherwise than it is (Boucher and Anderson 2021, "Trojan Source", arXiv:2111.00169), or characters that draw nothing.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata

from markupsafe import Markup, escape
from rich.console import Console
from rich.text import Text

# Controls but tab and newline, separators that break lines, everything that draws nothing or turns the direction.
# Joiners are left between letters beyond ASCII: Persian, Hindi and emoji need them.
_HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e"
    r"\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e007f\ud800-\udfff]"
    r"|(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])"
)
_BREAK = re.compile(r"(?:[ \t\n]|\r\n)+")
# What spreadsheets take for the start of a formula (OWASP, "CSV Injection"), also behind a separator or quotation mark:
# a spreadsheet that parts cells by another separator than the writer cuts them there.
_FORMULA = re.compile(r"((?:^|(?<=[;,|\"']))\s*)(?=[=+\-@＝＋－＠])")
_SOFT_HYPHEN = "\u00ad"
_ASCII = str.maketrans({"→": "->", "“": '"', "”": '"', "\u2013": "-", "·": "|", "…": "...", "²": "2"})


def visible(text: str) -> str:
    """`text` on one line, safe to print on a terminal.

    Controls, ANSI escapes, bidirectional marks and characters that draw nothing become escapes such as `\\x1b`; line
    breaks and runs of spaces become one space; soft hyphens, which only suggest where to break a word, are left out.
    """
    return _HIDDEN.sub(_escaped, _BREAK.sub(" ", text.replace(_SOFT_HYPHEN, ""))).strip(" ")


def plain(text: str, console: Console, style: str = "") -> Text:
    """`visible` text for a Rich console: markup in it is not interpreted; our own signs are spelled in ASCII if the
    console's encoding knows no others, and letters that it lacks become escapes."""
    shown = visible(text)
    if console.options.ascii_only:
        shown = shown.translate(_ASCII).encode("ascii", "backslashreplace").decode("ascii")
    return Text(shown, style=style)


def cell(text: str) -> str:
    """`text` for a cell of CSV: on one line, hidden characters as escapes, and no formula in any spreadsheet: an
    apostrophe stands before what would be one."""
    return _FORMULA.sub(r"\1'", visible(text))


def policy(style: str, script: str) -> str:
    """A Content-Security-Policy that allows a page its own inline style and script, and nothing else."""
    own = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script)]
    return (
        f"default-src 'none'; style-src 'sha256-{own[0]}'; script-src 'sha256-{own[1]}'; base-uri 'none'; "
        "form-action 'none'"
    )


def escaped(json: str) -> str:
    """JSON with every hidden character in it as an escape of its own: the same value, safe to print on a terminal."""
    return _HIDDEN.sub(_json_escape, json)


def marked(text: str) -> Markup:
    """`text` escaped for HTML, each hidden character as a label with its code point; line breaks stay."""
    parts: list[Markup] = []
    at = 0
    text = text.replace("\r\n", "\n")
    for match in _HIDDEN.finditer(text):
        parts.append(escape(text[at : match.start()]))
        parts.append(_label(match[0]))
        at = match.end()
    parts.append(escape(text[at:]))
    return Markup("").join(parts)


def _escaped(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _json_escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at]:02x}{units[at + 1]:02x}" for at in range(0, len(units), 2))


def _label(character: str) -> Markup:
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "control character")
    return Markup('<span class="hidden-character" title="{} {}">{}</span>').format(code, name, code)
