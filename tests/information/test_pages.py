"""Pages of requests and returns through the web: each role, what each sees, and what hostile input does."""

import html
import re

import pytest
from django.urls import reverse

from cases.models import Event
from cases.spine import acting
from documents.models import OutboxMessage, PrintJob
from information import acts
from information.models import ChronologyRow, ScopingReturn
from partnerships.models import User
from partnerships.scope import tenant
from tests.factories import a_member, a_partnership, an_agency, london, the_procedure
from tests.information.factories import (
    ICB,
    POLICE,
    ROW,
    a_case_in_scoping,
    a_chair,
    a_secretary,
    ask,
    from_health,
    from_police,
    return_of,
    save,
    write,
)

OF_A_CASE = (
    "case_information", "merged_chronology", "request_information", "ask_supplement", "send_reminder",
    "withdraw_request", "reopen_return", "invite_agency", "compile_chronology",
)  # fmt: skip
WRITING = (
    "return_part", "return_chronology", "add_entry", "paste_chronology", "upload_chronology", "submit_return",
)  # fmt: skip
PARTS = (
    ("involvement", "involvement-summary", "We knew her."),
    ("analysis", "why-it-happened", "Why it happened."),
)  # fmt: skip
ENTRY = {
    "happened_on-day": "12", "happened_on-month": "3", "happened_on-year": "2026", "happened_time": "2:30pm",
    "event": "Home visit.", "source_record": "Niche", "who_was_involved": "", "outcome": "", "subject_seen": "",
    "comment": "",
}  # fmt: skip


@pytest.fixture
def people(redbridge):
    return {"sam": a_secretary(), "chris": a_chair(), "pat": from_police(), "hana": from_health()}


@pytest.fixture
def case(people):
    case = a_case_in_scoping(people["sam"], people["chris"])
    ask(case, people["sam"])
    return case


def user(name):
    return User.objects.get(email=f"{name}@redbridge.example")


def at(name, case, row=None, partnership="redbridge", **more):
    found = {"scoping_return": row.pk} if row else {}
    if name == "return_part":
        more.setdefault("part", "involvement")
    return reverse(name, kwargs={"partnership": partnership, "reference": case.reference, **found, **more})


def part_of(case, row, part):
    return at("return_part", case, row, part=part)


def text(response):
    """What a person reads on the page, on one line."""
    main = re.search(r"<main.*?</main>", response.content.decode(), re.S)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def errors(response):
    summary = re.search(r'govuk-error-summary__list">(.*?)</ul>', response.content.decode(), re.S)
    return [html.unescape(re.sub(r"<[^>]+>", "", item)).strip() for item in summary[1].split("</li>")[:-1]]


def hidden(response, name):
    return re.search(rf'name="{name}" [^>]*value="([^"]*)"', response.content.decode())[1]


def on_an_agenda(case, secretary):
    with acting("add_agenda_item", case=case, actor=secretary, at=london(2026, 9, 21), reason="Urgent.") as doing:
        doing.record(summary="On the agenda.")


# --- Who opens what ------------------------------------------------------------------------------------------------


def opened(client, addresses):
    """Address -> what answered."""
    return {address: client.get(address).status_code for address in addresses}


def test_the_secretariat_opens_every_page(client, case):
    client.force_login(user("sam.secretary"))
    assert set(opened(client, [at(name, case) for name in OF_A_CASE]).values()) == {200}


@pytest.mark.parametrize(("who", "answers"), [("pat.police", {200}), ("hana.health", {404})])
def test_only_an_agency_opens_what_it_is_writing(client, case, people, who, answers):
    row = write(return_of(case, POLICE), people["pat"])
    client.force_login(user(who))
    assert set(opened(client, [at(name, case, row) for name in ("agency_return", *WRITING)]).values()) == answers


