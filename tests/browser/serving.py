"""Starts and stops the server of the briefing page, as `make briefing` does."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
PATIENCE = 240  # seconds: the first start on a new machine compiles the model
READY = ".minsheng-briefing[data-state=ready]"


@dataclass
class Served:
    """A running page server."""

    url: str
    token: str
    folder: Path
    log: Path
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        """The page with its token."""
        return f"{self.url}?token={self.token}" if self.token else self.url


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def start(root: Path, folder: Path, *flags: str, region: str = "yunxi", prepare: bool = False) -> Served:
    """Start the server that `make briefing` starts, on the fictional county if no other, and wait until it answers."""
    port, log = free_port(), folder / "server.log"
    command = [sys.executable, "-m", "sim.workbench", "--region", region, "--port", str(port)]
    command += ["--folder", str(folder / "results"), *([] if prepare else ["--no-prepare"]), *flags]
    with log.open("wb") as stream:
        process = subprocess.Popen(command, cwd=root, stdout=stream, stderr=stream)
    url, begun = f"http://127.0.0.1:{port}/", time.monotonic()
    while time.monotonic() - begun < PATIENCE:
        try:
            urllib.request.urlopen(url, timeout=5).close()
            break
        except (urllib.error.HTTPError, urllib.error.URLError, ConnectionError, TimeoutError) as error:
            if isinstance(error, urllib.error.HTTPError):
                break
            assert process.poll() is None, log.read_text("utf-8")
            time.sleep(0.2)
    found = re.search(r"token=([0-9a-f]+)", log.read_text("utf-8"))
    return Served(url, found[1] if found else "", folder, log, process)


def stop(served: Served) -> None:
    served.process.send_signal(signal.SIGTERM)
    try:
        served.process.wait(20)
    except subprocess.TimeoutExpired:
        served.process.kill()
