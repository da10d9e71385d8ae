"""The command line of both stages."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from elite_training.paper.stand_in import write_openimages, write_random_stack
from elite_training.paper_cli import add_paper, settings_of

FEW = "--batch 2 --device-batch 2 --updates 1 --workers 0 --grid-rows 0 --config paper"


def parsed(*words: object) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_paper(parser.add_subparsers(required=True))
    return parser.parse_args([str(w) for w in words])


def run(*words: object) -> None:
    args = parsed(*words)
    args.run(args)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("files")
    sd, clip = write_random_stack(folder)
    return {"--stack": sd, "--vision": clip, "--data": write_openimages(folder / "openimages", 4)}


def test_values_of_the_command_line_change_the_config(tmp_path: Path) -> None:
    (tmp_path / "templates.txt").write_text("a photo of a S\n\nan image of S\n")
    flags = "global --stack s --data folder:d --out o --config paper --rate 2e-5 --checkpointing --no-groups"
    s = settings_of(parsed(*flags.split(), "--templates", tmp_path / "templates.txt"))
    assert (s.name, s.batch, s.rate, s.checkpointing, s.groups) == ("paper", 16, 2e-5, True, False)
    assert s.templates == ("a photo of a S", "an image of S")
    released = settings_of(parsed("local", "--stack", "s", "--data", "folder:d", "--out", "o"))
    assert (released.name, released.batch, released.rate) == ("released", 32, 3.2e-4)


def test_both_stages_run_and_the_second_starts_from_the_first(
    files: dict[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    common = [f"{files['--data']}", "--stack", files["--stack"], "--vision", files["--vision"]]
    common = ["--data", f"openimages:{common[0]}", *common[1:], "--out", tmp_path, *FEW.split()]
    run("global", *common)
    run("local", *common)
    out = capsys.readouterr().out
    assert "global_mapper.safetensors: 1 updates, 2 samples" in out
    assert "local_mapper.safetensors: 1 updates, 2 samples" in out
    run("global", *common, "--updates", 2)
    assert "global_mapper.safetensors: 2 updates, 4 samples" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--data", "zip:x"], "--data: expected openimages:FOLDER or folder:FOLDER, got 'zip:x'"),
        (["--data", "folder:nowhere"], "nowhere: expected a folder of photographs, got no such folder"),
        (["--data", "folder:x", "--batch", 3], r"batch: expected a multiple of device_batch"),
    ],
)
def test_a_fault_is_one_sentence(
    files: dict[str, Path], tmp_path: Path, words: list, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PIL import Image

    monkeypatch.chdir(tmp_path)
    (tmp_path / "x").mkdir()
    Image.new("RGB", (64, 64)).save(tmp_path / "x" / "a.png")
    stack = ["--stack", files["--stack"], "--vision", files["--vision"], "--out", tmp_path / "run"]
    with pytest.raises(SystemExit, match=f"^elite-train global: {sentence}"):
        run("global", *stack, *words)


def test_the_second_stage_needs_the_first(files: dict[str, Path], tmp_path: Path) -> None:
    words = [x for pair in files.items() for x in pair]
    words[-1] = f"openimages:{words[-1]}"
    with pytest.raises(SystemExit, match="elite-train local: .*global_mapper.safetensors: expected a mapper"):
        run("local", *words, "--out", tmp_path)


def test_a_fault_in_a_worker_is_one_sentence_too(files: dict[str, Path], tmp_path: Path) -> None:
    data = write_openimages(tmp_path / "openimages", 2)
    for photo in (data / "test").iterdir():
        photo.write_bytes(b"no picture")
    words = ["--stack", files["--stack"], "--vision", files["--vision"], "--data", f"openimages:{data}"]
    with pytest.raises(
        SystemExit, match=r"^elite-train global: .*csv, line \d: expected a picture in .*"
    ) as seen:
        run("global", *words, "--out", tmp_path / "run", *FEW.split(), "--workers", 1)
    assert "\n" not in str(seen.value)
