"""End the server when the editor that started it is gone, even if the pipes stay open."""

from __future__ import annotations

import asyncio
import os
import signal
import sys

_SECONDS = 2
"""The seconds between two checks of the editor."""


def end_with(process: int) -> None:
    """End this process soon after another one has ended."""
    if is_running(process):
        asyncio.get_running_loop().call_later(_SECONDS, end_with, process)
    else:
        signal.raise_signal(signal.SIGTERM)  # returning is not enough: Python waits for the thread that reads


if sys.platform == "win32":
    import ctypes

    def is_running(process: int) -> bool:
        """Whether a process exists; `os.kill` would end it."""
        synchronize, timed_out, access_denied = 0x0010_0000, 0x102, 5
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.OpenProcess.restype = ctypes.c_void_p
        handle = ctypes.c_void_p(kernel.OpenProcess(synchronize, False, process))
        if not handle:
            return ctypes.get_last_error() == access_denied
        running = kernel.WaitForSingleObject(handle, 0) == timed_out
        kernel.CloseHandle(handle)
        return bool(running)

else:

    def is_running(process: int) -> bool:
        """Whether a process exists."""
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return False
        except OSError:  # it belongs to another user
            return True
        return True
