"""Learners who learn on while the server dies under them, and write down what they were told."""

import random
import threading
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

from tests.fault.line import Line
from tests.fault.site import PASSWORD, RIGHT_TEXTS, Lesson, Site

LONGEST_PAUSE = 0.03


@dataclass(frozen=True)
class Kept:
    """An answer as it was sent."""

    attempt: str
    position: int
    sequence: int
    response: str


@dataclass
class Diary:
    """What one learner sent and what the server acknowledged, kept outside the server."""

    sent: dict[str, Kept] = field(default_factory=dict)
    saved: dict[str, Kept] = field(default_factory=dict)
    started: set[str] = field(default_factory=set)
    closed: dict[str, tuple[int, bool]] = field(default_factory=dict)
    read: set[Lesson] = field(default_factory=set)
    completed: set[str] = field(default_factory=set)
    cuts: int = 0
    problems: list[str] = field(default_factory=list)


class Learner(threading.Thread):
    """Signs in, reads, tries quizzes until they are passed, then goes on trying."""

    def __init__(self, email: str, site: Site, port: int, seed: int) -> None:
        super().__init__(daemon=True)
        self.email = email
        self.site = site
        self.line = Line(port)
        self.chance = random.Random(seed)
        self.diary = Diary()
        self.enough = threading.Event()

    def run(self) -> None:
        try:
            self.sign_in()
            self.learn()
        except Exception as problem:
            self.diary.problems.append(f"{self.email}: {problem!r}")
        finally:
            self.diary.cuts = self.line.cuts
            self.line.connection.close()

    def sign_in(self) -> None:
        self.line.get("/sign-in")
        self.line.form("/sign-in", email=self.email, password=PASSWORD)
        self.line.get(f"/courses/{self.site.courses[0].slug}/")

    def learn(self) -> None:
        courses = self.chance.sample(self.site.courses, len(self.site.courses))
        for course in courses:
            if self.enough.is_set():
                return
            self.line.json("PUT", f"/api/v1/courses/{course.slug}/enrolment")
            for lesson in course.lessons:
                path = f"/api/v1/courses/{course.slug}/steps/{lesson}/progress"
                self.line.json("PUT", path, {"completed": True})
                self.diary.read.add((course.slug, lesson))
            while not self.enough.is_set() and not self.attempt(course.slug, course.quiz):
                self.pause()
        while not self.enough.is_set():
            course = self.chance.choice(courses)
            self.attempt(course.slug, course.quiz)

    def attempt(self, slug: str, quiz: str) -> bool:
        """Make one attempt, changing every answer once; return whether it was passed."""
        path = f"/api/v1/courses/{slug}/steps/{quiz}/attempts"
        attempt = self.line.json("POST", path).json["id"]
        self.diary.started.add(attempt)
        questions = self.line.get(f"/api/v1/attempts/{attempt}").json["questions"]
        for question in questions:
            self.save(attempt, question, self.guess(question), question["sequence"] + 1)
        for question in questions:
            response = self.right(question) if self.chance.random() < 0.8 else self.guess(question)
            self.save(attempt, question, response, question["sequence"] + 2)
        told = self.line.json("PUT", f"/api/v1/attempts/{attempt}/submission").json
        self.diary.closed[attempt] = (told["score"], told["passed"])
        if told["passed"]:
            self.diary.completed.add(slug)
        return bool(told["passed"])

    def save(self, attempt: str, question: Any, response: dict[str, Any], sequence: int) -> None:
        key = uuid.UUID(int=self.chance.getrandbits(128)).hex
        body = {
            "position": question["position"],
            "client_key": key,
            "sequence": sequence,
            "response": response,
        }
        kept = Kept(attempt, question["position"], sequence, str(sorted(response.items())))
        self.diary.sent[key] = kept
        self.line.json("POST", f"/api/v1/attempts/{attempt}/answers", body)
        self.diary.saved[key] = kept
        self.pause()

    def guess(self, question: Any) -> dict[str, Any]:
        if question["kind"] == "numeric":
            return {"text": str(self.chance.randrange(9))}
        ids = [choice["id"] for choice in question["choices"]]
        if question["kind"] == "multiple":
            return {"choices": sorted(self.chance.sample(ids, 2))}
        return {"choice": self.chance.choice(ids)}

    def right(self, question: Any) -> dict[str, Any]:
        if question["kind"] == "numeric":
            return {"text": "3"}
        ids = [choice["id"] for choice in question["choices"] if choice["text"] in RIGHT_TEXTS]
        return {"choices": sorted(ids)} if question["kind"] == "multiple" else {"choice": ids[0]}

    def pause(self) -> None:
        time.sleep(self.chance.random() * LONGEST_PAUSE)
