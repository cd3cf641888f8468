"""What a text becomes before it is matched."""

from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text.analysis import bigrams, content_words, dates, query_terms, spans, terms

LANGUAGES = st.sampled_from(["en", "es", "fr", "ko", "zh", "th", "xx"])


def test_english_words_become_stems(subtests: pytest.Subtests) -> None:
    for text, expected in [
        ("Sanctions, sanctioned!", ["sanction", "sanction"]),
        ("the U.S. and the US", ["the", "us", "and", "the", "us"]),
        ("1,000 and 1.000 and 1000", ["1000", "and", "1000", "and", "1000"]),
        ("3.5 or 3,5", ["3.5", "or", "3.5"]),
        ("Hello ﷺ", ["hello", "صلى", "الله", "عليه", "وسلم"]),
        ("2018.10.11", ["2018", "10", "11", "2018-10-11"]),
        ("Korea's stage-by-stage way", ["korea", "stage", "by", "stage", "way"]),
        ("ＤＰＲＫ", ["dprk"]),
        ("Möngke and Mongke", ["mongk", "and", "mongk"]),
        ("won, wins, winning", ["win", "win", "win"]),
        ("TideClockReader", ["tideclockread", "tide", "clock", "reader"]),
        ("HomePage", ["homepag", "home", "page"]),
        ("YouTube, McDonald", ["youtub", "mcdonald"]),
    ]:
        with subtests.test(text=text, expected=expected):
            assert terms(text, "en") == expected


def test_accents_tell_words_apart_where_a_language_has_them() -> None:
    assert terms("förr", "sv") != terms("forr", "sv")


def test_no_irregular_form_belongs_to_two_words() -> None:
    lines = (resources.files("knowledge") / "text" / "irregular_forms" / "en.txt").read_text("utf-8").splitlines()
    forms = [form for line in lines for form in line.split()[1:]]
    words = {line.split()[0] for line in lines}
    assert len(forms) == len(set(forms)) and words.isdisjoint(forms)


def test_korean_becomes_single_characters_and_pairs() -> None:
    assert terms("정상회담", "ko") == ["정", "상", "회", "담", "정상", "상회", "회담"]


def test_scripts_without_spaces_mix_with_words_and_numbers() -> None:
    assert terms("得308分", "zh") == ["得", "308", "分"]


def test_thai_becomes_triples() -> None:
    assert terms("ไทยแลนด์", "th")[:2] == ["ไทย", "ทยแ"]


def test_french_articles_are_cut_off() -> None:
    assert query_terms("l'accord d'Europe", "fr") == terms("accord Europe", "fr")


def test_function_words_leave_a_question() -> None:
    assert content_words("Who was the envoy of Russia?", "en") == ["envoy", "Russia"]


def test_a_country_in_capitals_is_no_pronoun(subtests: pytest.Subtests) -> None:
    for question in ["What does the US want?", "What does the U.S. want?"]:
        with subtests.test(question=question):
            assert query_terms(question, "en") == ["us", "want"]


def test_a_pronoun_is_one_however_loud_the_question() -> None:
    assert query_terms("WHAT DOES HE WANT OF US?", "en") == query_terms("What does he want of us?", "en") == ["want"]


def test_a_question_of_function_words_keeps_them_all() -> None:
    assert query_terms("What is it?", "en") == ["what", "is", "it"]


def test_an_unknown_language_is_matched_word_by_word() -> None:
    assert terms("Talks talks", "xx") == ["talks", "talks"]


def test_pairs_join_adjacent_terms() -> None:
    assert bigrams(["korean", "war", "end"]) == ["korean war", "war end"]


def test_spans_cover_the_words_whose_stems_are_wanted() -> None:
    text = "The sanctions hit Russia."
    found = spans(text, "en", frozenset({"sanction", "russia"}))
    assert [text[start:end] for start, end in found] == ["sanctions", "Russia"]


def test_spans_of_characters_that_overlap_are_joined() -> None:
    text = "남북정상회담이 열렸다"
    found = spans(text, "ko", frozenset(terms("정상회담", "ko")))
    assert [text[start:end] for start, end in found] == ["정상회담"]


@given(st.text(max_size=200), LANGUAGES)
def test_terms_never_raise_and_are_never_empty(text: str, language: str) -> None:
    assert all(terms(text, language))


@given(st.text(max_size=200), LANGUAGES)
def test_case_does_not_change_ascii_terms(text: str, language: str) -> None:
    # A name such as .NET is known by its capitals.
    plain = text.encode("ascii", "ignore").decode().replace(".", " ")
    assert terms(plain.upper(), language) == terms(plain.lower(), language)


@given(st.text(max_size=200), LANGUAGES)
def test_spans_are_in_order_and_apart(text: str, language: str) -> None:
    found = spans(text, language, frozenset(terms(text, language)))
    bounds = [bound for span in found for bound in span]
    assert bounds == sorted(set(bounds)) and all(0 <= bound <= len(text) for bound in bounds)


