"""Letters and messages of a case open with the case, and close with a conflict of interest (C-52)."""

from cases.acts import declare_conflict
from cases.gates import may_read_letter
from documents.files import CheckedFile, keep_file
from documents.queries import messages_of
from tests.documents.factories import a_message
from tests.factories import NOW, a_case, a_member, acting_as


def test_letters_and_messages_follow_the_case(redbridge):
    sam = acting_as(a_member("Sam Secretary", "secretariat"))
    other = acting_as(a_member("Pat Police", "agency-representative", agency="east-area-police"))
    case = a_case(sam)
    letter = keep_file(
        CheckedFile("a.pdf", "application/pdf", b"%PDF-"), kind="decision-letter", at=NOW, actor=sam, case=case
    )
    message = a_message(case=case)

    def seen(actor):
        return may_read_letter(letter, actor), messages_of(actor).filter(pk=message.pk).exists()

    assert (seen(sam), seen(other)) == ((True, True), (False, False))
    declare_conflict(case=case, membership=sam.membership, reason="A neighbour.", actor=sam, at=NOW)
    assert seen(sam) == (False, False)
