"""Rows that say who wrote a text."""

import re
from collections.abc import Sequence
from functools import lru_cache

from babel import Locale

from knowledge.ingest.boilerplate import is_boilerplate, is_prose
from knowledge.ingest.date_labels import DATE_LABEL, DATE_LABEL_AT_END, PERIOD, before_weekday
from knowledge.ingest.given_names import names_person
from knowledge.ingest.names import (
    CHINESE_OR_KOREAN_NAME,
    JAPANESE_NAME,
    KOREAN_NAME,
    KOREAN_SURNAMES,
    MAX_ROW_OF_NAMES_CHARS,
    NO_PERSON,
    ROLES,
    SECTION,
    WORD_OF_NAME,
    eastern_persons,
    has_role,
    in_small_letters,
    is_full_name,
    is_job,
    is_name,
    is_outlet,
    is_role,
    is_section,
    persons,
)
from knowledge.text import normalize, publishers
from knowledge.text.dates import find_dates

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
POSTED = re.compile(r"(?:re: .{1,100} )?post(?:ed)? by (?P<name>[^»|]{1,40}?)\s?(?:»|$)", re.IGNORECASE)
"""A row above a post of a forum, whose authors write their names as they like."""
_KOREAN_GLUED = re.compile(r"기자\s?(?P<name>[가-힣]{2,4})")
_KOREAN_LABEL = re.compile(r"^기자명\s+|\s+(?:승인|입력|수정)(?:\s?[:：]?\s?[\d.: -]*)?$")
CHINESE_BYLINE = re.compile(
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
_TITLED = re.compile(
    rf"(?!(?:Senior|Chief|Deputy|Associate|Assistant|Special|Managing|Executive|Contributing|Staff)\b)"
    rf"(?P<name>{WORD_OF_NAME}(?: {WORD_OF_NAME}){{1,5}})"
    rf"(?:, (?:[A-Za-z]+ ){{0,3}}| (?:[A-Z]\w+ (?:of [A-Z]\w+ )?(?:[a-z]+ ){{0,2}})?)(?i:{ROLES})(?: [a-z]{{4,20}})?"
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


def name_in(row: str) -> str:
    """Return the name in a row that is known to be its author's, whatever else is there; empty if none is."""
    if len(row) > MAX_BYLINE_CHARS:
        return ""
    row = _PORTRAIT_OF.sub("", _HANDLE_AFTER.sub("", _MAIL_AFTER.sub("", row)).strip())
    row = _before_glued(_IN_ANY_BRACKETS.sub(r"\1", row)).lstrip("-–— ").rstrip(" ,")
    row = _REPORTED.sub("By ", row)
    if len(row) > MAX_ROW_OF_NAMES_CHARS or is_section(row) or _OF_EDITOR.match(row) or PERIOD.match(row):
        return ""
    if signed_so := _INITIALS.match(row) or _BY_HANDLE.fullmatch(row):
        return signed_so["name"]
    if eastern := _eastern_persons(row):
        return eastern
    if (found := byline(row)) and not _LABEL_BEFORE.match(found):
        return found
    said, placed = ANY_LABEL.fullmatch(row), ANY_PLACE.fullmatch(row)
    if (said and NO_AUTHOR_LABEL.fullmatch(said["label"])) or (placed and not _is_of_author(placed["where"])):
        return ""
    if people := persons(_PICTURES_BY.sub("", _LABEL_AFTER.sub("", row))):
        return ", ".join(people)
    parts = _beside_each_other(row)
    named = [part for part in parts if (is_full_name(part) and not is_job(part)) or _is_eastern(part)]
    if named:
        return ", ".join(filter(names_person, named)) or named[0]
    return next(filter(names_several, parts), "") or _office(parts[0] if parts else "", row)


def _eastern_persons(row: str) -> str:
    """Return the authors in a row in Chinese, Japanese or Korean; those of Korea with what they are, as is usual."""
    if row.isascii():
        return ""
    people = eastern_persons(row)
    reporters = [_KOREAN_TASK.sub("", found[0]) for found in _KOREAN_REPORTERS.finditer(row)]
    return ", ".join([each for each in reporters if any(map(each.__contains__, people))] or people or reporters[:1])


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
    return "" if is_boilerplate(name) or NO_PERSON.search(name) or DATE_LABEL.fullmatch(name) else _somebody(name)


_INITIALS = re.compile(r"(?P<name>(?:[^\W\d_a-zß-ÿ][^\W\d_]?\.-?){2,4})(?=$|,)")
_BY_HANDLE = re.compile(
    r"(?:(?:(?:post(?:ed)?|posting) )?(?:by|von|par|por|di|door|av|af|przez|autor|от))\s?:?\s(?P<name>[\w.@-]{3,40})",
    re.IGNORECASE,
)
"""How people sign with the first letters of their names, or as they are called on a forum."""
MAX_WORDS_OF_AUTHOR = 6
"""In the name of an office or a team that signs."""


def _is_of_author(where: str) -> bool:
    return publishers.is_known(where) or may_follow_author(where)


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
    rf"(?<![가-힣])[{KOREAN_SURNAMES}][가-힣]{{1,3}}(?<!일보|신문|뉴스|방송|경제)"
    rf"(?:[ ·,]{{1,2}}[{KOREAN_SURNAMES}][가-힣]{{1,3}}){{0,3}} ?"
    r"(?:기자|특파원|논설위원|선임기자|전문기자|인턴기자|편집위원|앵커)(?![가-힣])"
)
_KOREAN_TASK = re.compile(r"^(?:정리|글|취재|구성) ")
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
    return bool(CHINESE_OR_KOREAN_NAME.fullmatch(part) or JAPANESE_NAME.fullmatch(part))


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
_NOBODY = re.compile(r"(?:site ?)?admin(?:istrator)?|webmaster|root|user|editor|no author|unknown|guest", re.IGNORECASE)
AFTER_NAME = re.compile(
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
    if posted := POSTED.match(row):
        return posted_by(posted)
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
        match = _KOREAN.fullmatch(row) or CHINESE_BYLINE.fullmatch(row) or _CHINESE_TEAM.fullmatch(row) or match
    if not match:
        return _name_by_place(row) or _name_by_genre(row) if len(row) <= MAX_ROW_OF_NAMES_CHARS else ""
    if is_prose(row):
        return ""
    name = _without_place(_before_glued(_HANDLE_AFTER.sub("", match["name"])))
    name = _AT_TIME.sub("", _POSTED_IN.sub("", name).strip(" ,|·•=([»"))
    name = _DESK.sub("", name) if match.re is _TITLED and name.count(" ") > 1 else name
    name = _without_outlet(_PICTURES_BY.sub("", _PLACE_AFTER.sub("", _undated(_TIME_GLUED.sub("", name)))))
    name = _without_role(_FROM_PLACE.sub("", name)) if is_titled_so or " in " in name else name
    if _NOUN.match(row) and not is_name(name.partition(",")[0]):
        return ""  # "Author Ola Nord wins a prize" is a headline.
    return _somebody(only_persons(name)) if name[:1].isalpha() and not name[:1].islower() else ""


def is_signature(row: str) -> bool:
    """Tell a row of little else than names of persons, behind a word for what they did or in letters of the East."""
    if len(row) > MAX_ROW_OF_NAMES_CHARS or _OF_EDITOR.match(row) or PERIOD.match(row):
        return False
    said = ANY_LABEL.fullmatch(row)
    people = persons(said["name"]) if said and not NO_AUTHOR_LABEL.fullmatch(said["label"]) else []
    people += [] if row.isascii() else eastern_persons(row)
    return bool(people) and len(row) - len("".join(people)) <= MAX_LETTERS_BESIDE_NAMES


MAX_LETTERS_BESIDE_NAMES = 30


def is_of_pictures(rows: Sequence[str], at: int) -> bool:
    """Tell the row of who took the pictures or drew the maps, behind the word for that or below it."""
    return bool(_PICTURED.match(rows[at]) or (at and _PICTURES_OF.fullmatch(rows[at - 1])))


_PICTURE_WORD = (
    r"(?:foto(?:s|grafie|grafía|grafia|grafías)?|photo(?:s|graphs?|graphy)?|pictures?|images?|imágenes|imagens|bild(?:er)?|"
    r"illustrations?|graphics?|grafik|infografía|videos?|maps?|kuvat?|zdjęcia|fotky|bilde|fotók?|фото|صور|写真|图片|사진)"
)
_PICTURED = re.compile(
    rf"\(?{_PICTURE_WORD}\s?(?:by|von|par|por|de|di|da|av|af|door)?\s?[:：/]?\s(?-i:[A-ZÀ-ÖØ-Þ])|"
    rf".{{4,60}} \({_PICTURE_WORD}\)$",
    re.IGNORECASE,
)
_PICTURES_OF = re.compile(rf"{_PICTURE_WORD}(?:\s?[:：]|\s(?:by|von|par|por|de|di|da|av|af|door))", re.IGNORECASE)


def only_persons(names: str) -> str:
    """Return the names of authors without what else is said beside them, where some are known to be persons."""
    if eastern := _eastern_persons(names):
        return eastern
    parts = [part for each in names.split(", ") for part in _BETWEEN.split(each)]
    people = {part: persons(part) for part in parts}
    if not any(people.values()) or all(people[part] == [part] for part in parts):
        return names
    kept = [part for part in parts if people[part] or (is_full_name(part) and not (is_job(part) or is_outlet(part)))]
    return ", ".join(dict.fromkeys(name for part in kept for name in people[part] or [part]))


def _name_by_genre(row: str) -> str:
    """Return the name of a person behind the word for what they wrote, or for what they are at a paper."""
    if ours := _OUR_REPORTER.fullmatch(row):
        return ", ".join(persons(_PICTURES_BY.sub("", ours["names"]))) if has_role(row) else ""
    told = _GENRE.fullmatch(row)
    people = persons(_PICTURES_BY.sub("", told["names"])) if told else []
    return ", ".join(people) if people and told and told["names"].startswith(people[0]) else ""


_GENRE = re.compile(
    r"(?:(?:an?|ein(?:e|en)?|une?|una|um|uma|een|en|l['’]) ?)?"
    r"(?:(?:guest )?post|column|opinion|analysis|essay|comment|commentary|feature|profile|explainer|contributed|"
    r"reported|presented|as told|"
    r"opinión|entrevista|crónica|columna|análisis|reportaje|informe|texto|artículo|"
    r"intervista|testo|articolo|editoriale|servizio|reportage|commento|scritto|"
    r"enquête|chronique|récit|analyse|tribune|entretien|édito(?:rial)?|rédigé|texte|"
    r"reportagem|coluna|artigo|análise|opinião|"
    r"aufgezeichnet|protokolliert|kommentar|kolumne|gastbeitrag|porträt|interview|"
    r"opinie|verhaal|krönika|krønike|kronik|debatt|napisane|dodane|publicat|scris|"
    r"беседовала?|подготовила?|записала?|материал подготовила?|розмовляла?|rozmawiała?)"
    r" (?:(?:by|to|de|di|da|von|van|door|par|por|av|af|przez) )?(?P<names>(?-i:[^\W\d_a-zß-ÿ]).{4,90})",
    re.IGNORECASE,
)
_OUR_REPORTER = re.compile(
    r"(?:(?:from|by|von|van|dal(?:la)?|par|por|de|av|от) )?"
    r"(?:our|unsere[mnrs]?|onze|nostr[oa]|notre|nos|nuestr[oa]|vår|vores|нашего) (?P<names>.{4,90})",
    re.IGNORECASE,
)
"""Who wrote it, as a paper says of its own: "Von unserer Korrespondentin Ida Dahl"."""


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
    if (glued := _KOREAN_GLUED.fullmatch(row)) and KOREAN_NAME.fullmatch(glued["name"]):
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
    if is_role(words) or is_boilerplate(words) or is_outlet(words) or publishers.is_known(words):
        return True
    return bool(DATE_LABEL.match(words))


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
    r"(?<=[^\W\d_]{3})(?:[.;|,] (?:[^\W\d_]{4,20}: |(?i:editing|additional reporting|writing) by )|"
    r"[.;|,]? (?i:(?:and )?(?:edited|illustrated|photographed|translated|reviewed) by )).*$"
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
_DESCRIBED = re.compile(rf"(?P<name>[^()]{{3,60}}) \((?=[^()]*{ROLES})[^()]{{3,60}}\)", re.IGNORECASE)
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
    if any(map(is_job, parts[1:])):
        parts = [each for part in parts for each in _BETWEEN.split(part)]
    names = [part for at, part in enumerate(parts) if not at or not (is_job(part) or _BUREAU.match(part))]
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


_ROLE_BEFORE = re.compile(rf"(?:[A-ZÀ-ÖØ-Þ][\w&'’-]* ){{0,3}}(?i:{ROLES}) (?=[A-ZÀ-ÖØ-Þ])")
_FROM_PLACE = re.compile(r"(?<=[^\W\d_]{3}) in [A-ZÀ-ÖØ-Þ][^\W\d_]+(?:[ -][A-ZÀ-ÖØ-Þ][^\W\d_]+)?(?= and |, |$)")
"""Where an author was: "Ida Dahl in Lindvik"."""
_HANDLE_AFTER = re.compile(r"(?<=\w)[ |·•,(]{0,3}@\w{2,40}\)?$")
_TIME_GLUED = re.compile(r"(?<=[^\W\d_])\d{1,2}[:.]\d\d.*$")
_BUREAU = re.compile(
    r"(?:studio|(?:haupstadt|regional|landes)?büro|bureau|team|desk|redaktion|rédaction) ", re.IGNORECASE
)
"""Where an author works, behind the name."""
_AGENCY_AFTER = re.compile(r"\s?(?:\((?P<name>[^()]{2,20})\)|/\s?(?P<other>\w{2,12}))$")


def posted_by(posted: "re.Match[str]") -> str:
    return _somebody(AFTER_NAME.sub("", _AT_TIME.sub("", posted["name"])))


def _somebody(name: str) -> str:
    """Return a name, unless it is only an account's or is followed by the category that it was posted in."""
    bare, _, place = name.partition(" in ")
    bare = bare if SECTION.fullmatch(place) else name
    return "" if _NOBODY.fullmatch(bare) else bare


def _undated(name: str) -> str:
    """Return the name without a date that follows it on the row."""
    dates = find_dates(name)
    if dates:
        name = name[: dates[0].start].rstrip(" ,:|·•–—-/([")
        name = DATE_LABEL_AT_END.sub("", name).rstrip(" ,:|·•–—-/([")
        name = before_weekday(name, {dates[0].day.weekday()})
        return AFTER_NAME.sub("", name).strip(" ,:|·•–—-/([")
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
    small = in_small_letters(name)
    return "" if _NO_NAME.fullmatch(small) or _HOLDS_NO_NAME.search(small) or is_role(name) else name


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


def may_follow_author(where: str) -> bool:
    """Tell the place or the outlet of an author; a country follows a town, a picture agency a photographer."""
    return not (where in COUNTRIES or _OF_PICTURES.fullmatch(where))


_STATES = (
    *("Alabama", "Alaska", "Arizona", "California", "Colorado", "Florida", "Hawaii", "Idaho", "Illinois", "Iowa"),
    *("Kentucky", "Louisiana", "Michigan", "Minnesota", "Missouri", "Nevada", "New Jersey", "New Mexico", "Ohio"),
    *("North Carolina", "Oklahoma", "Oregon", "Pennsylvania", "South Carolina", "Tennessee", "Texas", "Utah"),
    *("Wisconsin", "England", "Scotland", "Wales", "Northern Ireland", "USA", "US", "UK"),
)
COUNTRIES = frozenset((*Locale("en").territories.values(), *_STATES))
"""What stands behind the name of a town: "New York, United States"."""
ANY_LABEL = re.compile(r"(?P<label>[^\W\d_]{3,14})\s?[:：]\s?(?P<name>[^:：]{4,60})")
NO_AUTHOR_LABEL = re.compile(
    r"location|place|venue|where|city|town|country|region|topics?|subjects?|categor(?:y|ies)|section|"
    r"ort|thema|themen|rubrik|kategorien?|lieux?|sujets?|thèmes?|catégories?|rubrique|lugar|temas?|categorías?|"
    r"luogo|temi|categori[ae]|local|assuntos?|categorias?|plaats|onderwerp(?:en)?|categorie",
    re.IGNORECASE,
)
"""What is before the names of places and of what a text is about."""
ANY_PLACE = re.compile(r"(?P<name>[^|—–/,:]{4,60}?)(?: ?[|/] ?| [—–-] |, )(?P<where>[^\W\d_a-zß-ÿ][^\d|—–/:.!?]{1,30})")
"""An author and where or for whom they are: "Ida Dahl | Lindvik"."""
