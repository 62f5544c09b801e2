"""What the service's answers (400, IMG.nnnn) say that a request can be spared, in our own words."""

from __future__ import annotations

ANSWERS = {
    "IMG.0001": "the body is not in the form of a request",
    "IMG.0002": "the image name is longer than 128 characters",
    "IMG.0003": "the image name holds what it may not",
    "IMG.0004": "the description is longer than 1024 characters",
    "IMG.0007": "the body is empty",
    "IMG.0012": "the ID of the ECS is missing or wrong",
    "IMG.0013": "there is no image name",
    "IMG.0017": "image_url is not written as bucket:file",
    "IMG.0024": "the image type is wrong",
    "IMG.0054": "the description holds a line break or an angle bracket",
    "IMG.0055": "a size of memory or disk is wrong",
    "IMG.0056": "the OS version is wrong",
    "IMG.0068": "there is no bucket name",
    "IMG.0072": "the format of the image file cannot be imported",
    "IMG.0109": "the bucket name holds what it may not",
    "IMG.0115": "a tag is wrong",
    "IMG.0117": "an image from a disk is for ECS or BMS only",
    "IMG.0120": "there is no data disk with this ID",
    "IMG.0122": "the OS type is wrong",
    "IMG.0123": "the same image file is given twice",
    "IMG.0141": "the boot mode is neither uefi nor bios",
    "IMG.0155": "the ID of the enterprise project is wrong",
    "IMG.0166": "an ISO image does not say its OS version",
    "IMG.0175": "the path of the image file holds a space",
    "IMG.0212": "the architecture is neither x86 nor arm",
}
"""The answers that rules prevent. IMG.0116 (too many tags) depends on the account; of IMG.0075 (characters
of a file name) it is not published which they are."""
