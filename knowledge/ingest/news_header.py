"""The rows above the text of a news page: masthead, headline, byline, date."""

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from babel import Locale

from knowledge.ingest.blocks import LIST_ITEM, Block
from knowledge.ingest.boilerplate import count_cjk, count_unpunctuated, is_boilerplate, is_link, is_of_site, is_prose
from knowledge.ingest.given_names import names_person
from knowledge.text import normalize, publishers
from knowledge.text.dates import NO_HINTS, DateHints, find_dates, is_date_word, is_weekday, parse_date

_BYLINE = re.compile(
    r"(?:(?:an?|eine?n?|une?|una?|um|uma|een|en) [^\W\d_]{4,15} (?:by|von|par|por|di|av|af|door)|"
    r"(?:an? |ein(?:e|en)? )?(?:guest )?(?:article|artikel|beitrag|text|words?|story|report|written|prepared|compiled|"
    r"posted|published|hosted|review(?:ed)?|submitted|aangemaakt|utworzon[ey]|"
    r"skrevet|skriven|geschrieben|geschreven|"
    r"(?:receita )?enviada|publicad[oa]|publié|pubblicato|upplagd|gepost|indsendt|"
    r"eingestellt|erstellt|veröffentlicht|gepubliceerd|geplaatst|escrito|écrit|"
    r"scritto|artículo|article|kommentar|reportage|interview)s?\s*[:：]?\s*(?:by|von|par|por|di|av|"
    r"af|door)|"
    r"by|von|par|por|di|av|af|door|reported by(?=\s?:)|"
    r"author|reporter|byline|autore?s?|auto(?:rka|rky|ři|ri)|auteur|autorin|"
    r"verfasser(?:in)?|te(?:xte?|kst|sto)|"
    r"texto|words|redaktion|"
    r"(?:te(?:xt[eo]?|kst|sto)|words|story) (?:and|&|und|et|y|e|och|og|en|\+) "
    r"(?:photos?|photographs|pictures|fotos?|bild(?:er)?|images?|imagens|imágenes|video)(?: by| von| par| por| av)?|"
    r"автор|текст|作者|记者|기자(?=\s?[:：])|글(?=\s?[:：])|文|yazan|yazar|kirjoittanut|kirjoittaja|teksti|napisała?|oprac(?:owała?|\.)|przygotowała?|napsala?|připravila?|författare|"
    r"forfatter|redakcja|szerző|írta|"
    r"parašė|napisala|scris de|a cura di|penulis|oleh|tác giả|συντάκτης|γράφει|από|بقلم|كتبت?|الكاتب|إعداد|"
    r"شارك في (?:التغطية|الإعداد)|מאת|"
    r"نویسنده|خبرنگار|(?:รายงาน|เขียน)?โดย|लेखक|द्वारा|lähettänyt|kirjoitti|recept|(?:une )?recette(?: de)?|"
    r"(?:una )?receta(?: de)?|(?:una )?ricetta(?: di)?|người viết|post autor|"
    r"작성자|글쓴이|撰稿|采写)"
    r"(?:\s*[:：]\s*|\s+)"
    r"(?=(?-i:[^\W\d_a-zß-ÿ])|[\w.]+@)(?P<name>(?:[^.!?]{2,110}|[^\W\d_](?=\.))\.?[^!?]{0,60})",
    re.IGNORECASE,
)
_NOUN = re.compile(
    r"(?:an?|eine?n?|une?|una?|um|uma|een|en) [^\W\d_]{4,15} \w+\s|"
    r"(?:author|reporter|autore?s?|auto(?:rka|ři|ri)|auteur|autorin|verfasser(?:in)?|te(?:xto?|ksti?)|words|redaktion|"
    r"автор|recept|(?:une )?recette(?: de)?|(?:una )?receta(?: de)?|(?:una )?ricetta(?: di)?|review|"
    r"yazar|kirjoittaja|författare|forfatter|penulis)\s+(?![:：])",
    re.IGNORECASE,
)
"""Labels that are words of a sentence too, where no colon follows them."""
_KOREAN = re.compile(
    r"(?:\[?[가-힣]{2,6}\s?=\s?)?(?P<name>(?:[(\[=][^)\]=]{2,20}[)\]=]\s*)?"
    r"[가-힣]{2,4}(?:[ ·,]{1,2}[가-힣]{2,4}){0,3}\s?(?:기자|특파원|논설위원))"
    r"(?:\s?=.*|\s\S+@\S+)?"
)
_POSTED = re.compile(r"(?:re: .{1,100} )?post(?:ed)? by (?P<name>[^»|]{1,40}?)\s?(?:»|$)", re.IGNORECASE)
"""A row above a post of a forum, whose authors write their names as they like."""
_KOREAN_GLUED = re.compile(r"기자\s?(?P<name>[가-힣]{2,4})")
_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민나진지엄채원천방공현함변염여추도소석선설"
    "마길연위표명기반왕금옥육인맹제모탁국어은편용"
)
_KOREAN_NAME = re.compile(rf"[{_SURNAMES}][가-힣]{{1,2}}(?<![부면판팀국실뉴])")
_CHINESE_NAME = re.compile(
    r"[王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林罗羅高郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖蕭田董潘袁于蔡蒋蔣余杜叶葉程"
    r"魏苏蘇吕呂丁任卢盧姚沈钟鍾姜崔谭譚陆陸范汪廖石金韦韋贾賈夏付方邹鄒熊白孟秦邱侯江尹薛闫閻雷龙龍史陶贺賀毛郝顾顧龚龔邵万萬覃武"
    r"钱錢戴严嚴莫孔向汤湯][\u3400-\u9fff]{1,2}(?<![社報报网網部版面者讯訊])"
)
"""Names of people, by those of families."""
_KOREAN_LABEL = re.compile(r"^기자명\s+|\s+(?:승인|입력|수정)(?:\s?[:：]?\s?[\d.: -]*)?$")
_CHINESE = re.compile(
    r"(?:[\u3400-\u9fff]{2,6}\s?[／/|｜]\s?)?(?:記者|记者|撰文|文(?=\s?[:：|｜／/]))\s?[:：|｜／/]?\s?(?P<name>[\u3400-\u9fff]{2,4})(?:\s?[／/].{2,12}(?:報導|报道|電|电))?"
)
_CHINESE_WIRE = re.compile(
    r"[\u3400-\u9fff]{2,4}社(?:記者|记者)(?P<name>[\u3400-\u9fff]{2,3})[\u3400-\u9fff]{2}\d{1,2}日[電电]"
)
_CHINESE_TEAM = re.compile(
    r"[\u3400-\u9fff]{0,8}(?:記者|记者) (?P<name>[\u3400-\u9fff]{2,4}(?:[、，,][\u3400-\u9fff]{2,4}){0,3})"
    r"(?: (?:见习记者|实习记者|实习生|實習生|通讯员|摄影)\s?[\u3400-\u9fff]{2,4}){0,3}"
    r"(?: ?[发發]自\s?[\u3400-\u9fff]{2,8})?"
)
_NAME = r"(?:[^\W\d_a-z][\w.'’\u0900-\u0dff-]*|"
_PARTICLES = (
    r"and|in|und|et|en|y|i|и|og|och|e|a|ja|ve|dan|oraz|és|și|ir|та|і|και|"
    r"de|del|della|van|von|der|den|di|da|la|le|bin|al|&"
)
_PARTICLE = re.compile(rf"(?:{_PARTICLES}),?")
_NAME += rf"{_PARTICLES})"
_NAMES = re.compile(rf"{_NAME}(?:[ ,]+{_NAME}){{1,9}}")
_ROLES = (
    r"(?:writers?|reporters?|correspondents?|editors?|columnists?|journalists?|redakteur(?:in)?|"
    r"korrespondent(?:in)?|journaliste|correspondante?|periodista|redactora?|corresponsal|giornalista|inviat[oa]|"
    r"rep[oó]rter|jornalista|colunista|editora|redatora?|correspondente|"
    r"redacteur|verslaggever|correspondent|toimittaja|kirjeenvaihtaja|muhabiri?|dziennikar(?:z|ka)|korespondent(?:ka)?|"
    r"redaktor(?:ka)?|редактор|журналист|корреспондент)"
)
_TITLED = re.compile(
    rf"(?!(?:Senior|Chief|Deputy|Associate|Assistant|Special|Managing|Executive|Contributing|Staff)\b)"
    rf"(?P<name>{_NAME}(?: {_NAME}){{1,5}})"
    rf"(?:, (?:[A-Za-z]+ ){{0,3}}| (?:[A-Z]\w+ (?:of [A-Z]\w+ )?(?:[a-z]+ ){{0,2}})?)(?i:{_ROLES})(?: [a-z]{{4,20}})?"
)
"""A name with what its bearer does: "Ingrid Dahl, Staff Writer", "Ingrid Dahl North of England reporter"."""
_ARTICLED = re.compile(r"(?:[Dd]e|Του|Της|Των) (?P<name>(?:[^\W\d_a-z][^\W\d_]+[ -]?\b){2,4})")
"""Romanian and Greek for "by", before names alone."""
_DESK = re.compile(
    r" (?:environment|transport|health|science|education|political|economics|arts?|media|legal|crime|consumer|senior|"
    r"chief|deputy|special|business|energy|sports?|football|culture|technology|staff|freelance|contributing|guest|"
    r"digital|community|local|democracy|regional|national|world|news|court|council|city|features?|food|travel|data)$",
    re.IGNORECASE,
)
"""What somebody writes about, or how long they have, between the name and "reporter"."""
_ROLE = re.compile(
    rf"(?:[\w&'’-]+ ){{0,4}}{_ROLES}(?:,? (?:(?:in|en|à|a|voor|für|d[aeio]|at) )?[^\W\d_]\w+)?",
    re.IGNORECASE,
)
"""What the author above does, in a row of its own."""
MAX_ROLE_SPACES = 6
"""As many as there can be in such a row."""
_HOLDS_ROLE = re.compile(_ROLES)
"""What is in the small letters of every row with a role, looked for in a fifth of the time."""


def _small(row: str) -> str:
    """Return a row in the small letters in which a pattern that ignores case would find it."""
    return row.lower() if row.isascii() else row.lower().replace("i\u0307", "i")


def name_in(row: str) -> str:
    """Return the name in a row that is known to be its author's, whatever else is there; empty if none is."""
    if len(row) > MAX_BYLINE_CHARS:
        return ""
    row = _PORTRAIT_OF.sub("", _HANDLE_AFTER.sub("", _MAIL_AFTER.sub("", row)).strip())
    row = _before_glued(_IN_ANY_BRACKETS.sub(r"\1", row)).lstrip("-–— ").rstrip(" ,")
    row = _REPORTED.sub("By ", row)
    if len(row) > MAX_ROW_OF_NAMES_CHARS or is_section(row) or _OF_EDITOR.match(row) or _DAYS.match(row):
        return ""
    if signed_so := _INITIALS.match(row) or _BY_HANDLE.fullmatch(row):
        return signed_so["name"]
    if reporters := _KOREAN_REPORTERS.search(row):
        return reporters[0]
    if (found := byline(row)) and not _LABEL_BEFORE.match(found):
        return found
    said, placed = _ANY_LABEL.fullmatch(row), _ANY_PLACE.fullmatch(row)
    if (said and _NO_AUTHOR_LABEL.fullmatch(said["label"])) or (placed and not _is_of_author(placed["where"])):
        return ""
    parts = _beside_each_other(row)
    persons = [part for part in parts if is_full_name(part) or _is_eastern(part)]
    if persons:
        return ", ".join(filter(names_person, persons)) or persons[0]
    return next(filter(names_several, parts), "") or _office(parts[0] if parts else "", row)


def _beside_each_other(row: str) -> list[str]:
    """Return the parts of a row of authors, without words for what they are and where."""
    bare = _FROM_PLACE.sub("", _undated(_PICTURES_BY.sub("", row)))
    if (label := _LABEL_BEFORE.match(bare)) and not _is_person(_LABEL_SIGN.sub("", label[0])):
        bare = bare[label.end() :]
    bare = _without_role(bare) if has_role(bare) else bare
    if len(people := _ARABIC_AND.split(bare)) > 1 and all(map(_is_person, people)):
        return people
    return [_OF_JAPANESE.sub("", part) for part in _BESIDE_NAME.split(_JAPANESE_LABEL.sub("", bare)) if part]


def _office(part: str, row: str) -> str:
    """Return the office, the team or whoever has an unusual name, in a row of one; empty for anything else."""
    last = _LAST_NAMES.search(part)
    name = last[0] if last else part
    if not name or person(name) != name or not (name[0].isalnum() and name[-1].isalpha()):
        return ""
    # Beside a day a word is a town, and beside a number several are what something costs.
    is_beside = any(map(str.isdecimal, row)) if " " in name else name[0].isupper() and bool(find_dates(row))
    if is_beside or name.count(" ") >= MAX_WORDS_OF_AUTHOR:
        return ""
    return "" if is_boilerplate(name) or _NO_PERSON.search(name) or _LABEL.fullmatch(name) else _somebody(name)


