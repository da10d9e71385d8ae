"""elite-train random-checkpoint, as typed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import torch
from transformers import CLIPModel

from elite_training.cli import main


def test_writes_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    command = ["random-checkpoint", "--layout", "mappers", "--dtype", "fp16", "--tiny", "--to", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", ["elite-train", *command])
    main()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(":")[0] for line in lines] == [
        str(tmp_path / name) for name in ("global_mapper.pt", "local_mapper.pt")
    ]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["global_mapper.pt", "local_mapper.pt"]


@pytest.mark.parametrize(("ending", "stem"), [("safetensors", "model"), ("bin", "pytorch_model")])
def test_writes_shards_that_the_libraries_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str, stem: str
) -> None:
    read = []
    for name, shards in (("whole", []), ("cut", ["--shards", "3"])):
        command = ["random-checkpoint", "--layout", "clip", "--format", ending, "--tiny", *shards]
        monkeypatch.setattr(sys, "argv", ["elite-train", *command, "--to", str(tmp_path / name)])
        main()
        read.append(CLIPModel.from_pretrained(tmp_path / name / "clip-vit-large-patch14").state_dict())
    cut = tmp_path / "cut" / "clip-vit-large-patch14"
    index = json.loads((cut / f"{stem}.{ending}.index.json").read_text())
    assert len(set(index["weight_map"].values())) >= 3
    assert read[0].keys() == read[1].keys()
    assert all(torch.equal(value, read[1][key]) for key, value in read[0].items())


def test_refuses_shards_of_a_variant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = ["random-checkpoint", "--dtype", "fp16", "--shards", "2", "--tiny", "--to", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", ["elite-train", *command])
    with pytest.raises(SystemExit, match="--shards: expected 1, or more with fp32, got 2 with fp16"):
        main()
