"""Attendance reports of conferencing systems are read, whatever they look like."""

import pytest

from elearn.webinars.attendance import attendance_files as files
from elearn.webinars.attendance.attendance_times import moments_of, seconds_of

ZOOM = """Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants
123,Storage,03/24/2027 09:55:00 AM,03/24/2027 11:02:00 AM,host@example.org,67,3

Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest
Lina Haddad,lina@example.org,03/24/2027 09:58:00 AM,03/24/2027 10:30:00 AM,32,No
Lina Haddad (Lina's phone),LINA@example.org,03/24/2027 10:20:00 AM,03/24/2027 11:00:00 AM,40,No
Omar D.,,03/24/2027 10:00:00 AM,03/24/2027 10:45:00 AM,45,Yes
"""
TEAMS = """1. Summary
Meeting title\tStorage
Attended participants\t2

2. Participants
Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole
Haddad, Lina\t3/24/27, 9:58:12 AM\t3/24/27, 11:00:12 AM\t46m 25s\tlina@example.org\tl@x\tOrganizer
Omar Diallo\t3/24/27, 10:00:00 AM\t3/24/27, 11:00:00 AM\t1h 0m 1s\t\t\tAttendee

3. In-Meeting Activities
Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole
Omar Diallo\t3/24/27, 10:00:00 AM\t3/24/27, 11:00:00 AM\t1h\t\tAttendee
"""
BBB = """Name;Moderator;Join;Left;Duration
Lina Haddad;FALSE;24.03.2027 10:00:00;24.03.2027 10:45:12;00:45:12
"""
PEOPLE = [
    (1, "Lina Haddad", "lina@example.org"),
    (2, "Omar Diallo", "Omar@Example.org"),
    (3, "Ana Petrova", "ana1@example.org"),
    (4, "Ana Petrova", "ana2@example.org"),
]


def minutes(entries, length=60):
    return [(one.name, files.minutes_of([one], length)) for one in entries]


def test_rows_of_one_person_are_joined_and_overlaps_count_once():
    entries = files.read(ZOOM.encode())
    assert [(one.name, one.email, one.lines) for one in entries] == [
        ("Lina Haddad", "lina@example.org", [5, 6]),
        ("Omar D.", "", [7]),
    ]
    # 9:58 to 11:00, although 32 and 40 minutes are 72; and no more than the session's hour.
    assert minutes(entries, 90) == [("Lina Haddad", 62), ("Omar D.", 45)]
    assert minutes(entries) == [("Lina Haddad", 60), ("Omar D.", 45)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8", "utf-8-sig"])
def test_tabs_and_encodings_of_other_systems_are_read(encoding):
    entries = files.read(TEAMS.encode(encoding))
    # What the system counted is believed where it is less than from the first to the last moment.
    assert minutes(entries, 90) == [("Haddad, Lina", 46), ("Omar Diallo", 60)]


def test_semicolons_and_other_days_are_read():
    assert minutes(files.read(BBB.encode())) == [("Lina Haddad", 45)]


def test_a_list_of_addresses_and_minutes_is_enough():
    entries = files.read(b"E-mail,Minutes\r\nlina@example.org,50\r\nlina@example.org,20\r\n")
    assert [(one.email, files.minutes_of([one], 60)) for one in entries] == [
        ("lina@example.org", 60)
    ]


def test_people_are_found_by_address_then_by_a_name_only_one_has():
    found = files.matched(
        [
            files.Entry("Somebody", "lina@example.org"),
            files.Entry("DIALLO, Omar (guest)", "other@example.org"),
            files.Entry("Ana Petrova", ""),
            files.Entry("Ana Petrova", "ana2@example.org"),
            files.Entry("Nobody Here", ""),
        ],
        PEOPLE,
    )
    assert found == [
        (1, "address"),
        (2, "name"),
        (None, "ambiguous"),
        (4, "address"),
        (None, "unknown"),
    ]


def test_accents_and_case_are_no_difference():
    people = [(7, "José Núñez", "j@example.org")]
    assert files.matched([files.Entry("jose NUNEZ", "")], people) == [(7, "name")]


def test_rows_that_cannot_be_used_say_why():
    report = (
        "Name,Email,Join time,Leave time\n"
        ",,10:00,11:00\n"
        "Lina Haddad,,11:00,10:00\n"
        "Omar Diallo,,soon,later\n"
        "=1+1,,10:00,10:30\n"
    )
    assert [(one.name, one.problem) for one in files.read(report.encode())] == [
        ("", "nobody"),
        ("Lina Haddad", "left-before-joined"),
        ("Omar Diallo", "no-time"),
        ("=1+1", ""),
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        (b"Name,Minutes\n", "empty"),
        (b"Name,Country\nLina,KE\n", "no-table"),
        ("Name,Minutes\nJosé,5\n".encode("latin-1"), "encoding"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "encoding"),
        (b"Name,Minutes\n" + b"x" * 200_000 + b",5\n", "no-table"),
        (b"a" * (files.MOST_BYTES + 1), "too-large"),
        (b"Name,Minutes\n" + b"Lina,5\n" * files.MOST_LINES, "too-many"),
        (b"Name,Minutes\n" + b"".join(b"L%d,5\n" % i for i in range(2_001)), "too-many"),
    ],
)
def test_files_of_no_use_are_refused_with_the_reason(content, reason):
    with pytest.raises(files.FileUnusable) as refused:
        files.read(content)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("46", 2760), ("46.5", 2790), ("46,5", 2790), ("0:46:30", 2790), ("46m 30s", 2790),
        ("1 h 2 min", 3720), ("1 heure", 3600), ("90 мин", 5400), ("", None), ("soon", None),
        ("99999", None), ("25:00:00", None), ("1441", None),
    ],
)  # fmt: skip
def test_lengths_are_read_as_systems_write_them(text, seconds):
    assert seconds_of(text) == seconds


def test_days_that_could_be_either_are_read_alike():
    first, second = moments_of(["03/04/2027 10:00:00", "25/04/2027 10:00:00"])
    assert second - first == 22 * 86400
    assert moments_of(["2027-03-24T10:00:00.123Z", "2027-03-24T10:00:30+00:00"]) == [
        moments_of(["2027-03-24 10:00:00"])[0],
        moments_of(["2027-03-24 10:00:30"])[0],
    ]
    assert moments_of(["", "soon"]) == [None, None]
