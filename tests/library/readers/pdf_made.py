"""Small PDF files written object by object, so that a test says exactly what is in the file."""

import hashlib
import zlib
from collections.abc import Callable

PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")
FILE_ID = bytes(range(16))
Encrypt = Callable[[int, bytes], bytes]


class Pdf:
    """A file under construction. Object 1 is the catalogue and object 2 the root of the pages."""

    def __init__(self) -> None:
        self.objects: dict[int, bytes] = {1: b"", 2: b""}
        self.font = self.add("<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>")
        self.pages: list[int] = []
        self.catalogue = ""
        self.trailer = ""
        self.encrypt: Encrypt = lambda number, data: data

    def add(self, body: str | bytes) -> int:
        """Add an object and return its number."""
        number = max(self.objects) + 1
        self.objects[number] = body.encode("latin-1") if isinstance(body, str) else body
        return number

    def stream(self, data: bytes, words: str = "", *, packed: bool = False) -> int:
        """Add a stream; `words` go into its dictionary."""
        if packed:
            data, words = zlib.compress(data, 9), f"{words}/Filter/FlateDecode"
        number = max(self.objects) + 1
        data = self.encrypt(number, data)
        head = f"<<{words}/Length {len(data)}>>stream\n".encode("latin-1")
        return self.add(head + data + b"\nendstream")

    def page(self, contents: bytes | int, *, box: str = "0 0 595 842", resources: str = "") -> int:
        """Add a page; `contents` is what is drawn, or the number of a stream of it."""
        stream = contents if isinstance(contents, int) else self.stream(contents)
        said = f"/Font<</F1 {self.font} 0 R>>{resources}"
        number = self.add(
            f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents {stream} 0 R/Resources<<{said}>>>>"
        )
        self.pages.append(number)
        return number

    def written(self) -> bytes:
        """Return the file, with a right table of places."""
        self.objects[1] = f"<</Type/Catalog/Pages 2 0 R{self.catalogue}>>".encode("latin-1")
        if not self.objects[2]:
            kids = " ".join(f"{number} 0 R" for number in self.pages)
            root = f"<</Type/Pages/Kids[{kids}]/Count {len(self.pages)}>>"
            self.objects[2] = root.encode("latin-1")
        out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        places = []
        for number in sorted(self.objects):
            places.append(len(out))
            out += b"%d 0 obj\n" % number + self.objects[number] + b"\nendobj\n"
        start = len(out)
        out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
        out += b"".join(b"%010d 00000 n \n" % place for place in places)
        said = f"<</Size {len(places) + 1}/Root 1 0 R{self.trailer}>>"
        out += f"trailer\n{said}\nstartxref\n{start}\n%%EOF\n".encode("latin-1")
        return bytes(out)


def lines(*texts: str, top: int = 780, size: int = 12) -> bytes:
    """Return the drawing of lines of text, one below the other."""
    shown = "".join(f"({text}) Tj 0 -18 Td " for text in texts)
    return f"BT /F1 {size} Tf 72 {top} Td {shown}ET".encode("latin-1")


def document(*pages: bytes) -> Pdf:
    """Return a file with these pages."""
    made = Pdf()
    for page in pages:
        made.page(page)
    return made


def picture(made: Pdf, width: int, height: int, *, data: bytes | None = None) -> int:
    """Add a grey picture of that size, all black."""
    words = f"/Type/XObject/Subtype/Image/Width {width}/Height {height}"
    words += "/ColorSpace/DeviceGray/BitsPerComponent 8"
    return made.stream(data if data is not None else bytes(width * height), words, packed=True)


def scan(made: Pdf, key: int) -> int:
    """Add a page that is one picture from edge to edge."""
    return made.page(b"q 595 0 0 842 0 0 cm /I Do Q", resources=f"/XObject<</I {key} 0 R>>")


def rc4(key: bytes, data: bytes) -> bytes:
    """Return the data encrypted, as PDF did it first."""
    state = list(range(256))
    at = 0
    for n in range(256):
        at = (at + state[n] + key[n % len(key)]) % 256
        state[n], state[at] = state[at], state[n]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def protect(made: Pdf, user: str, owner: str = "owner", permissions: int = -3904) -> None:
    """Protect what is added from now on with passwords (40 bits); an empty one opens for all."""
    pad = [(word.encode("latin-1") + PADDING)[:32] for word in (owner, user)]
    said_owner = rc4(hashlib.md5(pad[0]).digest()[:5], pad[1])
    bits = permissions.to_bytes(4, "little", signed=True)
    key = hashlib.md5(pad[1] + said_owner + bits + FILE_ID).digest()[:5]
    said_user = rc4(key, PADDING)

    def encrypt(number: int, data: bytes) -> bytes:
        salted = key + number.to_bytes(3, "little") + b"\0\0"
        return rc4(hashlib.md5(salted).digest()[:10], data)

    made.encrypt = encrypt
    made.trailer = (
        f"/Encrypt<</Filter/Standard/V 1/R 2/P {permissions}/O<{said_owner.hex()}>"
        f"/U<{said_user.hex()}>>>/ID[<{FILE_ID.hex()}><{FILE_ID.hex()}>]"
    )
