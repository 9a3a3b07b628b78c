"""Two partnerships with everything in them, built by the same acts as the real thing and really committed.

What could leak exists: each has cases at every stage, returns, meetings, votes, papers, files, messages, people. The
second one works by the same text under another name, so that whatever opens here would open there too.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from types import SimpleNamespace

from django.test import Client
from django.utils import timezone

from cases.acts import (
    PersonValues,
    add_note,
    answer_criteria,
    close_case,
    declare_conflict,
    give_person_access,
    log_disclosure,
    log_safety_action,
    open_case,
    prepare_bundle,
    record_process,
    restrict_case,
    send_reminder,
    tell_outcome,
)
from cases.chasing import outstanding
from cases.disclosure import sources_of
from cases.models import Case, Conflict
from cases.sheets.pages import pages_of
from cases.spine import acting
from deadlines.acts import add_closure_day
from deadlines.models import NonWorkingDay
from deadlines.own_dates import keep_own_dates
from deadlines.queries import calendar_of
from desk.demo.filling import Somebody
from desk.demo.telling import Story
from documents.acts import queue_message, word_letter
from documents.files import CheckedFile
from documents.models import PrintJob, StoredFile
from information import acts as information
from information import drafts, links
from information.models import ReturnLink
from panels import acts as panels
from panels.models import MinutesComment, PackOpened, Undertaking
from partnerships.actors import SYSTEM, Actor, actor_of
from partnerships.acts import add_member, set_up_partnership
from partnerships.models import Agency, Membership, Partnership, User
from partnerships.scope import tenant
from procedures import library, reader
from procedures.model import Procedure
from procedures.models import ProcedureVersion
from referrals import acts as referrals
from tests.factories import rule_out_the_other_tests

from .outside import tell_outside

TEXT = reader.TEXTS / "redbridge" / "1.5.toml"
OURS, THEIRS = "redbridge", "otherbury"
SETTING_UP = Actor(label="Set-up", roles=frozenset({"system"}), kinds=frozenset({"administrator"}))
POLICE, ICB, SOCIAL_CARE = "east-area-police", "nel-icb", "adult-social-care"
VOTERS = (ICB, "childrens-social-care", SOCIAL_CARE, "community-safety", POLICE)
SAR = "sar-mandatory"
# Its people agree to something, so that there is a page to agree on (C-25).
PANEL = '[[bodies]]\nname = "one-panel"\n'
AGREEMENT = '[agreement]\ntitle = "Agreement"\nversion = "1"\nparagraphs = ["I tell nobody."]\n\n'
TOKENS = ("received", "acknowledged", "sent-back", "closed")


@dataclass
class Side:
    """One partnership: who is in it, and one of everything."""

    partnership: Partnership
    procedure: Procedure
    version: ProcedureVersion
    now: dt.datetime
    people: dict[str, Membership] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)
    things: SimpleNamespace = field(default_factory=SimpleNamespace)

    @property
    def slug(self) -> str:
        return self.partnership.slug

    @property
    def start(self) -> dt.datetime:
        """When it all began: long enough ago for everything since."""
        return self.now - dt.timedelta(days=40)

    def actor(self, who: str) -> Actor:
        membership = Membership.objects.select_related("user", "agency").prefetch_related("roles").get(
            pk=self.people[who].pk
        )  # fmt: skip
        return actor_of(membership, self.procedure, timezone.localdate(self.now))

    def surname(self) -> str:
        """What the subjects here are called: found on a page of the other partnership it is a leak."""
        return f"Subject{self.slug.title()}"


def _text(slug: str) -> tuple[str, str]:
    own, base = reader.texts_of(TEXT)
    assert own.count(PANEL) == 1
    own = own.replace(PANEL, AGREEMENT + PANEL + 'confidentiality = "signed"\n')
    if slug == OURS:
        return own, base
    for old, new in (
        ('slug = "redbridge"', f'slug = "{slug}"'),
        ('title = "Redbridge One Panel"', 'title = "Otherbury Review Board"'),
        ('code = "RED"', 'code = "OTH"'),
    ):
        assert own.count(old) == 1, old
        own = own.replace(old, new)
    return own, base


def _set_up(slug: str, now: dt.datetime) -> Side:
    text, base = _text(slug)
    procedure = reader.read(text, base)
    partnership = set_up_partnership(procedure=procedure, actor=SYSTEM, at=now)
    partnership.second_factor_required = False
    partnership.save()
    with tenant(partnership):
        version = ProcedureVersion.objects.create(
            partnership=partnership, version=procedure.version, title=procedure.version_title, state="published",
            in_force_from=procedure.in_force_from, text=text, base_text=base, parsed={},
            sha256=reader.sha256_of(text, base), loaded_at=now, published_at=now,
        )  # fmt: skip
    return Side(partnership, library.of_version(version), version, now)


def _people(side: Side) -> None:
    """Somebody for each role (known by its name), each voting agency's representative, and some in special places."""
    wanted = [
        (role.name, role.name, POLICE if role.kind in {"member", "agency-lead"} else role.agency or "")
        for role in side.procedure.roles
    ]
    wanted += [(f"voter {agency}", "agency-representative", agency) for agency in VOTERS]
    wanted += [
        ("second secretary", "secretariat", ""),  # has a conflict of interest in every case but one
        ("named secretary", "secretariat", ""),  # may open the restricted case
        ("member not asked", "agency-representative", "education-send"),
        ("leaver", "secretariat", ""),
        ("nobody", "", ""),  # belongs here, and holds no role
    ]
    for who, role, agency in wanted:
        side.people[who] = add_member(
            email=f"{who.replace(' ', '.')}@{side.slug}.example", name=f"{who.title()} {side.slug.title()}",
            agency=Agency.objects.get(partnership=side.partnership, slug=agency) if agency else None,
            roles=(role,) if role else (), actor=SETTING_UP, at=side.start - dt.timedelta(days=400),
        )  # fmt: skip


