"""Where work is done: in this process, in processes of this machine, or on a Dask cluster; the results are the same.

A task is a function at the top of a module and one argument that can be pickled. The tasks must not depend on one
another, and equal tasks must give equal results, so that a task whose worker died can simply be given to another.
Ensembles hand over batches of members through this door, and a region hands over its counties.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import Any, TypeVar

from sim.errors import SimError

Task = TypeVar("Task")
Result = TypeVar("Result")
Work = Callable[[Task], Result]
Done = tuple[int, Any]

LOCAL, PROCESSES, DASK = "local", "processes", "dask"
MOST_DEATHS = 3  # of workers, in one run: more means that the work itself kills them


def run_tasks(
    work: Work[Task, Result], tasks: Sequence[Task], scheduler: str = LOCAL, workers: int = 1
) -> Iterator[tuple[int, Result]]:
    """Yield (place in `tasks`, result) as the tasks finish, in no fixed order.

    Parameters
    ----------
    work : callable
        At the top of a module, so that another process finds it.
    scheduler : str
        "local" (threads of this process), "processes" (new processes of this machine), "dask" (a cluster of this
        machine), or the address of a Dask scheduler such as "tcp://host:8786".
    workers : int
        Threads or processes; a cluster at an address brings its own.

    Raises
    ------
    SimError
        When workers die again and again, or the address does not answer. What was yielded before is done.
    """
    if scheduler == LOCAL:
        yield from _local(work, tasks, workers)
    elif scheduler == PROCESSES:
        yield from _processes(work, tasks, workers)
    elif scheduler == DASK or ":" in scheduler:
        from sim.experiments.cluster import run_on_cluster  # late: Dask takes a second to load

        yield from run_on_cluster(work, tasks, None if scheduler == DASK else scheduler, workers)
    else:
        raise SimError(f"there is no scheduler {scheduler!r}; use local, processes, dask, or host:port")


def _local(work: Work[Task, Result], tasks: Sequence[Task], workers: int) -> Iterator[tuple[int, Result]]:
    if workers == 1:
        for place, task in enumerate(tasks):
            yield place, work(task)
        return
    with ThreadPoolExecutor(workers) as executor:
        yield from _gathered({executor.submit(work, task): place for place, task in enumerate(tasks)})


def _processes(work: Work[Task, Result], tasks: Sequence[Task], workers: int) -> Iterator[tuple[int, Result]]:
    """Yield results of new processes; when one dies, start again with what is left."""
    left, deaths = dict(enumerate(tasks)), 0
    while left:
        # Started afresh, not forked: a copy of a process with threads may wait for a lock that nobody holds.
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as executor:
            try:
                for place, result in _gathered(
                    {executor.submit(work, task): place for place, task in left.items()}
                ):
                    del left[place]
                    yield place, result
            except BrokenProcessPool:
                deaths += 1
                if deaths > MOST_DEATHS:
                    raise SimError(
                        f"{deaths} workers died; {len(left)} of {len(tasks)} tasks are not done"
                    ) from None


def _gathered(futures: dict[Future[Any], int]) -> Iterator[Done]:
    """Yield results as they come; on any error, also the caller's, nothing that has not begun is begun."""
    waiting = set(futures)
    try:
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                yield futures[future], future.result()
    finally:
        for future in waiting:
            future.cancel()
