"""What is kept of texts stays within its bound, whether they are long or short."""

import pytest

from knowledge.text.caching import text_cache


@pytest.mark.parametrize("length", [1, 50, 1_000])
def test_texts_of_any_length_take_as_many_characters_at_most(length: int) -> None:
    made = list[str]()
    cached = text_cache(10_000)(made.append)
    texts = list(dict.fromkeys(f"{number:x}".rjust(length, "a")[-length:] for number in range(100_000 // length)))
    for text in [*texts, *reversed(texts)]:
        cached(text)
    kept = 2 * len(texts) - len(made)
    assert min(len(texts), 10_000 // length) <= kept <= 20_000 // length + 2


def test_what_is_met_again_and_again_stays() -> None:
    made = list[str]()
    cached = text_cache(100)(made.append)
    for number in range(1_000):
        cached("frequent")
        cached(f"rare{number}")
    assert made.count("frequent") == 1 and len(made) == 1_001