def _sign_in(side: Side) -> None:
    for who, membership in side.people.items():
        client = Client()
        client.force_login(User.objects.get(pk=membership.user_id))
        side.clients[who] = client


def _case(side: Side, *, facts=None) -> Case:
    """A case as the office opened it: nobody typed the form."""
    secretary, number = side.actor("secretariat"), len(side.cases)
    born = dt.date(1950, 1, 1) + dt.timedelta(days=number)
    return open_case(
        procedure_version=side.version, pathway="adult", received_at=side.start, actor=secretary, at=side.start,
        referrer_name=f"Rosa {side.surname()}", referrer_email=f"rosa@{side.slug}.example", facts=facts or {},
        people=(PersonValues(kind="subject", first_name=f"Ada{number:02}", last_name=side.surname(), born_on=born),),
    )  # fmt: skip


def _record(side: Side, case: Case, act: str, who: str, *, answer: str = "", days: int = 1) -> None:
    at = side.start + dt.timedelta(days=days)
    with acting(act, case=case, actor=side.actor(who), at=at) as doing:
        doing.record(summary="Done.", answer=answer)


def _past_log(side: Side) -> None:
    """A past log, uploaded and not imported."""
    text = f"Ref,Date received,Name\n{side.slug}/1,1/2/2020,Ada {side.surname()}\n"
    side.things.log_import = referrals.upload_log(
        checked=CheckedFile(f"{side.slug}.csv", "text/csv", text.encode()), actor=side.actor("secretariat"), at=side.now
    )


def _accepted(side: Side) -> Case:
    case = _case(side)
    _record(side, case, "acknowledge_referral", "secretariat")
    _record(side, case, "check_referral", "panel-chair", answer="fit")
    return case


def _submitted(side: Side) -> Case:
    """A referral with its whole form, as the demo types it, then submitted."""
    story = Story(side.procedure, side.version, calendar_of(side.partnership), side.start)
    day = side.start.date()
    who = Somebody(
        first=f"Bea{len(side.cases):02}", last=side.surname(), born_on=day - dt.timedelta(days=20_000),
        incident_on=day - dt.timedelta(days=9), died=True, nhs="9434765919", reason=f"About {side.surname()}.",
    )  # fmt: skip
    return story.submit(who, "adult")


def _asked(side: Side, *agencies: str) -> Case:
    case = _accepted(side)
    information.request_information(
        case=case, agencies=[_agency(side, slug) for slug in agencies], wording="What do you know?",
        actor=side.actor("secretariat"), at=side.start + dt.timedelta(days=2),
    )  # fmt: skip
    return case


def _agency(side: Side, slug: str) -> Agency:
    return Agency.objects.get(partnership=side.partnership, slug=slug)


