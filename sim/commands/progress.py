"""A bar on the error stream while months are simulated."""

from __future__ import annotations

import sys
from collections.abc import Callable

from tqdm import tqdm


class MonthBar:
    """A progress bar over the months of one run; silent when nobody watches the terminal.

    Parameters
    ----------
    title : str
        What is running.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self._bar: tqdm | None = None

    def __call__(self, done: int, months: int) -> None:
        """Show that `done` of `months` are done."""
        if self._bar is None:
            self._bar = tqdm(total=months, desc=self.title, disable=not sys.stderr.isatty(), leave=False)
        self._bar.update(done - self._bar.n)
        if done == months:
            self._bar.close()


def bar_for(title: str) -> Callable[[int, int], None]:
    """Return a progress callback for one run."""
    return MonthBar(title)
