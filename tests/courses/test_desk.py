"""The trainers' desk: outline, lessons, preview, publishing; each route with its rights."""

import pytest

from courses import desk_queries, operations
from courses.models import Course
from elearn.core.database import db
from tests.cast import actor
from tests.courses.drafts_made import SENTENCE, draft, text


@pytest.fixture
def made(app, cast, writing):
    tomas = actor(app, cast.trainer)
    with writing():
        return draft(tomas)


@pytest.fixture
def desk(made, cast, signed_in):
    """The trainer of the draft, signed in."""
    return signed_in(cast.trainer)


def base(made):
    return f"/desk/courses/{made.slug}/"


def lesson_path(made, place=0):
    return f"{base(made)}lessons/{made.lessons[place].public_id}"


def titles(app, made):
    with app.app_context():
        return [(r.module_title, r.title) for r in desk_queries.outline_rows(made.course.id)]


def newest(app, made, place=0):
    with app.app_context():
        return desk_queries.newest_text(made.lessons[place].id)


# -- rights -------------------------------------------------------------------------------------


def pages(made):
    step, module = made.lessons[0].public_id, made.modules[0].public_id
    return [
        "",
        "details",
        "modules/new",
        f"modules/{module}/",
        f"modules/{module}/add",
        f"modules/{module}/remove",
        f"steps/{step}/",
        f"steps/{step}/remove",
        f"lessons/{step}",
        f"lessons/{step}/texts/1",
        f"preview/{step}/",
        "publish",
        "withdraw",
    ]


def writes(made):
    step, module = made.lessons[0].public_id, made.modules[0].public_id
    return [
        ("details", {"title": "x", "language": "en", "level": "introductory"}),
        ("move", {"move": f"step:{step}:down"}),
        ("modules/new", {"title": "x"}),
        (f"modules/{module}/", {"title": "x"}),
        (f"modules/{module}/add", {"title": "x", "kind": "lesson"}),
        (f"modules/{module}/remove", {}),
        (f"steps/{step}/", {"title": "x", "module": module}),
        (f"steps/{step}/remove", {}),
        (f"lessons/{step}", {"title": "x", "html": "<p>x</p>", "based_on": "1"}),
        ("publish", {"note": ""}),
        ("withdraw", {}),
        ("offer-again", {}),
    ]


def test_every_page_opens_for_the_trainer_of_the_course_and_for_admins(made, cast, signed_in):
    for member in (cast.trainer, cast.admin):
        client = signed_in(member)
        for page in pages(made):
            client.get(base(made) + page)


def test_no_page_opens_for_another_trainer(made, cast, signed_in):
    client = signed_in(cast.second_trainer)
    for page in [*pages(made), "preview/"]:
        client.get(base(made) + page, status=404)


@pytest.mark.parametrize("part", ["learner", "partner", "reviewer", "analyst"])
def test_no_page_opens_for_other_roles(made, cast, signed_in, part):
    client = signed_in(getattr(cast, part))
    for page in pages(made):
        client.get(base(made) + page, status=403)
    client.get("/desk/courses/", status=403)
    client.get("/desk/courses/new", status=403)


def test_visitors_are_asked_to_sign_in(made, visitor):
    for page in pages(made):
        assert "/sign-in" in visitor.get(base(made) + page, status=302).location


def test_nobody_but_its_trainers_and_admins_changes_a_course(app, made, cast, signed_in, visitor):
    before = titles(app, made)
    with app.app_context():
        version = db.session.get_one(Course, made.course.id).version
    for client, status in (
        (signed_in(cast.second_trainer), 404),
        (signed_in(cast.learner), 403),
        (signed_in(cast.reviewer), 403),
        (visitor, 302),
    ):
        for path, data in writes(made):
            answer = client.post(base(made) + path, data, status=status)
            assert status != 302 or "/sign-in" in answer.location
    assert titles(app, made) == before
    with app.app_context():
        course = db.session.get_one(Course, made.course.id)
        assert (course.version, course.state) == (version, "draft")


