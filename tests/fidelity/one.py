"""Read one file in a process of its own and say what it cost: python -m tests.fidelity.one FILE OUT

The model goes to OUT as JSON; what is printed is the cost. `--twice` reads again and compares.
"""

import json
import resource
import sys
import tempfile
from pathlib import Path

from elearn.library.readers.child import read_document
from elearn.library.readers.errors import Unreadable
from elearn.library.readers.model_json import to_json

KIB = 1024


def main(path: Path, out: Path, twice: bool, options: dict[str, bool]) -> dict[str, object]:
    """Read the file, write its model and return seconds, megabytes and whether it was the same."""
    with tempfile.TemporaryDirectory() as media:
        try:
            doc = read_document(path, name=path.name, media_folder=Path(media), **options)
        except Unreadable as reason:
            return {"refused": str(reason)}
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        model = to_json(doc)
        out.write_text(json.dumps(model, ensure_ascii=False), encoding="utf-8")
        same = not twice or to_json(read_document(path, name=path.name, **options)) == model
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / KIB
    seconds = used.ru_utime + used.ru_stime
    return {"seconds": seconds, "megabytes": peak, "same": same}


if __name__ == "__main__":
    flags = sys.argv[3:]
    found = main(
        Path(sys.argv[1]),
        Path(sys.argv[2]),
        "--twice" in flags,
        {"ignore_bookmarks": True} if "--ignore-bookmarks" in flags else {},
    )
    print(json.dumps(found))
