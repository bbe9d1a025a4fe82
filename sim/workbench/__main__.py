"""`python -m sim.workbench`: serve the briefing page of a region."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from sim.errors import SimError
from sim.workbench.dials import counties
from sim.workbench.office import FOLDER, SEEDS
from sim.workbench.serving import Place, serve_page

LAST_PORT = 65_535
MOST_VIEWERS = 200
MOST_SEEDS = 20


def whole(low: int, high: int) -> type[int]:
    """Return a reader of whole numbers within a range, for the command line."""

    class Whole(int):
        def __new__(cls, text: str) -> Whole:
            if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
                raise argparse.ArgumentTypeError(f"a whole number from {low} to {high} is wanted")
            return super().__new__(cls, text)

    return Whole


def place_of(arguments: Sequence[str]) -> Place:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(prog="python -m sim.workbench", description=__doc__)
    parser.add_argument("--region", default="wuzhong", choices=[name for _, name in counties("en")])
    parser.add_argument("--ip", default=Place.ip)
    parser.add_argument("--port", type=whole(1, LAST_PORT), default=Place.port)
    parser.add_argument("--no-token", action="store_true", help="on a loopback address only")
    parser.add_argument("--viewers", type=whole(1, MOST_VIEWERS), default=Place.viewers)
    parser.add_argument("--seeds", type=whole(1, MOST_SEEDS), default=SEEDS, help="runs behind every range")
    parser.add_argument("--cull-after", type=whole(1, LAST_PORT), default=Place.cull_after)
    parser.add_argument("--cull-every", type=whole(1, LAST_PORT), default=Place.cull_every)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--no-prepare", action="store_true", help="compute only what viewers ask for")
    asked = parser.parse_args(arguments)
    return Place(
        region=asked.region,
        ip=asked.ip,
        port=asked.port,
        token=not asked.no_token,
        viewers=asked.viewers,
        cull_after=asked.cull_after,
        cull_every=asked.cull_every,
        seeds=asked.seeds,
        folder=asked.folder,
        prepare=not asked.no_prepare,
    ).checked()


async def _until_told(place: Place) -> int:
    """Serve until the page ends or this process is told to stop; either way the children end first."""
    serving = asyncio.create_task(serve_page(place))
    for one in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(one, serving.cancel)
    try:
        return await serving
    except asyncio.CancelledError:
        return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the page; returns the exit code."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    try:
        return asyncio.run(_until_told(place_of(sys.argv[1:] if arguments is None else arguments)))
    except (SimError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
