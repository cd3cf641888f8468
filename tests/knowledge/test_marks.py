"""The words of a quote that answer: marked in the passage, and shown by themselves where it is plain which they are."""

from pathlib import Path

import pytest

from knowledge import Answer, Article, AskContext, Library
from knowledge.answers.kinds import asked_kind
from knowledge.answers.marks import MAX_MARKS, answer_marks

HARBOUR = Article(
    id="harbour",
    title="The harbour of Lindvik",
    paragraphs=(
        "The pier of Lindvik opened on 5 June 2021 and cost forty million crowns. It is 312 metres long.",
        "Mayor Ingrid Dahl cut the ribbon in front of 1,200 guests because the king had a cold.",
        "The lighthouse was painted red and white by Knut Hauge, a local artist, in the village of Torp.",
        "The ferry line Fjordlink carries passengers to Bergen for 90 minutes.",
    ),
    language="en",
)


def marked(question: str, passage: str, language: str = "en", matched: tuple[str, ...] = ()) -> list[str]:
    asked = asked_kind(question, language)
    assert asked
    spans = [(passage.index(word), passage.index(word) + len(word)) for word in matched]
    found = answer_marks(asked, question, language, passage, spans)
    return [passage[start:end] for start, end in found.spans]


async def ask(folder: Path, question: str) -> Answer:
    async with Library.open(folder) as library:
        await library.add(HARBOUR)
        found = await library.ask(question)
    assert isinstance(found, Answer)
    return found


async def test_the_words_that_answer_are_marked(tmp_path: Path, subtests: pytest.Subtests) -> None:
    for number, (question, words) in enumerate(
        [
            ("When did the pier of Lindvik open?", "5 June 2021"),
            ("How long is the pier of Lindvik?", "312 metres"),
            ("How many guests saw the mayor cut the ribbon?", "1,200 guests"),
            ("Who painted the lighthouse?", "Knut Hauge"),
            ("Why did the mayor cut the ribbon?", "because the king had a cold"),
            ("What colour is the lighthouse painted?", "red and white"),
            ("Which company carries passengers to Bergen?", "Fjordlink"),
        ]
    ):
        with subtests.test(question=question, words=words):
            (folder := tmp_path / str(number)).mkdir()
            first = (await ask(folder, question)).citations[0]
            assert any(words in first.text[slice(*span)] for span in first.answers)
            assert len(first.answers) <= MAX_MARKS and first.marked == tuple(sorted(first.answers))


async def test_words_that_only_repeat_the_question_are_not_marked(tmp_path: Path) -> None:
    first = (await ask(tmp_path, "Which mayor of Lindvik cut the ribbon on 5 June 2021?")).citations[0]
    assert "5 June 2021" not in [first.text[slice(*span)] for span in first.answers]


async def test_question_of_no_known_kind_has_its_own_words_marked(tmp_path: Path) -> None:
    first = (await ask(tmp_path, "Tell me about the pier of Lindvik")).citations[0]
    assert not first.answers and first.marked == first.matched


async def test_date_that_is_plainly_meant_is_shown_by_itself(tmp_path: Path) -> None:
    assert (await ask(tmp_path, "When did the pier of Lindvik open?")).short == "5 June 2021"


async def test_what_does_not_answer_is_neither_marked_nor_shown_by_itself(tmp_path: Path) -> None:
    found = await ask(tmp_path, "When did the pier of Stavanger open?")
    assert found.outcome == "closest" and not found.short
    assert not any(each.answers for each in found.citations)


async def test_marks_of_an_earlier_answer_are_those_it_was_shown_with(tmp_path: Path) -> None:
    async with Library.open(tmp_path) as library:
        await library.add(HARBOUR)
        found = await library.ask("When did the pier of Lindvik open?")
        earlier = await library.source(id=found.id)
    assert isinstance(found, Answer)
    assert [each.marked for each in earlier.citations] == [each.marked for each in found.citations]