def test_the_parts_are_those_of_the_partnerships_own_form(client, case, people):
    """Each section of the text's form is a page with its questions (RED-7)."""
    row = write(return_of(case, POLICE), people["pat"])
    client.force_login(user("pat.police"))
    form = the_procedure().find("forms", row.request.form)
    tasks = client.get(at("agency_return", case, row)).content.decode()
    parts = re.findall(r'href="[^"]*/part/([a-z-]+)/"', tasks)
    assert (form.name, parts) == ("screening-return", [section.name for section in form.sections])
    for section in form.sections:
        page = html.unescape(client.get(part_of(case, row, section.name)).content.decode())
        labels = [re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r"<label[^>]*>(.*?)</label>", page, re.S)]
        assert [label.removesuffix(" (optional)") for label in labels] == [each.label for each in section.fields]


def test_members_are_refused_the_offices_pages(client, case):
    client.force_login(user("pat.police"))
    pages = [at(name, case) for name in OF_A_CASE[2:]]
    assert set(opened(client, pages).values()) == {403}
    assert {client.post(page, {"x": "1"}).status_code for page in pages} == {403}


def test_an_agency_that_was_not_asked_finds_no_case(client, case):
    client.force_login(a_member("Hal Housing", "agency-representative", agency="housing-service").user)
    assert set(opened(client, [at(name, case) for name in OF_A_CASE[:2]]).values()) == {404}


def test_the_other_partnerships_secretary_finds_nothing(client, case):
    elsewhere = a_partnership("bexley", "2019.toml")
    with tenant(elsewhere):
        client.force_login(a_member("Bex Secretary", "secretariat").user)
    row = return_of(case, POLICE)
    for slug in ("redbridge", elsewhere.slug):
        pages = [at(name, case, partnership=slug) for name in OF_A_CASE]
        pages += [at(name, case, row, partnership=slug) for name in ("agency_return", *WRITING)]
        assert {client.get(page).status_code for page in pages} == {404}


def test_a_return_number_of_another_case_is_not_found(client, case, people):
    other = a_case_in_scoping(people["sam"], people["chris"])
    client.force_login(user("sam.secretary"))
    assert client.get(at("agency_return", other, return_of(case, POLICE))).status_code == 404


# C-52
def test_others_answers_are_read_only_once_the_case_is_on_an_agenda(client, case, people):
    row = write(return_of(case, POLICE), people["pat"])
    acts.submit_return(scoping_return=row, actor=people["pat"], at=london(2026, 9, 4))
    client.force_login(user("hana.health"))
    before = text(client.get(at("case_information", case)))
    assert ("East Area BCU MPS" in before, "NEL NHS ICB" in before) == (False, True)
    assert client.get(at("agency_return", case, row)).status_code == 404
    assert "Home visit" not in text(client.get(at("merged_chronology", case)))
    assert b"Home visit" not in client.get(at("chronology_table", case, kind="csv")).content
    on_an_agenda(case, people["sam"])
    assert "East Area BCU MPS" in text(client.get(at("case_information", case)))
    page = client.get(at("agency_return", case, row))
    assert (page.status_code, "Visits were not joined up." in text(page)) == (200, True)
    assert "Home visit, no answer." in text(client.get(at("merged_chronology", case)))
    assert b"Home visit" in client.get(at("chronology_table", case, kind="csv")).content


def test_a_draft_is_never_another_agencys(client, case, people):
    row = write(return_of(case, POLICE), people["pat"])
    on_an_agenda(case, people["sam"])
    client.force_login(user("hana.health"))
    assert client.get(at("agency_return", case, row)).status_code == 404
    assert "Home visit" not in text(client.get(at("merged_chronology", case)))


def test_a_conflict_of_interest_closes_everything(client, case, people):
    from cases.acts import declare_conflict

    pat = people["pat"]
    declare_conflict(case=case, membership=pat.membership, reason="A cousin.", actor=pat, at=london(2026, 9, 3))
    client.force_login(user("pat.police"))
    assert client.get(at("agency_return", case, return_of(case, POLICE))).status_code == 404
    assert "has not been asked" in text(client.get(reverse("my_requests", kwargs={"partnership": "redbridge"})))


# --- Asking --------------------------------------------------------------------------------------------------------


