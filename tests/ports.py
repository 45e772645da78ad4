"""Ports for servers that tests start."""

import random
import socket

# Below the ports systems give to connections that go out: none of those can take a port between
# the moment it is found free and the moment its server listens.
FIRST, LAST = 20_000, 29_999


def free_port() -> int:
    """Return a port of this machine on which nobody listens."""
    for port in random.SystemRandom().sample(range(FIRST, LAST + 1), 100):
        with socket.socket() as probe:
            # As servers do: a connection that has ended does not keep its port from them.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("Of a hundred ports none is free.")
