"""The site as a static host serves it: built for the address it is at, compressed, and with its headers."""

from __future__ import annotations

import gzip
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from tests.bench.builds import ROOT, run


class Host(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # a connection serves more than one request
    disable_nagle_algorithm = True  # the body does not wait until the headers have arrived

    def do_GET(self) -> None:
        """Send a file, or the page that says that there is none."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        found = path.is_file()
        self._send(200 if found else 404, path if found else Path(self.directory) / "404.html")

    def _send(self, status: int, path: Path) -> None:
        body = _compressed(path)
        own = {
            "Content-Type": self.guess_type(path),
            "Content-Encoding": "gzip",
            "Content-Length": str(len(body)),
        }
        self.send_response(status)
        for name, value in (own | _headers(Path(self.directory))).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@cache
def _compressed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)


@cache
def _headers(site: Path) -> dict[str, str]:
    """Read the headers that the site asks its host for, the same for every file."""
    lines = (site / "_headers").read_text("utf-8").splitlines()
    return dict(line.strip().split(": ", 1) for line in lines if line.startswith(" "))


@contextmanager
def served() -> Iterator[str]:
    """Build the site, serve it on this computer and give its address."""
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as site,
        ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=site)) as server,
    ):
        address = f"http://127.0.0.1:{server.server_port}/"
        run(ROOT, "mkdocs", "build", "--quiet", "--strict", "--site-dir", site, SITE_URL=address)
        run(ROOT, "evidence", "finish", site, SITE_URL=address)
        Thread(target=server.serve_forever, daemon=True).start()
        yield address
        server.shutdown()


def tool(name: str) -> str:
    """Give the path of a program that a script of the project finds or fetches; it says what is missing."""
    found = subprocess.run([ROOT / ".ci" / name], stdout=subprocess.PIPE, text=True, check=False)
    if found.returncode:
        sys.exit(found.returncode)
    return found.stdout.strip()
