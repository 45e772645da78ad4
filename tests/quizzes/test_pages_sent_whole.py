"""Plain forms: a page is sent whole, perhaps twice, perhaps from an old window."""

from sqlalchemy import func, select

from elearn.core.database import db
from quizzes import queries, sitting
from quizzes.models import Answer


def count(model, *conditions):
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions))


def test_a_page_keeps_only_what_changed_on_it(table, send_page):
    attempt = table.start()
    answers = table.answers(attempt)
    given = {position: (response, 0) for position, response in answers.items()}
    assert send_page(table, attempt, given, "page-1")
    assert send_page(table, attempt, {p: (r, 1) for p, r in answers.items()}, "page-2")
    with table.app.app_context():
        assert count(Answer) == 4
    assert table.submit(attempt).score == 10000


def test_a_page_sent_twice_changes_nothing(table, send_page):
    attempt = table.start()
    right, wrong = table.answers(attempt)[1], table.answers(attempt, right=False)[1]
    assert send_page(table, attempt, {1: (right, 0)}, "page-1")
    assert send_page(table, attempt, {1: (wrong, 1)}, "page-2")
    # The first page comes again, late: its answer was overtaken and stays so.
    assert not send_page(table, attempt, {1: (right, 0)}, "page-1")
    with table.app.app_context():
        assert queries.questions_asked(table.attempt(attempt).id)[0].response == wrong


def test_what_a_page_did_not_touch_never_overwrites_another_window(table, send_page):
    attempt = table.start()
    right, wrong = table.answers(attempt), table.answers(attempt, right=False)
    send_page(table, attempt, {1: (wrong[1], 0), 2: (wrong[2], 0)}, "page-1")
    table.save(attempt, 1, right[1], client_key="other-window", sequence=2)
    given = {1: (wrong[1], 1), 2: (right[2], 1)}
    assert not send_page(table, attempt, given, "page-2")
    with table.app.app_context():
        rows = queries.questions_asked(table.attempt(attempt).id)
    assert [row.response for row in rows[:2]] == [right[1], right[2]]


def test_an_old_empty_page_never_empties_what_another_window_answered(table, send_page):
    attempt = table.start()
    right = table.answers(attempt)
    table.save(attempt, 1, right[1], client_key="other-window", sequence=1)
    empty = {"choices": []} if "choices" in right[1] else dict.fromkeys(right[1], "")
    assert not send_page(table, attempt, {1: (empty, 0), 2: (right[2], 0)}, "page-1")
    with table.app.app_context():
        rows = queries.questions_asked(table.attempt(attempt).id)
    assert [row.response for row in rows[:2]] == [right[1], right[2]]


def test_a_page_that_changed_the_same_question_wins_and_is_told(table, send_page):
    attempt = table.start()
    right, wrong = table.answers(attempt)[1], table.answers(attempt, right=False)[1]
    table.save(attempt, 1, right, client_key="other-window", sequence=1)
    assert not send_page(table, attempt, {1: (wrong, 0)}, "page-1")
    with table.app.app_context():
        assert queries.questions_asked(table.attempt(attempt).id)[0].response == wrong


def test_an_emptied_answer_is_kept_as_empty(table, send_page):
    attempt = table.start()
    right = table.answers(attempt)[1]
    empty = {"choices": []} if "choices" in right else dict.fromkeys(right, "")
    send_page(table, attempt, {1: (right, 0)}, "page-1")
    send_page(table, attempt, {1: (empty, 1)}, "page-2")
    with table.app.app_context():
        assert queries.questions_asked(table.attempt(attempt).id)[0].response == empty


def test_a_page_cut_off_on_the_way_empties_nothing(table, send_page):
    attempt = table.start()
    table.save_all(attempt)
    assert send_page(table, attempt, {}, "page-1")
    assert table.submit(attempt).score == 10000


def test_submitting_with_open_questions_asks_first_and_keeps_the_page(table, submit_page):
    attempt = table.start()
    given = {1: (table.answers(attempt)[1], 0)}
    assert submit_page(table, attempt, given, "page-1") == sitting.Missing((2, 3, 4))
    assert table.attempt(attempt).submitted_at is None
    closed = submit_page(table, attempt, given, "page-1", sure=True)
    assert (closed.score, closed.new) == (2500, True)
    assert submit_page(table, attempt, given, "page-1") == sitting.Closed(
        attempt, 2500, False, new=False
    )
