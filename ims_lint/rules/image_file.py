"""Rules on the image files of a request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ims_lint.finding import Finding, Severity, label
from ims_lint.request import Request
from ims_lint.rules.rule import rule

FORMATS = ("vhd", "vmdk", "qcow2", "raw", "vhdx", "qcow", "vdi", "qed", "zvhd", "zvhd2", "iso")
"""The file formats that the service imports."""

_ENDING = re.compile(r"[a-z0-9.-]{3,63}:(?!//)\S*\.([A-Za-z][A-Za-z0-9]{0,7})")
"""The ending of a rightly written address: of others, the schemas say all there is to say."""


@rule("IMS507", "unlisted-file-format", Severity.WARNING, prevents=("IMG.0072",))
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
        ending = _ENDING.fullmatch(address) if isinstance(address, str) else None
        if ending and ending[1].lower() not in FORMATS:
            here = (*path, "image_url")
            message = f"{label(here)} ends in .{ending[1]}, which is not a format that the service lists"
            help = f"the service lists {', '.join(FORMATS[:-1])} and {FORMATS[-1]}; a file without ending is fine too"
            yield Finding("IMS507", here, message, help)


@rule("IMS508", "is-config-with-quick-import", Severity.WARNING)
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
