"""Serving the briefing page: the engine room in this process, Voila as a child that this process watches over."""

from __future__ import annotations

import asyncio
import ipaddress
import os
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from sim.errors import SimError
from sim.workbench.office import FOLDER, SEEDS, open_office
from sim.workbench.wire import ROOM, serve

HERE = Path(__file__).parent
TEMPLATES = HERE / "share" / "jupyter"
NOTEBOOK = HERE.parents[1] / "notebooks" / "briefing.ipynb"
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget")
LARGEST_MESSAGE = 65_536  # bytes of one message from a browser
POOL = 2  # kernels kept warm for the next viewers


@dataclass(frozen=True)
class Place:
    """Where and for whom the page is served.

    Attributes
    ----------
    region : str
    ip, port : str, int
        Address to listen on.
    token : bool
        Whether viewers need the token that Voila prints; only a loopback address may do without.
    viewers : int
        Pages served at once; further ones are told to wait.
    cull_after, cull_every : int
        Seconds after which a page that was left is forgotten, and between two looks.
    """

    region: str
    ip: str = "127.0.0.1"
    port: int = 8866
    token: bool = True
    viewers: int = 40
    cull_after: int = 600
    cull_every: int = 60
    seeds: int = SEEDS
    folder: Path = FOLDER
    prepare: bool = True

    def checked(self) -> Place:
        """Return the place itself.

        Raises
        ------
        SimError
            When other machines could reach the page without a token.
        """
        if not self.token and not ipaddress.ip_address(self.ip).is_loopback:
            raise SimError(
                f"{self.ip} is reached from other machines, so the page needs its token; leave out --no-token"
            )
        return self


def voila_command(place: Place) -> list[str]:
    """Return the command of the page's server; each flag stands for a promise that the tests try to break."""
    values = {
        "VoilaConfiguration.template": "briefing",
        "VoilaConfiguration.allow_template_override": "NO",
        "VoilaConfiguration.allow_theme_override": "NO",
        "VoilaConfiguration.show_tracebacks": "False",
        "VoilaConfiguration.file_allowlist": "^$",  # no file is served beside the page
        "VoilaConfiguration.multi_kernel_manager_class": "sim.workbench.kernels.CappedKernels",
        "VoilaConfiguration.preheat_kernel": "True",
        "VoilaConfiguration.default_pool_size": str(POOL),
        "Voila.ip": place.ip,
        "Voila.port": str(place.port),
        "Voila.tornado_settings": f"{{'websocket_max_message_size': {LARGEST_MESSAGE}}}",
        "VoilaExecutor.timeout": "60",
        "KernelManager.transport": "ipc",
        "CappedKernels.most": str(place.viewers + POOL),
        "MappingKernelManager.cull_idle_timeout": str(place.cull_after),
        "MappingKernelManager.cull_interval": str(place.cull_every),
        "MappingKernelManager.allow_tracebacks": "False",
    }
    flags = [f"--{name}={value}" for name, value in values.items()]
    flags += [f"--VoilaConfiguration.extension_allowlist={name}" for name in EXTENSIONS]
    flags += ["--token"] if place.token else []
    return [sys.executable, "-m", "voila", str(NOTEBOOK), "--no-browser", *flags]


def voila_environment(socket: Path) -> dict[str, str]:
    """Return the environment of the server and its kernels: our template first, nobody's configuration."""
    known = {name: value for name, value in os.environ.items() if not name.startswith("VOILA_")}
    paths = [str(TEMPLATES), *filter(None, [known.get("JUPYTER_PATH")])]
    return {**known, "JUPYTER_PATH": os.pathsep.join(paths), "JUPYTER_NO_CONFIG": "1", ROOM: str(socket)}


async def serve_page(place: Place) -> int:
    """Serve until the page's server ends or this process is interrupted; returns the server's exit code."""
    with tempfile.TemporaryDirectory(prefix="minsheng-") as folder:  # only this user may enter it
        socket = Path(folder) / "room"
        child = await asyncio.create_subprocess_exec(
            *voila_command(place), env=voila_environment(socket), stderr=asyncio.subprocess.PIPE
        )
        log = asyncio.create_task(_pass_on(child))
        try:
            return await _attend(place, socket, child)
        finally:
            await _end(child)
            log.cancel()


async def _attend(place: Place, socket: Path, child: asyncio.subprocess.Process) -> int:
    """Open the office while the server starts its first kernels, and serve until the server ends."""
    office = await asyncio.to_thread(
        open_office, place.region, place.folder, place.seeds, prepare=place.prepare
    )
    server = await serve(socket, office.welcome, place.viewers + POOL)
    try:
        return await child.wait()
    finally:
        server.close()
        office.close()


def without_secrets(line: str) -> str:
    """Return a line of the log without the names of kernels: who knows one could speak to another viewer's page."""
    return _KERNEL.sub("<kernel>", line)


_KERNEL = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(:[0-9a-f-]{36})?", re.ASCII)


async def _pass_on(child: asyncio.subprocess.Process) -> None:
    """Pass the server's log on, line by line."""
    while child.stderr is not None and (line := await child.stderr.readline()):
        sys.stderr.write(without_secrets(line.decode("utf-8", "replace")))
        sys.stderr.flush()


async def _end(child: asyncio.subprocess.Process) -> None:
    if child.returncode is not None:
        return
    child.terminate()
    try:
        await asyncio.wait_for(child.wait(), _PATIENCE)
    except TimeoutError:
        child.kill()


_PATIENCE = 10  # seconds for the server to end its kernels
