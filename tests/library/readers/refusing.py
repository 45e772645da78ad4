"""Read the files of a folder one by one and print the most memory each reading took, in MB.

Every file gets a process of its own between, as the system tells the peak of all children only.
"""

import contextlib
import json
import os
import resource
import sys
from pathlib import Path

from elearn.library.readers.child import read_document
from elearn.library.readers.errors import Unreadable


def most_megabytes(path: Path) -> float:
    """Return the peak of the child that reads a file, 0 when none was started."""
    into, out = os.pipe()
    if not os.fork():
        with contextlib.suppress(Unreadable):
            read_document(path, name="upload")
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        os.write(out, str(peak).encode())
        os._exit(0)
    os.wait()
    os.close(out)
    said = os.read(into, 64)
    os.close(into)
    return float(said)


if __name__ == "__main__":
    files = sorted(path for path in Path(sys.argv[1]).iterdir() if path.is_file())
    print(json.dumps({path.name: most_megabytes(path) for path in files}))
