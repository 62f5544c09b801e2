"""Rules on the image files of a request: how they are addressed, and in which format they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ims_lint.finding import Change, Finding, SetValue, Severity, label
from ims_lint.request import Request
from ims_lint.rules.rule import rule, said, schema_rule
from ims_lint.schema.compiled import PARTS
from ims_lint.schema.violation import Violation

FORMATS = ("vhd", "vmdk", "qcow2", "raw", "vhdx", "qcow", "vdi", "qed", "zvhd", "zvhd2", "iso")
"""The file formats that the service imports."""

_is_right = PARTS["common.image_url"]
"""Whether an address is written as the schemas ask."""

_WEB_ADDRESS = re.compile(r"https?://(?P<host>[^/?#]+)/(?P<path>[^?#]+)", re.IGNORECASE)
_STORE_ADDRESS = re.compile(r"(?P<scheme>obs|s3[an]?)://(?P<bucket>[^/]*)/(?P<path>.+)", re.IGNORECASE)
_ANY_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://")
_PATH = re.compile(r"(?P<bucket>[^/:]+)/(?P<path>[^:]+)")
_ENDING = re.compile(r"\.([A-Za-z][A-Za-z0-9]{0,7})\Z")
"""The ending of an address."""


@schema_rule(
    "IMS310", "image-url-format", Severity.ERROR, fix="safe", prevents=("IMG.0017", "IMG.0068", "IMG.0109", "IMG.0175")
)
def image_url_format(request: Request, violation: Violation) -> Finding:
    """`image_url` is not written as `<bucket>:<path in the bucket>`.

    For example `ims-images:linux/web.qcow2`. A bucket name has 3 to 63 lower-case letters, digits,
    hyphens and dots; the path may hold folders, but no space.

    Why: The service takes neither web addresses nor those of other tools, only the name of the
    bucket, a colon and the path in the bucket. It answers by what is wrong.

    Fix: Rewrites web addresses of OBS, `obs://` and `s3://` addresses, and `bucket/file`, where
    bucket and path can be told for certain.

    Example:
        name: web
        image_url: obs://ims-images/web.qcow2
        min_disk: 40

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
    """
    message, help, prevents = _words(label(violation.path), violation.value)
    change = None
    if (written := _derived(violation.value)) is not None:
        help = f'write "{written}"'
        change = Change(f'Write "{written}"', True, (SetValue(violation.path, written),))
    return said(request, violation, message, help, change)._replace(prevents=prevents)


def _derived(address: str) -> str | None:
    """The address as `bucket:path` where it can be told for certain, else None."""
    from urllib.parse import unquote  # 2 ms, where an address is wrong

    written = address.strip()
    if match := _WEB_ADDRESS.fullmatch(written.partition("?")[0]):
        bucket, path = _of_host(match["host"].lower(), unquote(match["path"]))
        written = f"{bucket}:{path}"
    elif (match := _PATH.fullmatch(written)) and ".obs." in f".{match['bucket']}":
        bucket, path = _of_host(match["bucket"].lower(), match["path"])
        written = f"{bucket}:{path}"
    elif match := _STORE_ADDRESS.fullmatch(written) or _PATH.fullmatch(written):
        written = f"{match['bucket']}:{match['path']}"
    return written if written != address and _is_right(written) else None


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


@rule("IMS507", "unlisted-file-format", Severity.WARNING, parameters=("image_url",), prevents=("IMG.0072",))
def unlisted_file_format(request: Request) -> Iterator[Finding]:
    """An image file has an ending that is not among the formats that the service lists.

    A file without an ending is fine; `.img` files are seen to work where their content is RAW.

    Why: A file that the service cannot import is refused only after it was uploaded. The ending
    does not prove the format, so this is a warning.

    Example:
        name: web
        image_url: ims-images:web.ova
        min_disk: 40

    Use instead:
        name: web
        image_url: ims-images:web.vmdk
        min_disk: 40
    """
    for path, image in request.objects:
        address = image.get("image_url")
        ending = _ENDING.search(address) if isinstance(address, str) and _is_right(address) else None
        if ending and ending[1].lower() not in FORMATS:
            here = (*path, "image_url")
            message = f"{label(here)} ends in .{ending[1]}, which is not a format that the service lists"
            help = f"the service lists {', '.join(FORMATS[:-1])} and {FORMATS[-1]}; a file without ending is fine too"
            yield Finding("IMS507", here, message, help)


@rule("IMS508", "is-config-with-quick-import", Severity.WARNING, parameters=("is_config", "is_quick_import"))
def is_config_with_quick_import(request: Request) -> Iterator[Finding]:
    """Automatic configuration is asked for together with quick import.

    Why: Automatic configuration changes the content of the file while it is converted. Quick import
    does not read the content.

    Example:
        name: web
        image_url: ims-images:web.zvhd2
        min_disk: 40
        os_version: CentOS 7.6 64bit
        is_quick_import: true
        is_config: true

    Use instead:
        name: web
        image_url: ims-images:web.zvhd2
        min_disk: 40
        os_version: CentOS 7.6 64bit
        is_quick_import: true
    """
    if request.value.get("is_config") is True and request.value.get("is_quick_import") is True:
        message = "is_config has no effect on a quick import"
        related = (("is_quick_import is true", ("is_quick_import",)),)
        yield Finding(
            "IMS508", ("is_config",), message, "remove is_config, or import without is_quick_import", related=related
        )
