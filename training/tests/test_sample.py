"""The sampler against golden values and its own laws."""

from __future__ import annotations

import pytest
import torch

from elite_training.sample import (
    Settings,
    Stack,
    encode_prompts,
    encode_subject,
    lms_coefficients,
    lms_sigmas,
    sample,
    seed_noise,
)


def test_sigmas_and_coefficients_are_the_golden_ones() -> None:
    sigmas, tau = lms_sigmas(100)
    assert sigmas[:4] == pytest.approx([14.614647, 13.752511, 12.952470, 12.209443], abs=1e-5)
    assert sigmas[-4:] == pytest.approx([0.1386224, 0.0987033, 0.0291675, 0], abs=1e-6)
    assert tau[:3] == pytest.approx([999, 988.9090909, 978.8181818], abs=1e-4)
    assert lms_coefficients(sigmas, 3) == pytest.approx(
        [-1.4727578, 1.3921573, -0.7787084, 0.1686684], abs=1e-5
    )
    assert lms_coefficients(lms_sigmas(25)[0], 0) == pytest.approx([-3.1787052], abs=1e-5)


def test_noise_is_pytorchs_for_each_seed_alone() -> None:
    noise = seed_noise([42, 7], (4, 8, 8))
    assert noise[0].flatten()[:3].tolist() == pytest.approx([1.9269153, 1.4872841, 0.9007172], abs=1e-6)
    assert torch.equal(noise[1:], seed_noise([7], (4, 8, 8)))


@pytest.fixture(scope="module")
def case(stack: Stack) -> tuple:
    g = torch.Generator().manual_seed(6)
    photos = torch.randint(0, 256, (2, 3, 80, 80), generator=g)
    masks = torch.zeros(2, 80, 80)
    masks[:, 10:60, 20:70] = 1
    subject = encode_subject(stack, photos, masks)
    prompts = encode_prompts(stack, ["a photo of a S*", "a S* in the snow"], subject.words[:, :1])
    return subject, prompts, seed_noise([1, 2], (4, 8, 8))


def test_a_sample_does_not_depend_on_its_neighbours(stack: Stack, case: tuple) -> None:
    subject, prompts, noise = case
    both = sample(stack, prompts, noise, Settings(3), subject.patches)
    alone = sample(stack, (prompts[0][1:], prompts[1][1:]), noise[1:], Settings(3), subject.patches[1:])
    assert torch.allclose(both[1:], alone, rtol=1e-4, atol=1e-3)


def test_lambda_zero_equals_the_global_branch_bit_for_bit(stack: Stack, case: tuple) -> None:
    subject, prompts, noise = case
    assert torch.equal(
        sample(stack, prompts, noise, Settings(3, 5.0, 0.0), subject.patches),
        sample(stack, prompts, noise, Settings(3, 5.0)),
    )


def test_the_subject_is_where_the_words_are(stack: Stack, case: tuple) -> None:
    subject, prompts, _ = case
    assert prompts[1].nonzero()[:, 0].tolist() == [0, 1]
    states, where = encode_prompts(stack, ["a S* in the snow"], subject.words[:1])
    first = len(stack.tokenizer.words("a")) + 1
    assert where[0].nonzero().flatten().tolist() == list(range(first, first + 5))
    assert states.shape == (1, 32, 96)


def test_a_prompt_without_placeholder_is_refused(stack: Stack, case: tuple) -> None:
    with pytest.raises(ValueError, match=r"expected S\* in it"):
        encode_prompts(stack, ["a photo of a toy"], case[0].words[:1, :1])
