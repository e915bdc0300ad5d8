"""Times PyTorch on the network, images and minibatch that catwalk bench step measures, with one thread.

First line of stdin: settings as JSON; then the uint8 pixels [images, channels, height, width] and a byte a label.
Every further line is a number of steps; the answer is a line of JSON with the seconds that they took.
"""
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


NETWORKS = {"lenet5": lenet5, "fashion-cnn": fashion_cnn, "lenet-224": lenet_224}

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


def main():
    stdin = sys.stdin.buffer
    settings = json.loads(stdin.readline())
    clock = time.process_time if settings["clock"] == "CPU" else time.perf_counter
    torch.set_num_threads(1)
    torch.manual_seed(42)
    images, shape, size = settings["images"], settings["shape"], settings["minibatch"]
    pixels = read(stdin, images * shape[0] * shape[1] * shape[2]).reshape(images, *shape).float().div(255)
    labels = read(stdin, images).long()
    batches = list(zip(pixels.split(size), labels.split(size)))
    network = NETWORKS[settings["model"]](settings["classes"])
    optimiser = OPTIMISERS[settings["optimiser"]](network.parameters())
    loss = nn.CrossEntropyLoss()

    def train(x, y):
        optimiser.zero_grad()
        loss(network(x), y).backward()
        optimiser.step()

    def predict(x, _):
        with torch.inference_mode():
            network(x).softmax(1)

    network.train(not settings["inference"])
    step = predict if settings["inference"] else train
    print(json.dumps({"version": torch.__version__}), flush=True)
    at = 0
    for line in iter(stdin.readline, b""):
        steps = int(line)
        start = clock()
        for _ in range(steps):
            step(*batches[at])
            at = (at + 1) % len(batches)
        print(json.dumps({"seconds": clock() - start, "images": size}), flush=True)


main()
