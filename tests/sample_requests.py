"""A request that is right, one that is wrong, and one that `--fix` puts right."""

from __future__ import annotations

CLEAN = "name: web-image\nimage_url: images:web.qcow2\nos_type: Linux\nmin_disk: 40\n"
BROKEN = CLEAN.replace("min_disk: 40", "min_disk: 4000")
FIXABLE = CLEAN.replace("min_disk: 40", 'min_disk: "40"')
