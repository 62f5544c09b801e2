"""Rules on image files: image_url, file name and image format."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ims_lint.finding import Change, Finding, Path, Remove, SetValue, Severity, label
from ims_lint.request import Request
from ims_lint.rules.rule import rule, said, schema_rule
from ims_lint.rules.wording import listed, quoted, shown
from ims_lint.schema.compiled import PARTS
from ims_lint.schema.store import Schema, definition, parameter
from ims_lint.schema.violation import Violation

FORMATS = ("vhd", "vmdk", "qcow2", "raw", "vhdx", "qcow", "vdi", "qed", "zvhd", "zvhd2", "iso")
"""The image formats that the service imports."""

_SILENT = (*FORMATS, "img")
"""The file extensions that are not reported: `.img` works if the content is RAW."""

_is_right = PARTS["common.image_url"]
"""Whether an image_url has the form that the schemas require."""

_WEB_ADDRESS = re.compile(r"https?://(?P<host>[^/?#]+)/(?P<path>[^?#]+)", re.IGNORECASE)
_STORE_ADDRESS = re.compile(r"(?P<scheme>obs|s3[an]?)://(?P<bucket>[^/]*)/(?P<path>.+)", re.IGNORECASE)
_ANY_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://")
_PATH = re.compile(r"(?P<bucket>[^/:]+)/(?P<path>[^:]+)")
_ENDPOINT = re.compile(r"(?:(?P<bucket>[a-z0-9-]+)\.)?obs[.-][a-z0-9.-]+\.[a-z]{2,3}")
_EXTENSION = re.compile(r"\.([A-Za-z][A-Za-z0-9]{0,7})\Z")


@schema_rule(
    "IMS310", "image-url-format", Severity.ERROR, fix="mixed", prevents=("IMG.0017", "IMG.0068", "IMG.0109", "IMG.0175")
)
def image_url_format(request: Request, violation: Violation) -> Finding:
    """`image_url` does not have the form `<bucket>:<path>`.

    For example `ims-images:linux/web.qcow2`. A bucket name has 3 to 63 lowercase letters, digits,
    hyphens and periods, and starts and ends with a letter or digit. The path names a file, and has
    no spaces.

    Why: The service does not accept URLs, only the name of the bucket, a colon, and the path in the
    bucket.

    Fix: Rewrites URLs of OBS, and `obs://` and `s3://` URLs. Unsafe for `bucket/file`, a URL with a
    query, and an OBS endpoint instead of the bucket: another file may be meant.

    Example:
        name: web
        image_url: obs://ims-images/web.qcow2
        min_disk: 40

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
    """
    address = violation.value
    message, help, prevents = _fault(label(violation.path), address)
    help = help or f'use "<bucket>:<path>", for example {shown(_about(request, violation.path)["examples"][0])}'
    change = None
    if (derived := _derived(address)) is not None:
        written, safe = derived
        help = f'change it to "{written}"{"" if safe else " if that is the file"}'
        title = f'Change to "{written}"'
        change = Change(title, safe, (SetValue(violation.path, written),))
    return said(request, violation, message, help, change)._replace(prevents=prevents)


def _derived(address: str) -> tuple[str, bool] | None:
    """The image_url as `bucket:path`, and whether that is certain; None if it cannot be derived."""
    from urllib.parse import unquote  # 2 ms, only for an invalid image_url

    written, safe = address.strip(), True
    if match := _WEB_ADDRESS.match(written):
        safe = match.end() == len(written)
        bucket, path = _of_host(match["host"].lower(), unquote(match["path"]))
        written = f"{bucket}:{path}"
    elif match := re.fullmatch(r"([^:/]+):\s+(\S+)", written):
        written, safe = f"{match[1]}:{match[2]}", False
    elif match := _STORE_ADDRESS.fullmatch(written):
        written = f"{match['bucket']}:{match['path']}"
    elif match := _PATH.fullmatch(written):
        bucket, path = _of_host(match["bucket"].lower(), match["path"])
        safe = bool(bucket)
        written = f"{bucket or match['bucket']}:{path}"
    elif (match := _ENDPOINT.match(written)) and written[match.end() : match.end() + 1] == ":":
        bucket, path = _of_host(match[0], written[match.end() + 1 :].lstrip("/"))
        written, safe = f"{bucket}:{path}", False
    return (written, safe) if written != address and _is_right(written) else None


def _of_host(host: str, path: str) -> tuple[str, str]:
    """Bucket and path of a URL: the bucket is the first part of the host, or else of the path."""
    bucket, _, domain = host.partition(".")
    if domain.startswith(("obs.", "obs-")):
        return bucket, path
    if host.startswith(("obs.", "obs-")):
        bucket, _, path = path.partition("/")
        return bucket, path
    return "", path


def _fault(where: str, address: str) -> tuple[str, str, str]:
    """The message, the help (empty if it is the form), and the error code of the service."""
    form = f'{where} must have the form "<bucket>:<path>"'
    if not address.strip():
        return f"{where} must not be {'blank' if address else 'empty'}", "", "IMG.0017"
    if address != address.strip():
        return f"{where} must not have leading or trailing whitespace", "remove the whitespace around it", "IMG.0017"
    if scheme := _ANY_SCHEME.match(address):
        web = scheme["scheme"].lower() in ("http", "https")
        return f"{form}, found {'a URL' if web else f'an {scheme[0]} URL'}", "", "IMG.0017"
    bucket, colon, path = address.partition(":")
    if not colon:
        return f"{where} must have a colon between bucket and path", "", "IMG.0017"
    if not bucket:
        return f"{where} must have a bucket before the colon", "", "IMG.0068"
    if not path:
        return f"{where} must have a path after the colon", "", "IMG.0017"
    if _ENDPOINT.fullmatch(bucket):
        message = f"{where} must name a bucket, found the OBS endpoint {shown(bucket)}"
        return message, "replace the endpoint with the name of the bucket", "IMG.0109"
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]*[a-z0-9]|[a-z0-9]", bucket):
        help = 'use the exact bucket name: 3 to 63 of a–z, 0–9, "-", ".", starting and ending with a letter or digit'
        return f"{where} must name a valid bucket, found {shown(bucket)}", help, "IMG.0109"
    if not 3 <= len(bucket) <= 63:
        message = f"{where} must name a bucket of 3 to 63 characters, found {shown(bucket)}"
        return message, "use the exact bucket name", "IMG.0109"
    if re.search(r"\s", path):
        help = "rename the file in the bucket, then use its new name"
        return f"{where} must not contain a space in the path", help, "IMG.0175"
    if path.endswith("/"):
        return f"{where} must name a file, found the directory {shown(path)}", "add the name of the file", "IMG.0017"
    return form, "", "IMG.0017"


def _about(request: Request, path: Path) -> Schema:
    """The schema for the image_url at a path."""
    return parameter(request.source, path) or definition("common.image_url")


def _addresses(request: Request) -> Iterator[tuple[Path, str]]:
    """The valid image_url values, with their paths."""
    for path, image in request.objects:
        address = image.get("image_url")
        if isinstance(address, str) and _is_right(address):
            yield (*path, "image_url"), address


@rule("IMS507", "unlisted-file-format", Severity.WARNING, parameters=("image_url",), prevents=("IMG.0072",))
def unlisted_file_format(request: Request) -> Iterator[Finding]:
    """An image file has an extension that is not a listed image format.

    A file without an extension is not reported, and neither is `.img`.

    Why: A file that the service cannot import is rejected only after it is uploaded. The extension
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
    for here, address in _addresses(request):
        extension = _EXTENSION.search(address)
        if extension and extension[1].lower() not in _SILENT:
            message = f"{label(here)} has the extension .{extension[1]}, which is not a listed image format"
            formats = _about(request, here).get("x-formats", FORMATS)
            help = f"convert the file to {'one of ' if len(formats) > 2 else ''}{listed(formats)}"
            yield Finding("IMS507", here, message, help)