async def test_follow_up_asks_for_what_the_question_before_asked_for(tmp_path: Path) -> None:
    async with Library.open(tmp_path) as library:
        await library.add(HARBOUR)
        first = await library.ask("How long is the pier of Lindvik?")
        found = await library.ask("and to Bergen?", AskContext(following=first.id))
    assert isinstance(found, Answer)
    marks = [each.text[slice(*span)] for each in found.citations for span in each.answers]
    assert asked_kind("and to Bergen?", "en") is None and "90 minutes" in marks


def test_other_languages_have_kinds_too(subtests: pytest.Subtests) -> None:
    for language, question, passage, matched, words in [
        ("es", "¿Cuándo abrió el muelle?", "El muelle abrió el 5 de junio de 2021.", ("muelle",), "5 de junio de 2021"),
        ("es", "¿Cuántos invitados vinieron?", "Vinieron 1.200 invitados.", ("invitados",), "1.200 invitados"),
        ("es", "¿Quién pintó el faro?", "Además, Knut Hauge pintó el faro en Torp.", ("pintó", "faro"), "Knut Hauge"),
        ("es", "¿Qué porcentaje votó?", "Votó del seis al nueve por ciento.", ("Votó",), "seis al nueve por ciento"),
        ("ko", "부두는 언제 문을 열었나?", "부두는 2021년 6월 5일에 문을 열었다.", ("부두",), "2021년 6월 5일"),
        ("ko", "등대를 비판한 사람은?", "등대를 본 김민수 교수는 높이를 비판했다.", ("등대", "비판"), "김민수"),
        ("ko", "부두를 지은 회사는?", "부두를 지은 곳은 북해 사이다.", ("부두를 지은",), "북해"),
        ("zh", "码头何时开放？", "码头于2021年6月5日开放，耗资四千万。", ("码头", "开放"), "2021年6月5日"),
        ("zh", "有多少名客人？", "市长和1,200名客人一起剪彩。", ("客人",), "1,200名"),
        ("zh", "谁粉刷了灯塔？", "灯塔是克努特·豪格在1920年粉刷的。", ("灯塔", "粉刷"), "克努特·豪格"),
    ]:
        with subtests.test(language=language, question=question):
            assert any(words in found for found in marked(question, passage, language, matched))


def test_times_and_numbers_are_marked_in_languages_without_sets_of_their_own(subtests: pytest.Subtests) -> None:
    german = "Der Plan für den Hafen kostet 14,8 Millionen Euro; Heike Lorenz stellte ihn am 12. Juni 2021 vor."
    french = "La halle, construite par Émile Vautrin, a coûté 6,2 millions d'euros et rouvre le 3 avril 2022."
    japanese = "水族館は4月12日に再開した。費用は24億円だった。"
    for question, passage, language, words in [
        ("Wann stellte die Bürgermeisterin den Plan vor?", german, "de", "12. Juni 2021"),
        ("Was kostet der Plan für den Hafen?", german, "de", "14,8 Millionen Euro"),
        ("Wer stellte den Plan vor?", german, "de", "Heike Lorenz"),
        ("Quand la halle rouvre-t-elle ?", french, "fr", "3 avril 2022"),
        ("Combien a coûté la halle ?", french, "fr", "6,2 millions d'euros"),
        ("Qui a construit la halle ?", french, "fr", "Émile Vautrin"),
        ("水族館はいつ再開しましたか？", japanese, "ja", "4月12日"),
        ("費用はいくらでしたか？", japanese, "ja", "24億円"),
        ("대회는 어느 나라에서 열렸나요?", "2013년 대회는 7월에 독일에서 열렸다.", "ko", "독일"),
        ("신문은 몇 쪽인가요?", "3월 2일에 나온 신문은 24쪽이다.", "ko", "24쪽"),
        ("馆长是谁？", "馆长李文静表示，新馆很大。", "zh", "李文静"),
    ]:
        with subtests.test(question=question):
            assert any(words in each for each in marked(question, passage, language))


