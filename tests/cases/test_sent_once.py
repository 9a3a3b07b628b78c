"""A form of a case that is sent several times at once."""

import re

from cases.models import Note
from config.once import NAME
from tests import factories as make


def test_every_form_of_a_page_has_its_token_and_a_note_sent_again_is_one_note(client, redbridge):
    office = make.an_actor("Oona Office", "secretariat")
    case = make.a_case(office)
    client.force_login(office.membership.user)
    address = f"/redbridge/cases/{case.reference}/add-note/"
    page = client.get(address).content.decode()
    posts = re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL)
    tokens = [re.findall(rf'name="{NAME}" value="([^"]+)"', form) for form in posts]
    assert posts and [len(each) for each in tokens] == [1] * len(posts)
    assert "people of the agencies that were asked as well." in page
    boxes = {NAME: tokens[-1][0], "kind": "note", "text": "She rang."}
    answers = [client.post(address, boxes) for _ in range(4)]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, answers[0]["Location"])}
    assert Note.objects.filter(case=case).count() == 1
    client.post(address, {**boxes, "text": "She rang again."})
    assert Note.objects.filter(case=case).count() == 2
