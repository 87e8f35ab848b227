"""The language of a text: English by its small words, the rest by script or model."""

from __future__ import annotations

import pytest

from newskit.records.languages import detect_language

ENGLISH = (
    "The company has said that it would open their new office in Boston because there are more"
    " customers than they had expected when this year began."
)


def test_english_prose_is_told_by_its_function_words() -> None:
    found = detect_language(ENGLISH)
    assert found is not None
    assert (found.code, found.how) == ("en", "function words")


@pytest.mark.parametrize(
    "text",
    [
        "# “Quoted” — don’t worry\n\n" + ENGLISH,
        f"{{{{< figure >}}}} [link](https://n.example/das/ist/nicht) {ENGLISH}",
        ENGLISH + " Café, naïve, Zürich.",
    ],
)
def test_marks_and_names_do_not_hide_english(text: str) -> None:
    found = detect_language(text)
    assert found is not None
    assert found.code == "en"


OTHERS = {
    "de": "Die Firma will ihre neuen Server noch in diesem Jahr in Betrieb nehmen, so der"
    " Sprecher. Was das für alle Kunden heißt, ist noch nicht klar. ",
    "nl": "Het bedrijf was van plan om dit jaar de nieuwe servers in gebruik te nemen. Wat dit"
    " voor alle klanten betekent is nog niet duidelijk. ",
    "da": "Selskabet vil tage de nye servere i brug for alle kunder i år. Det er endnu ikke"
    " klart, hvad det betyder. ",
    "fr": "La société veut mettre ses nouveaux serveurs en service cette année. On ne sait pas"
    " encore ce que cela signifie pour les clients. ",
    "zh": "严禁自家员工参与虚拟货币的“挖矿”，这类通知并不多见。The and of that this with. ",
}


@pytest.mark.parametrize(("code", "text"), OTHERS.items())
def test_texts_in_other_languages_are_left_to_the_model(code: str, text: str) -> None:
    found = detect_language(text * 3)
    assert found is not None
    assert found.code == code
    assert found.how.startswith("score")


def test_a_text_that_mixes_languages_is_no_english_by_its_words() -> None:
    german = "Er sagte, das ist nicht die Frage, die der Rat und die Stadt sich stellen: "
    found = detect_language(f"{german}“{ENGLISH[:90]}” {german}")
    assert found is None or found.how.startswith("score")
