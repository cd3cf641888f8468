"""The words that say whether a date is that of publication or of a change, and what is no date of an article."""

import re
from collections.abc import Container

from knowledge.text.dates import is_date_word, is_weekday

PUBLISHED = (
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
UPDATED = (
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
DATE_LABEL = re.compile(
    rf"(?:^|(?<=[\s|,;•·(/\[-]))(?:(?P<published>{PUBLISHED})|(?P<updated>{UPDATED}))(?!\w)"
    r"\s?[:：]?\s?(?:on|le|at|am|vom|el|il|op|den|em|dnia|dne|på|일시)?\s?[:：]?\s*",
    re.IGNORECASE,
)
DATE_LABEL_AT_END = re.compile(
    rf"[\s|,;•·(/\[-](?:{PUBLISHED}|{UPDATED})\s?[:：]?\s?(?:on|le|at|am|vom|el|il|op|den|em)?$", re.IGNORECASE
)
PERIOD = re.compile(
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


def before_weekday(text: str, weekdays: Container[int]) -> str:
    """Return the words before a date without the weekday that belongs to that."""
    first, _, last = text.rpartition(" ")
    is_weekday = len(last) > 2 and ends_before_date(last.strip(".,"), weekdays)
    return first.rstrip(" ,;|·•–—-/(") if first and is_weekday else text


def ends_before_date(word: str, weekdays: Container[int]) -> bool:
    """Tell a word after others that leads to a date; "An" and "Thu" can also end a name."""
    is_short = len(word) <= MAX_WEEKDAY_CHARS and is_weekday(word, range(7))
    return is_weekday(word, weekdays) if is_short else is_date_word(word)


MAX_WEEKDAY_CHARS = 3
"""Longest short name of a weekday, in characters, that is one only beside a date that is such a day."""