def test_a_form_without_its_token_changes_nothing(app, made, desk):
    before = titles(app, made)
    for path, data in writes(made):
        desk.post(base(made) + path, data | {"csrf_token": ""}, status=400)
    assert titles(app, made) == before


def test_the_list_shows_a_trainer_their_own_courses_only(made, cast, signed_in):
    assert "Handling waste batteries" in signed_in(cast.trainer).get("/desk/courses/").main
    assert "Handling waste batteries" in signed_in(cast.admin).get("/desk/courses/").main
    other = signed_in(cast.second_trainer).get("/desk/courses/")
    assert "You look after no course yet" in other.main


def test_the_list_takes_the_same_queries_for_one_course_and_for_many(
    app, cast, desk, writing, queries
):
    with queries() as few:
        desk.get("/desk/courses/")
    with writing():
        for number in range(12):
            operations.create_course(None, title=f"Course {number}", trainer_id=cast.trainer.id)
    with queries() as many:
        desk.get("/desk/courses/")
    assert len(few) == len(many)


# -- outline ------------------------------------------------------------------------------------


def test_a_trainer_makes_an_empty_course_and_fills_it(app, cast, signed_in):
    client = signed_in(cast.trainer)
    form = client.get("/desk/courses/new")
    answer = client.submit(form, "Make the draft", title="Tyres", audience="Collectors\nHauliers\n")
    assert answer.location == "/desk/courses/tyres/"
    page = client.follow(answer)
    assert page.heading == "Tyres"
    page = client.get("/desk/courses/tyres/modules/new")
    page = client.follow(client.submit(page, "Add the module", title="Storing tyres"))
    add = page.all("//a[normalize-space()='Add a lesson or quiz']/@href")[0]
    lesson = client.submit(client.get(add), "Add", title="Outdoors", kind="lesson")
    editor = client.follow(lesson)
    client.submit(editor, "Save", html="Keep them dry.\n\nKeep them cool.")
    with app.app_context():
        course = db.session.query(Course).filter_by(slug="tyres").one()
        assert course.audience == ["Collectors", "Hauliers"]
        (row,) = desk_queries.outline_rows(course.id)
        assert (row.title, row.words) == ("Outdoors", 6)
    details = client.get("/desk/courses/tyres/details")
    assert details.page.get_element_by_id("audience").text.split() == ["Collectors", "Hauliers"]


def test_a_course_without_a_title_is_not_made_and_keeps_what_was_typed(cast, signed_in):
    client = signed_in(cast.trainer)
    form = client.get("/desk/courses/new")
    page = client.submit(form, "Make the draft", status=422, summary="About tyres")
    assert "Give a title." in page.main
    assert page.page.get_element_by_id("summary").text.strip() == "About tyres"


def test_steps_and_modules_move_by_buttons(app, made, desk):
    outline = desk.get(base(made))
    desk.submit(outline, "Move down: Storing")
    assert [title for _, title in titles(app, made)] == ["Labelling", "Storing", "Handing over"]
    answer = desk.submit(desk.get(base(made)), "Move down: Storing")
    assert answer.location == f"{base(made)}#step-{made.lessons[0].public_id}"
    assert titles(app, made)[1] == ("On the road", "Storing")
    desk.submit(desk.get(base(made)), "Move up: On the road")
    assert titles(app, made)[0] == ("On the road", "Storing")


def test_a_move_that_makes_no_sense_is_refused(made, desk):
    for move in ("", "step", "step:nobody:up", "step:x:sideways", "course:x:up"):
        desk.post(f"{base(made)}move", {"move": move}, status=404)


def test_a_step_is_renamed_made_optional_and_put_into_another_module(app, made, desk):
    page = desk.get(f"{base(made)}steps/{made.lessons[0].public_id}/")
    target = made.modules[1].public_id
    desk.submit(page, "Save", title="Storing safely", module=target, required="")
    assert titles(app, made)[-1] == ("On the road", "Storing safely")
    page = desk.get(base(made))
    assert "Not required" in page.main


