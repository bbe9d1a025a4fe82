"""What a viewer is told when something goes wrong: one plain sentence and a number; the log holds the rest."""

from __future__ import annotations

import hashlib
import logging
import traceback

from sim.words import sentence

_DIGITS = 6
_LOG = logging.getLogger("sim.workbench")


def told(error: BaseException, lang: str) -> str:
    """Return the sentence for a viewer, and log the error under the number that the sentence names.

    The sentence has no part of the error's own text: that may hold a path or a source line.
    """
    full = "".join(traceback.format_exception(error))
    number = hashlib.sha256(full.encode()).hexdigest()[:_DIGITS]
    _LOG.error("fault %s: %s", number, full)
    return sentence("page_fault", lang, {"number": number})
