"""A wire that breaks: a TCP proxy which cuts connections in the middle, by a seeded chance, with a reset."""

import random
import socket
import struct
import threading
from contextlib import suppress

RESET = struct.pack("ii", 1, 0)
CHUNK = 4096


class CuttingProxy:
    """Passes bytes both ways; every connection may be cut before, within or after the answer."""

    def __init__(self, target: tuple[str, int], *, chance: float, seed: int) -> None:
        self.target, self.chance = target, chance
        self.dice = random.Random(seed)
        self.cuts = 0
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port: int = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, name="proxy", daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        try:
            server = socket.create_connection(self.target, timeout=10)
        except OSError:
            client.close()
            return
        threading.Thread(target=self._pass_on, args=(client, server, 0.0), daemon=True).start()
        # Only answers are cut: an order that reached the bank and was never heard of again is the dangerous one.
        self._pass_on(server, client, self.chance)

    def _pass_on(self, source: socket.socket, sink: socket.socket, chance: float) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                if chance and self.dice.random() < chance:
                    self.cuts += 1
                    sink.sendall(data[: self.dice.randrange(len(data))])
                    _reset(sink)
                    break
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()


def _reset(end: socket.socket) -> None:
    """Close with a reset instead of a polite end."""
    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    end.close()