@given(st.text(), LANGUAGES)
def test_no_term_holds_a_space_that_would_make_it_two(text: str, language: str) -> None:
    assert not any(" " in term for term in terms(text, language))


def test_a_ligature_of_several_words_is_several_words() -> None:
    assert terms("\ufdfa", "ar") == terms("صلى الله عليه وسلم", "ar")


def test_signs_and_other_spellings_are_terms(subtests: pytest.Subtests) -> None:
    for text, language, expected in [
        ("C++ and C#, g++", "en", ["c++", "and", "c#", "g++"]),
        ("the .NET runtime", "en", ["the", "net", ".net", "runtim"]),
        ("50% or 50 percent or 50 per cent", "en", ["50", "%", "or", "50", "%", "or", "50", "%"]),
        ("§12, 5 €", "en", ["§", "12", "5", "€"]),
        ("⚓ 🇳🇴", "en", ["⚓", "🇳🇴"]),
        ("v2.3.1 at 192.168.1.1", "en", ["2.3.1", "at", "192.168.1.1"]),
        ("1.000.000", "de", ["1000000"]),
        ("PGMP-15", "en", ["pgmp", "15", "pgmp15"]),
        ("O’Connell", "en", ["o'connel", "oconnel"]),
        ("readFile", "en", ["readfil", "read", "file"]),
        ("LRUCache McDonald", "en", ["lrucach", "mcdonald", "lru", "cach"]),
        ("OAuth2 or mp3", "en", ["oauth2", "or", "mp3", "oauth"]),
        ("1 150 or 1\u202f150", "fr", ["1", "150", "or", "1", "150", "1150", "1150"]),
        ("break\u00adwater Mar\u200cgrete Kvit\u2060holm", "en", ["breakwat", "margret", "kvitholm"]),
        ("ﾃﾞﾊﾞ", "ja", ["デ", "バ", "デバ"]),
        ("國際", "zh", ["国", "际", "国际"]),
        ("İzmir ızmir IZMIR", "tr", ["izmir", "izmir", "izmir"]),
        ("مدرسه", "ar", ["مدرس"]),
    ]:
        with subtests.test(text=text, language=language):
            assert terms(text, language) == expected


def test_a_day_is_one_term_however_it_is_written(subtests: pytest.Subtests) -> None:
    for text in ["7 June 2021", "June 7, 2021", "7th of June 2021", "Jun 7 2021", "2021-06-07"]:
        with subtests.test(text=text):
            assert "2021-06-07" in terms(f"The bell rang on {text}.", "en")
            assert "2021-06-07" in query_terms(f"What rang on {text}?", "en") and "7" not in query_terms(text, "en")


def test_a_day_in_figures_is_read_only_where_it_can_be_no_other(subtests: pytest.Subtests) -> None:
    for text, language, days in [
        ("3.11.1958", "en", ["1958-11-03"]),
        ("3/11/1958", "fr", ["1958-11-03"]),
        ("25/3/1911", "en", ["1911-03-25"]),
        ("3/25/1911", "en", ["1911-03-25"]),
        ("25-3-1911", "nl", ["1911-03-25"]),
        ("4/4/2024", "en", ["2024-04-04"]),
        ("2.3.2, 1.2.3.2019, 31/31/2000", "en", []),
    ]:
        with subtests.test(text=text, language=language):
            assert list(dates(text, language)) == days
            assert not days or query_terms(f"Signed {text}", language)[-2:] == [days[0][:4], *days]
    one, other = (set(dates(text, "en")) for text in ("3/11/1958", "11/3/1958"))
    assert one and other and one.isdisjoint({*other, "1958-11-03", "1958-03-11"})


def test_function_words_that_are_names_or_code_carry_meaning(subtests: pytest.Subtests) -> None:
    for question, expected in [
        ("What does :not do?", ["not"]),
        ("Who wrote We?", ["wrote", "We"]),
        ("Who are The Who?", ["Who", "The", "Who"]),
        ("WHAT IS THIS", []),
        ("When Did the war start", ["war", "start"]),
    ]:
        with subtests.test(question=question, expected=expected):
            assert content_words(question, "en") == expected


def test_a_korean_question_is_asked_with_the_stem_of_its_verb() -> None:
    assert query_terms("무엇을 먹는가", "ko") == ["먹"]
    assert content_words("입장료가 얼마야?", "ko") == ["입장료가"]
    assert content_words("며칠 동안 책을 몇 권까지 빌려요?", "ko") == ["동안", "책을", "권까지", "빌려요"]
    assert query_terms("두부는 언제 넣어요", "ko") == query_terms("두부는 넣", "ko")
    assert {"절이", "쉬", "가"} <= set(terms("절인다. 쉽니다. 간다.", "ko"))
    assert query_terms("공연이 왜 취소됐어", "ko") == query_terms("공연이 취소됐", "ko")