def test_asking_in_the_browser(client, people):
    case = a_case_in_scoping(people["sam"], people["chris"])
    client.force_login(user("sam.secretary"))
    page = client.get(at("request_information", case))
    assert page.content.decode().count('name="agencies"') == 14  # RED-1
    assert "The One Panel asks your agency what it knows" in text(page)
    assert "Pat Police" in text(page) and "no account: name somebody below" in text(page)
    ids = [an_agency(POLICE).pk, an_agency(ICB).pk]
    answer = client.post(at("request_information", case), {"agencies": ids, "wording": "What do you know?"})
    assert answer.headers["Location"] == at("case_information", case)
    assert sorted(OutboxMessage.objects.filter(kind="request-for-information").values_list("to_name", flat=True)) == [
        "Hana Health", "Pat Police",
    ]  # fmt: skip
    again = client.post(at("request_information", case), {"agencies": ids, "wording": "What do you know?"})
    assert errors(again) == ["Which agencies are asked: select one of the options shown"]
    assert Event.objects.filter(act="request_information").count() == 1


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"agencies": []}, "Select at least one agency"),
        ({"agencies": ["999999"]}, "Which agencies are asked: select one of the options shown"),
        ({"agencies": ["x"]}, "Which agencies are asked: select one of the options shown"),
        ({"agencies": ["9" * 30]}, "Which agencies are asked: select one of the options shown"),
        ({"wording": ""}, "Enter an answer to “What are they asked?”"),
        ({"wording": "x" * 20_001}, "What are they asked must be 20,000 characters or fewer"),
        (
            {"window_from-day": "2", "window_from-month": "1", "window_from-year": "2026", "window_to-day": "1",
             "window_to-month": "1", "window_to-year": "2026"},
            "The end of the time asked about must be the same as or after its beginning",
        ),
        (
            {"window_from-day": "31", "window_from-month": "2", "window_from-year": "2026"},
            "Time asked about: from must be a real date",
        ),
    ],
)  # fmt: skip
def test_a_request_that_is_wrong_says_so_and_loses_nothing(client, people, change, wrong):
    case = a_case_in_scoping(people["sam"], people["chris"])
    client.force_login(user("sam.secretary"))
    typed = {"agencies": [an_agency(POLICE).pk], "wording": "What <b>do</b> you know?", **change}
    page = client.post(at("request_information", case), typed)
    assert errors(page) == [wrong]
    assert html.escape(str(typed["wording"])) in page.content.decode()
    assert not ScopingReturn.objects.exists()


def test_taking_back_and_opening_again_in_the_browser(client, case, people):
    client.force_login(user("sam.secretary"))
    police, health = return_of(case, POLICE), return_of(case, ICB)
    taken = client.post(at("withdraw_request", case), {"scoping_return": health.pk, "reason": "Not needed."})
    assert (taken.status_code, return_of(case, ICB).state) == (302, "withdrawn")
    acts.return_not_known(scoping_return=police, actor=people["pat"], at=london(2026, 9, 4))
    opened = client.post(at("reopen_return", case), {"scoping_return": police.pk, "reason": "Found something."})
    assert (opened.status_code, return_of(case, POLICE).state) == (302, "draft")


def test_a_return_of_another_case_cannot_be_smuggled_into_a_form(client, case, people):
    other = a_case_in_scoping(people["sam"], people["chris"])
    ask(other, people["sam"])
    client.force_login(user("sam.secretary"))
    stranger = return_of(other, POLICE).pk
    data = {"scoping_return": stranger, "reason": "x"}
    assert client.post(at("withdraw_request", case), data).status_code == 200
    assert return_of(other, POLICE).state == "outstanding"
    assert not Event.objects.filter(act="withdraw_request").exists()


def test_an_agency_from_elsewhere_is_invited_in_the_browser(client, case):
    client.force_login(user("sam.secretary"))
    assert errors(client.post(at("invite_agency", case), {"reason": "Lived there."})) == [
        "Enter the name of the agency"
    ]
    client.post(
        at("invite_agency", case),
        {"title": "Essex Police", "sector": "police", "contact_email": "x@essex.example", "reason": "Lived there."},
    )
    assert an_agency("essex-police").contact_email == "x@essex.example"
    assert "Essex Police" in text(client.get(at("request_information", case)))


# --- Answering -----------------------------------------------------------------------------------------------------


