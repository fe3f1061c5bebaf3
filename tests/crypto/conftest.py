"""The two suites. What `Suite` promises is tested over both."""

from __future__ import annotations

import pytest

from lintas.crypto.cheap import CheapSuite
from lintas.crypto.ports import Suite
from lintas.crypto.real import RealSuite

SUITES: dict[str, Suite] = {"real": RealSuite(), "cheap": CheapSuite(i_know_this_protects_nothing=True)}


@pytest.fixture(params=sorted(SUITES))
def suite(request: pytest.FixtureRequest) -> Suite:
    return SUITES[request.param]


@pytest.fixture
def real() -> RealSuite:
    return RealSuite()
