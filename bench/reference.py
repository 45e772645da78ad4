"""The reference: an application as plain as Flask's own documentation would write it.

`/plain` (F) is a template of forty rows; `/page` (R) is forty rows with links behind a sign-in
cookie, with three ORM queries; the quiz flow starts an attempt, shows it, saves ten answers,
submits and reviews.
Templates are files: `render_template_string` would compile them again for every request.
"""

import os
from datetime import UTC, datetime

from flask import Flask, redirect, render_template, request, session
from flask_login import LoginManager, UserMixin, current_user, login_required, login_user
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import event, select

ROWS = 40
db = SQLAlchemy()


class User(UserMixin, db.Model):  # type: ignore[name-defined,misc]
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(80))


class Item(db.Model):  # type: ignore[name-defined,misc]
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String(200))
    text = db.Column(db.Text)
    state = db.Column(db.String(20))


class Question(db.Model):  # type: ignore[name-defined,misc]
    id = db.Column(db.Integer, primary_key=True)
    text = db.Column(db.Text)
    right = db.Column(db.Integer)


class Attempt(db.Model):  # type: ignore[name-defined,misc]
    id = db.Column(db.Integer, primary_key=True)
    user_id = db.Column(db.ForeignKey("user.id"), index=True)
    started = db.Column(db.DateTime)
    submitted = db.Column(db.DateTime)
    score = db.Column(db.Integer)


class Answer(db.Model):  # type: ignore[name-defined,misc]
    id = db.Column(db.Integer, primary_key=True)
    attempt_id = db.Column(db.ForeignKey("attempt.id"), index=True)
    question_id = db.Column(db.ForeignKey("question.id"))
    choice = db.Column(db.Integer)


def create_app(database: str) -> Flask:
    app = Flask(__name__)
    app.config.update(SECRET_KEY="reference", SQLALCHEMY_DATABASE_URI=database)
    db.init_app(app)
    manager = LoginManager(app)
    manager.user_loader(lambda user_id: db.session.get(User, int(user_id)))
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            event.listen(db.engine, "connect", prepare)
        if os.environ.get("REFERENCE_FILL"):
            db.create_all()
            fill()
    add_pages(app)
    add_quiz(app)
    return app


def prepare(connection: object, record: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA busy_timeout=10000")
    cursor.close()


def fill() -> None:
    db.session.add(User(id=1, name="Reader"))
    for number in range(1, ROWS + 1):
        text = f"Text of row {number}: " + "words that fill a line of a table " * 3
        db.session.add(Item(title=f"Row number {number}", text=text, state="done"))
    for number in range(1, 11):
        db.session.add(Question(text=f"Question number {number}?", right=number % 4))
    db.session.commit()


def add_pages(app: Flask) -> None:
    @app.get("/plain")
    def plain() -> str:
        rows = [
            {
                "id": n,
                "title": f"Row number {n}",
                "text": "words that fill a line " * 4,
                "state": "done",
            }
            for n in range(ROWS)
        ]
        return render_template("plain.html", title="Plain", rows=rows)

    @app.get("/sign-in")
    def sign_in() -> object:
        login_user(db.session.get(User, 1))
        return redirect("/page")

    @app.get("/page")
    @login_required
    def page() -> str:
        rows = db.session.scalars(select(Item).order_by(Item.id)).all()
        newest = db.session.scalars(select(Item).order_by(Item.id.desc()).limit(1)).one()
        return render_template("page.html", title=newest.title, name=current_user.name, rows=rows)


def add_quiz(app: Flask) -> None:
    @app.post("/quiz/start")
    @login_required
    def start() -> object:
        attempt = Attempt(user_id=current_user.id, started=datetime.now(UTC))
        db.session.add(attempt)
        db.session.commit()
        session["attempt"] = attempt.id
        return redirect("/quiz")

    @app.get("/quiz")
    @login_required
    def show() -> str:
        questions = db.session.scalars(select(Question).order_by(Question.id)).all()
        return render_template("quiz.html", questions=questions)

    @app.post("/quiz/answer")
    @login_required
    def answer() -> object:
        question, choice = int(request.form["question"]), int(request.form["choice"])
        db.session.add(Answer(attempt_id=session["attempt"], question_id=question, choice=choice))
        db.session.commit()
        return {"saved": True}

    @app.post("/quiz/submit")
    @login_required
    def submit() -> object:
        attempt = db.session.get(Attempt, session["attempt"])
        answers = db.session.scalars(select(Answer).where(Answer.attempt_id == attempt.id)).all()
        right = {q.id: q.right for q in db.session.scalars(select(Question))}
        attempt.score = sum(right[a.question_id] == a.choice for a in answers)
        attempt.submitted = datetime.now(UTC)
        db.session.commit()
        return redirect("/quiz/review")

    @app.get("/quiz/review")
    @login_required
    def review() -> str:
        attempt = db.session.get(Attempt, session["attempt"])
        questions = db.session.scalars(select(Question).order_by(Question.id)).all()
        return render_template("quiz.html", questions=questions, score=attempt.score)


app = create_app(os.environ["REFERENCE_DATABASE"]) if "REFERENCE_DATABASE" in os.environ else None
