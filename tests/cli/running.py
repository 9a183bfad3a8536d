"""Running the command inside the test's own process, and a small web server to fetch from."""

from __future__ import annotations

import io
import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from reader.cli.main import main


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[Any]:
        """The JSON objects of standard output, one a line."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def object(self) -> Any:
        """The one JSON object of standard output."""
        (row,) = self.rows
        return row


@dataclass(frozen=True)
class Place:
    """A feeds.toml and a library of a test's own."""

    folder: Path

    @property
    def feeds(self) -> Path:
        return self.folder / "feeds.toml"

    @property
    def library(self) -> Path:
        return self.folder / "library.db"

    def run(self, *arguments: str, stdin: bytes = b"") -> Done:
        """Run ``nowreading --feeds … --library … arguments``."""
        return run(
            "--feeds", str(self.feeds), "--library", str(self.library), *arguments, stdin=stdin
        )


def run(*arguments: str, stdin: bytes = b"") -> Done:
    """Run ``nowreading arguments`` with streams that are no terminals."""
    before = sys.stdin, sys.stdout, sys.stderr
    out, err = io.BytesIO(), io.BytesIO()
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(out, encoding="utf-8")
    sys.stderr = io.TextIOWrapper(err, encoding="utf-8")
    try:
        code = main(arguments)
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
            stream.detach()
        sys.stdin, sys.stdout, sys.stderr = before
    return Done(code, out.getvalue().decode(), err.getvalue().decode())


@contextmanager
def serving(documents: dict[str, bytes]) -> Iterator[str]:
    """A web server on loopback with ``documents`` by path; gives its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = documents.get(self.path)
            self.send_response(200 if body is not None else 404)
            self.send_header("Content-Type", "application/xml; charset=utf-8")
            self.send_header("Content-Length", str(len(body or b"")))
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None:
            """Nothing is written for a request."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
