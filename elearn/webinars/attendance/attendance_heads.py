"""Heads of the columns of attendance reports, in the languages systems export them in.

English, French, Spanish, Portuguese, German, Russian, Arabic and Chinese. Knows no database.
"""

import re
import unicodedata


def folded(text: str, between: str = " ") -> str:
    """Return a text as it is compared: no case, no accents, no signs, words in order."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return between.join(re.findall(r"[^\W_]+", kept))


def _words(*texts: str) -> frozenset[str]:
    return frozenset(folded(word, "") for word in " ".join(texts).split())


HEADS: dict[str, frozenset[str]] = {
    kind: _words(*words)
    for kind, words in {
        "email": (
            "email emailaddress useremail mail attendeeemail registrationemail correo",
            "correoelectronico correoelectronicodelusuario direcciondecorreoelectronico courriel",
            "adresseemail emaildelutilisateur adressedemessagerie emaildousuario enderecodeemail",
            "emailadresse benutzeremail электроннаяпочта адресэлектроннойпочты эльпочта",
            "электроннаяпочтапользователя البريدالإلكتروني بريدالمستخدمالإلكتروني",
            "عنوانالبريدالإلكتروني 电子邮件 邮箱 用户邮箱 用户电子邮件 电子邮件地址 电子邮箱",
        ),
        "name": (
            "name fullname participant participantname username displayname attendee attendeename",
            "nameoriginalname usernameoriginalname nom nomcomplet nomoriginal nomnomdorigine",
            "nomdutilisateur nomdutilisateurnomoriginal nombre nombrecompleto nombreoriginal",
            "nombrenombreoriginal nombredeusuario nombredeusuarionombreoriginal nomecompleto",
            "nome nomeoriginal nomenomeoriginal nomedousuario nomedeusuario participante",
            "vollstandigername nameursprunglichername benutzername teilnehmer anzeigename",
            "имя имяпользователя полноеимя имяисходноеимя имяпервоначальноеимя участник",
            "الاسم الاسمالكامل اسمالمستخدم الاسمالاسمالأصلي المشارك",
            "姓名 名称 全名 用户名 姓名原始姓名 名称原始名称 用户名原名 参与者",
        ),
        "first": (
            "firstname prenom nombredepila primeironome vorname givenname الاسمالأول 名字 名",
        ),
        "last": (
            "lastname nomdefamille apellido apellidos sobrenome nachname familyname фамилия",
            "اسمالعائلة 姓氏 姓",
        ),
        "joined": (
            "joined joinedat join jointime firstjoin firstjointime firstjoinutc jointimeutc",
            "entered timejoined arrival heuredarrivee heuredeconnexion premiereparticipation",
            "premiereconnexion horadeentrada horadeingreso horadeunion primeracceso",
            "primeraunion primeiraentrada entrada horadaentrada ersterbeitritt beitrittszeit",
            "beitrittszeitpunkt beigetreten времявхода времяподключения первоеподключение",
            "первоеприсоединение времяприсоединения وقتالانضمام وقتالدخول أولانضمام",
            "加入时间 首次加入 首次加入时间 进入时间",
        ),
        "left": (
            "left leftat leave leavetime lastleave lastleavetime lastleaveutc leavetimeutc exited",
            "timeexited departure heuredesortie heurededepart derniersortie dernieredeconnexion",
            "dernierdepart heuredefin horadesalida ultimasalida ultimoabandono horadesaida",
            "ultimasaida saida letztesverlassen austrittszeit verlassen zeitpunktdesverlassens",
            "времявыхода времяотключения последнийвыход последнееотключение",
            "وقتالمغادرة وقتالخروج آخرمغادرة 离开时间 退出时间 上次离开 最后离开 最后离开时间",
        ),
        "minutes": (
            "minutes minute min duration durationminutes totalduration totaldurationminutes",
            "inmeetingduration timeinsession timeinsessionminutes attendanceduration duree",
            "minutesattended dureeminutes dureetotaleminutes dureedelareunion dureedanslareunion",
            "dureeenreunion dureedelaparticipation tempsdanslasessionminutes",
            "duracion duracionminutos duraciontotalminutos duracionenlareunion",
            "duraciondelareunion tiempoenlasesionminutos duracao duracaominutos",
            "duracaototalminutos duracaonareuniao duracaodareuniao tempoemsessaominutos",
            "dauer dauerminuten gesamtdauerminuten besprechungsdauer dauerinderbesprechung",
            "продолжительность продолжительностьминуты продолжительностьмин",
            "общаяпродолжительностьминуты длительность продолжительностьучастия",
            "длительностьучастия المدة المدةبالدقائق المدةدقائق المدةدقيقة إجماليالمدةدقائق",
            "المدةفيالاجتماع 时长 时长分钟 总时长分钟 持续时间 持续时间分钟 总持续时间分钟",
            "会议时长 会议中的时长 会议持续时间",
        ),
        "role": (
            "role rolle role rol funcao cargo роль الدور 角色 moderator moderateur moderador",
            "модератор مشرف 主持人",
        ),
        "waiting": (
            "inwaitingroom ensalledattente danslasalledattente enlasaladeespera nasaladeespera",
            "imwarteraum взаледожидания вкомнатеожидания فيغرفةالانتظار 在等候室 在等候室中",
        ),
        "attended": (
            "attended apresent aassiste participe asistio participou compareceu teilgenommen",
            "присутствовал посетил حضر 已参加 已出席 参加",
        ),
        "action": (
            "useraction action actiondelutilisateur acciondelusuario acaodousuario benutzeraktion",
            "действиепользователя إجراءالمستخدم 用户操作",
        ),
        "moment": (
            "timestamp horodatage heure marcadetiempo marcatemporal carimbodedatahora zeitstempel",
            "меткавремени отметкавремени الطابعالزمني 时间戳",
        ),
        "mark": ("externaluserid extid userid",),
    }.items()
}
YES = _words("yes y oui sí sim ja да نعم 是 true")
NO = _words("no n non não nein нет لا 否 false")
HOSTS = _words(
    "organizer organiser host cohost moderator presenter panelist organisateur presentateur hote"
    " coorganisateur organizador presentador anfitrion coorganizador apresentador moderador"
    " moderateur organisator gastgeber referent организатор докладчик модератор"
    " المنظم منظم مقدم المضيف 组织者 演示者 主持人 true"
)
# What a list of joinings and leavings says of joining.
JOINED = (
    *("join", "rejoint", "arriv", "uni", "ingres", "entr", "beigetreten", "beitr", "присоед"),
    *("вош", "انضم", "加入"),
)
# Programs that listen in for somebody, as they name themselves.
BOTS = (
    *("notetaker", "note taker", "otter ai", "fireflies", "read ai", "fathom", "tldv", "avoma"),
    *("meeting notes", "recorder", "recording bot", "interpreter bot", "live transcription"),
)
