"""Attendance reports laid out as conferencing systems write them; nobody in them exists.

The session of all of them began on 24 March 2027 at 10:00 in Geneva (09:00 UTC).
"""

# ruff: noqa: E501 - a line of a report is a line here

import json

ZOOM_MEETING = (
    "Meeting ID,Topic,Start Time,End Time,User Email,Duration (Minutes),Participants\r\n"
    "812 3456 7890,Tour of the toolkit,03/24/2027 09:52:11 AM,03/24/2027 11:04:40 AM,"
    "host@example.org,73,4\r\n\r\n"
    "Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest,"
    "Recording Consent,In Waiting Room\r\n"
    "Mira Solano (Mira),mira@example.org,03/24/2027 09:55:02 AM,03/24/2027 09:58:30 AM,4,Yes,,Yes\r\n"
    "Mira Solano (Mira),mira@example.org,03/24/2027 09:58:30 AM,03/24/2027 10:31:00 AM,33,Yes,Y,No\r\n"
    "Mira Solano (Mira),mira@example.org,03/24/2027 10:30:00 AM,03/24/2027 11:00:30 AM,31,Yes,Y,No\r\n"
    '"Tembo, Jonas",,03/24/2027 10:10:00 AM,03/24/2027 10:50:00 AM,40,Yes,Y,No\r\n'
    "Otter.ai,,03/24/2027 10:00:00 AM,03/24/2027 11:00:00 AM,60,Yes,Y,No\r\n"
)
ZOOM_UNIQUE = (
    "Name (Original Name),User Email,Total Duration (Minutes),Guest\r\n"
    "Mira Solano,mira@example.org,62,Yes\r\nJonas Tembo,,40,Yes\r\n"
)
ZOOM_WEBINAR = (
    "Attendee Report,\r\nReport Generated:,03/24/2027 12:00:00 PM\r\n"
    "Topic,Webinar ID,Actual Start Time,Actual Duration (minutes),# Registered\r\n"
    "Tour,81234567890,03/24/2027 09:55 AM,70,3\r\n"
    "Host Details,\r\nAttended,User Name (Original Name),Email,Join Time,Leave Time,"
    "Time in Session (minutes),Is Guest\r\n"
    "Yes,Hana Host,hana@example.org,03/24/2027 09:50:00 AM,03/24/2027 11:05:00 AM,75,No\r\n"
    "Attendee Details,\r\nAttended,User Name (Original Name),First Name,Last Name,Email,"
    "Registration Time,Approval Status,Join Time,Leave Time,Time in Session (minutes),Is Guest\r\n"
    "Yes,Mira Solano,Mira,Solano,mira@example.org,03/01/2027 08:00:00 AM,approved,"
    "03/24/2027 09:58:30 AM,03/24/2027 11:00:30 AM,62,Yes\r\n"
    "No,Pavel Late,Pavel,Late,pavel@example.org,03/01/2027 08:00:00 AM,approved,--,--,--,--\r\n"
    "Yes,Jonas Tembo,Jonas,Tembo,jonas@example.org,03/02/2027 08:00:00 AM,approved,"
    "03/24/2027 10:10:00 AM,03/24/2027 10:50:00 AM,40,Yes\r\n"
)
TEAMS = (
    "1. Summary\r\nMeeting title\tTour\r\nAttended participants\t3\r\n"
    "Start time\t3/24/27, 9:50:00 AM\r\nEnd time\t3/24/27, 11:05:00 AM\r\n"
    "Meeting duration\t1h 15m\r\nAverage attendance time\t58m 3s\r\n\r\n"
    "2. Participants\r\n"
    "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\r\n"
    "Hana Host\t3/24/27, 9:50:00 AM\t3/24/27, 11:05:00 AM\t1h 15m\thana@example.org\th@x\tOrganizer\r\n"
    "Solano, Mira\t3/24/27, 9:58:30 AM\t3/24/27, 11:00:30 AM\t1h 2m 0s\tmira@example.org\tm@x\tAttendee\r\n"
    "Jonas Tembo (Guest)\t3/24/27, 10:10:00 AM\t3/24/27, 10:55:00 AM\t40m 2s\t\t\tAttendee\r\n\r\n"
    "3. In-Meeting Activities\r\n"
    "Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\r\n"
    "Solano, Mira\t3/24/27, 9:58:30 AM\t3/24/27, 11:00:30 AM\t1h 2m\tmira@example.org\tAttendee\r\n"
)
TEAMS_FLAT = (
    "Meeting Summary\r\nTotal Number of Participants\t2\r\nMeeting Title\tTour\r\n"
    "Meeting Start Time\t3/24/2027, 9:50:00 AM\r\n\r\n"
    "Full Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\tParticipant ID (UPN)\r\n"
    "Mira Solano\t3/24/2027, 9:58:30 AM\t3/24/2027, 11:00:30 AM\t1h 2m\tmira@example.org\tPresenter\tm@x\r\n"
    "Jonas Tembo\t3/24/2027, 10:10:00 AM\t3/24/2027, 10:50:00 AM\t40m\t\tAttendee\t\r\n"
)
TEAMS_ACTIONS = (
    "Full Name\tUser Action\tTimestamp\r\n"
    "Mira Solano\tJoined\t3/24/2027, 9:58:30 AM\r\n"
    "Jonas Tembo\tJoined before\t3/24/2027, 10:00:00 AM\r\n"
    "Jonas Tembo\tLeft\t3/24/2027, 10:20:00 AM\r\n"
    "Jonas Tembo\tJoined\t3/24/2027, 10:30:00 AM\r\n"
    "Jonas Tembo\tLeft\t3/24/2027, 10:50:00 AM\r\n"
    "Mira Solano\tLeft\t3/24/2027, 11:00:30 AM\r\n"
)
WEBEX = (
    "Meeting Name\tMeeting Start Time\tMeeting End Time\tDisplay Name\tFirst Name\tLast Name\tRole\t"
    "Attendee Email\tJoin Time\tLeave Time\tAttendance Duration\tConnection Type\r\n"
    'Tour\t="2027-03-24 09:50:00"\t="2027-03-24 11:05:00"\tMira Solano\tMira\tSolano\tAttendee\t'
    'mira@example.org\t="2027-03-24 09:58:30"\t="2027-03-24 11:00:30"\t62 mins\tDesktop app\r\n'
    'Tour\t="2027-03-24 09:50:00"\t="2027-03-24 11:05:00"\tJonas Tembo\tJonas\tTembo\tAttendee\t'
    'jonas@example.org\t="2027-03-24 10:10:00"\t="2027-03-24 10:50:00"\t40 mins\tMobile app\r\n'
)
MEET = (
    "First name,Last name,Email,Duration,Time joined,Time exited\r\n"
    "Mira,Solano,mira@example.org,1 hr 2 min,9:58 AM,11:00 AM\r\n"
    "Jonas,Tembo,jonas@example.org,40 min,10:10 AM,10:50 AM\r\n"
)
BBB_TABLE = (
    '"Name","Moderator","Activity Score","Talk time","Webcam Time","Messages","Reactions",'
    '"Poll Votes","Raise Hands","Join","Left","Duration"\r\n'
    '"Mira Solano","FALSE","4.5","00:01:00","00:00:00","2","0","1","0",'
    '"3/24/2027, 9:58:30 AM","3/24/2027, 11:00:30 AM","01:02:00"\r\n'
    '"Jonas Tembo","FALSE","0","00:00:00","00:00:00","0","0","0","0",'
    '"3/24/2027, 10:10:00 AM","3/24/2027, 10:50:00 AM","00:40:00"\r\n'
    '"Hana Host","TRUE","9","00:30:00","00:50:00","9","0","0","0",'
    '"3/24/2027, 9:50:00 AM","3/24/2027, 11:05:00 AM","01:15:00"\r\n'
)
# 24 March 2027, 09:00 UTC.
BEGAN = 1_805_878_800_000


