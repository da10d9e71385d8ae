"""Verdicts and the table."""

from __future__ import annotations

import numpy as np

from elite_training.gates.measure import (
    Gate,
    as_json,
    at_least,
    failed,
    identity,
    mean_above,
    mean_at_least,
    table,
    unmeasured,
    verdict,
)


def test_a_miss_fails_where_it_binds_and_is_reported_elsewhere() -> None:
    missed, met = at_least("PSNR", 26, 27), at_least("PSNR", 27, 27)
    assert [verdict(m, "tiny") for m in (missed, met)] == ["fail", "pass"]
    assert [verdict(m, "nano") for m in (missed, met)] == ["reported: missed", "reported: met"]
    assert [verdict(identity("λ = 0", h), "nano") for h in (True, False)] == ["pass", "fail"]


def test_what_was_not_measured_neither_passes_nor_fails() -> None:
    gates = [Gate("G8", "product", [unmeasured("latents", "≤ 0.001", "no report", binds=True)])]
    assert failed(gates, "tiny") == [] and "not measured" in table(gates, "tiny")
    assert as_json(gates, "nano")[0]["measures"][0]["value"] is None
    assert as_json(gates, "nano")[0]["measures"][0]["binding"]


def test_means_over_concepts_decide_and_bring_their_interval() -> None:
    means = np.array([0.0, 0.1, 0.2, 0.3])
    found = mean_at_least("ID-I", means, 0.15)
    assert found.met and found.low < found.value < found.high
    assert not mean_above("ID-I", means, 0.16).met and not mean_above("ID-I", np.zeros(4)).met


def test_the_table_has_a_line_a_measure() -> None:
    gates = [Gate("G0", "vae", [at_least("PSNR", 26, 27)]), Gate("G5", "λ", [identity("λ = 0", False)])]
    lines = table(gates, "nano").splitlines()
    assert lines[2] == "| G0 | PSNR | 26.000 | ≥ 27 | reported: missed |"
    assert lines[3] == "| G5 | λ = 0 | no | equal bit for bit | fail |"
    assert [m.name for _, m in failed(gates, "nano")] == ["λ = 0"]
