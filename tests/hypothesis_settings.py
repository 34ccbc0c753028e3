"""How patient Hypothesis is."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

#: On a busy machine a slow example is no fault.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
