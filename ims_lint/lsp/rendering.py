"""The request body of the request at the cursor, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping

from lsprotocol import types

from ims_lint.config import Config
from ims_lint.embedded import NotInstalled
from ims_lint.json_api import Json, rendered_as_data
from ims_lint.lsp.declaring import index_at, requests
from ims_lint.lsp.document import OpenDocument
from ims_lint.transform.render import Refused, render


def render_at(document: OpenDocument, config: Config, position: types.Position, values: Mapping[str, str]) -> Json:
    """What `render` of the JSON API gives for the request at a position.

    Or else `missing`, the names of placeholders without a value, or `refused`, the reason.
    """
    found = requests(document, config)
    index = index_at(document, config, found, position)
    if index is None and found:
        return {"refused": f"there are {len(found)} requests in this file; put the cursor into one of them"}
    number = found[index].index if index is not None and len(found) > 1 else None
    try:
        return rendered_as_data(render(document.linted(config), config, number, values))
    except Refused as error:
        return {"missing": error.missing} if error.missing else {"refused": str(error)}
    except NotInstalled as error:
        return {"refused": str(error)}