_INITIALS = re.compile(r"(?P<name>(?:[^\W\d_a-zß-ÿ][^\W\d_]?\.-?){2,4})(?=$|,)")
_BY_HANDLE = re.compile(
    r"(?:(?:(?:post(?:ed)?|posting) )?(?:by|von|par|por|di|door|av|af|przez|autor|от))\s?:?\s(?P<name>[\w.@-]{3,40})",
    re.IGNORECASE,
)
"""How people sign with the first letters of their names, or as they are called on a forum."""
MAX_WORDS_OF_AUTHOR = 6
"""In the name of an office or a team that signs."""


def _is_of_author(where: str) -> bool:
    return publishers.is_known(where) or _may_follow_author(where)


def _is_person(row: str) -> bool:
    return is_full_name(row) and names_person(row)


_REPORTED = re.compile(r"^(?:additional )?report(?:ing|ed) by ", re.IGNORECASE)
"""Stands below a story as often as above it."""
_IN_ANY_BRACKETS = re.compile(r"^[(（\[［【〔]([^()（）\[\]［］【】〔〕]*)[)）\]］】〕]$")
_OF_EDITOR = re.compile(
    r"(?:edit(?:ed|ing)|curated|translated|(?:medically|clinically) reviewed|fact[- ]checked|photo(?:graph)?s?|"
    r"pictures|illustrat\w+) by\b|"
    r"(?:foto(?:s|grafie|grafía)?|photos?|bild(?:er)?|video) (?:de|di|da|von|van|par|av|af) |"
    r"(?:责任编辑|責任編輯|编辑|編輯|责编|责任校对|校对|审核)\s?[:：]",
    re.IGNORECASE,
)
"""Who did something else than to write a text."""
_KOREAN_REPORTERS = re.compile(
    rf"(?<![가-힣])[{_SURNAMES}][가-힣]{{1,3}}(?<!일보|신문|뉴스|방송|경제)"
    rf"(?:[ ·,]{{1,2}}[{_SURNAMES}][가-힣]{{1,3}}){{0,3}} ?"
    r"(?:기자|특파원|논설위원|선임기자|전문기자|인턴기자|편집위원|앵커)(?![가-힣])"
)
_PORTRAIT_OF = re.compile(
    r"['’]s (?:user )?avatar$|^(?i:avatar|portr[aä]it|retrato|ritratto|portret) (?:of|von|de|di|da|van|av|af) |"
    r"^(?:Photo|Picture) of (?=[^\W\d_a-zß-ÿ])"
)
"""The words for the picture of an author; those for a photograph say in most languages who took it."""
_JAPANESE_LABEL = re.compile(
    r"^(?:聞き手|文|記者|取材|構成|執筆|筆者|寄稿|글)(?:は|[・:：/／ =])\s?|"
    r"^[\u3400-\u9fff]{1,4}(?:長|主) (?=[\u3400-\u9fff])"
)
_OF_JAPANESE = re.compile(
    r"(?<=[\u3040-\u30ff\u3400-\u9fff]) ?(?:特派員|記者|支局長|編集委員|論説委員|専門記者|編集長)$"
)
"""What a reporter of Japan is, before the name and behind it."""
_ARABIC_AND = re.compile(r" و(?=[\u0621-\u064a])")
_LABEL_SIGN = re.compile(r"\s?[:：／/|]\s?$")


def names_several(row: str) -> bool:
    """Tell the names of two or more with a word between: "Ida Dahl and Ola Nord"."""
    names = _BETWEEN.split(row)
    return len(names) > 1 and all(map(is_full_name, names))


def bracketed_name(row: str) -> str:
    """Return the names that some papers put in brackets below a text: "（山田花子）", "(रामनिवास धाकड़, शिवपुरी)"."""
    if team := _TEAM_BELOW.fullmatch(row):
        names = [name for name in _NOT_IN_NAME.split(_NOT_OF_TEAM.sub("", team["names"])) if name]
        names = [name for name in names if not _OF_TEAM.fullmatch(name)]
        is_parted = "記" in row and "、" not in row and max(map(len, names), default=0) <= MAX_HAN_NAME_PART
        if names and all(map(_HAN_NAME.fullmatch, names)):
            return (" " if is_parted else ", ").join(names)
    if (signed := _SIGNED_BELOW.fullmatch(row)) and _is_eastern(signed["name"]):
        return "" if _NO_SIGNATURE.search(signed["name"]) else signed["name"]
    if not (bracketed := _BRACKETED.fullmatch(row)):
        return ""
    if (found := byline(bracketed["names"])) and not _NO_SIGNATURE.search(found):
        return found
    names = bracketed["names"].split("、")
    if len(names) > 1 and all(map(_is_eastern, names)):
        return ", ".join(names)
    name, _, place = bracketed["names"].partition(",")
    is_person = len(names) == 1 and is_full_name(name) and names_person(name) and not any(map(str.isdecimal, place))
    return name if is_person else ""


_BRACKETED = re.compile(r"[(（\[［【](?P<names>[^()（）\[\]［］【】]{3,60})[)）\]］】]")
_TEAM_BELOW = re.compile(
    r"[(（\[［【](?:[\u3400-\u9fff]{0,12}(?:記者|记者)[\s・：:／/]*|(?:撰文|文)[\s・：:／/]+)"
    r"(?P<names>[^()（）]{2,60})[)）\]］】]"
)
"""Reporters and those who helped them: "（江岸晚报记者 陈砚秋 通讯员 罗一帆）"."""
_NOT_OF_TEAM = re.compile(r"\s?(?:摄影|攝影|图|圖|发自|發自).*$|[\u3400-\u9fff]{2}\d{1,2}日[電电]$")
_OF_TEAM = re.compile(r"(?:見習|见习|实习|實習)?(?:記者|记者|通訊員|通讯员|实习生|實習生)")
_HAN_NAME = re.compile(r"[\u3400-\u9fff]{2,4}(?<![社報报網网部版])")
_NOT_IN_NAME = re.compile(r"[\s、，,·・/／：:]+")
_NO_SIGNATURE = re.compile(r"[社報报網网部版]$|^(?:全文|本文)?[完終终了]$|^[\u3400-\u9fff]{6}")
MAX_HAN_NAME_PART = 2
"""Longest part of a name of Japan, in signs, where a space is between family and given name."""


_SIGNED_BELOW = re.compile(
    r"[(（\[［【](?:(?:本報|本报)?(?:記者|记者|文|撰文|通訊員|通讯员)[\s・:：／/]*)?"
    r"(?P<name>[\u3400-\u9fff々\u3040-\u30ff\u3000 가-힣]{2,8}?)"
    r"(?:\s(?:通讯员|通訊員|摄影|攝影).{1,20}|\s?기자)?[)）\]］】]"
)


def _is_eastern(part: str) -> bool:
    return bool(_CHINESE_OR_KOREAN_NAME.fullmatch(part) or _JAPANESE_NAME.fullmatch(part))


_MAIL_AFTER = re.compile(r"[ |,]{1,3}[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+$")
_LABEL_BEFORE = re.compile(r"[^\W\d_][^:：／/|]{1,30}?\s?[:：／/]\s?(?=\S)")
"""Whatever is said of an author before the name."""
_BESIDE_NAME = re.compile(
    r"\s*[|•·/／,，、・()（）\[\]=＝]\s*|\s+[-–—]{1,2}\s+|"
    r"(?<=[\u3400-\u9fff\u3040-\u30ff])[ \u3000](?=[\u3400-\u9fff]{4})"
)
_BETWEEN = re.compile(r"\s(?:and|und|et|en|y|e|i|och|og|ja|и|та|і|και|ve|dan|oraz|és|și|ir|a|&)\s")
"""Stands between the names of two."""
_LAST_NAMES = re.compile(r"(?:[^\W\d_a-zß-ÿ][^\W\d_]+[ -]){1,3}[^\W\d_a-zß-ÿ][^\W\d_]+$")


def has_role(row: str) -> bool:
    """Tell a row with the word for what somebody is at a paper."""
    return bool(_HOLDS_ROLE.search(_small(row)))


def _is_role(row: str) -> bool:
    return row.count(" ") <= MAX_ROLE_SPACES and bool(_HOLDS_ROLE.search(_small(row)) and _ROLE.fullmatch(row))


_NOBODY = re.compile(r"(?:site ?)?admin(?:istrator)?|webmaster|root|user|editor|no author|unknown|guest", re.IGNORECASE)
_AFTER_NAME = re.compile(
    r"\s+(?:am|on|le|el|il|op|den|dnia|dne|vom|um|at|in|,|zuletzt|last|published|posted|updated|veröffentlicht|"
    r"publié|"
    r"publicado|aktualisiert|erstellt)\s*[:：]?$",
    re.IGNORECASE,
)


def byline(row: str) -> str:
    """Return the name that a byline gives; empty if the row is none."""
    return _byline(row) if len(row) <= MAX_BYLINE_CHARS else ""


MAX_BYLINE_CHARS = 160
MAX_ROWS_REMEMBERED = 1_000
"""Rows of which it is remembered what they say, as elements around a row of a page say the same."""


@lru_cache(MAX_ROWS_REMEMBERED)
def _byline(row: str) -> str:
    if posted := _POSTED.match(row):
        return _posted_by(posted)
    if formed := _name_by_form(row):
        return formed
    if (bare := _before_glued(row)) != row:
        bare = bare[label.end() :] if (label := _LABEL_OR_GLUED.match(bare)) else bare
        if "," not in bare and is_full_name(bare) and names_person(bare):
            return bare
    is_titled_so = has_role(row)
    if is_titled_so and "(" in row and (described := _DESCRIBED.fullmatch(row)) and is_full_name(described["name"]):
        return byline(described["name"]) or described["name"]
    row = row if row.isascii() else _KOREAN_LABEL.sub("", row)
    row = _ROLE_AFTER.sub("", row) if "(" in row else row
    row = f"Author: {row[8:]}" if row.startswith("Author, ") else _LABEL_AFTER.sub("", row)
    match = _BYLINE.fullmatch(row) or (_titled(row) if is_titled_so else None) or _ARTICLED.fullmatch(row)
    if not row.isascii():
        match = _KOREAN.fullmatch(row) or _CHINESE.fullmatch(row) or _CHINESE_TEAM.fullmatch(row) or match
    if not match:
        return _name_by_place(row) if len(row) <= MAX_ROW_OF_NAMES_CHARS else ""
    if is_prose(row):
        return ""
    name = _without_place(_before_glued(_HANDLE_AFTER.sub("", match["name"])))
    name = _AT_TIME.sub("", _POSTED_IN.sub("", name).strip(" ,|·•=([»"))
    name = _DESK.sub("", name) if match.re is _TITLED and name.count(" ") > 1 else name
    name = _without_outlet(_PICTURES_BY.sub("", _PLACE_AFTER.sub("", _undated(_TIME_GLUED.sub("", name)))))
    name = _without_role(_FROM_PLACE.sub("", name)) if is_titled_so or " in " in name else name
    if _NOUN.match(row) and not is_name(name.partition(",")[0]):
        return ""  # "Author Ola Nord wins a prize" is a headline.
    return _somebody(name) if name[:1].isalpha() and not name[:1].islower() else ""


def _titled(row: str) -> "re.Match[str] | None":
    """Return a name with what its bearer does; None for that alone in a row: "Local Democracy Reporter"."""
    match = _TITLED.fullmatch(row)
    return match if match and (names_person(match["name"]) or not _DESK.search(f" {match['name']}")) else None


def _name_by_form(row: str) -> str:
    """Return the name in a row that has no word for an author, but is written as rows of authors are."""
    if "@" in row and (written := _NAME_AND_MAIL.fullmatch(row)) and is_name(written["name"]):
        return byline(written["name"]) or _somebody(written["name"])
    if (asked := _ASKED_BY.fullmatch(row)) and is_full_name(asked["name"]) and not asked["name"][0].islower():
        return _somebody(asked["name"])
    if row.isascii():
        return ""
    if (glued := _KOREAN_GLUED.fullmatch(row)) and _KOREAN_NAME.fullmatch(glued["name"]):
        return glued["name"]
    if told := _CHINESE_WIRE.fullmatch(row):
        return told["name"]
    credited = _CHINESE_CREDIT.search(row) if len(_COLON.findall(row)) > 1 else None
    names = _NOT_IN_NAME.split(credited["names"]) if credited else []
    return ", ".join(names) if names and all(map(_HAN_NAME.fullmatch, names)) else ""


def _before_glued(row: str) -> str:
    """Return the names in a row where copies lack the space between a name and what is said of its bearer.

    "Ida DahlSports Reporter", "Ida DahlFollow", "Ida DahlPublished 5 June 2021", "Ida DahlIda Dahl".
    """
    parts = _BETWEEN.split(row) if _GLUED_WORD.search(row) else []
    return ", ".join(map(_name_before_glued, parts)) if len(parts) > 1 else _name_before_glued(row)


def _name_before_glued(row: str) -> str:
    places = [found.start() for found in _GLUED_WORD.finditer(row)]
    while places:
        at = places.pop()
        name, rest = row[:at], row[at:]
        if rest == name or _may_be_glued(rest):
            row = name
    return row