def _early_cases(side: Side) -> None:
    cases, secretary = side.cases, side.actor("secretariat")
    cases["received"] = _submitted(side)
    cases["scoping"] = _asked(side, POLICE, ICB, SOCIAL_CARE)
    _returns(side, cases["scoping"])
    if side.slug == THEIRS:
        return
    cases["acknowledged"] = _submitted(side)
    referrals.acknowledge_referral(case=cases["acknowledged"], actor=secretary, at=side.start + dt.timedelta(days=1))
    cases["sent-back"] = _submitted(side)
    referrals.acknowledge_referral(case=cases["sent-back"], actor=secretary, at=side.start + dt.timedelta(days=1))
    referrals.send_back_referral(
        case=cases["sent-back"], questions=["Who was there?"], answer_by=side.now.date() + dt.timedelta(days=9),
        actor=secretary, at=side.start + dt.timedelta(days=2),
    )  # fmt: skip
    cases["waiting"] = _asked(side, POLICE)
    row = cases["waiting"].scoping_returns.get()
    information.return_not_known(
        scoping_return=row, actor=side.actor("agency-representative"), at=side.start + dt.timedelta(days=3)
    )
    cases["closed"] = _over(side)
    cases["restricted"] = _asked(side, POLICE)
    restrict_case(case=cases["restricted"], restricted=True, reason="A relative.", actor=secretary, at=side.now)
    give_person_access(case=cases["restricted"], user=side.people["named secretary"].user)


def _over(side: Side) -> Case:
    """Not taken forward, told and closed: its referrer reads the outcome (C-52)."""
    case, secretary, at = _submitted(side), side.actor("secretariat"), side.start + dt.timedelta(days=1)
    referrals.acknowledge_referral(case=case, actor=secretary, at=at)
    referrals.check_referral(
        case=case, outcome="not fit", reasons="Only one service was involved.",
        actor=side.actor("panel-chair"), at=at,
    )  # fmt: skip
    add_note(case=case, kind="note", text="An inner note.", actor=secretary, at=at)
    tell_outcome(case=case, how="By letter", to_whom="Rosa", actor=secretary, at=at)
    close_case(case=case, reasons="Nothing more.", actor=secretary, at=side.now)
    return case


def _returns(side: Side, case: Case) -> None:
    """The police are writing, health has sent, social care has not begun."""
    at, things = side.start + dt.timedelta(days=4), side.things
    rows = {row.agency.slug: row for row in case.scoping_returns.select_related("agency")}
    police, health = side.actor("agency-representative"), side.actor(f"voter {ICB}")
    entry = {"happened_on": at.date(), "event": f"A visit to {side.surname()}.", "source_record": "Notes"}
    account = {"involvement": {"involvement-summary": "We knew her."},
               "analysis": {"why-it-happened": f"About {side.surname()}."}}  # fmt: skip
    for slug, actor in ((POLICE, police), (ICB, health)):
        for part, values in account.items():
            row = drafts.save_part(
                scoping_return=rows[slug], part=part, values=values, seen=None, actor=actor, at=at
            )  # fmt: skip
        drafts.save_row(scoping_return=row, values=entry, actor=actor, at=at)
        row.refresh_from_db()
        rows[slug] = row
    information.submit_return(scoping_return=rows[ICB], actor=health, at=at)
    things.scoping_return, things.returned = rows[POLICE], rows[ICB]
    things.row = rows[POLICE].chronology.get()
    table = CheckedFile("own.csv", "text/csv", f"Date,What happened\n2024,About {side.surname()}\n".encode())
    things.paper = drafts.attach_own(scoping_return=rows[POLICE], checked=table, actor=police, at=at)
    _by_link(side, case)
    owed = [each.id for each in outstanding(side.actor("secretariat"), at=at, case=case) if each.may_be_reminded]
    send_reminder(case=case, deadlines=owed, actor=side.actor("secretariat"), at=at)


