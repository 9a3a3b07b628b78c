"""How acts and views are written: given who and when, refusing in words, recorded under one name (DESIGN.md §1)."""

from __future__ import annotations

import ast

from procedures.vocabulary import ACTS

from .source import (
    ROOMS,
    acts_files,
    arguments,
    clock_readings,
    functions,
    imports,
    named,
    parsed,
    python_files,
    views_files,
)

# What may be done that no procedure text speaks of, by room, and why it needs no word there.
BESIDE_THE_TEXT = {
    "partnerships": {
        # who belongs to the partnership is administration, kept in a record of its own
        "add_member", "change_agency", "change_person", "cover_absence", "end_membership", "end_role", "give_role",
        "hand_over", "invite_again",
        "invite_agency_to_partnership", "invite_person", "put_in_role", "record_administration", "release_lock_out",
        "require_second_factor", "reset_second_factor", "set_up_partnership",
    },
    "documents": {
        # the post: the case's record says what was sent, the outbox what became of it
        "ask_for_print", "deal_with_bounce", "send_again", "withdraw_message",
        # how letters are worded is administration
        "bring_back_letter", "word_letter",
    },
    "deadlines": {
        # the days are administration too
        "add_bank_holiday", "add_closure_day", "count_as_working_day", "remove_day",
    },
    # the spine's half of submit_referral; send_reminder on many cases
    "cases": {"open_case", "send_reminders", "write_annual_report"},
    "referrals": {
        # a draft is nobody's case yet
        # the log that there was before: each case it makes has its event, the file is administration
        "choose_sheet", "discard_import", "import_log", "map_columns", "name_words", "upload_log",
        "discard_draft", "receive_paper", "remove_document", "save_page", "send_link", "set_receipt", "start_referral",
    },
    "panels": {
        # the running of a meeting, and other ways of an act that the vocabulary has
        "add_other_item", "change_other_item", "close_meeting", "convene_series",
        "answer_dates", "choose_date", "offer_dates", "withdraw_dates",
        "edit_minutes", "enter_vote", "move_item", "open_meeting",
        "print_minutes", "recall_criteria", "record_apologies", "record_discussion", "record_leaving", "take_item",
        "withdraw_question",
        # a vote in writing between its question and its end
        "give_more_time", "take_to_a_meeting",
        # the papers before they go out and in somebody's hands, and a person's own calendar
        "end_calendar_feed", "make_calendar_feed", "prepare_papers", "read_papers", "remind_to_read",
        # after it
        "answer_comment", "comment_on_minutes", "end_action", "record_action", "send_draft_minutes",
    },
    "information": set(),
    # the list of reviewers is administration, learning from elsewhere is no case's; a plan and a briefing on paper
    # what guests of a learning event answer by private link
    "reviews": {
        # what a reviewer enters on their own review, by the acts that the vocabulary has
        "enter_contact", "enter_involvement", "put_forward", "put_good_practice_forward",
        "add_reviewer", "answer_invitation", "change_reviewer", "consider_learning", "evaluate_learning_event",
        "give_sign_in", "log_learning", "print_briefing", "print_plan", "remove_reviewer", "write_briefing",
    },
}  # fmt: skip
# Inside an act of somebody else that has asked already: not called by a view.
PART_OF_AN_ACT = {"panels": {"put_off"}}
# Changes nothing.
WORDS_ONLY = {("referrals", "full_address")}
QUERYING = {"objects", "_base_manager", "_default_manager", "save", "delete", "create", "bulk_create", "cursor"}


def room_of(path) -> str:
    return named(path).split("/")[0]


def acts() -> list[tuple[str, ast.FunctionDef]]:
    """(room, function) of everything that somebody does: it is given who and when."""
    return [
        (room_of(path), function)
        for path in acts_files()
        for function in functions(path)
        if not function.name.startswith("_")
        and (function.name in ACTS or {"actor", "at"} <= set(arguments(function)[1]))
        and function.name not in PART_OF_AN_ACT.get(room_of(path), ())
    ]