def test_place_is_nobody_who_does_something(subtests: pytest.Subtests) -> None:
    ferry = "The agreement was signed in Bergen on 3 April 1997 by two mayors, according to the harbour archive."
    truce = "At noon, at Lindvik, two generals had signed a truce, as the history of the US State Department notes."
    for question, passage, matched, words in [
        ("Who signed the agreement?", ferry, ("agreement", "signed"), "two mayors"),
        ("Who signed the agreement in 1997?", ferry, ("agreement", "signed", "1997"), "two mayors"),
        ("Who signed the truce?", truce, ("signed", "truce"), "two generals"),
        ("Where was the agreement signed?", ferry, ("agreement", "signed"), "Bergen"),
        ("Which bridge?", "The John W. Weeks Bridge crosses the river.", ("Bridge",), "John W. Weeks Bridge"),
        (
            "When was the siege?",
            "The siege of 24 August – 3 October 1572 failed.",
            ("siege",),
            "24 August – 3 October 1572",
        ),
        ("When is the trip?", "The trip is from 11 to 18 April 2027.", ("trip",), "11 to 18 April 2027"),
        ("When do they meet?", "They meet on the second Tuesday of every month.", ("meet",), "second Tuesday of every"),
        ("When is blood taken?", "Blood of 1,510 people is taken at 7:30.", ("Blood",), "7:30"),
        ("How many states have it?", "States have until 1 July; 27 have it.", ("States", "have"), "27"),
        ("Who is Orla Finch?", "Its general secretary, Orla Finch, left in May.", ("Orla Finch",), "general secretary"),
        ("Who sings?", "Ann Lee and starts at 9, or so; Bo Lee and the band sing.", ("sing",), "Bo Lee and the band"),
        ("When was it opened?", "It was opened on 3/25/1911, not 2024-05-06.", ("opened",), "3/25/1911"),
        ("Who hosts it?", "It is hosted by Ann Lee and starts at 9.", ("hosted",), "Ann Lee"),
        ("what is tacking", "Rules are few. Tacking is turning into the wind.", ("Tacking",), "turning into the wind"),
        ("who is Alva Stone", "It met with Mayor Alva Stone at 7 pm.", ("Alva Stone",), "Mayor"),
        ("what does a plot cost", "A plot of 64 by 64 blocks costs 250 embers.", ("plot", "costs"), "250 embers"),
        ("how often is rent raised", "Rent is raised once a year, by 3 %.", ("Rent", "raised"), "once a year"),
        ("what Python version is needed", "It needs Python 3.10 and SQL 14.", ("Python", "needs"), "3.10"),
        ("what port does it listen on?", "Version 3 listens on port 8080.", ("listens", "port"), "8080"),
        ("who keeps it?", "Q: Who keeps it?\nA: Fernweh Labs. It was kept by Ilse Korn.", ("keeps",), "Fernweh Labs"),
    ]:
        with subtests.test(question=question):
            assert words in marked(question, passage, "en", matched)[0]


def test_clause_before_the_question_asks_nothing() -> None:
    asked = asked_kind("When time is short, which company runs the ferry?", "en")
    assert asked and asked.kind.name == "naming"


async def test_chinese_passages_stay_in_their_order_and_no_words_are_shown_alone(tmp_path: Path) -> None:
    texts = ("北海码头的开放日期由市长在会议上宣布。", "北海码头于2021年6月5日开放，耗资四千万。")
    async with Library.open(tmp_path) as library:
        await library.add(Article(title="码头", paragraphs=texts, language="zh"))
        found = await library.ask("北海码头的开放日期是哪一天？")
    assert isinstance(found, Answer) and not found.short
    assert found.citations[0].paragraph == 1


def test_kind_is_asked_for_by_the_first_question_word() -> None:
    asked = asked_kind("Which policy ended when the cars came?", "en")
    assert asked is None or asked.kind.name != "time"


def test_any_passage_can_be_searched(subtests: pytest.Subtests) -> None:
    for passage in ["", "…", "。", "a" * 350, "1 " * 175, "A. " * 116, "“" * 350, "the of " * 50]:
        for question in ["Who did what?", "How many of the of of?", "When?", "Where is where?"]:
            with subtests.test(passage=passage, question=question):
                asked = asked_kind(question, "en")
                assert asked
                for start, end in answer_marks(asked, question, "en", passage, []).spans:
                    assert 0 <= start < end <= len(passage)