def _by_link(side: Side, case: Case) -> None:
    """A school without an account has a private link and has begun its answer."""
    common = {"case": case, "actor": side.actor("secretariat"), "at": side.start + dt.timedelta(days=4)}
    school = information.invite_agency(title="Oak School", sector="education", reason="Her daughter’s.", **common)
    contact = links.Contact(f"Una {side.surname()}", f"una@{side.slug}.example")
    request = information.request_information(
        agencies=[school], wording=f"What of {side.surname()}?", contacts={school.pk: contact}, **common
    )
    link = ReturnLink.objects.get(scoping_return__request=request)
    writer = links.who_answers(link, side.procedure)
    entry = {"happened_on": side.start.date(), "event": f"Rang {side.surname()}.", "source_record": "Register"}
    row = drafts.save_row(scoping_return=link.scoping_return, values=entry, actor=writer, at=side.now)
    side.things.row_by_link = row
    table = CheckedFile("own.csv", "text/csv", f"Date,What happened\n2024,About {side.surname()}\n".encode())
    side.things.paper_by_link = drafts.attach_own(
        scoping_return=link.scoping_return, checked=table, actor=writer, at=side.now
    )
    side.things.token_of_return = links.secret_address(link, at=side.now).rstrip("/").rpartition("/")[2]


def _listed(side: Side, meeting) -> Case:
    case = _asked(side, POLICE)
    side.things.item = panels.add_agenda_item(
        meeting=meeting, case=case, reason="The panel wants it early.", actor=side.actor("secretariat"),
        at=side.start + dt.timedelta(days=5),
    )  # fmt: skip
    return case


def _convene(side: Side, starts_at: dt.datetime):
    return panels.convene_meeting(
        procedure_version=side.version, body="one-panel", starts_at=starts_at, place="Town hall",
        actor=side.actor("secretariat"), at=side.start,
    )  # fmt: skip


def _meetings(side: Side) -> None:
    """One to come with one case and another item; one in session with the cases that are being decided."""
    things, secretary, chair = side.things, side.actor("secretariat"), side.actor("panel-chair")
    things.planned = _convene(side, side.now + dt.timedelta(days=9))
    side.cases["listed"] = _listed(side, things.planned)
    things.planned_item = things.item
    things.other_item = panels.add_other_item(
        meeting=things.planned, title=f"Business of {side.slug.title()}", actor=secretary, at=side.now
    )
    things.poll = panels.offer_dates(
        procedure_version=side.version, body="one-panel", place=f"Hall of {side.slug.title()}", actor=secretary,
        dates=[side.now + dt.timedelta(days=days) for days in (20, 21)], at=side.now,
        answers_by=timezone.localdate(side.now + dt.timedelta(days=7)),
    )  # fmt: skip
    things.poll_date = things.poll.dates.first().pk
    opened = side.now - dt.timedelta(hours=2)
    things.open = _convene(side, opened)
    at_the_meeting = (
        "voting", "recommended", "reviewed", "voted", "breaking-off", "dissent", "escalated", "decided", "in-writing",
    )  # fmt: skip
    for name in at_the_meeting[:3] if side.slug == THEIRS else at_the_meeting:
        side.cases[name] = _listed(side, things.open)
        setattr(things, f"item_{name.replace('-', '_')}", things.item)
    panels.open_meeting(meeting=things.open, actor=chair, at=opened)
    for agency in VOTERS:
        things.attendance = panels.record_attendance(
            meeting=things.open, membership=side.people[f"voter {agency}"], actor=secretary, at=opened
        )
    things.pack = panels.circulate_papers(meeting=things.planned, actor=secretary, at=side.now)
    panels.read_papers(pack=things.pack, actor=secretary, at=side.now)
    theirs = {"membership": secretary.membership, "at": side.now}
    PackOpened.objects.create(pack=things.pack, **theirs)
    Undertaking.objects.create(version="1", words=f"Words of {side.slug.title()}.", name="Sam", **theirs)
    things.token_of_calendar = panels.make_calendar_feed(actor=secretary, at=side.now)


def _question(side: Side, name: str):
    item = getattr(side.things, f"item_{name.replace('-', '_')}")
    at = side.now - dt.timedelta(hours=1)
    answer_criteria(
        case=side.cases[name], aid="sar-tool", remarks={}, reasons="It is met.", actor=side.actor("panel-chair"), at=at,
        answers={"died": "yes", "abuse": "yes", "together": "yes", "complex": "no"},
    )  # fmt: skip
    rule_out_the_other_tests(side.cases[name], side.actor("panel-chair"), at, but=("sar-tool",))
    question = panels.put_question(
        item=item, wording=f"Which review for {side.surname()}?", options=[SAR, "no-review"],
        actor=side.actor("panel-chair"), at=at,
    )  # fmt: skip
    for agency in VOTERS[:1]:
        panels.cast_vote(question=question, option=SAR, actor=side.actor(f"voter {agency}"), at=at)
    return question, at