def test_acts_take_everything_by_name_and_always_who_and_when():
    assert len(acts()) > 60
    wrong = [
        f"{room}: {function.name}"
        for room, function in acts()
        if arguments(function)[0] or not {"actor", "at"} <= set(arguments(function)[1]) or function.args.vararg
    ]
    assert wrong == []


def test_who_and_when_have_no_default():
    wrong = [
        f"{room}: {function.name}({name}=…)"
        for room, function in acts()
        for name, default in zip(arguments(function)[1], function.args.kw_defaults, strict=True)
        if name in {"actor", "at"} and default is not None
    ]
    assert wrong == []


def test_acts_never_ask_the_clock_nor_see_a_request():
    wrong = [
        f"{named(path)}:{line}: {reading}" for path in acts_files() for line, reading in clock_readings(parsed(path))
    ]
    wrong += [
        f"{named(path)}: {node.name}(request)"
        for path in acts_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef) and any("request" in names for names in arguments(node))
    ]
    assert wrong == []


def test_acts_say_why_they_exist():
    assert [f"{room}: {function.name}" for room, function in acts() if not ast.get_docstring(function)] == []


def test_every_act_has_a_word_in_the_vocabulary_or_a_reason_for_none():
    """One word for the act in the text, the function, the event, the URL and the button."""
    without = {}
    for room, function in acts():
        if function.name not in ACTS:
            without.setdefault(room, set()).add(function.name)
    assert without == {room: names for room, names in BESIDE_THE_TEXT.items() if names}


def test_no_act_of_the_vocabulary_is_done_in_two_rooms():
    names = [function.name for _, function in acts() if function.name in ACTS]
    assert sorted(names) == sorted(set(names))


def test_what_a_view_calls_of_the_acts_is_an_act():
    """A view that called a helper could change something nobody was asked about."""
    known = {(room, function.name) for room, function in acts()} | WORDS_ONLY
    called = {
        (room_of(path), node.attr, f"{named(path)}:{node.lineno}")
        for path in views_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "acts"
    }
    assert len(called) > 50
    assert sorted(where for room, name, where in called if (room, name) not in known and name.islower()) == []


def test_views_ask_queries_and_never_the_database():
    wrong = [
        f"{named(path)}:{node.lineno}: .{node.attr}"
        for path in views_files()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute) and node.attr in QUERYING
    ]
    wrong += [
        f"{named(path)}:{line}: {what}"
        for path in views_files()
        for line, what in imports(path)
        if what.startswith("django.db")
    ]
    assert wrong == []


def test_no_form_or_filter_writes_a_model_by_itself():
    """A ModelForm's choices and `fields` would reach past the scope (RELIABILITY ASVS 15.3.3)."""
    wrong = [
        f"{named(path)}:{node.lineno}: {ast.unparse(base)}"
        for path in python_files(*ROOMS, "config")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef)
        for base in node.bases
        if ast.unparse(base).rpartition(".")[2]
        in {"ModelForm", "FilterSet", "ModelChoiceField", "CreateView", "UpdateView", "DeleteView"}
    ]
    assert wrong == []


def test_no_signal_does_business():
    """Only the walls are put up by one, after migrating."""
    wrong = [
        f"{named(path)}:{line}: {what}"
        for path in python_files(*ROOMS)
        for line, what in imports(path)
        if ".signals." in what and not what.endswith(".post_migrate")
    ]
    assert wrong == []


def test_no_task_waits_for_a_distant_hour():
    """No countdown and no ETA: a row is the truth and a tick finds what is due (RELIABILITY B.1)."""
    wrong = [
        f"{named(path)}:{node.lineno}"
        for path in python_files(*ROOMS, "config")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and {"eta", "countdown"} & {keyword.arg for keyword in node.keywords}
    ]
    assert wrong == []
