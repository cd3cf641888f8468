"""E-mails, and pages that a browser saved as one file."""

from email.message import EmailMessage

import pytest

from knowledge.errors import UnreadableArticle
from knowledge.ingest import read_bytes
from knowledge.models import Article
from tests.knowledge.documents import docx, paragraph, zipped

FIRST = "The winter moorings are let from Monday on, first to those who had one last year."
SECOND = "Whoever wants a berth at the inner mole writes to the office before the end of the month."


def mail(*, plain: str = "", page: str = "") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Zoë Lund <zoe@example.org>"
    message["Subject"] = "Winter moorings – who gets one?"
    message["Date"] = "Sat, 05 Jun 2021 23:30:00 +0900"
    if plain:
        message.set_content(plain)
    if page:
        (message.add_alternative if plain else message.set_content)(page, subtype="html")
    return message


def article(data: bytes, name: str) -> Article:
    [found] = read_bytes(data, name)
    assert isinstance(found, Article), found
    return found


def test_plain_text_that_only_points_at_the_page_gives_way_to_it() -> None:
    page = f"<p>View this e-mail in your browser</p><p>{FIRST * 3}</p><p>{SECOND * 3}</p>"
    found = article(bytes(mail(plain="View this e-mail in your browser: https://a.example/x", page=page)), "mail.eml")
    assert found.paragraphs == (FIRST * 3, SECOND * 3)


def test_a_mail_gives_subject_sender_day_and_text(subtests: pytest.Subtests) -> None:
    for name in ["mail.eml", "mail.txt"]:
        with subtests.test(name=name):
            text = f"{FIRST}\n\n{SECOND}\n\n> {FIRST}\n\n-- \nZoë Lund\nHarbour office"
            found = article(bytes(mail(plain=text, page=f"<p>{FIRST}</p>")), name)
            assert (found.title, found.byline) == ("Winter moorings – who gets one?", "Zoë Lund")
            assert str(found.published_at) == "2021-06-05 23:30:00+09:00"
            assert found.paragraphs == (FIRST, SECOND)


def test_lines_that_flow_are_joined_and_what_follows_the_signature_is_left_out() -> None:
    body = f"{FIRST[:60]} \r\n{FIRST[60:]}\r\n\r\n{SECOND}\r\n\r\n-- \r\nZoë\r\n"
    head = "From: zoe@example.org\r\nSubject: Moorings\r\nMIME-Version: 1.0\r\nMessage-ID: <1@a>\r\n"
    data = f'{head}Content-Type: text/plain; charset="utf-8"; format=flowed\r\n\r\n{body}'.encode()
    assert article(data, "mail.eml").paragraphs == (f"{FIRST[:60]} {FIRST[60:]}", SECOND)


def test_a_mail_of_html_alone_is_read(subtests: pytest.Subtests) -> None:
    for body in [f"<p>{FIRST}</p><p>{SECOND}</p>", f"<div>{FIRST}</div><div>{SECOND}</div>"]:
        with subtests.test(body=body):
            assert article(bytes(mail(page=f"<html><body>{body}</body></html>")), "mail.eml").paragraphs == (
                FIRST,
                SECOND,
            )


def test_mail_that_is_answered_and_foot_of_a_list_are_no_text(subtests: pytest.Subtests) -> None:
    for below in [
        f"On Fri, Jun 4, 2021 at 10:00 AM Ola Nord\n<ola@example.org> wrote:\n> {FIRST}\n",
        f"Am 04.06.2021 um 10:00 schrieb Ola Nord:\n\n> {FIRST}\n",
        f"Em sex., 4 de jun. de 2021 às 10:00, Ola Nord <ola@example.org>\nescreveu:\n\n> {FIRST}\n",
        f"2021年6月4日(金) 10:00 Ola Nord <ola@example.org>:\n\n> {FIRST}\n",
        f"From: Ola <o@example.org>\nSent: Friday, June 4, 2021 10:00 AM\nTo: Zoë\nSubject: Berths\n\n{FIRST}\n",
        f"{'_' * 47}\nharbour mailing list\nharbour@example.org\nhttps://example.org/mailman/listinfo/harbour\n",
    ]:
        with subtests.test(below=below):
            found = article(bytes(mail(plain=f"{FIRST}\n\n{SECOND}\n\n{below}")), "mail.eml")
            assert found.paragraphs == (FIRST, SECOND)
    answered = f"On Fri, Jun 4, 2021 Ola wrote:\n> When?\n\n{FIRST}\n"
    assert article(bytes(mail(plain=answered)), "mail.eml").paragraphs == (FIRST,)


