"""The application as a server loads it: heap frozen, so that collecting garbage pauses nobody."""

import gc

# Nothing that is loaded at start becomes garbage: looking for it all along takes an eighth of it.
gc.disable()

from elearn.app import late  # noqa: E402
from elearn.core import config  # noqa: E402

settings = config.from_environment()
late.prepare(settings)

from elearn.app.factory import create_app  # noqa: E402

app = create_app(settings)

gc.collect()
gc.freeze()
gc.set_threshold(20_000, 50, 50)
gc.enable()