_LABEL_OR_GLUED = re.compile(r"(?:By|Por|Par|Von|Door|Di|Av|Af)(?: |(?=[A-ZÀ-ÖØ-Þ]))")


def _may_be_glued(words: str) -> bool:
    if _is_role(words) or is_boilerplate(words) or is_outlet(words) or publishers.is_known(words):
        return True
    return bool(_LABEL.match(words))


_GLUED_WORD = re.compile(r"(?<=[a-zß-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])")
_COLON = re.compile(r"[:：]")
_CHINESE_CREDIT = re.compile(
    r"(?:^|\s)(?:作者|记者|記者|撰文|撰稿|文|通讯员|通訊員)[:：]\s?"
    r"(?P<names>[\u3400-\u9fff]{2,4}(?:[ 、，,]{1,2}[\u3400-\u9fff]{2,4}(?![:：\u3400-\u9fff])){0,5})(?=\s|$)"
)
"""Who wrote it, in a row of source, author and editor."""


def _name_by_place(row: str) -> str:
    """Return the name in a row beside whose it is for, or what is copied with it."""
    beside = _BESIDE_OUTLET.fullmatch(row) if any(map(row.__contains__, _BESIDE_SIGNS)) else None
    if beside and is_full_name(beside["name"]) and _is_employer(beside["outlet"]):
        return beside["name"]
    if (pictured := _BELOW_PORTRAIT.match(row) or _GLUED_LABEL.match(row)) and is_full_name(row[pictured.end() :]):
        return row[pictured.end() :]
    if not row.isascii() and (bracketed := _IN_BRACKETS.fullmatch(row)):
        return bracketed["name"]
    told = _BESIDE_AGENCY.fullmatch(row)
    return told["name"] if told and is_full_name(told["name"]) and publishers.is_known(told["agency"]) else ""


_LABEL_AFTER = re.compile(
    r"(?<=[^\W\d_]{3})[.;|,] (?:[^\W\d_]{4,20}: |(?i:editing|additional reporting|writing) by ).*$"
)
"""Who else worked on a story, behind the name: "Text: Ida Dahl. Editor: Ola Nord"."""
_BESIDE_SIGNS = ("·", "•", "/", ", ")
_BESIDE_OUTLET = re.compile(r"(?P<name>[^·•/,]{4,60}?)(?: ?[·•/] ?|, )(?P<outlet>[^·•|,]{2,40})")
"""An author and for whom they write: "Ida Dahl · Coast News", "Ida Dahl / coast.example"."""
_BELOW_PORTRAIT = re.compile(
    r"(?:icon|avatar|portrait|headshot|profilbild|(?:author|profile|byline) (?:photo|picture|image|icon)|"
    r"photo de profil|foto de perfil|imagen de perfil|foto(?:grafia)? profilo|profielfoto|profilbillede|profiilikuva)"
    r"(?: (?:of|for|von|de|di|da|van|av|af))? ",
    re.IGNORECASE,
)
"""The words for the blind of an author's picture, which are copied before the name."""
_GLUED_LABEL = re.compile(r"(?:By|Por|Par|Von|Door|Przez|Autore?|Autor[ai]|Auteur|Texto?)(?=[A-ZÀ-ÖØ-ÞĀ-Ž])")
"""Where copies lack the space between the word for an author and the name."""
_BESIDE_AGENCY = re.compile(
    r"(?P<name>[^()]{4,60}?) \(?(?:avec|with|mit|con|com|met|med|z|s|с) (?P<agency>[^()]{2,20})\)?"
)
"""An author and the agency that told them: "Ida Dahl (avec AFP)"."""
_IN_BRACKETS = re.compile(
    r"[\[［【(（](?P<name>[\u3400-\u9fff々]{1,3}[ \u3000]?[\u3400-\u9fff々\u3040-\u30ff]{1,3})[，,、/／]\s?"
    r"[A-Z][\w .]{1,20}[\]］】)）]"
)
"""An author and an outlet in letters of Latin, as papers of Japan sign: "［山田花子，CoastNews］"."""


def _is_employer(outlet: str) -> bool:
    """Tell an outlet that people write for; behind the names of those who take pictures are others."""
    if _OF_PICTURES.fullmatch(outlet):
        return False
    return is_outlet(outlet) or publishers.is_known(outlet) or bool(_DOMAIN.fullmatch(outlet))


_OF_PICTURES = re.compile(
    r"getty(?: images)?|afp|ap(?: photo)?|reuters|epa|dpa|ansa|efe|lusa|pap|tt|ntb|anp|belga|shutterstock|istock|imago|"
    r"keystone|lehtikuva|scanpix|ritzau|alamy|pool|afp photo|ap images",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"(?:www\.)?(?:[\w-]+\.){1,3}[a-z]{2,8}")


_ASKED_BY = re.compile(
    r"(?:interview|gespräch|entretien|entrevista|intervista|(?:das )?(?:interview|gespräch) führten?|"
    r"propos recueillis par)"
    r"\s?[:：]?\s(?P<name>.{3,60})",
    re.IGNORECASE,
)
"""Who asked the questions: "Interview: Ola Nord"."""
_DESCRIBED = re.compile(rf"(?P<name>[^()]{{3,60}}) \((?=[^()]*{_ROLES})[^()]{{3,60}}\)", re.IGNORECASE)
"""What the author does: "Anna Berg (editor of the science desk)"."""
_NAME_AND_MAIL = re.compile(r"(?P<name>[^@|]{3,60}?)[ |,]{1,3}[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+")
_ROLE_AFTER = re.compile(r"(?<=\w)\s?\((?=[^()]*,)[^()]{3,60}\)")
"""Where the author is and what they do: "Claire Dupont (Lindvik, correspondante)"."""
_POSTED_IN = re.compile(
    r",? (?:(?:posted|filed|published) (?:in|under)|veröffentlicht (?:in|unter)|publié dans|publicad[oa] (?:en|em)|"
    r"pubblicato in|gepubliceerd in|geplaatst in|publicerat i)\s.*$",
    re.IGNORECASE,
)
"""The categories of a post, after its author."""
_AT_TIME = re.compile(
    r"\s+(?:at|um|en|à(?:\(s\))?|a las?|alle(?: ore)?|às|kl\.?|om|op|o|(?:vào )?lúc)\s+\d{1,2}[:.h]\d\d.{0,12}$",
    re.IGNORECASE,
)
"""When it was posted, as below the posts of a blog."""
_OUTLET_AND_PLACE = re.compile(
    r", (?:(?=[^,—]{0,20}\d)|portal |jornal |rádio |tv |folha )[^,—]{2,40}(?:\s—\s[^,—]{2,40})?$", re.IGNORECASE
)
"""For whom somebody writes and where that is: "João Sá, Portal Vale — Pedra Alta"."""
_PLACE_AFTER = re.compile(r"\s+[—–|•·]\s+[^\W\d_][^—–|•·]*$")
"""Where the author was, or for whom: "João Sá — Lisboa"."""


_PICTURES_BY = re.compile(
    r"\s*[,;/|–—-]?\s(?:foto|fotos|photo|photos|photography|bild|bilder|video|grafik|images?|illustrations?|fotografie|"
    r"kuvat?)"
    r"\s?(?:[:：]|by\s|von\s|par\s|di\s).*$|"
    r"\s\(te(?:xt[eo]?|kst|sto)\).*$|"
    r"\s(?:(?-i:Fotos?|Photos?|Bild|Bilder|Kuvat?|Zdjęcia|Foto's)|사진)\s(?-i:[^\W\d_a-zß-ÿ]).*$|\s(?:攝影|摄影|图|圖)[／/:：].*$|"
    r"\s?[-–—]?\s(?:تصوير|صور|фото|φωτογραφίες|fotoğraf(?:lar)?|zdjęcia|fotók?)\s?[:：].*$",
    re.IGNORECASE,
)
"""Who took the pictures, after who wrote the text."""


def _without_outlet(name: str) -> str:
    """Return a name without the paper, or the place of one word, that follows it: "Ingrid Dahl, The Coast Courier"."""
    whom, mark, outlet = name.replace(" FOR ", " for ").partition(" for ")
    outlet = outlet.title() if outlet.isupper() else outlet
    name = whom if mark and (is_outlet(outlet) or publishers.is_known(outlet)) else name
    agency = _AGENCY_AFTER.search(name)
    outlet = (agency["name"] or agency["other"]) if agency else ""
    name = (
        name[: agency.start()] if agency and (publishers.is_known(outlet) or _OF_NEWSROOM.fullmatch(outlet)) else name
    )
    first, mark, outlet = name.rpartition(" and ")
    name = first if mark and (is_outlet(outlet) or publishers.is_known(outlet)) and is_name(first) else name
    parts = name.split(", ")
    if any(map(_is_job, parts[1:])):
        parts = [each for part in parts for each in _BETWEEN.split(part)]
    names = [part for at, part in enumerate(parts) if not at or not (_is_job(part) or _BUREAU.match(part))]
    while len(names) > 1 and len(names[0].split()) > 1:
        if not (publishers.is_known(names[-1]) or is_outlet(names[-1]) or " " not in names[-1]):
            break
        names.pop()
    return ", ".join(names)


def _without_place(name: str) -> str:
    """Return a name without for whom its bearer writes and where that is; another author is kept."""
    behind = _OUTLET_AND_PLACE.search(name)
    if not behind or (_NUMBER_ON.search(behind[0]) and is_full_name(_NUMBER_ON.sub("", behind[0]).strip(" ,"))):
        return name
    return name[: behind.start()]


_NUMBER_ON = re.compile(r"(?<!\S)\d.*$")


def _without_role(name: str) -> str:
    """Return a name without what its bearer is at a paper, before or behind it."""
    if (before := _ROLE_BEFORE.match(name)) and is_full_name(name[before.end() :]):
        return name[before.end() :]
    behind = _TITLED.fullmatch(name)
    bare = behind["name"] if behind else ""
    while bare.count(" ") > 1 and _DESK.search(bare):
        bare = _DESK.sub("", bare)
    return bare if " " in bare and not is_section(bare) else name


_ROLE_BEFORE = re.compile(rf"(?:[A-ZÀ-ÖØ-Þ][\w&'’-]* ){{0,3}}(?i:{_ROLES}) (?=[A-ZÀ-ÖØ-Þ])")
_FROM_PLACE = re.compile(r"(?<=[^\W\d_]{3}) in [A-ZÀ-ÖØ-Þ][^\W\d_]+(?:[ -][A-ZÀ-ÖØ-Þ][^\W\d_]+)?(?= and |, |$)")
"""Where an author was: "Ida Dahl in Lindvik"."""
_HANDLE_AFTER = re.compile(r"(?<=\w)[ |·•,(]{0,3}@\w{2,40}\)?$")
_TIME_GLUED = re.compile(r"(?<=[^\W\d_])\d{1,2}[:.]\d\d.*$")


_BUREAU = re.compile(
    r"(?:studio|(?:haupstadt|regional|landes)?büro|bureau|team|desk|redaktion|rédaction) ", re.IGNORECASE
)
"""Where an author works, behind the name."""
_AGENCY_AFTER = re.compile(r"\s?(?:\((?P<name>[^()]{2,20})\)|/\s?(?P<other>\w{2,12}))$")


def _is_job(part: str) -> bool:
    """Tell what somebody is, behind their name."""
    return _is_role(part) or bool(_JOB.search(part) and not names_person(part))


_JOB = re.compile(
    r"\b(?:head|director|officer|manager|president|professor|lecturer|researcher|analyst|engineer|fellow|scientist|"
    r"curator|lead|specialist|advis[eo]r|consultant|producer|presenter|host|minister|secretary|chair(?:man|woman)?|"
    r"founder|chief|ceo|cto|coordinator|student|economist|historian|leiter(?:in)?|direktor(?:in)?|professor(?:in)?|"
    r"directeur|directrice|chef(?:fe)?|responsable|directora|jef[ea]|profesora?|direttor[ei]|direttrice|"
    r"professoress[ae]|diretora?|professora|hoofd|hoogleraar|dyrektor(?:ka)?|chargée?)\b",
    re.IGNORECASE,
)


def _posted_by(posted: "re.Match[str]") -> str:
    return _somebody(_AFTER_NAME.sub("", _AT_TIME.sub("", posted["name"])))


def _somebody(name: str) -> str:
    """Return a name, unless it is only an account's or is followed by the category that it was posted in."""
    bare, _, place = name.partition(" in ")
    bare = bare if _SECTION.fullmatch(place) else name
    return "" if _NOBODY.fullmatch(bare) else bare


def _undated(name: str) -> str:
    """Return the name without a date that follows it on the row."""
    dates = find_dates(name)
    if dates:
        name = name[: dates[0].start].rstrip(" ,:|·•–—-/([")
        name = _LABEL_AT_END.sub("", name).rstrip(" ,:|·•–—-/([")
        name = _before_weekday(name, {dates[0].day.weekday()})
        return _AFTER_NAME.sub("", name).strip(" ,:|·•–—-/([")
    parts = re.split(r"\s*[|•·]\s*|\s+[-–—/]\s+", name)
    if len(parts) > 1 and _NUMBER.search(name):
        return next((part for part in parts if not _NUMBER.search(part)), name)
    return name