@rule("IMS508", "is-config-with-quick-import", Severity.WARNING, parameters=("is_config",))
def is_config_with_quick_import(request: Request) -> Iterator[Finding]:
    """Automatic configuration is requested together with quick import.

    Why: Automatic configuration works on the content of the file, which quick import does not read
    first.

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
        message = "is_config probably has no effect with quick import"
        related = (("is_quick_import is true", ("is_quick_import",)),)
        yield Finding("IMS508", ("is_config",), message, "remove is_config or is_quick_import", related=related)


@rule("IMS514", "empty-volume-id", Severity.WARNING, parameters=("volume_id",), fix="safe")
def empty_volume_id(request: Request) -> Iterator[Finding]:
    """An item of `data_images` for an image file has an empty `volume_id`.

    Why: It has no effect; some SDKs send it. A data disk of an ECS cannot be named here.

    Fix: Removes the parameter.

    Example:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        data_images:
          - image_url: ims-images:web-data.qcow2
            min_disk: 100
            volume_id: ""

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
        data_images:
          - image_url: ims-images:web-data.qcow2
            min_disk: 100
    """
    for path, image in request.data_images if request.picked and request.picked.element == "image_url" else ():
        if image.get("volume_id") == "":
            here = (*path, "volume_id")
            change = Change("Remove volume_id", True, (Remove(here),))
            yield Finding("IMS514", here, f"{label(here)} is empty", "remove it", at_key=True, change=change)


@rule("IMS516", "leading-slash-in-path", Severity.WARNING, parameters=("image_url",))
def leading_slash_in_path(request: Request) -> Iterator[Finding]:
    """The path in `image_url` starts with a slash.

    Why: The path of a file in a bucket starts with a directory or the file name. A slash is only
    correct if the name of the file really starts with one.

    Example:
        name: web
        image_url: ims-images:/web.qcow2
        min_disk: 40

    Use instead:
        name: web
        image_url: ims-images:web.qcow2
        min_disk: 40
    """
    for here, address in _addresses(request):
        bucket, _, path = address.partition(":")
        if path.startswith("/"):
            message = f"{label(here)} has a path that starts with a slash"
            help = f'change it to "{bucket}:{path.lstrip("/")}" if that is the file'
            yield Finding("IMS516", here, message, help)


@rule("IMS517", "file-name-character", Severity.WARNING, parameters=("image_url",), prevents=("IMG.0075",))
def file_name_character(request: Request) -> Iterator[Finding]:
    """The name of an image file contains characters other than letters, digits, `-`, `.` and `_`.

    Why: The list of error codes allows only these characters in a file name, and at most 128 of
    them. Many files with other characters work.

    Example:
        name: web
        image_url: "ims-images:web(1).qcow2"
        min_disk: 40

    Use instead:
        name: web
        image_url: ims-images:web-1.qcow2
        min_disk: 40
    """
    for here, address in _addresses(request):
        name = address.partition(":")[2].rpartition("/")[2]
        odd = list(dict.fromkeys(re.findall(r"[^A-Za-z0-9._-]", name)))
        if odd:
            message = f"{label(here)} has {quoted(odd, 'and')} in the file name"
            help = f"remove {shown(name[-1])}" if odd == [name[-1]] and name.count(name[-1]) == 1 else ""
            yield Finding("IMS517", here, message, help or "rename the file in the bucket, then use its new name")
        elif len(name) > 128:
            message = f"{label(here)} has a file name of {len(name)} characters; at most 128 are documented"
            yield Finding("IMS517", here, message, "rename the file in the bucket, then use its new name")
