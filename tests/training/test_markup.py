"""The markup of labelled reports: what is wrong in a file is named, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from training.markup import MarkupError, main, parse

GOOD = """## a | wire | Sudan
Shelling kills 12
- killing kills | target: 12 | instrument: Shelling | killed: 12

"They will not enter," he said. They will not.
- assault! enter | agent: They | source: he | direct
- threat will not#2 | agent: They
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "x.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_report_comes_with_true_spans(tmp_path: Path) -> None:
    (report,) = parse(write(tmp_path, GOOD))
    words = [report.text[slice(*c.trigger)] for c in report.claims]
    assert words == ["kills", "enter", "will not"]
    assert report.claims[1].factuality == "denied"
    assert report.claims[1].form == "direct"
    assert report.claims[2].trigger[0] == report.text.rindex("will not")
    assert report.claims[0].quantities == [("killed", (report.text.index("12"), report.text.index("12") + 2))]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("- murder kills", "no such type"),
        ("- killing slain", "has no 'slain'"),
        ("- killing kills#2", "number 2"),
        ("- killing kills | target: people", "'people' is not in the report"),
        ("- killing kills | victim: 12", "no such field"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: str, why: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, f"## a | wire | Sudan\nShelling kills 12\n{line}\n")
    with pytest.raises(MarkupError, match=why) as error:
        parse(path)
    assert f"{path}:3:" in str(error.value)
    assert main([str(path)]) == 1
    assert why in capsys.readouterr().err


def test_an_id_is_used_once(tmp_path: Path) -> None:
    with pytest.raises(MarkupError, match="used 2 times"):
        parse(write(tmp_path, "## a | x | y\nText.\n\n## a | x | y\nText.\n"))