_NUMBER = re.compile(r"(?<!\w)\d")
"""Not what is amid the name of an outlet: "g1"."""


def person(name: str) -> str:
    """Return the name of a person or an agency; empty for what stands in its place on many pages."""
    return _person(normalize.one_line(name, normalize.MAX_NAME)) if name else ""


@lru_cache(MAX_ROWS_REMEMBERED)
def _person(name: str) -> str:
    if mailbox := MAILBOX.fullmatch(name):
        name = mailbox["name"]
    name = _without_outlet(byline(name) or name.partition(" » ")[0])
    small = _small(name)
    return "" if _NO_NAME.fullmatch(small) or _HOLDS_NO_NAME.search(small) or _is_role(name) else name


def signed(name: str) -> str:
    """Return the name that an article is signed with; empty where that is only its newsroom."""
    return "" if _OF_NEWSROOM.fullmatch(name) else name


MAILBOX = re.compile(r"\S{1,80}@\S{1,80} \((?P<name>[^()]{2,80})\)")
_NEWSROOM = (
    r"(?:(?:die|la|de) )?(?:redaktion|rédaction|redacción|redazione|redactie|redação)|редакция|newsroom|news desk|"
    r"staff(?: reporters?| writers?)?|편집부|編集部"
)
_OF_NEWSROOM = re.compile(rf"(?:(?:por|par|von|di|door|by) )?(?:{_NEWSROOM})", re.IGNORECASE)
_NO_NAME = re.compile(
    r"(?:datum|date|admin(?:istrator|istrador)?|no author|none|null|undefined|unknown|anonymous|author|autor|"
    rf"editor|user|guest|{_NEWSROOM}|"
    r"(?:责任编辑|責任編輯|编辑|編輯|责编)[:：]?.*|"
    r"super ?user|(?:by|von|par|por|door|af|av|di|da|przez)\s.*|"
    r"uncategori[sz]ed|unkategorisiert|allgemein|non classé|sin categoría|sem categoria|senza categoria|geen categorie|"
    r"webmaster|root|by|von|redaktion online|web ?editor|published|updated|category|news|share|comments?)[\s:.]*|"
    r"\W*\d.*"
)
_HOLDS_NO_NAME = re.compile(r"\b(?:authors?|contributors?)\b|https?:|www\.|@")
"""Both are for names in small letters."""


def is_section(name: str) -> bool:
    """Tell the name of a part that many sites have: "World news"."""
    return bool(_SECTION.fullmatch(name))


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
    return all(map(_CHINESE_OR_KOREAN_NAME.fullmatch, parts)) or bool(_JAPANESE_NAME.fullmatch(row))


MAX_ROW_OF_NAMES_CHARS = 100


_PUBLISHED = (
    r"first published|originally published|date published|publication date|published|posted|created|issued|"
    r"released|date|dated|"
    r"emitid[oa]|expedid[oa]|"
    r"date de publication|publiée?|mise? en ligne|parue?|veröffentlicht|erstellt|erschienen|stand|datum|publicad[oa]|"
    r"fecha(?: de publicación)?|publicação|data|pubblicat[oa]|gepubliceerd|geplaatst|opublikowan[oae]|"
    r"data publikacji|dodano|"
    r"publikováno|zveřejněno|vydáno|uverejnené|yayınlanma(?: tarihi)?|yayın tarihi|yayınlandı|giriş(?: tarihi)?|"
    r"tarih|oluşturulma(?: tarihi)?|julkaistu|"
    r"publicera(?:d|t)s?|publisert|lagt ut|udgivet|offentliggjort|közzétéve|megjelent|publicată?|objavljeno|"
    r"публикуван[оа]|paskelbta|avaldatud|publicēts|diterbitkan|dipublikasikan|ngày đăng|đăng lúc|xuất bản|"
    r"פורסם|प्रकाशित|تاریخ انتشار|"
    r"δημοσιεύτηκε|δημοσίευση|"
    r"опубликован[оа]|дата(?: публикации)?|опубліковано|"
    r"نُ?شر(?: في)?|تاريخ النشر|เผยแพร่(?:เมื่อ)?|วันที่|"
    r"기사입력|입력|등록|작성일|송고(?:시간)?|게재|게시|发布时间|发布于|发表于|时间|日期|掲載日?|公開日?|投稿日|配信"
)
_UPDATED = (
    r"(?:last )?(?:updated|modified|edited|reviewed|revised)|update|(?:mis|mise) à jour|modifiée?|"
    r"(?:zuletzt |letzte )?(?:aktualisiert|geändert|bearbeitet|aktualisierung|änderung)|actualizad[oa]|"
    r"modificad[oa]|modificato|modifica(?= il)|(?:última )?actualización|atualizad[oa]|(?:última )?atualização|"
    r"(?:ultimo )?aggiornamento|aggiornat[oa]|(?:laatst )?(?:bijgewerkt|gewijzigd)|"
    r"(?:ostatnia )?aktualizacja|zaktualizowan[oa]|"
    r"aktualizováno|upraveno|(?:poslední )?aktualizace|(?:son )?güncellen?me(?: tarihi)?|güncellendi|aangepast|"
    r"actualizată?|ažurirano|aktualizované|frissítve|módosítva|обновен[ао]?|актуализиран[ао]|diperbarui|diupdate|"
    r"cập nhật(?: lúc| lần cuối)?|อัปเดต(?:ล่าสุด|เมื่อ)?|ปรับปรุงล่าสุด|แก้ไขล่าสุด|(?:آخر|تم) (?:ال)?تحديث|تحديث|"
    r"עודכן|עדכון אחרון|अपडेटेड?|अद्यतन|(?:آخرین )?به‌?روزرسانی|(?:τελευταία )?ενημέρωση|ενημερώθηκε|"
    r"最終更新日?|改[訂定]日?|最后更新(?:于|时间)?|更新于|"
    r"päivitetty|muokattu|uppdatera(?:d|t)|senast ändrad|oppdatert|sist endret|opdateret|обновлен[оа]|изменено|"
    r"оновлено|"
    r"최종수정|수정|更新(?:日|时间)?"
)
_LABEL = re.compile(
    rf"(?:^|(?<=[\s|,;•·(/\[-]))(?:(?P<published>{_PUBLISHED})|(?P<updated>{_UPDATED}))(?!\w)"
    r"\s?[:：]?\s?(?:on|le|at|am|vom|el|il|op|den|em|dnia|dne|på|일시)?\s?[:：]?\s*",
    re.IGNORECASE,
)
_SMALL_LABEL = re.compile(_LABEL.pattern.replace("ı", "i"))
"""The same for ASCII in small letters, in a third of the time."""


def _labels(text: str) -> "list[re.Match[str]]":
    """Return where a row says what the date behind is that of."""
    return list(_SMALL_LABEL.finditer(text.lower()) if text.isascii() else _LABEL.finditer(text))


def _without_labels(text: str) -> str:
    """Return a row with a bar for each label."""
    starts = [(0, 0), *((label.start(), label.end()) for label in _labels(text)), (len(text), len(text))]
    return " | ".join(text[end:start] for (_, end), (start, _) in pairwise(starts))


_LABEL_AT_END = re.compile(
    rf"[\s|,;•·(/\[-](?:{_PUBLISHED}|{_UPDATED})\s?[:：]?\s?(?:on|le|at|am|vom|el|il|op|den|em)?$", re.IGNORECASE
)
_PIECES = re.compile(r"\s*[|•·»;()\[\]]\s*|\s+[-–—/]\s+|\s*,\s*|\s+(?=by\s|von\s|par\s|por\s)")
_RELATIVE = re.compile(
    r"\d+ (?:sec|min|hour|day|week|month|year)\w* ago|"
    r"\d+\s?min\w{0,4}\.?(?: (?:to )?(?:read|czytania|lesezeit|lettura))?|"
    r"vor \d+ \w+|"
    r"il y a \d+ \w+|"
    r"(?:há|hace|för|for|před|acum|πριν|منذ) \d+ \w+(?: sedan| siden)?|"
    r"\d+ \w+ (?:fa|geleden|sitten|önce|temu|назад|тому|trước|ago|lalu)|"
    r"\d+ (?:comments?|shares?|views?|kommentare?)|조회 ?\d+|댓글 ?\d+",
    re.IGNORECASE,
)
_MOMENT = re.compile(
    rf"(?:{_UPDATED}|{_PUBLISHED})\s?[:：]?\s(?:{_RELATIVE.pattern}|.{{0,20}} ago|"
    rf"(?:at |um |à |a las |às |alle |kl\.? |klo |om |o |в )?\d{{1,2}}[:.h]\d\d(?:\s\D{{0,20}})?)",
    re.IGNORECASE,
)
"""When a page was changed, without a day."""
MAX_DATE_ROW_CHARS = 200


@dataclass(frozen=True, slots=True)
class DatedLine:
    """A row with a date: that of publication, that of the last change, or both."""

    published_at: date | None = None
    modified_at: date | None = None
    byline: str = ""
    is_labelled: bool = False
    """Whether the row says that its date is that of publication."""


def date_line(row: str, hints: DateHints = NO_HINTS) -> DatedLine | None:
    """Return the best date of a row; None if the row is no date line."""
    if len(row) > MAX_DATE_ROW_CHARS or not (_DIGIT.search(row) or ("年" in row and _NUMBERED_YEAR.search(row))):
        return None
    may_be = not row.isascii() or _TWO_DIGITS.search(row) or _MOMENT.fullmatch(row)
    return _date_line(row, hints) if may_be else None


def is_labelled(row: str) -> bool:
    """Tell a row that says of what its date is: of publication, or of the last change."""
    return bool((_DIGIT.search(row) or _NUMBERED_YEAR.search(row)) and _labels(_unglued(row)))


def tells_of_text(row: str) -> bool:
    """Tell a row whose day is that of the text around it, not of the site's terms or of another story."""
    dates = find_dates(row)
    above = row[: dates[0].start] if dates else ""
    if _OF_TERMS.search(above):
        return False
    words = [word for word in _WORD.findall(_without_labels(above)) if not is_date_word(word)]
    return len(words) <= MAX_WORDS_ABOVE_DAY or bool(
        _THIS_PAGE.search(above) or byline(_without_labels(above).strip(" |"))
    )


