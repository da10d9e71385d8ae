"""Muon: momentum whose matrices are made orthogonal before each step; vectors and tables go by AdamW.

Follows Keller Jordan's Muon (https://kellerjordan.github.io/posts/muon/), with the scale 0.2·√max(rows,
columns) of Liu et al., "Muon is Scalable for LLM Training" (2025), so that AdamW's rates carry over.
PyTorch's own `torch.optim.Muon` takes no convolutions and multiplies in bfloat16, which CPUs emulate.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn

QUINTIC = (3.4445, -4.7750, 2.0315)
MOMENTUM = 0.95


def orthogonal(matrix: Tensor, steps: int = 5) -> Tensor:
    """Nearly U·Vᵀ of a matrix U·S·Vᵀ [m, n], by five Newton–Schulz steps."""
    a, b, c = QUINTIC
    x = matrix / (matrix.norm() + 1e-7)
    wide = x.shape[0] <= x.shape[1]
    x = x if wide else x.T
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x if wide else x.T


def tables(module: nn.Module) -> set[int]:
    """Ids of a module's embedding tables: their rows are words, not directions of one map."""
    return {id(m.weight) for m in module.modules() if isinstance(m, nn.Embedding)}


class Muon(torch.optim.Optimizer):
    """One optimiser for a network's parameters; `set_rate` moves the rate of both kinds.

    Matrices and convolutions [out, in, …] (flattened to [out, rest]) take orthogonal steps; vectors,
    scalars and the tables named in `plain` (ids of parameters) take AdamW's.
    """

    def __init__(
        self,
        parameters: Iterable[nn.Parameter],
        rate: float,
        weight_decay: float = 0.0,
        plain: Iterable[int] = (),
    ) -> None:
        parameters, plain = [p for p in parameters if p.requires_grad], set(plain)
        self.matrices = [p for p in parameters if p.ndim >= 2 and id(p) not in plain]
        own = {id(p) for p in self.matrices}
        rest = [p for p in parameters if id(p) not in own]
        self.rest = torch.optim.AdamW([{"params": rest}], rate, betas=(0.9, 0.99), weight_decay=weight_decay)
        super().__init__([{"params": self.matrices}], {"lr": rate, "weight_decay": weight_decay})

    def set_rate(self, rate: float) -> None:
        """The learning rate of the next steps."""
        for group in (*self.param_groups, *self.rest.param_groups):
            group["lr"] = rate

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Clears the gradients of both kinds."""
        super().zero_grad(set_to_none)
        self.rest.zero_grad(set_to_none)

    @torch.no_grad()
    def step(self) -> None:
        """One update from the gradients at hand; parameters without one stay as they are."""
        self.rest.step()
        for group in self.param_groups:
            rate, decay = group["lr"], group["weight_decay"]
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                momentum = state.setdefault("momentum", torch.zeros_like(p))
                momentum.lerp_(p.grad, 1 - MOMENTUM)
                ahead = p.grad.lerp(momentum, MOMENTUM).flatten(1)
                scale = 0.2 * max(ahead.shape) ** 0.5
                p.mul_(1 - rate * decay)
                p.add_(orthogonal(ahead).reshape(p.shape), alpha=-rate * scale)