def test_removing_says_what_it_touches_and_keeps_the_rows(app, made, desk):
    page = desk.get(f"{base(made)}modules/{made.modules[0].public_id}/remove")
    assert "The module and its 2 parts leave the draft." in page.main
    assert "Storing" in page.main
    desk.submit(page, "Remove the module")
    assert titles(app, made) == [("On the road", "Handing over")]
    assert newest(app, made) is not None
    desk.get(lesson_path(made), status=404)
    page = desk.get(f"{base(made)}steps/{made.lessons[2].public_id}/remove")
    desk.submit(page, "Remove it")
    assert titles(app, made) == []


def test_a_module_that_does_not_count_says_so(made, desk):
    page = desk.get(f"{base(made)}modules/{made.modules[1].public_id}/")
    desk.submit(page, "Save", counted="")
    assert "Not needed for completion" in desk.get(base(made)).main


def test_a_quiz_is_added_not_ready(app, made, desk):
    path = f"{base(made)}modules/{made.modules[0].public_id}/add"
    answer = desk.submit(desk.get(path), "Add", title="Check", kind="quiz")
    assert answer.location.startswith(f"{base(made)}quizzes/")
    with app.app_context():
        row = desk_queries.outline_rows(made.course.id)[2]
    assert (row.kind, row.ready, row.title) == ("quiz", False, "Check")


def test_details_changed_by_two_people_are_answered_with_both(made, desk, cast, signed_in):
    mine = desk.get(f"{base(made)}details")
    other = signed_in(cast.admin)
    other.submit(other.get(f"{base(made)}details"), "Save", title="Their title")
    page = desk.submit(mine, "Save", status=409, title="My title")
    assert "Their title" in page.main
    assert page.page.get_element_by_id("title").value == "My title"
    desk.submit(page, "Save over their text")
    assert desk.get(base(made)).heading == "My title"


# -- lessons ------------------------------------------------------------------------------------


def test_a_lesson_is_cleaned_when_it_is_saved(app, made, desk):
    page = desk.get(lesson_path(made))
    dirty = '<p onclick="x">A</p><script>alert(1)</script><p id="main">B</p>'
    desk.submit(page, "Save", html=dirty, title="Storing them")
    assert [block["html"] for block in newest(app, made).blocks] == ["<p>A</p>", "<p>B</p>"]
    assert titles(app, made)[0] == ("At the workshop", "Storing them")


def test_two_texts_written_at_once_are_both_kept(app, made, desk, cast, signed_in):
    mine = desk.get(lesson_path(made))
    other = signed_in(cast.admin)
    other.submit(other.get(lesson_path(made)), "Save", html="<p>Their text</p>")
    page = desk.submit(mine, "Save", status=409, html="<p>My text</p>")
    assert page.heading == "Two texts of one lesson"
    assert "Saved by Adam Mensah" in page.main
    assert page.page.get_element_by_id("theirs").text.strip() == "<p>Their text</p>"
    assert page.page.get_element_by_id("html").text.strip() == "<p>My text</p>"
    assert newest(app, made).number == 2
    desk.submit(page, "Save my text as the newest")
    assert newest(app, made).blocks[0]["html"] == "<p>My text</p>"
    assert newest(app, made).number == 3


def test_saving_what_is_there_makes_no_new_text(app, made, desk):
    desk.submit(desk.get(lesson_path(made)), "Save")
    assert newest(app, made).number == 1


def test_an_earlier_text_can_be_brought_back(app, made, desk):
    desk.submit(desk.get(lesson_path(made)), "Save", html="<p>Worse</p>")
    page = desk.get(f"{lesson_path(made)}/texts/1")
    desk.submit(page, "Save")
    assert newest(app, made).number == 3
    assert SENTENCE.strip() in newest(app, made).blocks[1]["html"]
    desk.get(f"{lesson_path(made)}/texts/9", status=404)


def test_a_text_that_is_too_long_is_refused_and_kept_on_the_page(made, desk):
    page = desk.get(lesson_path(made))
    data = {"title": "Storing", "html": "x" * 500_001, "based_on": "1"}
    answer = desk.client.post(lesson_path(made), data=data | {"csrf_token": desk.token()})
    assert answer.status_code == 422
    assert "The text is too long." in answer.text
    assert page.status == 200