def test_mail_of_a_browser_keeps_its_first_words_and_not_what_it_answers() -> None:
    written = f'<div dir="ltr"><div>{FIRST}</div><div><br></div><div>{SECOND}<br></div></div><br>'
    quoted = '<div class="gmail_quote"><div class="gmail_attr">Ola wrote:</div><blockquote>When?</blockquote></div>'
    assert article(bytes(mail(page=f"{written}{quoted}")), "mail.eml").paragraphs == (FIRST, SECOND)


def test_letter_laid_out_by_tables_keeps_its_text_and_headings() -> None:
    cells = [f"<h1>Winter</h1>{FIRST}", f"<h2>Berths</h2><p>{SECOND}</p>", f"<p>{FIRST} And so on.</p>"]
    cells += ["<small>You receive this because you subscribed. <a href='#'>Unsubscribe</a></small>", "© 2021 Harbour"]
    rows = "".join(f"<tr><td align='left'>{cell}</td></tr>" for cell in cells)
    found = article(bytes(mail(page=f"<html><body><center><table>{rows}</table></center></body></html>")), "mail.eml")
    assert found.paragraphs == (FIRST, SECOND, f"{FIRST} And so on.")
    assert found.headings == ("", "Berths", "Berths")


def test_a_mail_that_only_passes_another_on_is_that_one(subtests: pytest.Subtests) -> None:
    head = (
        "From: Harbour Office <port@example.org>\nDate: Fri, 4 Jun 2021 at 18:00\nSubject: Berths\nTo: <z@example.org>"
    )
    below = f"---------- Forwarded message ---------\n{head}\n\n{FIRST}\n\n{SECOND}\n"
    for subject, note, read in [
        ("Fwd: Berths", "See below.", ("Berths", "Harbour Office", "2021-06-04", (FIRST, SECOND))),
        ("Re: Berths", "Thanks!", ("Re: Berths", "Zoë Lund", "2021-06-05", ("Thanks!", FIRST, SECOND))),
    ]:
        with subtests.test(subject=subject):
            message = mail(plain=f"{note}\n\n{below}")
            message.replace_header("Subject", subject)
            found = article(bytes(message), "mail.eml")
            assert (found.title, found.byline, str(found.published_at)[:10], found.paragraphs) == read


def test_files_attached_to_a_mail_are_articles_of_their_own() -> None:
    message = mail(plain=FIRST)
    page = f"<html><body><article><h1>Berths</h1><p>{SECOND}</p><p>{FIRST}</p></article></body></html>"
    message.add_attachment(page, subtype="html", filename="../../Liegeplätze.html")
    message.add_attachment(
        docx(paragraph(SECOND)), maintype="application", subtype="zip", filename="winter-berths.docx"
    )
    message.add_attachment("<feed>", filename="broken.docx")
    message.add_attachment(zipped({"a.txt": FIRST}), maintype="application", subtype="zip", filename="all.zip")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    own, attached, *others, png = read_bytes(bytes(message), "mail.eml")
    word, fault, packed = others
    assert isinstance(own, Article) and isinstance(attached, Article) and isinstance(word, Article)
    assert isinstance(packed, Article) and packed.paragraphs == (FIRST,)
    assert (own.paragraphs, attached.title, word.paragraphs) == ((FIRST,), "Berths", (SECOND,))
    assert word.title == "winter berths"
    assert len({own.path, attached.path, word.path, packed.path}) == 4
    faults = [fault, png]
    assert [str(fault).partition(": ")[0] for fault in faults] == ["mail.eml › broken.docx", "mail.eml"]
    assert str(faults[1]).endswith("these kinds of files hold no articles: 1 × .png.")


