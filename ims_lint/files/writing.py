"""Write files completely or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile

from ims_lint.files.stopping import held


class NotWritten(Exception):
    """A file that was not changed; the message says why."""


def write(path: str, before: bytes, after: bytes) -> None:
    """Replace the content of a file with `after`, completely or not at all.

    Mode, owner (if permitted) and a symbolic link to it are kept.

    Raises:
        NotWritten: the file no longer contains `before`, is outside the current directory, or cannot be written.
    """
    target = os.path.realpath(path)
    if os.path.islink(path) and os.path.commonpath([target, os.path.realpath(os.curdir)]) != os.path.realpath(
        os.curdir
    ):
        raise NotWritten(f"{path}: not written: it is a symbolic link to a file outside the current directory")
    try:
        with held():  # a signal during this would leave the temporary file
            _replace(target, path, before, after)
    except OSError as error:
        raise NotWritten(f"{path}: not written: {error.strerror or error}") from None


def _replace(target: str, path: str, before: bytes, after: bytes) -> None:
    status = os.stat(target)
    handle, temporary = tempfile.mkstemp(prefix=".ims-lint-", dir=os.path.dirname(target))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, status.st_mode & 0o7777)
        with contextlib.suppress(OSError, AttributeError):
            os.chown(temporary, status.st_uid, status.st_gid)
        with open(target, "rb") as file:
            if file.read() != before:
                raise NotWritten(f"{path}: not written: it changed after it was read")
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