def at(minutes: float) -> int:
    """Return milliseconds as BigBlueButton counts them, so many minutes after the start."""
    return BEGAN + int(minutes * 60_000)


BBB_DATA = json.dumps(
    {
        "intId": "a1-1805878200000",
        "extId": "room",
        "name": "Tour",
        "createdOn": at(-10),
        "endedOn": at(65),
        "users": {
            "u-1": {
                "userKey": "u-1",
                "extId": "reg-mira",
                "name": "Mira Solano",
                "isModerator": False,
                "intIds": {
                    "w_1": {"intId": "w_1", "sessions": [{"registeredOn": at(-1.5), "leftOn": at(31)}]},
                    "w_2": {"intId": "w_2", "sessions": [{"registeredOn": at(30), "leftOn": at(60.5)}]},
                },
            },
            "u-2": {
                "userKey": "u-2",
                "extId": "guest-2",
                "name": "Jonas Tembo",
                "isModerator": False,
                "intIds": {"w_3": {"intId": "w_3", "registeredOn": at(10), "leftOn": at(50)}},
            },
            "w_4": {"name": "Hana Host", "isModerator": True, "registeredOn": at(-10), "leftOn": 0},
        },
    }
)  # fmt: skip


def _event(event: str, minutes: float, user: str, **more: str) -> str:
    tags = "".join(f"<{tag}>{text}</{tag}>" for tag, text in more.items())
    return (
        f'<event timestamp="{int(minutes * 60_000)}" module="PARTICIPANT" eventname="{event}">'
        f"<userId>{user}</userId><timestampUTC>{at(minutes)}</timestampUTC>{tags}</event>"
    )