def test_an_agency_answers_in_the_browser(client, case):
    client.force_login(user("pat.police"))
    row = return_of(case, POLICE)
    mine = client.get(reverse("my_requests", kwargs={"partnership": "redbridge"}))
    assert case.reference in text(mine)
    assert client.get(at("submit_return", case)).headers["Location"] == at("agency_return", case, row)
    for part, question, words in PARTS:
        assert client.post(part_of(case, row, part), {f"q-{part}-{question}": words}).status_code == 302
    assert client.post(at("add_entry", case, row), ENTRY).headers["Location"] == at("return_chronology", case, row)
    check = client.get(at("submit_return", case, row))
    assert "Home visit." in text(check)
    sent = client.post(at("submit_return", case, row), {"seen": hidden(check, "seen")})
    assert (sent.status_code, return_of(case, POLICE).state) == (302, "returned")
    again = client.post(at("submit_return", case, row), {"seen": hidden(check, "seen")})
    assert again.headers["Location"] == at("agency_return", case, row)
    assert Event.objects.filter(act="submit_return").count() == 1
    assert "Why it happened." in text(client.get(at("agency_return", case, row)))


def test_not_known_to_us_is_one_button(client, case):
    client.force_login(user("pat.police"))
    row = return_of(case, POLICE)
    for _ in range(2):
        answer = client.post(at("return_not_known", case, row), {"not-known-records_searched": "Niche, PNC"})
        assert answer.headers["Location"] == at("agency_return", case, row)
    assert (return_of(case, POLICE).state, return_of(case, POLICE).records_searched) == ("not-known", "Niche, PNC")
    assert Event.objects.filter(act="return_not_known").count() == 1


def test_the_secretariat_enters_yesterdays_answer_with_its_own_time(client, case):
    client.force_login(user("sam.secretary"))
    row = return_of(case, POLICE)
    assert "on behalf of East Area BCU MPS" in text(client.get(at("agency_return", case, row)))
    when = {f"not-known-happened_at-{part}": value for part, value in
            {"day": "3", "month": "9", "year": "2026", "time": "4pm"}.items()}  # fmt: skip
    client.post(at("return_not_known", case, row), when)
    event = Event.objects.get(act="return_not_known")
    assert (event.at, event.on_behalf_of) == (london(2026, 9, 3, 16), "East Area BCU MPS")


def test_an_agency_cannot_choose_the_time_of_its_answer(client, case):
    client.force_login(user("pat.police"))
    when = {"not-known-happened_at-day": "3", "not-known-happened_at-month": "9", "not-known-happened_at-year": "2026",
            "not-known-happened_at-time": "4pm"}  # fmt: skip
    client.post(at("return_not_known", case, return_of(case, POLICE)), when)
    assert Event.objects.get(act="return_not_known").at != london(2026, 9, 3, 16)


def test_an_answer_entered_for_a_time_before_the_request_is_refused(client, case):
    client.force_login(user("sam.secretary"))
    when = {"not-known-happened_at-day": "1", "not-known-happened_at-month": "9", "not-known-happened_at-year": "2026",
            "not-known-happened_at-time": "4pm", "not-known-records_searched": "Niche"}  # fmt: skip
    page = client.post(at("return_not_known", case, return_of(case, POLICE)), when)
    assert errors(page) == ["The answer cannot have come before the request."]
    assert ">Niche</textarea>" in page.content.decode()


def test_who_saves_second_keeps_what_they_typed_and_sees_what_is_stored(client, case):
    from_police("Petra Police")
    row = return_of(case, POLICE)
    box, page_of_part = "q-analysis-why-it-happened", part_of(case, row, "analysis")
    client.force_login(user("pat.police"))
    seen = hidden(client.get(page_of_part), "seen")
    client.post(page_of_part, {box: "Pat wrote this.", "seen": seen})
    client.force_login(user("petra.police"))
    page = client.post(page_of_part, {box: "Petra wrote that.", "seen": seen})
    assert "Pat Police" in errors(page)[0]
    assert "What is stored now Why did it happen? Pat wrote this." in text(page)
    assert "Petra wrote that.</textarea>" in page.content.decode()
    assert return_of(case, POLICE).answers == {"analysis": {"why-it-happened": "Pat wrote this."}}
    both = {box: "Pat and Petra.", "seen": hidden(page, "seen")}
    assert client.post(page_of_part, both).status_code == 302
    assert return_of(case, POLICE).answers == {"analysis": {"why-it-happened": "Pat and Petra."}}


