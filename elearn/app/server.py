"""The application as a server loads it: heap frozen, so that collecting garbage pauses nobody."""

import gc

from elearn.app.factory import create_app

app = create_app()

gc.collect()
gc.freeze()
gc.set_threshold(20_000, 50, 50)
