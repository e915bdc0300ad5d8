"""What the scripts that time PyTorch have in common; stands before each of them."""
import json
import sys
import time

import torch
import torch.nn as nn


def lenet5(classes):
    return nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, classes))


def fashion_cnn(classes):
    return nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(2304, 600), nn.Dropout(0.25), nn.Linear(600, 120), nn.Linear(120, classes))


def lenet_224(classes):
    return nn.Sequential(
        nn.Conv2d(3, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(16, 32, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(89888, 512), nn.ReLU(), nn.Linear(512, classes))


def catwalk_small(classes):
    layers, channels = [], 1
    for filters, halved in ((32, True), (64, True), (96, False), (128, True), (192, False)):
        layers += [nn.Conv2d(channels, filters, 3, padding=1, bias=False), nn.BatchNorm2d(filters), nn.ReLU()]
        if halved:
            layers.append(nn.MaxPool2d(2))
        channels = filters
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(192, classes))


class Residual(nn.Module):
    def __init__(self, channels, filters, stride):
        super().__init__()
        self.main = nn.Sequential(
            nn.Conv2d(channels, filters, 3, stride, padding=1, bias=False), nn.BatchNorm2d(filters), nn.ReLU(),
            nn.Conv2d(filters, filters, 3, padding=1, bias=False), nn.BatchNorm2d(filters))
        self.shortcut = nn.Identity() if stride == 1 else nn.Sequential(
            nn.Conv2d(channels, filters, 1, stride, bias=False), nn.BatchNorm2d(filters))

    def forward(self, x):
        return torch.relu(self.main(x) + self.shortcut(x))


def catwalk_resnet(classes):
    layers, channels = [nn.Conv2d(1, 32, 3, padding=1, bias=False), nn.BatchNorm2d(32), nn.ReLU()], 32
    for filters, stride in ((32, 1), (32, 1), (64, 2), (64, 1), (96, 2), (96, 1)):
        layers.append(Residual(channels, filters, stride))
        channels = filters
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(96, classes))


NETWORKS = {"lenet5": lenet5, "fashion-cnn": fashion_cnn, "lenet-224": lenet_224, "catwalk-small": catwalk_small,
            "catwalk-resnet": catwalk_resnet}

OPTIMISERS = {
    "ADAM": lambda parameters: torch.optim.Adam(parameters, 1e-3),
    "NESTEROVS": lambda parameters: torch.optim.SGD(parameters, 1e-3, momentum=0.9, nesterov=True),
    "SGD": lambda parameters: torch.optim.SGD(parameters, 1e-3),
}


def read(stream, length):
    data = bytearray(stream.read(length))
    if len(data) < length:
        sys.exit("the images ended early")
    return torch.frombuffer(data, dtype=torch.uint8)