def test_a_quiz_has_no_text_to_edit(made, desk, writing):
    with writing():
        quiz = operations.add_quiz_step(made.course.id, made.modules[0].id, "Check", None)
        public_id = quiz.public_id
    desk.get(f"{base(made)}lessons/{public_id}", status=404)


# -- preview and publishing ---------------------------------------------------------------------


def test_the_preview_shows_the_draft_as_learners_would_see_it(made, desk):
    start = desk.get(f"{base(made)}preview/", status=302)
    page = desk.follow(start)
    assert page.heading == "Storing"
    assert "This is a preview of the draft." in page.main
    assert page.all("//article//h2/@id") == ["s-1"]
    assert page.all("//a[@rel='next']/@href") == [
        f"{base(made)}preview/{made.lessons[1].public_id}/"
    ]


def test_an_empty_course_has_nothing_to_preview_or_publish(made, desk, writing, cast):
    with writing():
        operations.create_course(None, title="Empty", trainer_id=cast.trainer.id)
    assert desk.get("/desk/courses/empty/preview/", status=302).location == "/desk/courses/empty/"
    page = desk.get("/desk/courses/empty/publish")
    assert "The course has no lessons yet." in page.main
    desk.post("/desk/courses/empty/publish", {}, status=422)


def test_a_course_is_published_changed_and_published_again(app, made, desk, visitor):
    visitor.get(f"/courses/{made.slug}/", status=404)
    page = desk.get(f"{base(made)}publish")
    assert "The course has no quiz" in page.main
    desk.submit(page, "Publish this release", note="First edition")
    assert visitor.get(f"/courses/{made.slug}/").heading == made.course.title
    lesson = f"/courses/{made.slug}/{made.lessons[0].public_id}/"
    assert "Keep waste closed" in visitor.get(lesson).main

    desk.submit(desk.get(lesson_path(made)), "Save", html=f"<p>{SENTENCE * 20}</p><p>New.</p>")
    assert "New." not in visitor.get(lesson).main
    assert "Changed since release 1" in desk.get(base(made)).main
    page = desk.get(f"{base(made)}publish")
    changed = page.page.find(".//dl[@class='facts']/div")
    assert [part.text_content() for part in changed] == ["Changed", "Storing"]
    desk.submit(page, "Publish this release", note="A sentence more")
    assert "New." in visitor.get(lesson).main
    assert "Changed since" not in desk.get(base(made)).main
    page = desk.get(f"{base(made)}publish")
    assert "No lesson or quiz has changed." in page.main
    desk.submit(page, "Publish this release", status=409)


def test_a_course_is_withdrawn_after_saying_what_that_means(made, desk, visitor):
    desk.submit(desk.get(f"{base(made)}publish"), "Publish this release")
    page = desk.get(f"{base(made)}withdraw")
    assert "0 people who are enrolled" in page.main
    desk.submit(page, "Withdraw the course")
    visitor.get(f"/courses/{made.slug}/", status=404)
    desk.submit(desk.get(base(made)), "Offer it again")
    visitor.get(f"/courses/{made.slug}/")


def test_a_course_still_being_made_is_hidden_even_from_its_trainer(cast, signed_in, writing):
    with writing():
        operations.create_course(
            None, title="Half made", trainer_id=cast.trainer.id, state="building"
        )
    for member in (cast.trainer, cast.admin):
        client = signed_in(member)
        assert "Half made" not in client.get("/desk/courses/").main
        client.get("/desk/courses/half-made/", status=404)


def test_a_big_course_is_edited_and_published_within_the_limits(app, cast, writing, signed_in):
    with writing():
        course = operations.create_course(None, title="Big", trainer_id=cast.trainer.id)
        ids = [operations.add_module(course.id, f"Module {n}", None).id for n in range(12)]
    for module_id in ids:
        for number in range(8):
            with writing():
                title = f"Lesson {number} on a subject with a name of some length"
                operations.add_lesson(course.id, module_id, title, None, text=text(1100))
    client = signed_in(cast.trainer)
    client.get("/desk/courses/big/")
    client.submit(client.get("/desk/courses/big/publish"), "Publish this release")
