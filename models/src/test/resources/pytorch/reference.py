"""Makes reference.json: what PyTorch computes for lenet5 and fashion-cnn with weights and images that a formula gives.

Usage: python3 reference.py > reference.json      (PyTorch 2, one thread, float32)

Every tensor is filled by the same formula in the Java test, so only results are stored: the loss, the outputs and, of each
parameter's gradient, its sum, the sum of its magnitudes and 40 values spread over it.
"""
import json
import math
import torch
import torch.nn as nn
import torch.nn.functional as F

N, CLASSES, SAMPLES = 4, 10, 40


def fill(shape, number, scale):
    """Value i of tensor `number` is scale * sin(0.7 i + number) * cos(0.3 i * number + 1)."""
    n = math.prod(shape)
    values = [scale * math.sin(0.7 * i + number) * math.cos(0.3 * i * number + 1) for i in range(n)]
    return torch.tensor(values, dtype=torch.float64).float().reshape(shape)


def lenet5():
    return nn.Sequential(nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
                         nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, CLASSES)), 32


def fashion_cnn():
    # Without dropout, which is random.
    return nn.Sequential(nn.Conv2d(1, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2),
                         nn.Conv2d(32, 64, 3), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(2),
                         nn.Flatten(), nn.Linear(2304, 600), nn.Linear(600, 120), nn.Linear(120, CLASSES)), 28


def reference(net, size):
    parameters = list(net.named_parameters())
    with torch.no_grad():
        for number, (name, p) in enumerate(parameters):
            p.copy_(fill(p.shape, number + 1, 1.0 / math.sqrt(p[0].numel()) if p.dim() > 1 else 0.1))
        for module in net:
            if isinstance(module, nn.BatchNorm2d):
                module.weight.add_(1.0)
    images, labels = fill((N, 1, size, size), 99, 1.0), torch.arange(N) * 3 % CLASSES
    net.train()
    logits = net(images)
    loss = F.cross_entropy(logits, labels)
    loss.backward()
    gradients = []
    for name, p in parameters:
        flat = p.grad.flatten()
        step = max(1, flat.numel() // SAMPLES)
        gradients.append({"name": name, "size": flat.numel(), "sum": flat.double().sum().item(),
                          "magnitude": flat.double().abs().sum().item(), "step": step,
                          "samples": flat[::step][:SAMPLES].tolist()})
    return {"loss": loss.item(), "probabilities": torch.softmax(logits, 1).flatten().tolist(), "gradients": gradients}


torch.set_num_threads(1)
print(json.dumps({"pytorch": torch.__version__.split("+")[0],
                  "lenet5": reference(*lenet5()), "fashion-cnn": reference(*fashion_cnn())}, indent=1))
