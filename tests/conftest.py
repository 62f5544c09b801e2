"""How hard hypothesis works: `ci` by default, `IMS_LINT_HYPOTHESIS=thorough` for a long run."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_ALL = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
settings.register_profile("ci", max_examples=150, derandomize=True, **_ALL)
settings.register_profile("thorough", max_examples=int(os.environ.get("IMS_LINT_EXAMPLES", "20000")), **_ALL)
settings.load_profile(os.environ.get("IMS_LINT_HYPOTHESIS", "ci"))
