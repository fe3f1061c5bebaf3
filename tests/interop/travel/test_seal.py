"""Visible digital seals of the published set come to the verdicts that its page states."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime

import pytest

from lintas.crypto.certificate import Certificate, read_certificate
from lintas.interop.travel.seal import check_seal
from lintas.interop.travel.verdict import FAILED, PASSED, UNKNOWN
from tests.shared import shared

NOW = datetime(2021, 11, 1, tzinfo=UTC)
AUSTRALIA = "standards/vds-nc/data/australia"
EXAMPLES = "standards/vds-nc/data/VDS-NC-Dotnet.Tests/Helpers/VDS-NC-Examples.json"


def authority() -> Certificate:
    """The certificate that issued the Australian signers."""
    return read_certificate(base64.b64decode(shared(f"{AUSTRALIA}/cscaCertData.b64").read_text()))


def given(name: str) -> bytes:
    return shared(f"{AUSTRALIA}/{name}VDSJson.json").read_bytes()


def test_a_good_seal_holds_with_the_authority_that_issued_its_signer() -> None:
    verdict = check_seal(given("valid"), [authority()], NOW)
    assert verdict.holds
    assert (verdict.state, verdict.sort) == ("AU", "vaccination")


def test_the_same_seal_is_not_taken_for_good_where_nobody_trusts_its_signer_or_after_its_time() -> None:
    assert check_seal(given("valid"), [], NOW).result("signer") == UNKNOWN
    assert not check_seal(given("valid"), [], NOW).holds
    assert check_seal(given("valid"), [authority()], datetime(2041, 1, 1, tzinfo=UTC)).result("time") == FAILED


def test_one_letter_more_in_the_name_breaks_the_signature() -> None:
    verdict = check_seal(given("invalid"), [authority()], NOW)
    assert verdict.result("signature") == FAILED
    assert not verdict.holds


def test_what_is_no_seal_says_so() -> None:
    verdict = check_seal(given("non"), [authority()], NOW)
    assert "no visible digital seal" in verdict.checks[0].why


@pytest.mark.parametrize(("number", "state"), [(0, "FR"), (1, "AU")])
def test_the_two_examples_have_good_signatures(number: int, state: str) -> None:
    example = json.loads(shared(EXAMPLES).read_bytes())[number]
    verdict = check_seal(json.dumps(example).encode(), [authority()], NOW)
    assert verdict.result("signature") == PASSED
    assert verdict.state == state


@pytest.mark.parametrize("text", ['{"\\ud800": 1}', '{"n": "\\ud800"}', '{"n": 1e999}', '{"n": 99999999999999999999}'])
def test_a_seal_over_what_has_no_canonical_form_is_not_believed(text: str) -> None:
    example = json.loads(shared(EXAMPLES).read_bytes())[0]
    example["data"]["msg"] = json.loads(text)
    assert check_seal(json.dumps(example).encode(), [authority()], NOW).result("signature") != PASSED