def test_what_was_typed_into_a_return_sent_meanwhile_is_still_on_the_screen(client, case, people):
    client.force_login(user("pat.police"))
    row = return_of(case, POLICE)
    acts.return_not_known(scoping_return=row, actor=people["pat"], at=london(2026, 9, 4))
    page = client.post(part_of(case, row, "involvement"), {"q-involvement-involvement-summary": "Long text."})
    assert errors(page)[0].startswith("This return was sent already by Pat Police")
    assert "Long text.</textarea>" in page.content.decode()


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"happened_on-day": "31", "happened_on-month": "2"}, "Date must be a real date"),
        ({"happened_on-year": ""}, "Date must include a year"),
        ({"happened_on-year": "2099"}, "Date must be today or in the past"),
        ({"happened_time": "25:99"}, "Time must be a real time, like 2:30pm or 14:30"),
        ({"happened_on-day": ""}, "Give the whole date if you give a time"),
        ({"event": ""}, "Enter what happened"),
        ({"source_record": "x" * 201}, "Record it comes from must be 200 characters or fewer"),
    ],
)
def test_an_entry_that_is_wrong_says_so(client, case, change, wrong):
    client.force_login(user("pat.police"))
    page = client.post(at("add_entry", case, return_of(case, POLICE)), {**ENTRY, **change})
    assert errors(page) == [wrong]
    assert not ChronologyRow.objects.exists()


def test_entries_of_a_month_or_a_year_are_kept_as_such_and_changed(client, case):
    client.force_login(user("pat.police"))
    row = return_of(case, POLICE)
    page = {**ENTRY, "happened_on-day": "", "happened_time": ""}
    client.post(at("add_entry", case, row), page)
    entry = ChronologyRow.objects.get()
    assert (entry.happened_on.isoformat(), entry.precision) == ("2026-03-01", "month")
    changed = {**page, "happened_on-month": "", "version": "1"}
    client.post(_entry(case, row, entry), changed)
    entry.refresh_from_db()
    assert (entry.happened_on.isoformat(), entry.precision, entry.version) == ("2026-01-01", "year", 2)
    conflict = client.post(_entry(case, row, entry), {**changed, "event": "Otherwise."})
    assert "saved changes while you were writing" in errors(conflict)[0]
    assert client.post(_entry(case, row, entry, "remove_entry")).status_code == 302
    assert client.post(_entry(case, row, entry, "remove_entry")).status_code == 302
    assert not ChronologyRow.objects.exists()


def _entry(case, row, entry, name="change_entry"):
    return reverse(
        name,
        kwargs={"partnership": "redbridge", "reference": case.reference, "scoping_return": row.pk, "row": entry.pk},
    )


def test_rows_are_pasted_all_or_none_and_twice_is_once(client, case):
    client.force_login(user("pat.police"))
    row = return_of(case, POLICE)
    bad = "12/03/2026\t\tVisit\n31/02/2026\t\tCall"
    page = client.post(at("paste_chronology", case, row), {"rows": bad})
    assert "Row 2, Date: “31/02/2026” is not a real date" in text(page)
    assert "The columns may stand in any order" in text(page).replace("With a row of headings the", "The")
    assert html.escape(bad) in page.content.decode()
    assert not ChronologyRow.objects.exists()
    good = bad.replace("31/02", "28/02")
    for _ in range(2):
        assert client.post(at("paste_chronology", case, row), {"rows": good}).status_code == 302
    assert ChronologyRow.objects.count() == 2


