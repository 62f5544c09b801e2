"""Writes files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile

from ims_lint.files.stopping import held


class NotWritten(Exception):
    """A file that was left as it was; the text says why."""


def write(path: str, before: bytes, after: bytes) -> None:
    """Put `after` in place of a file, whole or not at all.

    Mode, owner (where allowed) and a symbolic link that leads to it are kept.

    Raises:
        NotWritten: the file no longer holds `before`, stands outside this folder, or cannot be written.
    """
    target = os.path.realpath(path)
    if os.path.islink(path) and os.path.commonpath([target, os.path.realpath(os.curdir)]) != os.path.realpath(
        os.curdir
    ):
        raise NotWritten(f"{path}: is a link to a file outside this folder, and was not written")
    try:
        with held():  # a signal in the midst of this would leave the temporary file
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
            if file.read(len(before) + 1) != before:
                raise NotWritten(f"{path}: changed since it was read, and was not written")
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
