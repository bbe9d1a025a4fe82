"""The page server's kernels: as many as there are places, none that a viewer can end, and a pool that stays warm."""

from __future__ import annotations

from typing import Any

from jupyter_server.services.kernels.kernelmanager import AsyncMappingKernelManager
from tornado.web import HTTPError
from traitlets import Int

_FULL = 503
_NOT_FOR_VIEWERS = "shutdown_request"


class CappedKernels(AsyncMappingKernelManager):
    """Kernels with a limit.

    Voila starts one for every page. Beyond `most` a page is told to wait, instead of everybody becoming slow. A message
    that would end or restart a kernel is not passed on, so that a viewer cannot end another one's page.
    """

    most = Int(40, help="kernels at once, waiting ones among them").tag(config=True)

    def __init__(self, **kwargs: Any) -> None:
        allowed = [kind for kind in kwargs.get("allowed_message_types", []) if kind != _NOT_FOR_VIEWERS]
        self._starting = 0
        super().__init__(**{**kwargs, "allowed_message_types": allowed})

    async def _async_start_kernel(self, **kwargs: Any) -> str:
        if len(self) + self._starting >= self.most:
            raise HTTPError(_FULL, "every place is taken")
        self._starting += 1  # it counts among the kernels only once it runs
        try:
            started: str = await super()._async_start_kernel(**kwargs)
        finally:
            self._starting -= 1
        return started

    start_kernel = _async_start_kernel  # type: ignore[assignment]  # as the class above names it

    async def cull_kernel_if_idle(self, kernel_id: str) -> None:
        """End a kernel that nobody uses, but not one that waits, warm, for its first viewer."""
        pools = getattr(self, "_pools", {})
        warm = [one.result()["kernel_id"] for pool in pools.values() for one in pool
                if one.done() and not one.cancelled() and one.exception() is None]  # fmt: skip
        if kernel_id not in warm:
            await super().cull_kernel_if_idle(kernel_id)
