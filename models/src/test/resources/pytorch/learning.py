"""Makes learning.json: PyTorch's learning rates by step, and a linear layer's weights after a few steps of its optimisers.

Usage: python3 learning.py > learning.json      (PyTorch 2, float64)
"""
import json
import math
import warnings
import torch
import torch.nn.functional as F
from torch.optim import lr_scheduler as schedulers

warnings.filterwarnings("ignore")
STEPS, PEAK = 20, 0.5


def rates(make):
    optimiser = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=PEAK)
    scheduler = make(optimiser)
    found = []
    for _ in range(STEPS):
        found.append(optimiser.param_groups[0]["lr"])
        optimiser.step()
        scheduler.step()
    return found


def fill(shape, number, scale):
    n = math.prod(shape)
    values = [scale * math.sin(0.7 * i + number) * math.cos(0.3 * i * number + 1) for i in range(n)]
    return torch.tensor(values, dtype=torch.float64).reshape(shape)


def weights(make, clip=None):
    weight, bias = fill((3, 5), 1, 1.0).requires_grad_(), fill((3,), 2, 0.1).requires_grad_()
    images, labels = fill((4, 5), 3, 1.0), torch.tensor([0, 1, 2, 1])
    optimiser = make([{"params": [weight], "weight_decay": 0.1}, {"params": [bias], "weight_decay": 0.0}])
    for _ in range(4):
        optimiser.zero_grad()
        F.cross_entropy(images @ weight.T + bias, labels).backward()
        if clip:
            clip([weight, bias])
        optimiser.step()
    return weight.detach().flatten().tolist() + bias.detach().tolist()


optim, utils = torch.optim, torch.nn.utils
print(json.dumps({
    "pytorch": torch.__version__.split("+")[0],
    "rates": {
        "stairs": rates(lambda o: schedulers.StepLR(o, 6, 0.3)),
        "exponential": rates(lambda o: schedulers.ExponentialLR(o, 0.9)),
        "polynomial": rates(lambda o: schedulers.PolynomialLR(o, 15, 2.0)),
        "cosine": rates(lambda o: schedulers.CosineAnnealingLR(o, STEPS, 0.05)),
        "one-cycle": rates(lambda o: schedulers.OneCycleLR(o, PEAK, total_steps=STEPS + 1, cycle_momentum=False)),
        "warm-up": rates(lambda o: schedulers.LinearLR(o, 1 / 5, 1, 4)),
    },
    "weights": {
        "sgd": weights(lambda p: optim.SGD(p, lr=0.1)),
        "adam": weights(lambda p: optim.Adam(p, lr=0.1)),
        "adamw": weights(lambda p: optim.AdamW(p, lr=0.1)),
        "clip-norm": weights(lambda p: optim.SGD(p, lr=0.1), lambda p: utils.clip_grad_norm_(p, 0.05)),
        "clip-value": weights(lambda p: optim.SGD(p, lr=0.1), lambda p: utils.clip_grad_value_(p, 0.05)),
    },
}))
