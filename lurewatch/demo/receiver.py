"""A webhook receiver as a CERT would write one: it verifies the signature, then believes."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError

MOST_BYTES = 100_000


class Receiver:
    """Listens on loopback and keeps each message once, by its `webhook-id`."""

    def __init__(
        self, secret: str, on_message: Callable[[str, dict[str, Any]], None], port: int = 0
    ) -> None:
        """Bind a port, a free one where the wished one is taken."""
        try:
            self._server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
        except OSError:
            self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.receiver = self  # type: ignore[attr-defined]
        self.origin = f"http://127.0.0.1:{self._server.server_port}"
        self.messages: dict[str, dict[str, Any]] = {}
        self._webhook = Webhook(secret)
        self._on_message = on_message
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> "Receiver":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def receive(self, headers: dict[str, str], body: bytes) -> int:
        """Take one message; the HTTP status to answer."""
        try:
            self._webhook.verify(body, headers)
        except WebhookVerificationError:
            return 401
        message_id = headers["webhook-id"]
        if message_id not in self.messages:
            self.messages[message_id] = json.loads(body)
            self._on_message(message_id, self.messages[message_id])
        return 204


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        """Hand the request to the receiver."""
        length = min(int(self.headers.get("Content-Length") or 0), MOST_BYTES)
        headers = {name.lower(): value for name, value in self.headers.items()}
        receiver: Receiver = self.server.receiver  # type: ignore[attr-defined]
        self.send_response(receiver.receive(headers, self.rfile.read(length)))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Stay quiet."""
