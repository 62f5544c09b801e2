"""Tells apart the ways in which image_url is written wrongly, and derives the right one."""

from __future__ import annotations

import re
from urllib.parse import unquote

from ims_lint.finding import Change, Finding, SetValue, label

_RIGHT = re.compile(r"(?P<bucket>[a-z0-9.-]{3,63}):(?!//)\S+")
_WEB_ADDRESS = re.compile(r"https?://(?P<host>[^/?#]+)/(?P<path>[^?#]+)", re.IGNORECASE)
_STORE_ADDRESS = re.compile(r"(?P<scheme>obs|s3[an]?)://(?P<bucket>[^/]*)/(?P<path>.+)", re.IGNORECASE)
_ANY_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://")
_PATH = re.compile(r"(?P<bucket>[^/:]+)/(?P<path>[^:]+)")


def explain_image_url(finding: Finding, address: str) -> Finding:
    """The finding for a wrongly written address, with what it is and how it is written right."""
    message, help, prevents = _words(label(finding.path), address)
    written = _derived(address)
    if written is None:
        return finding._replace(message=message, help=help or finding.help, prevents=prevents)
    change = Change(f'Write "{written}"', True, (SetValue(finding.path, written),))
    return finding._replace(message=message, help=f'write "{written}"', prevents=prevents, change=change)


def _derived(address: str) -> str | None:
    """The address as `bucket:path` where it can be told for certain, else None."""
    written = address.strip()
    if match := _WEB_ADDRESS.fullmatch(written.partition("?")[0]):
        bucket, path = _of_host(match["host"].lower(), unquote(match["path"]))
        written = f"{bucket}:{path}"
    elif (match := _PATH.fullmatch(written)) and ".obs." in f".{match['bucket']}":
        bucket, path = _of_host(match["bucket"].lower(), match["path"])
        written = f"{bucket}:{path}"
    elif match := _STORE_ADDRESS.fullmatch(written) or _PATH.fullmatch(written):
        written = f"{match['bucket']}:{match['path']}"
    return written if written != address and _RIGHT.fullmatch(written) else None


def _of_host(host: str, path: str) -> tuple[str, str]:
    """Bucket and path of a web address: the bucket leads the host, or else the path."""
    bucket, _, domain = host.partition(".")
    if domain.startswith(("obs.", "obs-")):
        return bucket, path
    if host.startswith(("obs.", "obs-")):
        bucket, _, path = path.partition("/")
        return bucket, path
    return "", path


def _words(where: str, address: str) -> tuple[str, str, str]:
    """The message, the help where it is not the schema's, and the service's answer."""
    if not address.strip():
        return f"{where} is empty", "", "IMG.0017"
    if address != address.strip():
        return f"{where} has white space around it", "", "IMG.0017"
    if scheme := _ANY_SCHEME.match(address):
        kind = (
            "a web address"
            if scheme["scheme"].lower() in ("http", "https")
            else f"an address that starts with {scheme[0]}"
        )
        return f"{where} is {kind}, and the service takes <bucket>:<path in the bucket>", "", "IMG.0017"
    bucket, colon, path = address.partition(":")
    if not colon:
        return f"{where} has no colon between the bucket and the path", "", "IMG.0017"
    if not bucket:
        return f"{where} has no bucket before the colon", "write <bucket>:<path in the bucket>", "IMG.0068"
    if not path:
        return f"{where} has no file after the colon", "write the path of the image file in the bucket", "IMG.0017"
    if (fault := _bucket_fault(bucket)) is not None:
        help = "a bucket name has 3 to 63 lower-case letters, digits, hyphens and dots"
        return f"{where} names the bucket {bucket}, {fault}", help, "IMG.0109"
    if re.search(r"\s", path):
        return f"{where} has a space in the path", "rename the file in the bucket, and write its new name", "IMG.0175"
    return f"{where} is not written as <bucket>:<path in the bucket>", "", "IMG.0017"


def _bucket_fault(bucket: str) -> str | None:
    if bad := re.search(r"[^a-z0-9.-]", bucket):
        return "and a bucket name holds no " + ("white space" if bad[0].isspace() else f'"{bad[0]}"')
    if not 3 <= len(bucket) <= 63:
        return f"which has {len(bucket)} character{'s' * (len(bucket) != 1)}"
    return None
