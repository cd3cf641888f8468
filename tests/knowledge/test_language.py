"""Which language a text is taken for."""

import pytest

from knowledge import Article
from knowledge.text.language import candidates, detect, known


def test_article_has_the_language_that_it_names_without_its_country_or_else_that_of_its_text() -> None:
    for named, language in [("en-US", "en"), ("de_DE", "de"), ("kor", "ko"), ("English", "fr"), ("", "fr")]:
        text = "Les envoyés se sont réunis dans la capitale et ont fixé une date."
        assert known(Article(title="Les envoyés", paragraphs=(text,), language=named)).language == language


def test_a_text_is_known_by_its_script_or_its_function_words(subtests: pytest.Subtests) -> None:
    for text, language in [
        ("The envoys met in the capital and agreed on a date.", "en"),
        ("Los enviados se reunieron en la capital y acordaron una fecha.", "es"),
        ("Les envoyés se sont réunis dans la capitale et ont fixé une date.", "fr"),
        ("Die Gesandten trafen sich in der Hauptstadt und einigten sich auf einen Termin.", "de"),
        ("두 정상은 판문점에서 만나 선언문에 서명했다.", "ko"),
        ("両首脳は板門店で会談し、宣言に署名した。", "ja"),
        ("两国领导人在板门店会晤并签署了宣言。", "zh"),
        ("Стороны подписали заявление в Москве.", "ru"),
        ("Сторони підписали заяву в Києві, а пристань відкрили в суботу.", "uk"),
        ("Причал открыли в субботу, и мэр перерезал ленту; министр Їжакевич не приехал.", "ru"),
        ("Пристаниште је отворено у суботу, а градоначелник је исекао љубичасту траку.", "sr"),
        ("اسکله روز شنبه گشایش یافت و شهردار روبان آبی را برید.", "fa"),
        ("افتُتح الرصيف يوم السبت وقص رئيس البلدية الشريط الأزرق.", "ar"),
        ("Quay. " * 400 + "Die Gesandten trafen sich in der Hauptstadt und einigten sich auf einen Termin. " * 9, "de"),
        ("ผู้นำทั้งสองพบกันที่ปันมุนจอม", "th"),
        ("The envoy of Россия and 中国 met the press before the talks in the city began.", "en"),
        ("", "en"),
        ("😀 123", "en"),
    ]:
        with subtests.test(text=text, language=language):
            assert detect(text) == language


def test_only_the_languages_asked_for_are_candidates() -> None:
    assert candidates("When was the truce signed?", {"ko", "en"}) == ["en"]
    assert candidates("When was the truce signed?", {"ko"}) == []


def test_names_alone_belong_to_no_language() -> None:
    assert candidates("Kim Yong Chol") == []
