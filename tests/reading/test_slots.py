"""What fills a trigger's slots: numbers settled between claims, runs of words joined to phrases."""

from __future__ import annotations

import numpy as np

from ascribe.reading.encoder import Encoder
from ascribe.reading.slots import Fillers, _bridged, _fillers, _nearest_of_same, _settle
from ascribe.reading.triggers import Trigger

ENCODER = Encoder()


def trigger(kind: str) -> Trigger:
    return Trigger(0, 1, kind, 0.9, "asserted", 0.9)


def settled(*given: tuple[str, dict[str, float]], text: str) -> list[list[str]]:
    """The numbers that each trigger keeps, by their words."""
    out: list[dict[str, Fillers]] = [
        {"quantity": [((text.index(w), text.index(w) + len(w)), sure) for w, sure in numbers.items()]}
        for _, numbers in given
    ]
    _settle(out, [trigger(kind) for kind, _ in given])
    return [[text[slice(*span)] for span, _ in fillers["quantity"]] for fillers in out]


KILLED = "Bombs hit the market, killing 130 people and injuring scores."


def test_a_number_belongs_to_the_kind_of_claim_it_fits_best() -> None:
    given = ("killing", {"130": 0.9, "scores": 0.4}), ("injury", {"130": 0.5, "scores": 0.95})
    assert settled(*given, text=KILLED) == [["130"], ["scores"]]


def test_a_number_that_fits_two_kinds_alike_belongs_to_both() -> None:
    given = ("killing", {"130": 0.9}), ("injury", {"130": 0.85})
    assert settled(*given, text=KILLED) == [["130"], ["130"]]


def test_claims_of_one_kind_share_a_number() -> None:
    given = ("killing", {"130": 0.9}), ("killing", {"130": 0.46}), ("injury", {"130": 0.46})
    assert settled(*given, text=KILLED) == [["130"], ["130"], []]


def test_other_slots_and_claims_without_numbers_stay() -> None:
    target: Fillers = [((0, 5), 0.5)]
    out: list[dict[str, Fillers]] = [{"target": target}, {"target": target, "quantity": [((6, 9), 0.5)]}]
    _settle(out, [trigger("killing"), trigger("injury")])
    assert out == [{"target": target}, {"target": target, "quantity": [((6, 9), 0.5)]}]


def bridged(text: str, *words: str) -> list[str]:
    """The phrases that runs over `words` become; the document is preceded by others, as in a later window."""
    before = "Nothing else happened. "
    tokens = ENCODER.tokenize(before + text)
    at = tokens.piece_range((len(before), len(before) + 1))[0]
    runs = []
    for word in words:
        begin = len(before) + text.index(word)
        first, last = tokens.piece_range((begin, begin + len(word)))
        runs.append((first - at, last - at))
    found = _bridged(runs, at, tokens, before + text)
    return [(before + text)[tokens.begin[at + b] : tokens.end[at + e - 1]] for b, e in found]


def test_a_plain_word_between_two_runs_joins_them() -> None:
    text = "They overran the eighth-century Rafiqah wall."
    assert bridged(text, "eighth-century", "wall") == ["eighth-century Rafiqah wall"]


def test_three_runs_become_one() -> None:
    text = "They shelled ancient Raqqa city wall towers."
    assert bridged(text, "ancient", "city", "towers") == ["ancient Raqqa city wall towers"]


def test_words_that_part_phrases_do_not_join_them() -> None:
    assert bridged("Troops and Militias fled.", "Troops", "Militias") == ["Troops", "Militias"]
    assert bridged("Troops OR militias fled.", "Troops", "militias") == ["Troops", "militias"]
    assert bridged("The base in Homs fell.", "base", "Homs") == ["base", "Homs"]


def test_marks_numbers_two_words_and_lines_do_not_join() -> None:
    assert bridged("Homs, Hama fell.", "Homs", "Hama") == ["Homs", "Hama"]
    assert bridged("Homs 2 Hama fell.", "Homs", "Hama") == ["Homs", "Hama"]
    assert bridged("Homs old town Hama fell.", "Homs", "Hama") == ["Homs", "Hama"]
    assert bridged("Homs\nold Hama fell.", "Homs", "Hama") == ["Homs", "Hama"]


def filled(text: str, levels: dict[str, float], limits: tuple[float, float]) -> list[str]:
    tokens = ENCODER.tokenize(text)
    row = np.zeros(len(tokens), dtype=np.float32)
    for word, level in levels.items():
        begin, end = tokens.piece_range((text.index(word), text.index(word) + len(word)))
        row[begin:end] = level
    return [text[slice(*span)] for span, _ in _fillers(row, limits, 0, tokens, text)]


def test_all_runs_above_the_first_limit_fill_a_slot() -> None:
    text = "Rebels fought with troops near Homs."
    assert filled(text, {"Rebels": 0.9, "troops": 0.7, "Homs": 0.5}, (0.6, 0.2)) == ["Rebels", "troops"]


def test_without_one_the_best_above_the_second_does() -> None:
    text = "Rebels fought with troops near Homs."
    assert filled(text, {"Rebels": 0.3, "troops": 0.25}, (0.6, 0.2)) == ["Rebels"]
    assert filled(text, {"Rebels": 0.15, "troops": 0.1}, (0.6, 0.2)) == []


def test_determiners_alone_fill_nothing() -> None:
    assert filled("The rebels fled.", {"The": 0.9}, (0.6, 0.2)) == []


def test_of_the_same_words_the_nearest_to_the_trigger_stays() -> None:
    text = "Homs fell after rebels shelled homs again."
    near = (text.index("homs"), text.index("homs") + 4)
    fillers: Fillers = [((0, 4), 0.95), (near, 0.6)]
    assert _nearest_of_same(fillers, text, text.index("shelled")) == [(near, 0.6)]
    assert _nearest_of_same(fillers, text, 5) == [((0, 4), 0.95)]
