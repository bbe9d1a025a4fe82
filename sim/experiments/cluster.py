"""Tasks on a Dask cluster: one of this machine, or one that is running at an address."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from distributed import Client, KilledWorker, LocalCluster, as_completed

from sim.errors import SimError

PATIENCE = "30s"  # for the scheduler at an address to answer
QUIET = 40  # logging level: a worker that dies is handled here, and not news for a terminal


def run_on_cluster(
    work: Callable[[Any], Any], tasks: Sequence[Any], address: str | None, workers: int
) -> Iterator[tuple[int, Any]]:
    """Yield (place, result) as tasks finish; a task whose worker dies is given to another.

    Parameters
    ----------
    address : str or None
        Scheduler to connect to; None starts a cluster of this machine and closes it at the end.
    workers : int
        Processes of the cluster of this machine.

    Raises
    ------
    SimError
        When nobody answers at the address, or a task killed every worker that tried it.
    """
    if address is not None:
        with _client(address) as client:
            yield from _results(client, work, tasks)
        return
    with (
        LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=":0", silence_logs=QUIET
        ) as cluster,
        Client(cluster) as client,
    ):
        yield from _results(client, work, tasks)


def _client(address: str) -> Client:
    try:
        return Client(address, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise SimError(f"no Dask scheduler answers at {address}: {error}") from error


def _results(client: Client, work: Callable[[Any], Any], tasks: Sequence[Any]) -> Iterator[tuple[int, Any]]:
    # Not "pure": two equal tasks are two tasks, and a name of Dask's own would have to hash the arguments.
    futures = [client.submit(work, task, pure=False) for task in tasks]
    places = {future.key: place for place, future in enumerate(futures)}
    try:
        for future in as_completed(futures):
            try:
                yield places[future.key], future.result()
            except KilledWorker as error:
                raise SimError(f"a task killed every worker that tried it: {error}") from error
            future.release()
    finally:
        client.cancel(futures)