@pytest.mark.parametrize("disposition", ["inline", ""])
def test_file_that_is_shown_within_a_mail_is_an_article_too(disposition: str) -> None:
    message = mail(plain=FIRST)
    message.add_attachment(SECOND, filename="berths.txt")
    [_, part] = message.iter_parts()
    part.replace_header("Content-Type", 'text/plain; charset="utf-8"; name="berths.txt"')
    del part["Content-Disposition"]
    if disposition:
        part["Content-Disposition"] = f'{disposition}; filename="berths.txt"'
    own, shown = read_bytes(bytes(message), "mail.eml")
    assert isinstance(own, Article) and own.paragraphs == (FIRST,)
    assert isinstance(shown, Article) and shown.paragraphs == (SECOND,)


def test_mailbox_gives_each_of_its_mails() -> None:
    parted = [b"From zoe@example.org Sat Jun  5 23:30:00 2021\n" + bytes(mail(plain=text)) for text in (FIRST, SECOND)]
    one, two, fault = read_bytes(b"\n".join([*parted, b"From x\nSubject: Empty\n"]), "all.mbox")
    assert isinstance(one, Article) and isinstance(two, Article) and one.path != two.path
    assert (one.paragraphs, two.paragraphs) == ((FIRST,), (SECOND,))
    assert str(fault).startswith("all.mbox › 3.eml: ")


def test_a_mail_without_words_is_what_is_attached_to_it() -> None:
    message = mail()
    message.add_attachment(docx(paragraph(FIRST)), maintype="application", subtype="octet-stream", filename="a.docx")
    assert article(bytes(message), "mail.eml").paragraphs == (FIRST,)


SAVED = """From: <Saved by Blink>
Snapshot-Content-Location: https://example.org/moorings
Subject: Winter moorings
Date: Sat, 5 Jun 2021 10:00:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related; type="text/html"; boundary="----part"

------part
Content-Type: text/html
Content-Transfer-Encoding: quoted-printable
Content-Location: https://example.org/moorings

<html lang=3D"en"><head><title>Winter moorings</title></head><body><article>
<h1>Winter moorings</h1><p>{first}</p><p>{second}</p></article></body></html>
------part
Content-Type: text/css

p {{ color: red }}
------part--
"""


def test_a_page_saved_as_one_file_is_a_page(subtests: pytest.Subtests) -> None:
    for name in ["page.mhtml", "page.mht", "page.txt"]:
        for line in ["\n", "\r\n"]:
            with subtests.test(name=name, line=line):
                found = article(SAVED.format(first=FIRST, second=SECOND).replace("\n", line).encode(), name)
                assert (found.title, found.url) == ("Winter moorings", "https://example.org/moorings")
                assert found.published_at is None, "the day that a page was saved is not the one that it was published"
                assert found.paragraphs == (FIRST, SECOND)


def test_a_page_saved_by_internet_explorer_is_a_page() -> None:
    saved = SAVED.format(first=FIRST, second=SECOND).replace(
        "<Saved by Blink>", '"Saved by Windows Internet Explorer 11"'
    )
    saved = saved.replace("Snapshot-Content-Location", "X-Was")
    page = saved.partition("------part\n")[2].partition("\n------part")[0]
    alone = f'From: "Saved by Windows Internet Explorer 11"\nSubject: x\nMIME-Version: 1.0\n{page}'
    for each in (saved, alone):
        found = article(each.encode(), "page.mht")
        assert (found.title, found.url, found.byline) == ("Winter moorings", "https://example.org/moorings", "")


def test_mail_without_text_is_refused_in_one_sentence(subtests: pytest.Subtests) -> None:
    for data in [
        b"Subject: none\nMIME-Version: 1.0\n\n",
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=a\n\n" + b"--a\n\n" * 3_000,
        b"MIME-Version: 1.0\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\n!!!!",
        b"Snapshot-Content-Location: x\nMIME-Version: 1.0\n\nText.",
        b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(2_000)),
        b"Content-Type: text/plain; charset=none\n\n \n",
    ]:
        with subtests.test(data=data):
            [refusal] = read_bytes(data, "mail.eml")
            assert isinstance(refusal, UnreadableArticle)
            assert "\n" not in str(refusal)


