"""All gates on networks with random weights: they run, they report, and nothing of it looks trained."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from elite_training.gates import run
from elite_training.gates.lab import Lab
from elite_training.gates.measure import Gate, identity
from elite_training.gates.run import run_gates, write_gates


@pytest.fixture(scope="module")
def gates(lab: Lab) -> list[Gate]:
    return run_gates(lab)


def test_every_gate_measures_something(gates: list[Gate]) -> None:
    assert [g.id for g in gates] == list(run.TITLES)
    assert all(g.measures for g in gates)
    assert {g.id for g in gates if all(m.met is None for m in g.measures)} == {"G8"}


def test_random_networks_miss_every_gate_that_wants_learning(gates: list[Gate]) -> None:
    for gate in gates:
        if gate.id not in ("G5", "G7", "G8"):
            assert not all(m.met for m in gate.measures), gate
    assert next(m for g in gates if g.id == "G5" for m in g.measures).met


def test_a_missed_identity_is_a_failure_and_the_rest_is_reported(
    lab: Lab, gates: list[Gate], tmp_path: Path
) -> None:
    assert write_gates(gates, lab, tmp_path)
    assert not write_gates([*gates, Gate("G5", "λ", [identity("λ = 0", False)])], lab, tmp_path)
    value = json.loads((tmp_path / "gates.json").read_text())
    assert value["net"] == "nano" and not value["passed"] and value["settings"]["steps"] == 2
    assert "| G0 | PSNR, dB |" in (tmp_path / "gates.md").read_text()


def test_gates_stop_at_the_one_that_is_asked_for(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    names = run.gate_functions(lab, run.Sources(lab, None))
    monkeypatch.setattr(run, "gate_functions", lambda *_: {k: list for k in names})
    assert [g.id for g in run_gates(lab, "G1b")] == ["G0", "G1", "G1b"]