def test_markup_and_nul_are_only_text(client, case, people):
    client.force_login(user("pat.police"))
    row = return_of(case, POLICE)
    evil = "<script>alert(1)</script>\x00{{ 7*7 }}"
    client.post(at("add_entry", case, row), {**ENTRY, "event": evil})
    for part, question, _ in PARTS:
        client.post(part_of(case, row, part), {f"q-{part}-{question}": evil})
    acts.submit_return(scoping_return=return_of(case, POLICE), actor=people["pat"], at=london(2026, 9, 4))
    for page in (at("agency_return", case, row), at("merged_chronology", case)):
        body = client.get(page).content
        assert (b"<script>alert" in body, b"&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in body) == (False, True)


def test_a_formula_is_harmless_in_the_tables(client, case, people):
    row = return_of(case, POLICE)
    write(row, people["pat"])
    from information import drafts

    drafts.save_row(scoping_return=row, values={**ROW, "event": "=1+1"}, actor=people["pat"], at=london(2026, 9, 3))
    acts.submit_return(scoping_return=return_of(case, POLICE), actor=people["pat"], at=london(2026, 9, 4))
    client.force_login(user("sam.secretary"))
    body = client.get(at("chronology_table", case, kind="csv")).content.decode()
    assert ",'=1+1," in body
    assert client.get(at("chronology_table", case, kind="xlsx")).status_code == 200
    assert client.get(at("chronology_table", case, kind="exe")).status_code == 404


def test_the_merged_chronology_is_filtered_and_shows_gaps(client, case, people):
    import datetime as dt

    from information import drafts

    pat, hana = people["pat"], people["hana"]
    for slug, actor, months in ((POLICE, pat, (1,)), (ICB, hana, (2, 8))):
        row = return_of(case, slug)
        for month in months:
            values = {**ROW, "happened_on": dt.date(2025, month, 1), "event": f"{slug} {month}"}
            drafts.save_row(scoping_return=row, values=values, actor=actor, at=london(2026, 9, 3))
        save(row, {"involvement-summary": "x", "why-it-happened": "x"}, actor, london(2026, 9, 3))
        acts.submit_return(scoping_return=return_of(case, slug), actor=actor, at=london(2026, 9, 4))
    client.force_login(user("chris.chair"))
    page = text(client.get(at("merged_chronology", case)))
    assert [page.index(word) for word in (f"{POLICE} 1", f"{ICB} 2", "No entry for 6 months", f"{ICB} 8")] == sorted(
        page.index(word) for word in (f"{POLICE} 1", f"{ICB} 2", "No entry for 6 months", f"{ICB} 8")
    )
    filtered = text(client.get(at("merged_chronology", case), {"agency": an_agency(POLICE).pk, "gap": "0"}))
    assert (f"{POLICE} 1" in filtered, f"{ICB} 2" in filtered, "1 entry of 3" in filtered) == (True, False, True)


def test_odd_filters_break_nothing(client, case):
    client.force_login(user("sam.secretary"))
    odd = ["agency=x", "agency=999999999999999999999", "gap=-5", "gap=x", "gap=%00", "agency=%00"]
    assert set(opened(client, [at("merged_chronology", case) + "?" + query for query in odd]).values()) == {200}


def test_numbers_that_are_no_return(client, case):
    client.force_login(user("sam.secretary"))
    page = at("case_information", case)
    odd = [page.replace("information/", f"returns/{number}/") for number in ["0", "9" * 30, "-1", "1.5", "٣"]]
    assert set(opened(client, odd).values()) == {404}


def test_the_chronology_is_put_together_and_its_page_waits(client, case):
    client.force_login(user("sam.secretary"))
    answer = client.post(at("compile_chronology", case), {"reason": ""})
    job = PrintJob.objects.get()
    assert answer.headers["Location"] == reverse("print_job", kwargs={"partnership": "redbridge", "job": job.pk})


def test_the_lists_cost_the_same_for_few_and_many(client, case, people, django_assert_max_num_queries):
    client.force_login(user("sam.secretary"))
    client.get(at("case_information", case))
    with django_assert_max_num_queries(30) as few:
        client.get(at("case_information", case))
    ask(case, people["sam"], "housing-service", "bhrut", "nelft")
    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(at("case_information", case))


def test_my_requests_cost_the_same_for_one_and_three(client, case, people, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(user("pat.police"))
    page = reverse("my_requests", kwargs={"partnership": "redbridge"})
    client.get(page)
    with CaptureQueriesContext(connection) as one:
        client.get(page)
    for _ in range(2):
        ask(a_case_in_scoping(people["sam"], people["chris"]), people["sam"])
    with django_assert_num_queries(len(one.captured_queries)):
        client.get(page)