def _recommended(side: Side, name: str):
    item, chair = getattr(side.things, f"item_{name.replace('-', '_')}"), side.actor("panel-chair")
    question, at = _question(side, name)
    panels.close_question(question=question, actor=chair, at=at)
    return panels.recommend(
        item=item, review_type=SAR, focus=f"What was shared about {side.surname()}.",
        methodology="reflective-learning", reasons="The test is met.", actor=chair, at=at,
    )  # fmt: skip


def _in_writing(side: Side) -> None:
    chair, item, at = side.actor("panel-chair"), side.things.item_in_writing, side.now - dt.timedelta(hours=1)
    panels.need_information(
        item=item,
        what="The log",
        from_whom="The service",
        second_meeting=False,
        wanted_by=at.date(),
        actor=chair,
        at=at,
    )
    panels.decide_by_correspondence(
        case=side.cases["in-writing"], wording=f"Which review for {side.surname()}?", options=[SAR, "no-review"],
        answers_by=side.now + dt.timedelta(days=5), actor=chair, at=at,
    )  # fmt: skip


def _decisions(side: Side) -> None:
    from .followed import followed
    from .reviewed import commissioned

    chair, at, things = side.actor("panel-chair"), side.now, side.things
    minutes = panels.draft_minutes(meeting=things.open, actor=side.actor("secretariat"), at=at)
    things.comment = MinutesComment.objects.create(
        partnership=side.partnership, minutes=minutes, membership=side.people["secretariat"], by="The office",
        text=f"Of {side.surname()}: read “nine”.", made_at=at, item=things.item_voting,
    )  # fmt: skip
    minutes.sent_at, minutes.comments_by = at, timezone.localdate(at)
    minutes.save()
    things.action = panels.record_action(
        item=things.item_voting, text="Ask the hospital", agency=Agency.objects.get(slug=POLICE), actor=chair, at=at
    )
    things.question, _ = _question(side, "voting")
    things.recommendation = _recommended(side, "recommended")
    commissioned(side, _recommended(side, "reviewed"))
    followed(side)
    if side.slug == THEIRS:
        return
    question, asked = _question(side, "voted")
    panels.close_question(question=question, actor=chair, at=asked)
    made = _recommended(side, "dissent")
    things.dissent = panels.record_dissent(
        recommendation=made, rationale="It is not.", actor=side.actor("agency-representative"), at=at
    )
    _recommended(side, "escalated")
    panels.escalate(case=side.cases["escalated"], reasons="Divided.", actor=chair, at=at)
    _in_writing(side)
    decided = _recommended(side, "decided")
    panels.ratify_recommendation(
        recommendation=decided, reasons=f"Agreed for {side.surname()}.", actor=side.actor("rsab-chair"), at=at
    )


def _papers(side: Side) -> None:
    """Messages in every state, a letter that was made, a job that waits, a note, a conflict."""
    things, case, secretary = side.things, side.cases["scoping"], side.actor("secretariat")
    things.message = queue_message(
        key="kept", kind="note", to_email=f"rosa@{side.slug}.example", to_name="Rosa", case=case,
        subject=f"About {side.slug.title()}", body=f"Words of {side.slug.title()}.", at=side.now,
    )  # fmt: skip
    things.bounced = queue_message(
        key="bounced", kind="note", to_email=f"gone@{side.slug}.example", to_name="Rosa", case=case,
        subject=f"Back to {side.slug.title()}", body="Words.", at=side.now,
    )  # fmt: skip
    type(things.bounced).objects.filter(pk=things.bounced.pk).update(state="bounced", last_error="no such user")
    things.file = StoredFile.objects.create(
        partnership=side.partnership, case=case, name="letter.pdf", content_type="application/pdf", size=9,
        sha256="0" * 64, content=b"%PDF-" + side.slug.encode(), kind="decision-letter", about=f"case:{case.pk}",
        made_at=side.now, made_by="The system",
    )  # fmt: skip
    things.job = PrintJob.objects.create(
        partnership=side.partnership, case=case, kind="referral", about="referral:1", payload={"of": side.slug},
        asked_by_id=secretary.user_id, asked_at=side.now,
    )  # fmt: skip
    things.note = add_note(
        case=case, kind="call", text=f"About {side.surname()}.", actor=secretary, at=side.now - dt.timedelta(days=1)
    )
    things.entries = _registers(side, case)
    things.subject = case.people.get().pk
    things.holding = side.people["leaver"].roles.get().pk
    things.conflict = declare_conflict(
        case=case, membership=side.people["reviewer"], reason="A neighbour.", actor=secretary, at=side.now
    )
    for name, other in side.cases.items():
        if name not in {"received", "restricted"}:
            Conflict.objects.create(
                partnership=side.partnership, case=other, membership=side.people["second secretary"],
                reason="A cousin.", declared_at=side.now,
            )  # fmt: skip
    word_letter(
        letter=side.procedure.find("letters", "imr"), subject="Report", body=f"For {side.slug.title()}", seen=0,
        actor=secretary, at=side.now,
    )  # fmt: skip
    away = calendar_of(side.partnership).after(side.now.date(), 30)
    add_closure_day(on=away, name=f"Away day of {side.slug.title()}", actor=side.actor("administrator"), at=side.now)
    things.closure_day = NonWorkingDay.objects.get(partnership=side.partnership, on=away).pk
    things.own_date = keep_own_dates(at=side.now)[0].pk
    things.bank_holiday = f"{side.now.year + 1}-12-25"


