"""Runs the service: one process, one event loop, granian's HTTP in front.

It starts within a tenth of a second and stops on SIGTERM at once, whatever callers it is keeping waiting.
The embedded form of granian serves from this process alone, so that a SIGKILL leaves no orphan behind.
"""

import asyncio
import logging
import signal
import socket
import sys
from typing import Any
from urllib.parse import parse_qsl

from granian.constants import HTTPModes, Interfaces
from granian.server.embed import Server

from payouts.rails.sandbox.service.alarm import Alarm
from payouts.rails.sandbox.service.app import App
from payouts.rails.sandbox.service.book import Bookkeeper
from payouts.rails.sandbox.service.courier import Courier
from payouts.rails.sandbox.service.http import Reply, Request, Unanswered, problem
from payouts.rails.sandbox.service.options import Options
from payouts.rails.sandbox.service.settling import Settler
from payouts.rails.sandbox.signature import notice_secret

logger = logging.getLogger(__name__)

BACKLOG = 1024
READY = "ready"


class Front:
    """Between granian's RSGI protocol and the application's plain values."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Release the callers who are being kept waiting; the server cannot stop while they hold on."""
        self._stopping.set()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        request = Request(
            method=scope.method,
            path=scope.path,
            query=dict(parse_qsl(scope.query_string)),
            headers=dict(scope.headers.items()),
            body=await protocol(),
        )
        reply = await self._app.respond(request)
        if isinstance(reply, Unanswered):
            reply = await self._keep_waiting(protocol)
        headers = [("content-type", reply.content_type), *reply.headers]
        protocol.response_bytes(reply.status, headers, reply.body)

    async def _keep_waiting(self, protocol: Any) -> Reply:
        """Wait for the caller to give up, or for the service to stop; nobody acts upon the reply."""
        waits = [
            asyncio.ensure_future(protocol.client_disconnect()),
            asyncio.ensure_future(self._stopping.wait()),
        ]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        return problem(503, "stopping", "No answer was going to come.")


def claim_port(host: str, port: int) -> int:
    """The port to listen on, known to be free. Raises OSError when it is taken.

    Granian shares ports (SO_REUSEPORT): without this look, a second service would silently take half the
    calls.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        return int(probe.getsockname()[1])


async def announce(host: str, port: int) -> None:
    """Print one line once calls are answered, for whoever started the service and waits for it.

    Granian tells nobody when it begins to listen, so this knocks until somebody opens.
    """
    while True:
        try:
            _, writer = await asyncio.open_connection(host, port)
        except OSError:
            await asyncio.sleep(0.005)
            continue
        writer.close()
        sys.stdout.write(f"{READY} http://{host}:{port}\n")
        sys.stdout.flush()
        return


async def serve(options: Options) -> None:
    """Serve until SIGTERM or SIGINT."""
    port = claim_port(options.host, options.port)
    books = Bookkeeper(options.book)
    courier_alarm = Alarm()
    settler = Settler(books, options.return_delay, courier_alarm)
    courier = Courier(
        books,
        courier_alarm,
        url=options.notify_url,
        secret=notice_secret(options.secret),
        retry_delay=options.retry_delay,
    )
    front = Front(App(options, books, settler, courier))
    server = Server(
        front,
        address=options.host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        backlog=BACKLOG,
        log_enabled=False,
    )

    def stop() -> None:
        front.stop()
        server.stop()  # type: ignore[no-untyped-call]

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)

    def stop_after(worker: asyncio.Task[None]) -> None:
        # A bank that takes orders but settles or announces nothing is worse than one that is plainly down.
        if not worker.cancelled() and (error := worker.exception()):
            logger.error("a worker failed; stopping", exc_info=error)
            stop()

    workers = [asyncio.create_task(work) for work in (settler.run(), courier.run(), announce(options.host, port))]
    for worker in workers:
        worker.add_done_callback(stop_after)
    try:
        await server.serve()
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        books.close()