def test_a_pasted_text_that_begins_like_a_mail_is_none() -> None:
    found = article(f"Note: berths\nTo do: all\n\n{FIRST}".encode(), "note.txt")
    assert FIRST in found.paragraphs


@pytest.mark.parametrize("is_packed", [False, True])
def test_mails_attached_to_a_mail_are_articles_of_their_own(*, is_packed: bool) -> None:
    outer = mail(plain=FIRST)
    for text in (SECOND, FIRST):
        inner = mail(plain=text)
        inner.replace_header("From", "Bo Ek <bo@example.org>")
        if text is SECOND:
            del inner["Subject"]
        outer.add_attachment(inner)
    data, name = bytes(outer), "mail.eml"
    if is_packed:
        data, name = zipped({"box.mbox": f"From a\n{outer}"}), "a.zip"
    found = [each for each in read_bytes(data, name) if isinstance(each, Article)]
    assert [(each.byline, each.paragraphs) for each in found] == [
        ("Zoë Lund", (FIRST,)), ("Bo Ek", (SECOND,)), ("Bo Ek", (FIRST,)),
    ]  # fmt: skip
    assert len({each.path for each in found}) == 3


@pytest.mark.parametrize("name", ["a.eml", "a.txt", "a.mbox"])
def test_mails_inside_three_others_are_left_out_whatever_they_are_called(name: str) -> None:
    data = b"From a\n" + bytes(mail(plain=FIRST))
    for _ in range(5):
        outer = mail(plain=SECOND)
        outer.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
        data = b"From a\n" + bytes(outer)
    *found, left = read_bytes(bytes(outer), "mail.eml")
    assert [each.paragraphs for each in found if isinstance(each, Article)] == [(SECOND,)] * 3
    assert str(left).endswith(f"1 × {name[1:]}.")


def test_files_of_one_name_attached_to_a_mail_are_told_apart() -> None:
    message = mail(plain=FIRST)
    for name in ("a.txt", "a.txt", "a (2).txt"):
        message.add_attachment(SECOND, filename=name)
    found = [each for each in read_bytes(bytes(message), "mail.eml") if isinstance(each, Article)]
    assert len({each.path for each in found}) == len(found) == 4


def test_mail_of_html_is_read_without_the_one_that_it_answers() -> None:
    heads = (
        "<b>From:</b> Bo Ek &lt;bo@x.example&gt;<br><b>Sent:</b> Friday, June 4, 2021 8:00 PM<br><b>To:</b> Zoë Lund"
    )
    page = f"<div><p>{FIRST}</p><div><p>{heads}<br><b>Subject:</b> Berths</p></div><p>{SECOND}</p></div>"
    assert article(bytes(mail(page=page)), "mail.eml").paragraphs == (FIRST,)


def test_page_that_a_program_saved_has_its_own_headline() -> None:
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n"
    page = f"<html><body><h1>Harbour report</h1><p>{FIRST}</p><p>{SECOND}</p></body></html>"
    data = f"{head}Content-Location: file:///C:/report.htm\r\n\r\n{page}\r\n--b--\r\n".encode()
    assert article(data, "report.mht").title == "Harbour report"


@pytest.mark.parametrize(
    ("below", "read"),
    [("", ()), ("\n-----END PGP SIGNATURE-----\n", ()), (f"\n-----END PGP SIGNATURE-----\n\n{SECOND}\n", (SECOND,))],
)
def test_marks_of_a_signed_mail_are_no_part_of_it(below: str, read: tuple[str, ...]) -> None:
    signed = f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{FIRST}\n-----BEGIN PGP SIGNATURE-----\n\niQIz\n=ab"
    assert article(bytes(mail(plain=f"{signed}{below}")), "mail.eml").paragraphs == (FIRST, *read)