BBB_EVENTS = (
    '<?xml version="1.0" encoding="UTF-8"?><recording meeting_id="a1-1">'
    + _event("ParticipantJoinEvent", -1.5, "w1", externalUserId="reg-mira", name="Mira Solano")
    + _event("ParticipantJoinEvent", 10, "w2", externalUserId="g2", name="Jonas Tembo", role="VIEWER")
    + _event("ParticipantLeftEvent", 50, "w2")
    + _event("ParticipantLeftEvent", 60.5, "w1")
    + "</recording>"
)  # fmt: skip
LOCAL = {
    "fr": (
        "Nom (Nom d'origine),Adresse e-mail,Heure d'arrivée,Heure de départ,Durée (Minutes)\r\n"
        "Mira Solano,mira@example.org,24/03/2027 09:58:30,24/03/2027 11:00:30,62\r\n"
        "Jonas Tembo,,24/03/2027 10:10:00,24/03/2027 10:50:00,40\r\n"
    ),
    "es": (
        "Nombre\tPrimera unión\tÚltima salida\tDuración en la reunión\tCorreo\r\n"
        "Mira Solano\t24/3/27 9:58:30 a. m.\t24/3/27 11:00:30 a. m.\t1 h 2 min\tmira@example.org\r\n"
        "Jonas Tembo\t24/3/27 10:10:00 a. m.\t24/3/27 10:50:00 a. m.\t40 min\t\r\n"
    ),
    "ru": (
        "Имя (исходное имя);Электронная почта;Время входа;Время выхода;Продолжительность (минуты)\r\n"
        "Mira Solano;mira@example.org;24.03.2027 09:58:30;24.03.2027 11:00:30;62\r\n"
        "Jonas Tembo;;24.03.2027 10:10:00;24.03.2027 10:50:00;40\r\n"
    ),
    "ar": (
        "الاسم\tوقت الانضمام\tوقت المغادرة\tالمدة\tالبريد الإلكتروني\r\n"
        "Mira Solano\t٢٤‏/٣‏/٢٠٢٧، ٩:٥٨:٣٠ ص\t٢٤‏/٣‏/٢٠٢٧، ١١:٠٠:٣٠ ص\t١ ساعة ٢ دقيقة\tmira@example.org\r\n"
        "Jonas Tembo\t٢٤‏/٣‏/٢٠٢٧، ١٠:١٠:٠٠ ص\t٢٤‏/٣‏/٢٠٢٧، ١٠:٥٠:٠٠ ص\t٤٠ دقيقة\t\r\n"
    ),
    "zh": (
        "名称\t首次加入时间\t最后离开时间\t会议中的时长\t电子邮件\t角色\r\n"
        "Mira Solano\t2027年3月24日 上午9:58:30\t2027年3月24日 上午11:00:30\t1 小时 2 分钟\tmira@example.org\t参与者\r\n"
        "Jonas Tembo\t2027年3月24日 上午10:10:00\t2027年3月24日 上午10:50:00\t40 分钟\t\t参与者\r\n"
    ),
    "pt": (
        "Nome Completo\tHora de Entrada\tHora de Saída\tDuração\tE-mail\r\n"
        "Mira Solano\t24/03/2027, 09:58:30\t24/03/2027, 11:00:30\t1 h 2 min\tmira@example.org\r\n"
        "Jonas Tembo\t24/03/2027, 10:10:00\t24/03/2027, 10:50:00\t40 min\t\r\n"
    ),
    "de": (
        "Name\tErster Beitritt\tLetztes Verlassen\tBesprechungsdauer\tE-Mail\tRolle\r\n"
        "Mira Solano\t24.03.27, 09:58:30\t24.03.27, 11:00:30\t1 Std. 2 Min.\tmira@example.org\tTeilnehmer\r\n"
        "Jonas Tembo\t24.03.27, 10:10:00\t24.03.27, 10:50:00\t40 Min.\t\tTeilnehmer\r\n"
    ),
}  # fmt: skip
