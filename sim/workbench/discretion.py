"""Discretion of a page's kernel: what it prints and what goes wrong in it stays in the server's log.

A kernel sends whatever is printed in it to its viewer, tracebacks of foreign messages among them.
"""

from __future__ import annotations

import logging
import os
import sys
from typing import TextIO

from IPython.core.getipython import get_ipython

_OPENED_BY_VIEWERS = "jupyter.widget"  # a viewer may speak to the page's widget and make no others


def keep_inside() -> None:
    """From here on, let nothing that this kernel prints or logs reach a viewer, and let no viewer open a widget."""
    shell = get_ipython()
    kernel = getattr(shell, "kernel", None)
    if kernel is None:
        return
    kernel.comm_manager.targets.pop(_OPENED_BY_VIEWERS, None)
    log = _server_log()
    for logger in (kernel.log, logging.getLogger()):
        for handler in logger.handlers:
            if isinstance(handler, logging.StreamHandler):
                handler.setStream(log)
    sys.stdout, sys.stderr = log, log


def _server_log() -> TextIO:
    """Return the stream behind the one that the kernel sends to its viewer."""
    behind = getattr(sys.stderr, "_original_stdstream_copy", None)
    if isinstance(behind, int):
        return os.fdopen(behind, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False)
    return sys.__stderr__ or sys.stderr
