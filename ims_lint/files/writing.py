"""Write files completely or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import tempfile

from ims_lint.files.stopping import held

_OF_CONTENT = ("security.ima", "security.evm")
"""Extended attributes that are about the content of a file, and wrong for a new one."""


class NotWritten(Exception):
    """A file that was not changed; the message says why."""


def write(path: str, before: bytes, after: bytes) -> None:
    """Replace the content of a file with `after`, completely or not at all.

    Mode, owner (if permitted), extended attributes and symbolic links to it are kept.

    Raises:
        NotWritten: the file no longer contains `before`, is outside the current directory behind a symbolic
            link, has several hard links or attributes that cannot be kept, or cannot be written.
    """
    target = os.path.realpath(path)
    if _is_outside(target) and (os.path.islink(path) or not _is_outside(os.path.abspath(path))):
        raise NotWritten(f"{path}: not written: a symbolic link leads to a file outside the current directory")
    try:
        with held():  # a signal during this would leave the temporary file
            _replace(target, path, before, after)
    except OSError as error:
        raise NotWritten(f"{path}: not written: {error.strerror or error}") from None


def _is_outside(target: str) -> bool:
    here = os.path.realpath(os.curdir)
    try:
        return os.path.commonpath([target, here]) != here
    except ValueError:  # another drive of Windows
        return True


def _replace(target: str, path: str, before: bytes, after: bytes) -> None:
    status = os.stat(target)
    if status.st_nlink > 1:
        links = f"{status.st_nlink} hard links, which would become different files"
        raise NotWritten(f"{path}: not written: it has {links}")
    handle, temporary = tempfile.mkstemp(prefix=".ims-lint-", dir=os.path.dirname(target))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        _keep_mode(temporary, status)
        _keep_attributes(target, temporary, path)
        with open(target, "rb") as file:
            if file.read(len(before) + 1) != before:
                raise NotWritten(f"{path}: not written: it changed after it was read")
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _keep_mode(temporary: str, status: os.stat_result) -> None:
    """Give a file the owner, where allowed, and the mode of another one: with set-ID bits only for the same owner."""
    with contextlib.suppress(OSError, AttributeError):
        os.chown(temporary, status.st_uid, status.st_gid)
    new = os.stat(temporary)
    same = (new.st_uid, new.st_gid) == (status.st_uid, status.st_gid)
    os.chmod(temporary, status.st_mode & (0o7777 if same else 0o1777))  # after chown, which takes set-ID bits away


def _keep_attributes(target: str, temporary: str, path: str) -> None:
    """Give a file the extended attributes of another one, access control lists among them."""
    if sys.platform != "linux":  # Python has no functions for them elsewhere
        return
    known = _attributes(temporary)
    for name, value in _attributes(target).items():
        if known.get(name) == value or name in _OF_CONTENT:
            continue
        try:
            os.setxattr(temporary, name, value)
        except OSError:
            raise NotWritten(f"{path}: not written: its attribute {name} cannot be kept") from None


def _attributes(file: str) -> dict[str, bytes]:
    try:
        return {name: os.getxattr(file, name) for name in os.listxattr(file)}
    except OSError as error:
        if error.errno == errno.ENOTSUP:
            return {}
        raise