def _bundle(side: Side, common: dict, request: int) -> int:
    """Papers are being put together for the request."""
    key = sources_of(common["case"])[0].key
    side.things.bundle = prepare_bundle(
        entry=request, title=f"Bundle of {side.surname()}", made_for="The coroner", keys=[key], reason="Not asked.",
        **common,
    )  # fmt: skip
    side.things.sheet = side.things.bundle.items.first()
    return request


def _registers(side: Side, case) -> dict[str, int]:
    """An entry in each register that something ends, by the act that ends it."""
    common = {"case": case, "actor": side.actor("secretariat"), "at": side.now}
    whose = f"Of {side.surname()}"
    needed = {"act-kind": "safety", "act-what": whose, "act-agency": "nel-icb", "act-owner": "Nia",
              "act-by-when": side.now.date().isoformat()}  # fmt: skip
    running = {"act-kind": "inquest", "act-who": whose}
    asked = {"act-who": whose, "act-what": "The chronology."}
    return {
        "complete_safety_action": log_safety_action(answers={"recorded": needed}, **common).pk,
        "end_process": record_process(answers={"recorded": running}, **common).pk,
        "answer_disclosure": log_disclosure(answers={"recorded": asked}, **common).pk,
        "prepare_bundle": _bundle(side, common, log_disclosure(answers={"recorded": asked}, **common).pk),
    }


def _drafts(side: Side) -> None:
    """A referral that a referrer writes, one of the office, and the private links."""
    things = side.things
    begun = {"procedure": side.procedure, "pathway": "adult", "at": side.now}
    things.public_draft, _ = referrals.start_referral(
        **begun, actor=Actor(label="Rosa", roles=frozenset({"referrer"}), kinds=frozenset({"referrer"})),
        referrer_email=f"writer@{side.slug}.example",
    )  # fmt: skip
    things.draft, _ = referrals.start_referral(
        **begun, actor=side.actor("secretariat"), referrer_name=f"Caller {side.surname()}",
        referrer_email=f"caller@{side.slug}.example", received_at=side.now,
    )  # fmt: skip
    sender = Actor(label="The referrer", roles=frozenset({"referrer"}), kinds=frozenset({"referrer"}))

    def link(referral):
        return referrals.send_link(referral=referral, actor=sender, at=side.now)

    things.form_page = pages_of(side.procedure.find("forms", things.draft.form))[0].name
    things.token_of_draft = link(things.public_draft)
    things.tokens = {name: link(side.cases[name].referral) for name in TOKENS if name in side.cases}


def build() -> tuple[Side, Side]:
    """Ours and theirs, with everything in them."""
    now = timezone.now()
    sides = []
    for slug in (THEIRS, OURS):
        side = _set_up(slug, now)
        with tenant(side.partnership):
            _people(side)
            _early_cases(side)
            _past_log(side)
            _meetings(side)
            _decisions(side)
            tell_outside(side)
            _papers(side)
            _drafts(side)
            _sign_in(side)
        sides.append(side)
    theirs, ours = sides
    return ours, theirs
