"""What names of people, sections and outlets look like, and what roles people have, in many languages."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from knowledge.ingest.boilerplate import count_cjk
from knowledge.ingest.date_labels import DATE_LABEL
from knowledge.ingest.given_names import family_names, given_names, names_person
from knowledge.text.dates import is_date_word

KOREAN_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민나진지엄채원천방공현함변염여추도소석선설"
    "마길연위표명기반왕금옥육인맹제모탁국어은편용"
)
KOREAN_NAME = re.compile(rf"[{KOREAN_SURNAMES}][가-힣]{{1,2}}(?<![부면판팀국실뉴])")
_CHINESE_NAME = re.compile(
    r"[王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林罗羅高郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖蕭田董潘袁于蔡蒋蔣余杜叶葉程"
    r"魏苏蘇吕呂丁任卢盧姚沈钟鍾姜崔谭譚陆陸范汪廖石金韦韋贾賈夏付方邹鄒熊白孟秦邱侯江尹薛闫閻雷龙龍史陶贺賀毛郝顾顧龚龔邵万萬覃武"
    r"钱錢戴严嚴莫孔向汤湯][\u3400-\u9fff]{1,2}(?<![社報报网網部版面者讯訊])"
)
"""Names of people, by those of families."""
_PARTICLES = (
    r"and|in|und|et|en|y|i|и|og|och|e|a|ja|ve|dan|oraz|és|și|ir|та|і|και|"
    r"de|del|della|van|von|der|den|di|da|la|le|bin|al|&"
)
_PARTICLE = re.compile(rf"(?:{_PARTICLES}),?")
WORD_OF_NAME = rf"(?:[^\W\d_a-z][\w.'’\u0900-\u0dff-]*|{_PARTICLES})"
_NAMES = re.compile(rf"{WORD_OF_NAME}(?:[ ,]+{WORD_OF_NAME}){{1,9}}")
ROLES = (
    r"(?:writers?|reporters?|correspondents?|editors?|columnists?|journalists?|redakteur(?:in)?|"
    r"korrespondent(?:in)?|journaliste|correspondante?|periodista|redactora?|corresponsal|giornalista|inviat[oa]|"
    r"rep[oó]rter|jornalista|colunista|editora|redatora?|correspondente|"
    r"redacteur|verslaggever|correspondent|toimittaja|kirjeenvaihtaja|muhabiri?|dziennikar(?:z|ka)|korespondent(?:ka)?|"
    r"redaktor(?:ka)?|редактор|журналист|корреспондент)"
)
_ROLE = re.compile(
    rf"(?:[\w&'’-]+ ){{0,4}}{ROLES}(?:,? (?:(?:in|en|à|a|voor|für|d[aeio]|at) )?[^\W\d_]\w+)?",
    re.IGNORECASE,
)
"""What the author above does, in a row of its own."""
MAX_ROLE_SPACES = 6
"""As many as there can be in such a row."""
_HOLDS_ROLE = re.compile(ROLES)
"""What is in the small letters of every row with a role, looked for in a fifth of the time."""


def in_small_letters(row: str) -> str:
    """Return a row in the small letters in which a pattern that ignores case would find it."""
    return row.lower() if row.isascii() else row.lower().replace("i\u0307", "i")


def has_role(row: str) -> bool:
    """Tell a row with the word for what somebody is at a paper."""
    return bool(_HOLDS_ROLE.search(in_small_letters(row)))


def is_role(row: str) -> bool:
    """Tell a row that is what somebody is, without a name: "Senior political correspondent"."""
    is_short = row.count(" ") <= MAX_ROLE_SPACES
    return bool(is_short and _HOLDS_ROLE.search(in_small_letters(row)) and _ROLE.fullmatch(row))


def is_job(part: str) -> bool:
    """Tell what somebody is, behind their name."""
    return is_role(part) or bool(_JOB.search(part) and not names_person(part))


_JOB = re.compile(
    r"\b(?:head|director|officer|manager|president|professor|lecturer|researcher|analyst|engineer|fellow|scientist|"
    r"curator|lead|specialist|advis[eo]r|consultant|producer|presenter|host|minister|secretary|chair(?:man|woman)?|"
    r"founder|chief|ceo|cto|coordinator|student|economist|historian|leiter(?:in)?|direktor(?:in)?|professor(?:in)?|"
    r"directeur|directrice|chef(?:fe)?|responsable|directora|jef[ea]|profesora?|direttor[ei]|direttrice|"
    r"professoress[ae]|diretora?|professora|hoofd|hoogleraar|dyrektor(?:ka)?|chargée?)\b",
    re.IGNORECASE,
)


def is_section(name: str) -> bool:
    """Tell the name of a part that many sites have: "World news"."""
    return bool(SECTION.fullmatch(name))


_GENITIVE = re.compile(r"(?<!\bvon)(?<!\bvan)(?<!\bauf) (?:der|den) ")
"""Nouns of German, all of which begin large: "Protokoll der Sitzung"."""


def is_name(row: str) -> bool:
    """Tell a row of names and nothing else: "Maria Kowalska and Jan Novak in Geneva"."""
    if len(row) > MAX_ROW_OF_NAMES_CHARS or not _NAMES.fullmatch(row) or _GENITIVE.search(row):
        return False
    if _PARTICLE.fullmatch(row.rpartition(" ")[2]) or (count_cjk(row) and not is_eastern_name(row)):
        return False
    return row.isascii() or not any(word[0].islower() and not _PARTICLE.fullmatch(word) for word in row.split())


def is_eastern_name(row: str) -> bool:
    """Tell a row of names in Chinese, Japanese or Korean, which have no capitals that would tell them."""
    if row.isascii():
        return False
    parts = re.split(r"[ ,]+", row)
    return all(map(CHINESE_OR_KOREAN_NAME.fullmatch, parts)) or bool(JAPANESE_NAME.fullmatch(row))


MAX_ROW_OF_NAMES_CHARS = 100
WORD_OF_NEWS = re.compile(
    r"\b(?:times|news|post|herald|journal|daily|gazette|tribune|chronicle|telegraph|observer|guardian|press|"
    r"agency|today|weekly|"
    r"magazine|review|star|sun|mirror|standard|courier|mail|express|record|radio|tv|zeitung|blatt|nachrichten)\b|"
    r"신문|일보|뉴스|통신|방송|新闻|日报|新聞|ニュース"
)
"""What is in the names of newspapers, in small letters."""
SECTION = re.compile(
    r"(?:(?:local|latest|top|business|sports?|city) news|"
    r"world|asia|europe|africa|americas|us|u\.s\.|uk|politics|business|economy|national|international|local|"
    r"opinion|sports?|"
    r"culture|tech(?:nology)?|science|health|lifestyle|entertainment|breaking(?: news)?|exclusive|analysis|"
    r"top stories|"
    r"asia[ -]pacific|north korea|diplomacy|defen[cs]e|home|news|world news|sections|"
    r"정치|경제|사회|국제|북한|외교|나라|세계|문화|monde|politik|ausland)",
    re.IGNORECASE,
)
JAPANESE_NAME = re.compile(
    r"(?=.{3,7}$)[\u3400-\u9fff々]{1,3}[ \u3000]?[\u3400-\u9fff々\u3040-\u30ff]{1,3}"
    r"(?<![県市区町村部社局省庁党版面課誌紙号事済治際会道都府定録集])"
)
CHINESE_OR_KOREAN_NAME = re.compile(rf"{KOREAN_NAME.pattern}|{_CHINESE_NAME.pattern}")
_CJK_PAPER = re.compile(
    r"[가-힣]{1,8}(?:일보|신문|방송|타임스)|[\u3400-\u9fff\u3040-\u30ff]{2,8}(?:新聞|日报|日報|晚报|时报|時報)"
)


def is_outlet(row: str) -> bool:
    """Tell the name of a newspaper, by how such names sound."""
    if not row.isascii() and _CJK_PAPER.fullmatch(row):
        return True
    is_title = _begins_large(row) and 2 <= len(row.split()) <= 5 and not _PUNCTUATION.search(row)
    return is_title and bool(WORD_OF_NEWS.search(in_small_letters(row)))


def _begins_large(row: str) -> bool:
    """Tell words with large first letters, but for names as short as "CBC"."""
    return (
        row.istitle()
        or " ".join(word for word in row.split() if not (word.isupper() and len(word) <= MAX_ACRONYM_CHARS)).istitle()
    )


MAX_ACRONYM_CHARS = 4
_PUNCTUATION = re.compile(r"[:;!?,]")
MAX_NAME_WORDS = 4
NO_PERSON = re.compile(
    r"\b(?:office|agency|department|ministry|council|trust|university|board|committee|authority|service|institute|"
    r"society|relations|"
    r"association|news|share|print|comments?|read|more|articles?|stor(?:y|ies)|subscribe|follow|listen|videos?|photos?|"
    r"gallery|"
    r"policy|politics|business|sports?|culture|opinion|world|local|national|edition|magazine|post|press|tags?|home|"
    r"menu|search|contact|about|science|health|travel|technology|arts?|food|money|life|style|acts|notes?|options|resources|gmbh|"
    r"llc|ltd|inc|plc|srl|room|saal|salle|sala|zaal|"
    r"auditorium|theat(?:er|re)|museum|musée|museo|library|bibliothek|bibliothèque|ministerium|gemeinde|landkreis|stadt|"
    r"commune|mairie|comune|ayuntamiento|gemeente|provincie|verband|verein|stiftung|fondation|fundación|stichting)\b",
    re.IGNORECASE,
)


def is_full_name(row: str) -> bool:
    """Tell a row that is the name of a person and no word of a menu."""
    is_short = is_name(row) and 2 <= len(row.split()) <= MAX_NAME_WORDS
    return is_short and not (is_section(row) or is_outlet(row) or NO_PERSON.search(row))


def persons(row: str) -> list[str]:
    """Return the names of persons in a row, in scripts with capitals, whatever is said of them or stands between.

    A name begins with a given name, or with one word above it where that is last, as in Hungary, and goes on with words
    that begin large: up to a word for what somebody is, for when, or for a desk, or the letters of an agency.
    """
    if len(row) > MAX_ROW_OF_PERSONS:
        return []
    parts = map(str.split, _BESIDE.split(_unglued(row)))
    return list(dict.fromkeys(name for words in parts for name in _names_of(words)))


def _names_of(words: list[str]) -> Iterator[str]:
    at = 0
    while at < len(words):
        if not _is_given(words, at):
            at += 1
            continue
        first, end = at, at + 1
        while end < len(words) and end - at < MAX_WORDS_OF_PERSON and _goes_on(words, at, end):
            end += 1
        if end == at + 1 and at and _is_family(words[at - 1], words[at]):
            first = at - 1
        while first and _BEFORE_NAME.fullmatch(words[first - 1]):
            first -= 1
        name = _POSSESSIVE.sub("", " ".join(words[first:end]).strip(_MARKS))
        if end - first > 1 and not (NO_PERSON.search(name) or is_outlet(name) or is_section(name)):
            yield name
        at = end


def _is_given(words: list[str], at: int) -> bool:
    word = words[at].strip(_MARKS)
    if not word[:1].isupper() or (at and _OF_PLACE.fullmatch(words[at - 1])):
        return False
    return _is_listed(word) and not (word in _LABELS and at + 1 < len(words) and _is_listed(words[at + 1]))


def _is_listed(word: str) -> bool:
    return any(part in given_names() for part in word.casefold().split("-"))


def _is_family(word: str, given: str) -> bool:
    return word[0].isupper() and word.isupper() == given.isupper() and word[-1].isalpha() and not _ends_name(word)


def _goes_on(words: list[str], start: int, at: int) -> bool:
    """Tell a word that is of the name that begins above it."""
    word = words[at]
    if words[at - 1][-1] in ",;:!?":
        return False
    if word.casefold() in _OF_FAMILY:
        after = words[at + 1] if at + 1 < len(words) else ""
        is_between = word in _AND and bool(after) and _is_given(words, at + 1)
        return (after[:1].isupper() or after in _OF_FAMILY) and not is_between
    is_day = is_date_word(word.strip(_MARKS)) and not _VIETNAMESE.search(words[start])
    if is_day or _ends_name(word.strip(_MARKS)) or not word[0].isupper() or any(map(str.isdecimal, word)):
        return False
    # The letters of an agency are of no name.
    return words[start].isupper() or not word.isupper() or len(word.strip(_MARKS)) == 1


def _ends_name(word: str) -> bool:
    small = in_small_letters(word)
    is_told = bool(_HOLDS_ROLE.search(small) or _ENDS_NAME.fullmatch(small) or WORD_OF_NEWS.fullmatch(small))
    return is_told or bool(DATE_LABEL.match(word))


def _unglued(row: str) -> str:
    """Return a row with spaces where copies lack them, between a name and what is before or behind it."""
    if not _GLUED.search(row):
        return row
    row = _GLUED_BEFORE.sub(lambda found: f"{found[0]} " if _is_listed(found[1]) else found[0], row)
    row = _GLUED_AND.sub(lambda found: " and " if _is_listed(found[1]) else found[0], row)
    row = _GLUED_DIGIT.sub(" ", row)
    return _GLUED_BEHIND.sub(
        lambda found: f" {found[0]}" if _ends_name(found[0]) or is_date_word(found[0]) else found[0], row
    )


MAX_ROW_OF_PERSONS = 400
"""Longest row, in characters, in which persons are looked for."""
MAX_WORDS_OF_PERSON = 5
_MARKS = ".,:;!?()[]\"“”„«»'’"
_BEFORE_NAME = re.compile(r"[^\W\d_]\.|(?:Dr|Prof)\.?(?:-Ing\.)?|Sir|Dame|Rev\.?")
"""The first letter of another name, and titles."""
_POSSESSIVE = re.compile(r"['’]s$")
_AND = ("e", "y")
"""Stand between the names of two, and between those of the two families of one."""
_OF_FAMILY = frozenset(
    (
        *("van", "von", "de", "del", "della", "di", "da", "do", "dos", "das", "du", "der", "den", "le", "la", "ten"),
        *("ter", "zu", "bin", "bint", "al", "el", "af", "av", "ní", "uí", *_AND),
    )
)
_LABELS = ("Door", "Oleh", "Theo", "Tim")
"""Given names that are "by" and "team" in other languages."""
_VIETNAMESE = re.compile(r"[\u01a0-\u01b0\u1ea0-\u1ef9đĐ]")
_OF_PLACE = re.compile(r"San|Santa|S[ãa]o|Saint|St|Ste|Los|Las|Fort|Port|Mount|Lake|Cape", re.IGNORECASE)
"""Before a given name, in the name of a town."""
_BESIDE = re.compile(r"\s*[|•·/()（）\[\]=;]\s*|,\s+|\s+[-–—]{1,2}\s+")
_ENDS_NAME = re.compile(
    r"senior|chief|deputy|associate|assistant|special|managing|executive|contributing|staff|freelance|guest|former|"
    r"columnist|contributor|author|freelancer|producer|presenter|photographer|fotograf|political|politics|health|"
    r"science|environment|transport|education|economics?|legal|crime|consumer|business|energy|sports?|football|culture|"
    r"technology|digital|community|local|regional|national|foreign|international|data|redaksi|"
    r"leave|follow|share|avatar|mail|email|e-mail|subscribe|comments?|read|min|"
    r"fotos?|photos?|photographs?|pictures?|bild(?:er)?|kuvat?|zdjęcia|text[eo]?|tekst|words?|video"
)
"""What is no part of a name, and can be written large behind one."""
_GLUED = re.compile(r"[a-zß-öø-ÿ](?:[A-ZÀ-ÖØ-Þ\d]|and )")
_GLUED_BEFORE = re.compile(
    r"(?<!\w)(?:[Bb]y|Por|Par|Von|Door|Di|Av|Af|Przez|Autore?|Autor[ai]|Auteur|Texto?)(?=([A-ZÀ-ÖØ-Þ][\w'’-]*))"
)
_GLUED_AND = re.compile(r"(?<=[a-zß-öø-ÿ]{2})and (?=([A-ZÀ-ÖØ-Þ][\w'’-]*) [A-ZÀ-ÖØ-Þ])")
_GLUED_DIGIT = re.compile(r"(?<=[a-zß-öø-ÿ])(?=\d)")
_GLUED_BEHIND = re.compile(r"(?<=[a-zß-öø-ÿ])[A-ZÀ-ÖØ-Þ][^\W\d_]+")


def eastern_persons(row: str) -> list[str]:
    """Return the names of those who wrote a text, in a row in Chinese, Japanese or Korean.

    They stand behind a word for what they did, on either side of one for what they are, or alone, with no more than the
    day. Those behind the word for pictures, or for an editor, are others.
    """
    if len(row) > MAX_ROW_OF_PERSONS:
        return []
    row = _WHEN.sub(" ", row)
    labels = list(_EASTERN_LABEL.finditer(row))
    if not labels:
        words = _eastern_words(row)
        return words if words and all(map(_is_eastern_person, words)) else []
    found: list[str] = []
    start, last = 0, ""
    for label in [*labels, None]:
        words = _eastern_words(row[start : label.start() if label else len(row)])
        if last in ("author", "bearer"):
            found += _leading_names(words, is_sure=last == "author")
        if last != "others" and label and label.lastgroup == "bearer":
            found += _leading_names(words[::-1])[::-1]
        if label:
            start, last = label.end(), str(label.lastgroup)
    return list(dict.fromkeys(found))


def _leading_names(words: Sequence[str], *, is_sure: bool = False) -> list[str]:
    """Return the names that words begin with; the family of the first need not be listed where it is sure to be one."""
    names = list(takewhile(_is_eastern_person, words))
    return names or list(words[: is_sure and bool(words) and len(words[0]) > 1 and is_eastern_name(words[0])])


def _is_eastern_person(word: str) -> bool:
    # The name of a family alone is rather a town's.
    is_person = names_person(word) and (len(word) == 1 or word not in family_names())
    return is_person and is_eastern_name(word) and not _NO_EASTERN_PERSON.fullmatch(word)


def _eastern_words(text: str) -> list[str]:
    """Return words, of which a family and a given name of Japan that a space parts are one."""
    words = [word for word in _BESIDE_EASTERN.split(text) if word]
    found: list[str] = []
    for word in words:
        both = f"{found[-1]} {word}" if found else ""
        is_family = bool(found) and found[-1] in family_names() and len(found[-1]) > 1
        if is_family and len(word) <= MAX_GIVEN_CHARS and JAPANESE_NAME.fullmatch(both):
            found[-1] = both
        else:
            found.append(word)
    return found


MAX_GIVEN_CHARS = 3
_WHEN = re.compile(
    r"\d{1,4}(?:[年月日時时分:：./-]\s?\d{0,4}){1,8}(?:\([^()]\))?|\S+@\S+|(?:午前|午後|오전|오후|上午|下午)"
)
_BESIDE_EASTERN = re.compile(r"[\s、，,·・／/|｜：:=＝()（）【】［］\[\]〔〕;；「」。.&＆と]+")
_EASTERN_LABEL = re.compile(
    r"(?P<author>(?:文|글|取材|撮影|写真|사진)\s?[・·/／&＆]\s?(?:写真|사진|图|圖|撮影|文|글|取材)|"
    r"기자명|글(?=[\s·:：|/])|취재|정리(?=\s)|작성자|글쓴이|"
    r"文(?=[\s:：／/|｜・=＝])|撰文|撰稿人?|作者|采写|採訪|整理(?=[\s:：／/])|编译|編譯|"
    r"執筆者?|著者|筆者|取材|構成|聞き手|ライター|投稿者|寄稿|(?:この記事を)?書いた人|"
    r"(?:社会|政治|経済|文化|科学|運動|国際|地方|地域|生活|暮らし|報道)部|\b[Tt]ext(?: by)?\b|\b[Bb]y\b)|"
    r"(?P<others>사진|촬영|그래픽|편집|图片?|圖片?|摄影|攝影|责任?编辑|責任編輯|编辑|編輯|校对|审核|"
    r"写真|撮影|編集(?!部|委員)|監修|イラスト|翻訳|口述)|"
    r"(?P<bearer>(?:선임|인턴|객원|시민|전문|수습)?기자|특파원|논설위원|편집위원|교수|앵커|"
    r"(?:本报|本報|本刊|[\u3400-\u9fff]{1,6}(?:新聞|新闻|日报|日報))?(?:特约|特約|见习|見習|实习|實習)?(?:記者|记者|通讯员|通訊員|撰稿)|实习生|實習生|"
    r"特派員|支局長|編集委員|論説委員|コラムニスト|本誌|本紙|編集部|(?:[\u3400-\u9fff]{2})?(?:報導|报导|報道|报道)$)"
)
"""What is said of those who make an article: who wrote it, who did something else, and what somebody is."""
_NO_EASTERN_PERSON = re.compile(r".*(?:[社報报網网部版]|新[聞闻]|일보|신문|뉴스|방송|구독)$")
