"""The worker's queue, in the real Redis: a stack of papers does not hold up the e-mails."""

from config.celery import app
from documents.nudges import _print_now, _relay_now


def test_a_letter_overtakes_papers_that_wait():
    app.control.purge()
    _print_now(1, 1)
    _print_now(1, 2)
    _relay_now()
    with app.connection() as connection:
        queue = connection.SimpleQueue("celery")
        waiting = [queue.get(timeout=5) for _ in range(3)]
        for message in waiting:
            message.ack()
    assert [message.headers["task"] for message in waiting] == [
        "documents.tasks.relay", "documents.tasks.print_job", "documents.tasks.print_job",
    ]  # fmt: skip
