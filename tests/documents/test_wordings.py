"""A partnership's own words for its letters (BEX-11): kept with who and when, checked, brought back."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from docx import Document

from documents import acts, wordings
from documents.models import LetterWording
from documents.papers import CaseLetter
from documents.word import letter_docx
from partnerships.models import AdministrationEvent
from partnerships.refusals import ActRefused
from partnerships.scope import tenant
from procedures import reader
from procedures.vocabulary import LETTER_USES, LETTER_VALUES
from tests import factories as make

TEXTS = [path for path in sorted(reader.TEXTS.glob("*/*.toml")) if path.parent.name != "base"]


@pytest.fixture
def office(db):
    with tenant(make.a_partnership()):
        yield make.an_actor("Oona Office", "secretariat")


def test_the_preview_invents_a_value_for_every_word_a_letter_may_name():
    assert set(wordings.INVENTED) == set(LETTER_VALUES) == set(wordings.missing_words())


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_letter_of_every_text_can_be_previewed(path):
    """BEX-11: each kind is there in each partnership, and none leaves a bracket behind."""
    letters = reader.read_file(path).letters
    assert {letter.use for letter in letters} == set(LETTER_USES)
    filled = [wordings.preview(letter) for letter in letters]
    assert [each.subject for each in filled if "{" in each.subject + each.body] == []
    assert [letter.name for letter in letters if wordings.mistakes_in(letter, letter.subject, "x")] == []


def test_bex_11_sixteen_templates_are_each_found_in_the_service():
    text = reader.read_file(reader.TEXTS / "bexley" / "2019.toml")
    assert [each.name for each in text.appendices] == [f"appendix-{n}" for n in range(1, 17)]
    assert {each.ids for each in text.appendices} == {("BEX-11",)}
    assert sum(bool(each.form) for each in text.appendices) == 4
    assert sum(bool(each.letter) for each in text.appendices) == 12


def test_a_wording_is_kept_with_who_and_when_and_the_texts_words_come_back(office):
    letter = make.the_procedure().find("letters", "family-letter")
    row = acts.word_letter(
        letter=letter,
        subject="About {person}",
        body="We are sorry.\n## Next\n- a call",
        seen=0,
        actor=office,
        at=make.NOW,
    )
    assert (row.worded_by, row.worded_at) == (office.label, make.NOW)
    now = wordings.worded(letter)
    assert (now.subject, now.paragraphs) == ("About {person}", ("We are sorry.", "## Next", "- a call"))
    with pytest.raises(ActRefused) as refused:
        acts.word_letter(letter=letter, subject="x", body="y", seen=0, actor=office, at=make.NOW)
    assert str(refused.value) == (
        "Somebody has changed this wording since you opened it. Open the page again and compare."
    )
    acts.bring_back_letter(letter=letter, seen=row.pk, actor=office, at=make.NOW)
    assert wordings.worded(letter) == letter
    assert [each.back for each in wordings.history_of("family-letter")] == [True, False]
    assert list(AdministrationEvent.objects.order_by("id").values_list("act", flat=True))[-2:] == [
        "word_letter", "bring_back_letter",
    ]  # fmt: skip


@pytest.mark.parametrize("name, body, said", [
    ("family-letter", "Dear {persn}", "There is no value called {persn}; did you mean “person”."),
    ("family-letter", "Dear {person", "A bracket is left open: write each value like {reference}, with both brackets."),
    ("acknowledgement", "About {subject_name}",
     "{subject_name} is personal, and this letter goes by e-mail, which carries nothing personal."),
    ("reminder", "Do it.", "This message is put together for everybody at once and keeps the words of the procedure."),
])  # fmt: skip
def test_c_30_a_wording_with_a_wrong_value_is_refused_in_plain_words(office, name, body, said):
    with pytest.raises(ActRefused) as refused:
        acts.word_letter(
            letter=make.the_procedure().find("letters", name), subject="x", body=body, seen=0, actor=office, at=make.NOW
        )
    assert str(refused.value) == said
    assert LetterWording.objects.count() == 0


def test_only_the_office_words_letters(office):
    chair = make.an_actor("Cara Chair", "panel-chair")
    letter = make.the_procedure().find("letters", "family-letter")
    with pytest.raises(ActRefused):
        acts.word_letter(letter=letter, subject="x", body="y", seen=0, actor=chair, at=make.NOW)
    with pytest.raises(ActRefused):
        acts.bring_back_letter(letter=letter, seen=0, actor=chair, at=make.NOW)


def test_a_word_file_says_what_the_letter_says():
    letter = CaseLetter(
        partnership="Anytown", title="About <you> & yours", sender="Office", recipient="Ann O'Hara",
        recipient_lines=("1 High Street",), date="1 May 2026", reference="ABC-2026-0001", paragraphs=(),
        blocks=wordings.blocks_of(("Words", "## Heading", "- point")),
    )  # fmt: skip
    lines = [each.text for each in Document(BytesIO(letter_docx(letter))).paragraphs if each.text]
    assert lines == [
        "Anytown", "Office", "Ann O'Hara", "1 High Street", "1 May 2026\nOur reference: ABC-2026-0001",
        "Dear colleague",
        "About <you> & yours", "Words", "Heading", "point", "Yours sincerely",
    ]  # fmt: skip


def test_the_pages_show_change_and_bring_back(office):
    """A walk: list, one letter, new words with a mistake (nothing typed is lost), new words, the text's again."""
    client = Client()
    client.force_login(office.membership.user)
    listed = client.get("/redbridge/letters/").content.decode()
    assert "Letters that the office writes on a case" in listed
    assert "Individual management review: outline" in listed
    assert "Alex" in client.get("/redbridge/letters/family-letter/").content.decode()
    where = "/redbridge/letters/family-letter/word-letter/"
    wrong = client.post(where, {"subject": "Hello", "body": "To {nobdy}, with love", "seen": 0}).content.decode()
    assert "There is no value called {nobdy}" in wrong
    assert "To {nobdy}, with love" in wrong
    assert client.post(where, {"subject": "Hello", "body": "To {person}", "seen": 0}).status_code == 302
    assert "To Alex" in client.get("/redbridge/letters/family-letter/").content.decode()
    row = LetterWording.objects.get()
    done = client.post("/redbridge/letters/family-letter/bring-back-letter/", {"seen": row.pk})
    assert done.status_code == 302
    assert "To Alex" not in client.get("/redbridge/letters/family-letter/").content.decode()
    file = client.get("/redbridge/letters/imr/file.docx")
    assert "7 Recommendations" in [each.text for each in Document(BytesIO(file.content)).paragraphs]
    assert client.get("/redbridge/letters/no-such/").status_code == 404
    assert "Its words cannot be changed here" in client.get("/redbridge/letters/reminder/").content.decode()
    assert client.get("/redbridge/letters/reminder/word-letter/").url == "/redbridge/letters/reminder/"
