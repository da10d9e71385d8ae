"""Finding a reference object again."""

from __future__ import annotations

import pytest
import torch

from elite_training.align import align, correlations, overlap
from elite_training.tinybench import prompts, subjects, true_renders
from elite_training.world.stream import World


@pytest.fixture(scope="module")
def thing() -> tuple[torch.Tensor, torch.Tensor]:
    """A photograph with a many-coloured object of a shape without symmetry, and its mask."""
    mask = torch.zeros(91, 91, dtype=torch.bool)
    mask[20:70, 30:60] = True
    mask[50:70, 60:80] = True
    g = torch.Generator().manual_seed(1)
    cells = torch.rand(1, 3, 12, 12, generator=g) * 255
    paint = torch.nn.functional.interpolate(cells, size=91, mode="bilinear")[0]
    return torch.where(mask, paint, torch.full((3, 91, 91), 120.0)).round().byte(), mask


def pasted(photo: torch.Tensor, mask: torch.Tensor, flip: bool) -> torch.Tensor:
    """The object alone on another ground, mirrored or not, at 64 pixels."""
    g = torch.Generator().manual_seed(2)
    ground = torch.randint(60, 180, (3, 91, 91), generator=g).float()
    picture = torch.where(mask, photo.float(), ground)
    picture = picture.flip(2) if flip else picture
    return torch.nn.functional.interpolate(picture[None], size=64, mode="area").round().byte()


@pytest.mark.parametrize("flip", [False, True])
def test_a_pasted_object_is_found_where_it_lies(thing: tuple, flip: bool) -> None:
    photo, mask = thing
    found = align(photo, mask, pasted(photo, mask, flip))
    there = torch.nn.functional.interpolate(mask[None, None].float(), size=64, mode="area")[0] > 0.5
    there = there.flip(2) if flip else there
    assert found.likeness.item() > 0.9
    assert overlap(found.masks, there).item() > 0.85


def test_noise_and_another_paint_are_less_like_it(thing: tuple) -> None:
    photo, mask = thing
    noise = torch.randint(0, 256, (1, 3, 64, 64), generator=torch.Generator().manual_seed(3)).byte()
    painted = pasted(photo.flip(0), mask, False)
    found = align(photo, mask, torch.cat([pasted(photo, mask, False), painted, noise])).likeness
    assert found[0] > found[1] + 0.2 and found[0] > found[2] + 0.5


def test_correlations_equal_the_plain_sum() -> None:
    g = torch.Generator().manual_seed(5)
    picture, pixels = (torch.rand(3, s, s, generator=g, dtype=torch.float64) for s in (12, 6))
    mask = (torch.rand(6, 6, generator=g) > 0.3).double()
    found = correlations(picture[None], pixels, mask)[0]
    for y, x in ((0, 0), (4, 3), (-1, 7)):
        rows = [
            (r, c) for r in range(6) for c in range(6) if mask[r, c] and 0 <= y + r < 12 and 0 <= x + c < 12
        ]
        a = torch.stack([picture[:, y + r, x + c] for r, c in rows]).flatten()
        b = torch.stack([pixels[:, r, c] for r, c in rows]).flatten()
        assert found[y, x].item() == pytest.approx(torch.corrcoef(torch.stack([a, b]))[0, 1].item(), abs=1e-8)


def test_a_true_render_is_more_like_its_own_photograph(test_world: World) -> None:
    own, other = subjects(test_world)[0], subjects(test_world)[10]
    prompt = next(p for p in prompts() if p.id == "place-beach")
    pictures = torch.from_numpy(true_renders(test_world, own, prompt, 3))
    likeness = []
    for subject in (own, other):
        photo, mask, _ = test_world.reference(subject.identity, 128)
        found = align(torch.from_numpy(photo), torch.from_numpy(mask), pictures).likeness
        likeness.append(found.mean().item())
    assert likeness[0] > likeness[1] + 0.05


def test_an_empty_mask_is_refused(thing: tuple) -> None:
    with pytest.raises(ValueError, match="expected an object in it"):
        align(thing[0], torch.zeros(96, 96, dtype=torch.bool), torch.zeros(1, 3, 64, 64).byte())


def test_overlap_is_the_share_of_the_union() -> None:
    a, b = torch.zeros(2, 1, 4, 4, dtype=torch.bool)
    a[:, :2], b[:, 1:3] = True, True
    assert overlap(a, b).item() == pytest.approx(1 / 3)
    assert overlap(a, a).item() == 1