MAX_WORDS_ABOVE_DAY = 3
_WORD = re.compile(r"[^\W\d_]{2,}")
_OF_TERMS = re.compile(
    r"\b(?:privacy|terms|policy|cookies?|conditions|weather|wetter|datenschutz|impressum|agb|confidentialité|mentions|"
    r"privacidad|condiciones|términos|termini|privacidade|termos|voorwaarden)\b|規約|プライバシー|隐私|隱私|条款|條款|약관|개인정보",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_NUMBERED_YEAR = re.compile(
    r"[〇零○一二三四五六七八九]{4}年|(?:明治|大正|昭和|平成|令和|民[國国])[元一二三四五六七八九十]{1,3}年"
)


@lru_cache(MAX_ROWS_REMEMBERED)
def _date_line(row: str, hints: DateHints) -> DatedLine | None:
    if _is_of_other_day(row):
        return None
    if _MOMENT.fullmatch(row):
        return DatedLine()
    row = _unglued(row if row.isascii() else _HIJRI_DAY.sub("", _VIETNAMESE_DAY.sub("", row)))
    row = _MET_AT.sub("", _HELD.sub("", row) if any(map(_small(row).__contains__, _SIGNS_OF_MEETINGS)) else row)
    if not _FULL_YEAR.search(row) and (_LABEL.match(row) or _SHORT_DAY.fullmatch(row)):
        row = _SHORT_YEAR.sub(lambda found: f"{found[1]}{19 if int(found[2]) > MAX_SHORT_YEAR else 20}{found[2]}", row)
    dates = find_dates(row, hints)
    is_sure = bool(dates)
    # One whose day and month could be either is no date, and its row no text all the same.
    if not dates and _MAY_BE_EITHER.search(row):
        dates = find_dates(row, replace(hints, day_first=True))
    if not dates:
        return DatedLine() if _is_yearless(row, hints) else None
    edges = [0, *(found.end for found in dates)]
    gaps = [row[start : found.start] for start, found in zip(edges, dates, strict=False)]
    labels = [_last_label(gap) for gap in gaps]
    # From when to when something was.
    is_life = any(gap.strip() in _DASHES for gap in gaps[1:]) and not (any(labels) or _labels(row[dates[-1].end :]))
    if is_life or (labels[0] and labels[0]["published"] and _OTHER_STORY.match(row, dates[-1].end)):
        return None
    # A label counts for the row: what has one and a date may say more besides.
    said = [gap[: label.start()] if label else gap for gap, label in zip(gaps, labels, strict=True)]
    weekdays = {found.day.weekday() for found in dates}
    name = _excused([*said, row[dates[-1].end :]], weekdays, labelled=any(labels))
    if name is None:
        return None
    if _FILED.match(row):
        name = name.partition(" in ")[0]
    told: dict[str, date] = {}
    for found, label in zip(dates, labels, strict=True) if is_sure else ():
        told.setdefault("plain" if label is None else "published" if label["published"] else "updated", found.day)
    day = told.get("published") or told.get("plain")
    return DatedLine(day, told.get("updated"), name, "published" in told)


def _is_of_other_day(row: str) -> bool:
    """Tell a row of code, of a series, or of when something takes place or somebody lived."""
    is_command = any(map(row.__contains__, _SIGNS_OF_COMMANDS)) and _COMMAND.search(row)
    return bool(is_command or "†" in row or _DAYS.match(row) or (row[-4:].isdecimal() and _OF_SERIES.search(row)))


def _is_yearless(row: str, hints: DateHints) -> bool:
    """Tell a row of nothing but days and times, as papers date the stories of this year: "12.3. 14:05"."""
    if len(row) >= 80 or not _BETWEEN_TIMES.search(row):
        return False
    parts = [part for part in _BETWEEN_TIMES.split(_LABEL.sub(" ", row)) if part.strip()]
    return bool(parts) and all(_MONTH_FIRST.fullmatch(part) or parse_date(f"{part} 2000", hints) for part in parts)


_OTHER_STORY = re.compile(r"(?:,? \d{1,2}[:.]\d\d)?\s?[:–—-]\s?\S+(?: \S+){3}")
"""What was published that day, behind a colon: not the text around it."""
_TWO_DIGITS = re.compile(r"\d\D?\d")
"""In a row with a day or a time."""
_DAYS = re.compile(
    r"\d{1,2}\.?(?: [^\W\d_]{3,12})?\s?[–—-]\s?\d{1,2}\.?\s?[^\W\d_]|"
    r".*(?<!\d{3})\d\s?(?:[ap]m)?\s?[–—-]\s?\d{1,2}(?:[:.]\d\d)?\s?[ap]m|"
    r"(?:closing|start(?:ing)?|end|due|event|opening|arrival|expiry) date\b|"
    r"(?:tillträde|sista ansökningsdag|ansök senast|eintritt|bewerbungs(?:frist|schluss)|date limite|prise de poste|"
    r"entrée en fonctions?|fecha límite|incorporación|scadenza|decorrenza|sluitingsdatum|startdatum|ansøgningsfrist|"
    r"søknadsfrist|tiltredelse|tiltrædelse|termin składania|data rozpoczęcia|prazo|início|締切|応募締切|開催日|마감일?|"
    r"접수 ?기간|시작일|截止(?:日期|时间|時間)?)\s?[:：]",
    re.IGNORECASE,
)
"""When something else takes place, or from when to when: "7 March – 30 August 2026"."""
_COMMAND = re.compile(r"(?:^|\s)--\w|[{}$\\]|[A-Za-z_]=\S")
"""What has the signs of code, not of a row of author and day."""
_OF_SERIES = re.compile(
    r"\b(?:paper|report|bericht|rapport|heft|issue|bulletin|vol(?:ume)?|n[or]|number|nummer|número|numéro)\.? \d{1,4}, "
    r"[^\W\d_]{3,10}\.? (?:19|20)\d\d$",
    re.IGNORECASE,
)
"""Which of a series it is, and its month: "Working Paper 14, September 2021"."""
_HELD = re.compile(r"(?:held|tenue?|abgehalten|celebrad[ao]|tenutasi) (?=on |le |am |el |il |\d)", re.IGNORECASE)
_HALL = r"(?:Hall|House|Room|Centre|Center|Church|School|Library|Office|Building|Club|Street|Road)"
_MET_AT = re.compile(
    rf"(?<=[\w.]),?\s(?:(?:at|in) the [^,]{{3,40}}|(?:at|in) [^,]{{3,40}} {_HALL}|"
    r"(?:im|in der|à la|au|dans la|en el|en la) (?-i:[^\W\d_a-zß-ÿ])[^,]{3,40})$"
)
"""Where a meeting was, after its day: "Tuesday 19 May 2026, 18:00, at the Lock House"."""
_BETWEEN_TIMES = re.compile(
    r",?\s(?:(?:klo|kl\.?|um|at|om|a las|às|alle|o|v)\s)?(?<!\d)\d{1,2}[:.]\d\d(?!\d)"
    r"(?:\s?(?:uhr|h|配信|更新|公開)\b)?(?:\s?[|•·–-]\s?|$)",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(r"\d{1,2}/\d{1,2}\s?[(（][月火水木金土日][)）]")
_SIGNS_OF_COMMANDS = (*"{}$\\=", "--")
_SIGNS_OF_MEETINGS = ("held", "tenu", "abgehalten", "celebrad")
_GLUED = re.compile(
    r"(?<=[a-z ,./-](?:19|20)\d\d)(?=\d?\d:\d\d)|(?<=[\da-z])(?=(?:Updated|Published)\b)|"
    r"(?<=[^\W\d_] (?:19|20)\d\d)(?=\d{1,2} [^\W\d_])|(?<= (?:19|20)\d\d)(?=[\u0620-\u064a])"
)
"""Where copies lack the space between a day and its time, another day or the word for that."""


def _unglued(row: str) -> str:
    may_be = _FIVE_DIGITS.search(row) or "pdated" in row or "ublished" in row or not row.isascii()
    return _GLUED.sub(" ", row) if may_be else row


_FIVE_DIGITS = re.compile(r"\d{5}")
_VIETNAMESE_DAY = re.compile(r"\b(?:thứ (?:hai|ba|tư|năm|sáu|bảy)|chủ nhật),?\s", re.IGNORECASE)
"""A weekday of two words, the second of which is a number."""
_HIJRI_DAY = re.compile(r"(?<=\d)\s?[-–|/،,(]\s?\d{1,2} (?:[\u0620-\u064a]+ ){1,2}1[34]\d\d\s?(?:هـ|ه)?\)?")
"""The day of the Islamic calendar, behind that of the other."""
MAX_SHORT_YEAR = 69
"""The last year of two digits that is one of this century."""
_DASHES = frozenset("-–—")
_FULL_YEAR = re.compile(r"\d{4}")
_MAY_BE_EITHER = re.compile(r"\d[-/.‑]\s?\d")
_SHORT_YEAR = re.compile(r"(?<![\d.])(\d{1,2}[./-]\d{1,2}[./-])(\d\d)(?![\d.])")
_SHORT_DAY = re.compile(r"(?:[^\W\d_]{2,3}\.? )?\d{1,2}\.\d{1,2}\.\d\d\W+\d{1,2}[:.]\d\d(?: \w{1,4})?")
_FILED = re.compile(r"(?:posted|published|filed) (?:on|by)\b", re.IGNORECASE)
"""Begins a row of a blog, where "in" after the author stands before the categories."""


def _last_label(gap: str) -> "re.Match[str] | None":
    return next((label for label in reversed(_labels(gap)) if _is_connecting(gap[label.end() :])), None)


def _is_connecting(text: str) -> bool:
    return all(is_date_word(word) for word in re.findall(r"\w+", text))


_REVIEWED = re.compile(
    r"(?:medically |clinically )?(?:reviewed|fact[- ]checked|edited|translated) by [^—–|•·;/\n]{2,60}", re.IGNORECASE
)
"""Who looked at a text that somebody else wrote."""


def _excused(texts: Sequence[str], weekdays: Container[int], *, labelled: bool) -> str | None:
    """Return the author named around a row's dates, empty without one; None where the row says anything else."""
    found = ""
    # "She left on 5 June 2021." is one of the text.
    is_sentence = texts[-1].strip() == "." and " " in texts[0].strip()
    for place, text in enumerate(texts):
        if posted := _POSTED.match(text):
            found = found or _posted_by(posted)
            continue
        if not (found or place) and not text.endswith(" ") and _JAPANESE_NAME.fullmatch(text):
            found = text  # As the name is glued to the day on some pages of Japan.
            continue
        if name := byline(_AFTER_NAME.sub("", _before_weekday(text.strip(" ,;|·•–—-/("), weekdays))):
            found = found or name
            continue
        text = _REVIEWED.sub(" | ", text)
        for piece in _PIECES.split(_without_labels(text)):
            bare = _bare(piece, weekdays)
            if chinese := _CHINESE.search(bare):
                found = found or chinese["name"]
                continue
            if not bare or _RELATIVE.fullmatch(bare) or publishers.is_known(bare) or is_boilerplate(bare):
                continue
            # Of scripts without capitals any words pass for a name; those behind the day are a zone or a label.
            may_name = len(bare) <= 60 and not bare[0].islower() and (not place or _CASED.search(bare))
            name = byline(bare) or (bare if may_name and is_name(bare) else "")
            if name:
                found = found or (name if not _SECTION.fullmatch(name) else "")
            elif not _is_beside_day(bare, is_sentence=is_sentence, labelled=labelled):
                return None
    return found


def _is_beside_day(words: str, *, is_sentence: bool, labelled: bool) -> bool:
    """Tell words that may be in the row of a day: of a sentence those about the page, else a few, or any labelled."""
    if is_sentence:
        return bool(_THIS_PAGE.search(words))
    return labelled or (len(words) <= 30 and len(words.split()) <= 3)


_THIS_PAGE = re.compile(
    r"\b(?:articles?|page|post|story|text|release|version|artikel|seite|beitrag|meldung|página|artículo|artigo|articolo|"
    r"pagina|strona|artykuł|článek|stránka|sidan?|siden|статья|страница|материал|sayfa|haber)\b",
    re.IGNORECASE,
)
"""What a sentence of when something was published can be about without being one of the text."""
_CASED = re.compile(r"[A-Za-zÀ-ʯͰ-ԯ]")


def _before_weekday(text: str, weekdays: Container[int]) -> str:
    """Return the words before a date without the weekday that belongs to that."""
    first, _, last = text.rpartition(" ")
    is_weekday = len(last) > 2 and _ends_before_date(last.strip(".,"), weekdays)
    return first.rstrip(" ,;|·•–—-/(") if first and is_weekday else text


def _bare(piece: str, weekdays: Container[int]) -> str:
    """Return a piece without the words and signs that lead to a date."""
    words = piece.strip(" ,;:•·()[]-–—/.|").split()
    while len(words) > 1 and _ends_before_date(words[-1].strip(".,:"), weekdays):
        words.pop()
    if len(words) == 1 and is_date_word(words[0].strip(".,:")):
        return ""
    while words and is_date_word(words[0].strip(".,:")) and not byline(" ".join(words)):
        words.pop(0)
    return " ".join(words).strip(" ,;:")


def _ends_before_date(word: str, weekdays: Container[int]) -> bool:
    """Tell a word after others that leads to a date; "An" and "Thu" can also end a name."""
    is_short = len(word) <= MAX_WEEKDAY_CHARS and is_weekday(word, range(7))
    return is_weekday(word, weekdays) if is_short else is_date_word(word)


MAX_WEEKDAY_CHARS = 3
"""Longest short name of a weekday, in characters, that is one only beside a date that is such a day."""
_DATELINE = re.compile(
    r"[(\[][가-힣·]{1,10}\s?=\s?(?P<outlet>[^)\]=\n]{2,20})[)\]]\s*"
    r"(?P<reporter>[가-힣]{2,4}(?:[ ·][가-힣]{2,4})*\s기자)?\s*=\s|"
    r"(?P<bureau>新华社|新華社|中新社|中央社)[\u3400-\u9fff]{2,8}\d{1,2}月\d{1,2}日[电電]\s*"
    r"(?:[（(](?:[记記]者)?\s*(?P<writer>[^（）()]{2,30})[）)])?|"
    r"[（(][\u3400-\u9fff]{0,8}[記记]者(?P<reporters>[\u3400-\u9fff]{2,3}(?:、[\u3400-\u9fff]{2,3}){0,3})"
    r"[\u3400-\u9fff]{2,3}\d{1,2}日[電电][）)]|"
    r"(?P<place>[^\W\d_a-zß-ÿ][^()\n–—]{1,80}?)\s*\((?P<agency>[^()\n]{2,40})\)\s*[-–—:.]{1,2}\s|"
    r"(?P<where>[^\W\d_a-zß-ÿ][^()\n–—:;]{1,60}?)\s+[-–—]{1,2}\s(?P<when>[^()\n–—:;]{6,30}?)\s+[-–—]{1,2}\s|"
    r"(?P<town>[^\W\d_a-zß-ÿ][^()\n–—:;]{1,60}?,\s[^()\n–—:;]{3,40}?)(?:\s+|\.)[-–—]{1,2}\s"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """What the words before the first sentence of an agency's story say."""

    day: date | None = None
    agency: str = ""


def dateline(paragraph: str, hints: DateHints = NO_HINTS) -> Dateline:
    """Read "MOSCOW, July 15, 2018 (Reuters) - …"; empty for a paragraph that begins otherwise."""
    match = _DATELINE.match(paragraph[:MAX_DATE_ROW_CHARS])
    if not match:
        return Dateline()
    if match["reporters"]:
        return Dateline(agency=", ".join(match["reporters"].split("、")))
    if local := match["outlet"] or match["bureau"]:
        return Dateline(agency=match["reporter"] or match["writer"] or local)
    if match["where"]:
        return Dateline(parse_date(match["when"], hints))
    agency = match["agency"] or ""
    dates = find_dates(match[0], hints)
    if agency and not publishers.is_known(agency.partition("/")[0]) and not dates:
        return Dateline()
    place, _, said = (match["place"] or match["town"]).partition(",")
    is_sure = bool(agency) or place.isupper() or parse_date(said, hints) is not None
    day = dates[0].day if dates and is_sure else None
    # With the day beside it, capitals are an agency's, however few people know it.
    is_agency = publishers.is_known(agency.partition("/")[0]) or (bool(dates) and agency.isupper() and agency.isalpha())
    return Dateline(day, agency if is_agency else "")


MAX_HEADER_ROWS = 25
MAX_PROSE_ROWS = 3
MAX_LEAD_ROW_CHARS = 40
_NEWSY = re.compile(
    r"\b(?:times|news|post|herald|journal|daily|gazette|tribune|chronicle|telegraph|observer|guardian|press|"
    r"agency|today|weekly|"
    r"magazine|review|star|sun|mirror|standard|courier|mail|express|record|radio|tv|zeitung|blatt|nachrichten)\b|"
    r"신문|일보|뉴스|통신|방송|新闻|日报|新聞|ニュース"
)
"""What is in the names of newspapers, in small letters."""
_SECTION = re.compile(
    r"(?:(?:local|latest|top|business|sports?|city) news|"
    r"world|asia|europe|africa|americas|us|u\.s\.|uk|politics|business|economy|national|international|local|"
    r"opinion|sports?|"
    r"culture|tech(?:nology)?|science|health|lifestyle|entertainment|breaking(?: news)?|exclusive|analysis|"
    r"top stories|"
    r"asia[ -]pacific|north korea|diplomacy|defen[cs]e|home|news|world news|sections|"
    r"정치|경제|사회|국제|북한|외교|나라|세계|문화|monde|politik|ausland)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsHeader:
    """What the rows above the text say, and the rows that are left for the text."""

    publisher: str = ""
    title: str = ""
    byline: str = ""
    published_at: date | None = None
    modified_at: date | None = None
    body: tuple[str, ...]


def parse_header(
    rows: list[str],
    hints: DateHints = NO_HINTS,
    headings: Container[str] = (),
    *,
    site: str = "",
    is_page: bool = False,
) -> NewsHeader | None:
    """Return what is above the text; None if nothing shows that this is a news page.

    Args:
        rows: The text.
        hints: What is known of its dates.
        headings: Rows that are marked as headings: with the second of them the text has begun; of a page those that
            begin its text.
        site: The name in the menu above.
        is_page: Whether there was a menu above, and the first row is the headline.
    """
    # "5 June 2021" can pass for the heading of a fifth part.
    marked = [at for at, row in enumerate(rows[:MAX_HEADER_ROWS]) if row in headings and not parse_date(row, hints)]
    end = end_of_header(rows, is_page=True) if is_page else 0
    begun = marked[:1] if is_page else marked[1:2]
    top = rows[: min([end or _end_of_top(rows), *begun])]
    masthead = site if publishers.is_known(site) or is_outlet(site) else ""
    masthead = masthead or next((row for row in top[:6] if publishers.is_known(row)), "")
    hints = replace(hints, zone=publishers.zone_of(masthead))
    dates = {
        at: found
        for at, row in enumerate(top)
        if at not in marked and not is_prose(row) and (found := date_line(row, hints))
    }
    if not is_page:
        dates = {at: found for at, found in dates.items() if found != DatedLine() or _FULL_YEAR.search(rows[at])}
    bylines = {at: name for at, row in enumerate(top) if at not in dates and (name := byline(row))}
    bylines = bylines or _named_twice(top) or _named_above_label(top) or _named_beside_day(rows, top, dates)
    bylines = bylines or (_named_by_form(rows, top, dates) if is_page else {})
    sources = {at: said["name"] for at, row in enumerate(top) if (said := _SOURCE.fullmatch(row))} if dates else {}
    if not (is_page or masthead or dates or bylines) or (
        not (is_page or masthead or bylines) and _is_calendar(rows, dates)
    ):
        return None
    return _header(rows, masthead, _Known(dates, bylines, sources), text=len(top) if begun else 0, is_page=is_page)


_SOURCE = re.compile(
    r"(?:来源|來源|出处|出典|출처|source|quelle|fuente|fonte)\s?[:：]\s?(?P<name>[^:：|]{2,40})", re.IGNORECASE
)
"""Names the outlet, among the rows of author and day."""


def names_source(row: str) -> bool:
    """Tell a row that names the outlet that a text is from."""
    return bool(_SOURCE.fullmatch(row))


def _is_calendar(rows: Sequence[str], dates: Mapping[int, DatedLine]) -> bool:
    """Tell the rows of what happens on many days, or of a list of changes, none of which is that of publication."""
    days = {found.published_at for found in dates.values() if not found.is_labelled}
    if any(found.is_labelled for found in dates.values()):
        return False
    is_list = len(days) > 1 and any(map(LIST_ITEM.match, rows[min(dates) : max(dates)]))
    return is_list or len(days) >= MIN_CALENDAR_DAYS


MIN_CALENDAR_DAYS = 3


def _named_by_form(rows: Sequence[str], top: Sequence[str], dates: Container[int]) -> dict[int, str]:
    """Return the row near the day that has a word, whatever it is, before or behind the name of a person, parted."""
    for at, row in enumerate(top):
        said = _ANY_LABEL.fullmatch(row)
        said = None if said and _NO_AUTHOR_LABEL.fullmatch(said["label"]) else said
        if not said and (placed := _ANY_PLACE.fullmatch(row)) and _may_follow_author(placed["where"]):
            said = placed
        if not said or not is_full_name(said["name"]) or is_boilerplate(row) or _SOURCE.fullmatch(row):
            continue
        near = [place for place in range(at - MAX_ROWS_TO_DAY, at + MAX_ROWS_TO_DAY + 1) if place in dates]
        between = [range(min(at, place) + 1, max(at, place)) for place in near]
        if any(
            all(is_boilerplate(top[each]) or publishers.is_known(top[each]) for each in places) for places in between
        ):
            return {} if _is_of_text(said["name"], _small_words(rows)) else {at: said["name"]}
    return {}


def _may_follow_author(where: str) -> bool:
    """Tell the place or the outlet of an author; a country follows a town, a picture agency a photographer."""
    return not (where in _COUNTRIES or _OF_PICTURES.fullmatch(where))


_STATES = (
    *("Alabama", "Alaska", "Arizona", "California", "Colorado", "Florida", "Hawaii", "Idaho", "Illinois", "Iowa"),
    *("Kentucky", "Louisiana", "Michigan", "Minnesota", "Missouri", "Nevada", "New Jersey", "New Mexico", "Ohio"),
    *("North Carolina", "Oklahoma", "Oregon", "Pennsylvania", "South Carolina", "Tennessee", "Texas", "Utah"),
    *("Wisconsin", "England", "Scotland", "Wales", "Northern Ireland", "USA", "US", "UK"),
)
_COUNTRIES = frozenset((*Locale("en").territories.values(), *_STATES))
"""What stands behind the name of a town: "New York, United States"."""
_ANY_LABEL = re.compile(r"(?P<label>[^\W\d_]{3,14})\s?[:：]\s?(?P<name>[^:：]{4,60})")
_NO_AUTHOR_LABEL = re.compile(
    r"location|place|venue|where|city|town|country|region|topics?|subjects?|categor(?:y|ies)|section|"
    r"ort|thema|themen|rubrik|kategorien?|lieux?|sujets?|thèmes?|catégories?|rubrique|lugar|temas?|categorías?|"
    r"luogo|temi|categori[ae]|local|assuntos?|categorias?|plaats|onderwerp(?:en)?|categorie",
    re.IGNORECASE,
)
"""What is before the names of places and of what a text is about."""
_ANY_PLACE = re.compile(
    r"(?P<name>[^|—–/,:]{4,60}?)(?: ?[|/] ?| [—–-] |, )(?P<where>[^\W\d_a-zß-ÿ][^\d|—–/:.!?]{1,30})"
)
"""An author and where or for whom they are: "Ida Dahl | Lindvik"."""


def _named_twice(top: Sequence[str]) -> dict[int, str]:
    """Return the rows of an author whose picture and link are both copied as the name."""
    for at, (row, after) in enumerate(pairwise(top)):
        name = _PICTURE_OF.sub("", row) if len(row) <= MAX_BYLINE_CHARS else row
        is_same = name.casefold() == after.casefold() and not (row.isupper() and after.isupper())
        is_one = is_name(name) and name[0].isupper() and name[-1] != "." and not is_outlet(name)
        if is_same and is_one and 2 <= len(name.split()) <= MAX_NAME_WORDS:
            return dict.fromkeys((at, at + 1), after if name.isupper() else name)
    return {}


def _named_above_label(top: Sequence[str]) -> dict[int, str]:
    """Return the rows of an author and of the word for one, which some papers have below the name."""
    for at, (row, after) in enumerate(pairwise(top)):
        if is_full_name(row) and (
            _AUTHOR_LABEL.fullmatch(after) or _is_role(after) or publishers.is_known(after.partition(",")[0])
        ):
            return dict.fromkeys((at, at + 1), row)
    return {}


def _named_beside_day(rows: Sequence[str], top: Sequence[str], dates: Container[int]) -> dict[int, str]:
    """Return the row of a bare name near the day, on a page in Chinese, Japanese or Korean.

    Beside the day, but for buttons, it need not be named again; a row or two away it must be.
    """
    pattern = _JAPANESE_NAME if any(map(_KANA.search, top)) else _CHINESE_OR_KOREAN_NAME
    named: dict[int, str] = {}
    for at, row in enumerate(map(_without_brackets, top)):
        if not at or at in dates or not pattern.fullmatch(row) or not any(map(is_headline, top[:at])):
            continue
        near = [place for place in range(at - MAX_ROWS_TO_DAY, at + MAX_ROWS_TO_DAY + 1) if place in dates]
        between = (range(min(at, place) + 1, max(at, place)) for place in near)
        if any(all(is_boilerplate(top[each]) for each in places) for places in between):
            return {at: row}
        if near and any(row in other and other != row for other in rows[at + 1 :]):
            named.setdefault(at, row)
    return dict(list(named.items())[:1])


def _without_brackets(row: str) -> str:
    return row[1:-1] if row[0] in "【［[" and row[-1] in "】］]" and len(row) > MIN_BRACKETED else row


MAX_ROWS_TO_DAY, MIN_BRACKETED = 3, 4
_KANA = re.compile(r"[\u3040-\u30ff]")
_JAPANESE_NAME = re.compile(
    r"(?=.{3,7}$)[\u3400-\u9fff々]{1,3}[ \u3000]?[\u3400-\u9fff々\u3040-\u30ff]{1,3}"
    r"(?<![県市区町村部社局省庁党版面課誌紙号事済治際会道都府定録集])"
)
_CHINESE_OR_KOREAN_NAME = re.compile(rf"{_KOREAN_NAME.pattern}|{_CHINESE_NAME.pattern}")
_AUTHOR_LABEL = re.compile(
    r"(?:authors?|auteurs?|autor(?:in|a|es)?|autore|penulis|reporter|writer|redacteur|yazar|muhabir)", re.IGNORECASE
)
_PICTURE_OF = re.compile(
    r"['’]s (?:user )?avatar$|"
    r"^(?:photo|foto|picture|avatar|portr[aä]it|retrato|ritratto|portret) (?:of|von|de|di|da|van|av|af) ",
    re.IGNORECASE,
)


def signs_below(row: str, text: str) -> bool:
    """Tell the author's name in a row below the text, where it stands without a word in Vietnam."""
    return is_full_name(row) and bool(_VIETNAMESE.search(row) or _VIETNAMESE.search(text))


def is_place(row: str) -> bool:
    """Tell a word or two that can be a town."""
    return bool(_PLACE.fullmatch(row))


_PLACE = re.compile(r"[^\W\d_a-zß-ÿ][^\W\d_]+(?:[ -][^\W\d_a-zß-ÿ][^\W\d_]+){0,2}")


def signs_with_mail(row: str, below: str) -> bool:
    """Tell an author's name above an address that has the last word of it."""
    return "@" in below and is_full_name(row) and row.split()[-1].casefold() in below.casefold()


def signed_with_mail(rows: Sequence[str], publisher: str) -> str:
    """Return the only name above an address at a paper that has its last word; empty where it is whom to ask."""
    at_paper = f"{publisher.casefold().replace(' ', '')}."
    found = {
        row
        for at, (row, after) in enumerate(pairwise(rows))
        if at_paper in after.casefold()
        and signs_with_mail(row, after)
        and not any(map(_CONTACT.search, rows[max(at - 3, 0) : at]))
    }
    return found.pop() if len(found) == 1 and len(at_paper) > MIN_GIVEN_NAME_CHARS else ""


def heads_contact(row: str) -> bool:
    """Tell the row above whom to ask."""
    return len(row) <= MAX_LEAD_ROW_CHARS and bool(_CONTACT.search(row))


_CONTACT = re.compile(
    r"conta[ck]t|kontakt|contatt|press|media|inform|upplysning|yhteys|lisätiet|iletişim|контакт|пресс|問い合わせ|連絡|문의|"
    r"联系|聯絡|اتصال|צור קשר|liên hệ",
    re.IGNORECASE,
)
_VIETNAMESE = re.compile(r"[\u01a0-\u01b0\u1ea0-\u1ef9đĐ]")


def is_told(row: str) -> bool:
    """Tell a row with author or day."""
    return bool(byline(row) or date_line(row))


def is_relative(row: str) -> bool:
    """Tell a row of how long ago a text was published, or how long it takes to read."""
    return bool(_RELATIVE.fullmatch(row))


def end_of_header(rows: Sequence[str], *, is_page: bool = False) -> int:
    """Return where the text of a page begins: the first running text with no author or day below it; 0 without one."""
    seen = first = told = 0
    for at, row in enumerate(rows[:MAX_MENU_ROWS]):
        if not is_prose(row) or is_titled(row) or is_boilerplate(row):
            told = told or (at if is_told(row) else 0)
            continue
        first = first or (at if told else 0)
        seen += 1
        near = MAX_ROWS_BELOW_CAPTION if at > MIN_MENU_ROWS or is_page else MAX_ROWS_BELOW_STANDFIRST
        if seen > MAX_STANDFIRSTS or not _is_above_told(rows[at + 1 : at + 1 + near]):
            return at
    return first  # The day is below the text once more.


def _is_above_told(rows: Sequence[str]) -> bool:
    """Tell rows with author or day, above which is no more than another sentence: below several somebody signs them."""
    place = next((at for at, row in enumerate(rows) if is_told(row)), len(rows))
    return place < len(rows) and sum(map(is_prose, rows[:place])) < MAX_STANDFIRSTS - 1


MAX_MENU_ROWS, MIN_MENU_ROWS, MAX_STANDFIRSTS = 400, 8, 3
"""Most rows above the text of a page; those above a headline from which they are a menu; and sentences above a day."""


def _end_of_top(rows: list[str]) -> int:
    """Return how many rows may belong to the header: up to the fourth of running text."""
    prose = [at for at, row in enumerate(rows[:MAX_HEADER_ROWS]) if is_prose(row)]
    return prose[MAX_PROSE_ROWS] if len(prose) > MAX_PROSE_ROWS else min(len(rows), MAX_HEADER_ROWS)


_CJK_PAPER = re.compile(
    r"[가-힣]{1,8}(?:일보|신문|방송|타임스)|[\u3400-\u9fff\u3040-\u30ff]{2,8}(?:新聞|日报|日報|晚报|时报|時報)"
)


def is_outlet(row: str) -> bool:
    """Tell the name of a newspaper, by how such names sound."""
    if not row.isascii() and _CJK_PAPER.fullmatch(row):
        return True
    is_title = _begins_large(row) and 2 <= len(row.split()) <= 5 and not _PUNCTUATION.search(row)
    return is_title and bool(_NEWSY.search(_small(row)))


def _begins_large(row: str) -> bool:
    """Tell words with large first letters, but for names as short as "CBC"."""
    return (
        row.istitle()
        or " ".join(word for word in row.split() if not (word.isupper() and len(word) <= MAX_ACRONYM_CHARS)).istitle()
    )


MAX_ACRONYM_CHARS = 4


_PUNCTUATION = re.compile(r"[:;!?,]")


def is_headline(row: str) -> bool:
    """Tell a row that could be a headline: some words, and no running text."""
    if (
        (is_prose(row) and not is_titled(row))
        or is_boilerplate(row)
        or LIST_ITEM.match(row)
        or not _LETTERS.search(row)
    ):
        return False
    return len(row.split()) >= 4 or count_cjk(row) >= 8 or count_unpunctuated(row) >= MIN_THAI_HEADLINE_CHARS


def is_titled(row: str) -> bool:
    """Tell a headline of whole sentences, the words of which begin large."""
    words = [word for word in row.split() if len(word) > 3] if len(row) <= MAX_HEADLINE_CHARS else []
    return len(words) > 3 and all(word.lstrip("‘’“”'\"")[:1].isupper() for word in words if word.isalpha())


MIN_THAI_HEADLINE_CHARS, MAX_HEADLINE_CHARS = 25, 160
_LETTERS = re.compile(r"[^\W\d_]{2}")


_PICTURE_STORY = re.compile(r"(?:in )?(?:photos|pictures)\s?:(?:\s[^\s/|]+){3,}", re.IGNORECASE)
"""A headline that begins as a credit does: "Photos: The storm on the coast"."""


class _Known(NamedTuple):
    """The rows that give the day, the author and the source."""

    dates: dict[int, DatedLine]
    bylines: dict[int, str]
    sources: dict[int, str]


def _header(rows: list[str], masthead: str, told_by: _Known, *, text: int, is_page: bool) -> NewsHeader:
    dates, bylines, sources = told_by
    known = {*dates, *bylines, *sources}
    end = max(known, default=rows.index(masthead) if masthead in rows else 0) + 1
    while end < len(rows) and _LABELLED.fullmatch(rows[end]):
        end += 1
    above = [at for at in range(end) if at not in known and not is_boilerplate(rows[at]) and not _is_aside(rows[at])]
    above = [0, *above] if not is_page and known and _PICTURE_STORY.fullmatch(rows[0]) else above
    is_signed = 1 in bylines and 0 in above and not is_outlet(rows[0])
    title = 0 if is_page or is_signed else _title(rows, above, masthead, end)
    publisher = masthead or next(iter(sources.values()), "") or _publisher(rows, [at for at in above if at < title])
    publisher = publisher or next(filter(_FIRM.fullmatch, rows[: max(title, 0)]), "")
    # A note with only a date above it may begin with short lines of its own.
    lead: Sequence[int] = range(0)
    if is_page:
        is_signed = bool(bylines or any(found.byline for found in dates.values()))
        lead = _page_lead(rows[: text or len(rows)], end, is_signed=is_signed, is_dated=bool(dates))
    elif masthead or bylines:
        lead = _lead(rows, end, title)
    # The text of a note may begin with a list.
    while not is_page and lead and not _is_label(rows[lead[-1]]):
        lead = lead[:-1]
    lead = lead or _author_row(rows, end)
    publisher = publisher or next((rows[at] for at in (*above, *lead) if title < at and is_outlet(rows[at])), "")
    authors = [*bylines.values(), *(found.byline for found in dates.values())]
    if dates or not is_page:
        # In capitals alone is who took a picture, or a button.
        names = list(_names(rows, [*above, *lead], title, publisher, is_page=is_page))
        together = _named_together(rows, names, dates) if is_page else []
        authors += [", ".join(together)] if together else []
        authors += sorted(names, key=str.isupper)
    told = sorted(dates.values(), key=lambda found: not found.is_labelled)
    first = next((at for at in above if at > title), -1)
    kept = [at for at in above if _is_text(rows[at], at > title) or (not is_page and at < title and _is_own(rows[at]))]
    # Of the short rows around author and day only the first can be a standfirst.
    kept = [at for at in kept if not is_page or at <= first or not _is_short(rows[at]) or _is_amid_text(rows, at)]
    if is_page and any(_PRICE.match(rows[at]) for at in above if at > title):
        # What is offered, where and for how much.
        kept = [at for at in above if at > title]
    kept += [at for at in range(end, len(rows)) if at not in lead]
    kept = [at for at in kept if at > title or rows[at] != publisher]
    speaking = [at for at in kept if at > end and rows[at] in authors and is_prose("".join(rows[at + 1 : at + 2]))]
    spoken = set(speaking if len(speaking) > 1 else [])
    return NewsHeader(
        publisher=publisher,
        title=without_subject_label(rows[title]) if title >= 0 else _dated_title(rows, dates),
        byline=_without_marks(next(filter(None, authors), "")),
        published_at=next((found.published_at for found in told if found.published_at), None),
        modified_at=next((found.modified_at for found in told if found.modified_at), None),
        body=tuple(
            rows[at]
            for at in kept
            if at != title
            and (at in spoken or _PLACE_OF.sub("", rows[at]) not in authors)
            # What else the author is stands there too.
            and not (is_page and at < end and authors and authors[0] and rows[at].startswith(f"{authors[0]} "))
        ),
    )


def _is_short(row: str) -> bool:
    return len(row) + count_cjk(row) < MAX_LEAD_ROW_CHARS and bool(_BUTTON.fullmatch(row)) and not LIST_ITEM.match(row)


def _is_amid_text(rows: Sequence[str], at: int) -> bool:
    return is_prose(rows[at - 1]) and at + 1 < len(rows) and is_prose(rows[at + 1])


_PRICE = re.compile(r"[€$£¥₩] ?\d|\d[\d.,  ]* ?(?:[€₽円元원]|zł\b|kr\b|Kč)")


def _is_own(row: str) -> bool:
    """Tell a row above the headline of a text without a menu that is no furniture."""
    return len(row.split()) >= MIN_OWN_WORDS and not (is_outlet(row) or publishers.is_known(row))


MIN_OWN_WORDS = 3
"""Words from which a row above the headline is more than the part of a site that it is in."""


def _without_marks(names: str) -> str:
    return _FOOTNOTE_MARK.sub("", _FOOTNOTE_DIGIT.sub("", names) if len(_FOOTNOTE_DIGIT.findall(names)) > 1 else names)


_FOOTNOTE_DIGIT = re.compile(r"(?<=[^\W\d_])\d{1,2}(?:,\d{1,2})*(?=[,\s]|$)")
_FOOTNOTE_MARK = re.compile(r"(?<=\w)[¹²³⁰-⁹*†‡§]+(?:,[¹²³⁰-⁹*†‡§]+)*")
"""Stands after the names of a paper's authors."""


def _dated_title(rows: list[str], dates: dict[int, DatedLine]) -> str:
    """Return a row that has a name before its day, such as "Version 2.4 (2021-06-05)", where there is no headline."""
    for at in dates:
        first = find_dates(rows[at])
        if first and first[0].start > 3 and not dates[at].byline and not _LABEL.search(rows[at]):
            return rows[at]
    return ""


_LABELLED = re.compile(r"(?:담당(?: ?부서|자)?|문의(?:처)?|배포(?: ?부서|처)?|연락처|전화(?:번호)?|부서)\s?[:：].*")
"""Whom to ask, above the headline of a Korean press release."""


def _is_aside(row: str) -> bool:
    return bool(_SECTION.fullmatch(row) or _LABELLED.fullmatch(row))


_ANNOUNCED = re.compile(r"(?:について|のお知らせ|に関して|の開催|の発表)$")
"""How the headlines of Japanese announcements end, which stand below who announces."""


def subject_of_letter(rows: Sequence[str]) -> int:
    """Return where a letter says what it is about, beside the row that greets below who writes to whom; -1 if not."""
    text = next((at for at, row in enumerate(rows[:MAX_HEADER_ROWS]) if is_prose(row)), 0)
    greeting = next((at for at in range(text - 1, MIN_ROWS_OF_ADDRESS - 1, -1) if _GREETING.fullmatch(rows[at])), 0)
    is_addressed = any(_TOWN.search(row) and not date_line(row) for row in rows[:greeting])
    if not is_addressed or text - greeting > MAX_ROWS_TO_TEXT:
        return -1
    if text - greeting == MAX_ROWS_TO_TEXT:
        return greeting + 1 if is_headline(rows[greeting + 1]) else -1
    above = next((at for at in (greeting - 1, greeting - 2) if is_headline(rows[at]) and not is_told(rows[at])), -1)
    return above if above >= 0 and not LIST_ITEM.match(rows[above]) else -1


def without_subject_label(row: str) -> str:
    """Return what a letter is about without the word for that."""
    return _SUBJECT_LABEL.sub("", row)


_SUBJECT_LABEL = re.compile(
    r"^(?:objet|betreff|betrifft|subject|asunto|oggetto|onderwerp|betreft|assunto|ärende|angående|emne|dotyczy|temat|věc|"
    r"konu|тема|件名|제목|主题|主旨)\s?[:：]\s*(?=\S)",
    re.IGNORECASE,
)
_GREETING = re.compile(r"[^\W\d_a-zß-ÿа-я][^\d.:;!?]{3,60},|[^\W\d_a-zß-ÿа-я][^\d.:;?]{3,60}!")
_TOWN = re.compile(r"(?:^|[\s-])\d{4,6} [^\W\d_]|\b[A-Z]{1,2}\d{1,2}[A-Z]? \d[A-Z]{2}\b|[A-Z]{2} \d{5}\b|〒")
"""A town with its number in an address."""
MIN_ROWS_OF_ADDRESS, MAX_ROWS_TO_TEXT = 4, 2


def _title(rows: list[str], above: list[int], masthead: str, end: int) -> int:
    """Return where the headline stands, -1 if there is none."""
    if (told := subject_of_letter(rows)) >= 0:
        return told
    places: list[int] = [*above, *range(end, min(end + 3, len(rows) - 1))]
    places.sort(key=lambda at: not _ANNOUNCED.search(rows[at]))
    for at in places:
        is_broken = rows[at][-1] in ",;:" or (at >= end and (rows[at][0].islower() or begins_count(rows, at)))
        is_broken = is_broken or bool(_NO_TITLE.match(rows[at]) or _FIRM.fullmatch(rows[at]))
        if rows[at] != masthead and is_headline(rows[at]) and not is_broken:
            return at
    short: list[int] = [at for at in above if not publishers.is_known(rows[at])]
    short = [at for at in short if not is_outlet(rows[at])] or short
    if not short or (end == len(rows) and len(short) < 2):
        return -1
    return max(short, key=lambda at: len(rows[at]))


def begins_count(rows: Sequence[str], at: int) -> bool:
    """Tell the first of several headings that are counted, each right above text."""
    if not rows[at].startswith(("1.", "1)", "1 ")) or not any(map(is_prose, rows[at + 1 : at + 2])):
        return False
    return any(row.startswith(f"2{rows[at][1]}") and is_prose(after) for row, after in pairwise(rows[at + 1 :]))


_NO_TITLE = re.compile(
    r"[$>%] |(?:present|in attendance|attendees|attending|apologies|absent|participants|note[- ]?taker|chair|location|"
    r"anwesend|teilnehmer(?:innen)?|ort|beginn|leitung|présents|excusée?s?|lieu|asistentes|lugar|aanwezig|"
    r"出席者|欠席者|場所|참석자|장소|参会人员|地点)\s?[:：]",
    re.IGNORECASE,
)
"""Begins a command, or who was at a meeting and where that was."""


_FIRM = re.compile(
    r"(?:株式会社|有限会社|合同会社|(?:一般|公益)(?:社団|財団)法人|独立行政法人|学校法人)[^\s、。:：]{1,20}|"
    r"[^\s、。:：]{1,20}(?:株式会社|有限公司|有限责任公司|주식회사)|(?:주식회사|㈜|\(주\)) ?[^\s,:：]{1,20}"
)
"""The name of a firm, above what it announces."""


def _publisher(rows: list[str], before: list[int]) -> str:
    """Return the name in the masthead: one that sounds like a newspaper's, else the first row."""
    short = [rows[at] for at in before if len(rows[at].split()) <= 6 and len(rows[at]) <= 60]
    short = [row for row in short if not is_link(row)]
    return next((row for row in short if _NEWSY.search(_small(row))), short[0] if short else "")


def _names(rows: list[str], above: list[int], title: int, publisher: str, *, is_page: bool) -> Iterator[str]:
    """Yield the rows below the headline that are the name of an author or of an agency."""
    words = _small_words(rows) if is_page else frozenset()
    for at in above:
        name = _PLACE_OF.sub("", rows[at])
        is_author = publishers.is_known(name) or (is_name(name) and not is_outlet(name))
        if is_page and (_NO_PERSON.search(name) or _is_photographer(rows, at, title) or _is_of_text(name, words)):
            continue
        if is_page and name.rpartition(", ")[2] in _COUNTRIES:
            continue
        if title < at and name != publisher and is_author:
            yield name


def _named_together(rows: Sequence[str], names: Container[str], dates: Container[int]) -> list[str]:
    """Return the authors in the rows beside that of the day, where there are several: a place is in the text too."""
    for day in range(min(len(rows), MAX_HEADER_ROWS)) if dates else ():
        for places in (range(day + 1, len(rows)), range(day - 1, -1, -1)) if day in dates else ():
            beside = (rows[at] for at in places)
            found = list(takewhile(lambda row: row in names and _may_be_beside(row), beside))
            text = [row for row in rows if is_prose(row)] if len(found) > 1 else []
            if text and not any(name in row for name in found for row in text):
                return found if places.step > 0 else found[::-1]
    return []


def _may_be_beside(row: str) -> bool:
    return is_full_name(row) and not (_ACRONYM.search(row) or _is_job(row))


_ACRONYM = re.compile(r"\b[A-ZÀ-ÖØ-Þ]{2}|,")
"""What the names of outlets and rows of capitals have, and those of people have not."""


def _small_words(rows: Sequence[str]) -> frozenset[str]:
    """Return the words of the first paragraphs that are written small."""
    body = [row[:MAX_CHARS_OF_WORDS] for row in rows if is_prose(row)][:MAX_ROWS_OF_WORDS]
    return frozenset(word for row in body for word in _SMALL_WORD.findall(row))


MAX_CHARS_OF_WORDS, MAX_ROWS_OF_WORDS, MIN_GIVEN_NAME_CHARS = 2_000, 40, 5
_SMALL_WORD = re.compile(r"(?<![\w'’-])[^\W\d_A-ZÀ-ÖØ-Þ][^\W\d_]{2,}")


def is_topic(name: str, rows: Sequence[str]) -> bool:
    """Tell what a text is about from the name of a person."""
    return _is_of_text(name, _small_words(rows))


def _is_of_text(name: str, words: Container[str]) -> bool:
    """Tell what the text is about from a name: its words are written small there, or the first of a few long ones."""
    parts = [part.casefold() for part in re.split(r"[ ,|/]+", name) if len(part) > 2 and part[0].isupper()]
    if not parts:
        return False
    is_list_of_words = "," in name and " " not in name.partition(",")[0]
    return (
        is_list_of_words
        or all(part in words for part in parts)
        or (len(parts[0]) >= MIN_GIVEN_NAME_CHARS and parts[0] in words)
    )


def _is_photographer(rows: Sequence[str], at: int, title: int) -> bool:
    """Tell the first of two names, below what is on a picture, which is below a standfirst."""
    is_below_caption = at - 2 > title and is_headline(rows[at - 1]) and is_headline(rows[at - 2])
    return is_below_caption and is_full_name(rows[at]) and is_full_name("".join(rows[at + 1 : at + 2]))


_PLACE_OF = re.compile(r" ?/ ?[A-ZÀ-ÖØ-ÞİŞĞ]{3,20}$")
"""Where the author was: "Elif KARACA / VAN"."""


def _page_lead(rows: list[str], end: int, *, is_signed: bool, is_dated: bool) -> list[int]:
    """Return the short rows between the header of a page and its text, but for a heading right above that.

    Below a standfirst only those count that certainly are none of the text.
    """
    text = next((at for at in range(end, min(end + MAX_HEADER_ROWS, len(rows))) if is_prose(rows[at])), end)
    names = {at for at in range(end, text) if is_full_name(_PLACE_OF.sub("", rows[at])) and not rows[at].isupper()}
    places = [at for at in range(end, text) if at not in names]
    buttons = {at for at in places if may_be_button(rows[at]) or (is_of_site(rows[at]) and _is_short(rows[at]))}
    places = [at for at in places if at not in buttons]
    is_long = (at for at in places if len(rows[at]) > MAX_LEAD_ROW_CHARS or is_headline(rows[at]))
    first = next(is_long, text)
    # Right above the text is a heading of it.
    buttons -= {text - 1} if text - 1 > first else set()
    may_sign = is_dated and not is_signed
    if not (is_dated or is_signed):
        first, buttons = end, set()
    certain = {*buttons, *(names if is_dated and not is_signed else ())}
    lead = [at for at in range(end, text) if at < first or at in certain or _is_fact(rows[at])]
    if not lead or lead[-1] != text - 1:
        return lead
    row = rows[lead[-1]]
    is_heading = (not is_dated or " " in row) and row[0].isupper() and row.replace(" ", "").isalpha()
    # In capitals is the place that was written from.
    is_heading = is_heading and not (_is_fact(row) or (row.isupper() and is_full_name(row)))
    return lead[:-1] if is_heading and not (may_sign and lead[-1] in names) else lead


def may_be_button(row: str) -> bool:
    """Tell a few words without a number or a mark, as those are that stand above a text and are none of it."""
    return len(row) + count_cjk(row) <= MAX_BUTTON and bool(_BUTTON.fullmatch(row))


_BUTTON = re.compile(r"[^\d.!?…:;,。、！？：；，?]*")
MAX_BUTTON = 24
"""Longest row, signs of Chinese, Japanese and Korean counted as two, that is a button above a text."""


def _lead(rows: list[str], end: int, title: int) -> range:
    """Return the short rows between the header and the first running text: links, names, times to read."""
    prose = next((at for at in range(end, min(end + MAX_HEADER_ROWS, len(rows))) if is_prose(rows[at])), end)
    is_long = any(
        at != title and (len(rows[at]) > MAX_LEAD_ROW_CHARS or is_headline(rows[at])) for at in range(end, prose)
    )
    return range(end, end if is_long else prose)


def _is_label(row: str) -> bool:
    """Tell a row between headline and text that certainly is none of it."""
    return is_name(row) or is_outlet(row) or publishers.is_known(row) or _is_fact(row)


def _is_fact(row: str) -> bool:
    """Tell a row that is a button, a number, or what an author does."""
    is_button = is_boilerplate(row) or row.isdecimal() or len(row) == 1
    return is_button or bool(_is_role(row) or _RELATIVE.fullmatch(row) or _AUTHOR_LABEL.fullmatch(row))


_VERSION = re.compile(r"(?<![\d.])\d{1,3}\.\d{1,3}(?![\d.])|release notes|what['’]s new", re.IGNORECASE)


def _author_row(rows: Sequence[str], end: int) -> range:
    """Return the row right below the header where it is a name above running text, and no row after it is one."""
    after = [row for row in rows[end + 1 : end + MAX_HEADER_ROWS] if not is_boilerplate(row)]
    is_author = end < len(rows) and is_name(rows[end]) and len(rows[end].split()) in (2, 3)
    # Below the version of a program is what is new: "Bug Fixes".
    is_author = is_author and not any(_VERSION.search(row) and not date_line(row) for row in rows[:end])
    is_author = is_author and bool(after) and not is_outlet(rows[end]) and not LIST_ITEM.match(rows[end + 1])
    is_author = is_author and (is_prose(after[0]) or publishers.is_known(after[0].partition(" ")[0]))
    return range(end, end + 1) if is_author and not any(map(is_name, after[:MAX_PROSE_ROWS])) else range(0)


def _is_text(row: str, below_title: bool) -> bool:
    return is_prose(row) or (below_title and (is_headline(row) or bool(LIST_ITEM.match(row))))


@dataclass(frozen=True, slots=True)
class Lead:
    """What the rows between the headline and the text say."""

    byline: str = ""
    published_at: date | None = None
    modified_at: date | None = None

    def with_more(self, other: "Lead") -> "Lead":
        """Return this with what only another row says."""
        return Lead(
            self.byline or other.byline,
            self.published_at or other.published_at,
            self.modified_at or other.modified_at,
        )


def split_lead(
    blocks: Sequence[Block], is_past: Callable[[int, Block], bool], hints: DateHints = NO_HINTS
) -> tuple[Lead, list[Block]]:
    """Take the rows of author and day off the top of the text.

    Args:
        blocks: The text, without its headline.
        is_past: Tells of a block and its place, from 0, whether there are no such rows from there on; those right
            below a standfirst are taken all the same.
        hints: What is known of the document's dates.
    """
    lead = Lead()
    kept: list[Block] = []
    place = 0
    while place < len(blocks):
        if is_past(place, blocks[place]):
            below = [_lead_row(block, hints) for block in blocks[place + 1 : place + 1 + MAX_ROWS_BELOW_STANDFIRST]]
            if any(kept_block.kind == "text" for kept_block in kept) or not any(below):
                break
            kept.append(blocks[place])
        elif row := _lead_row(blocks[place], hints):
            lead = lead.with_more(row)
        else:
            kept.append(blocks[place])
        place += 1
    if not lead.byline and (at := _name_at(kept, lead, hints)) is not None:
        lead = replace(lead, byline=kept.pop(at).text)
    return lead, [*kept, *blocks[place:]]


def _name_at(rows: Sequence[Block], lead: Lead, hints: DateHints) -> int | None:
    """Return where the only row of a name is, beside that of the day; None in German, whose nouns are like names."""
    if not (lead.published_at or lead.modified_at) or hints.language.startswith("de"):
        return None
    texts = [row.text for row in rows]
    found = [at for at, row in enumerate(rows) if row.kind == "text" and is_full_name(row.text)]
    return found[0] if len(found) == 1 and not any(map(is_prose, texts[: found[0]])) else None


MAX_NAME_WORDS = 4
_NO_PERSON = re.compile(
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
    return is_short and not (is_section(row) or is_outlet(row) or _NO_PERSON.search(row))


MAX_ROWS_BELOW_STANDFIRST, MAX_ROWS_BELOW_CAPTION = 2, 6
"""Rows below running text that is above author and day all the same."""


def _lead_row(block: Block, hints: DateHints) -> Lead | None:
    """Return the author and day of a row that says nothing else."""
    if block.kind != "text" or "\n" in block.text:
        return None
    if dated := date_line(block.text, hints):
        return Lead(dated.byline, dated.published_at, dated.modified_at)
    written = byline(block.text) or (block.text if publishers.is_known(block.text) else "")
    is_role = bool(_is_role(block.text) or _AUTHOR_LABEL.fullmatch(block.text))
    return Lead(written) if written or is_role else None
