"""Training steps of the catalogue's networks by PyTorch, one line each: network, minibatch, mode, images/s.

Examples are on the GPU as uint8, the order too; Adam, TF32; mode graph is a whole step captured as a
CUDA graph by hand, in the faster of the two layouts of memory."""
import sys
import time

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.backends.cuda.matmul.allow_tf32 = True
torch.backends.cudnn.allow_tf32 = True
torch.backends.cudnn.benchmark = True


def lenet5():
    return nn.Sequential(
        nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10))


def catwalk_small():
    layers, channels = [], 1
    for i, filters in enumerate((32, 64, 96, 128, 192)):
        layers += [nn.Conv2d(channels, filters, 3, padding=1, bias=False), nn.BatchNorm2d(filters), nn.ReLU()]
        channels = filters
        if i in (0, 1, 3):
            layers += [nn.MaxPool2d(2)]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.2), nn.Linear(192, 10))


def fashion_cnn():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(2304, 600), nn.Dropout(0.25), nn.Linear(600, 120), nn.Linear(120, 10))


def lenet_224():
    return nn.Sequential(
        nn.Conv2d(3, 16, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(16, 32, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(89888, 512), nn.ReLU(), nn.Linear(512, 2))


def vgg_explain():
    layers, channels = [], 3
    for dropout, filters in ((0.3, (64,) * 2), (0.4, (128,) * 2), (0.4, (256,) * 3), (0.4, (512,) * 3), (0.4, (512,) * 3)):
        for i, f in enumerate(filters):
            layers += [nn.Conv2d(channels, f, 3, padding=1, bias=False), nn.BatchNorm2d(f), nn.ReLU()]
            layers += [nn.Dropout(dropout) if i < len(filters) - 1 else nn.MaxPool2d(2)]
            channels = f
    return nn.Sequential(
        *layers, nn.Flatten(), nn.Dropout(0.5), nn.Linear(512, 512), nn.BatchNorm1d(512), nn.ReLU(), nn.Dropout(0.5),
        nn.Linear(512, 10))


CASES = (
    ("lenet5", lenet5, (1, 32, 32), 10, 64, ("eager", "graph")),
    ("lenet5", lenet5, (1, 32, 32), 10, 512, ("graph",)),
    ("catwalk-small", catwalk_small, (1, 32, 32), 10, 64, ("graph",)),
    ("catwalk-small", catwalk_small, (1, 32, 32), 10, 256, ("graph",)),
    ("fashion-cnn", fashion_cnn, (1, 28, 28), 10, 100, ("graph",)),
    ("lenet-224", lenet_224, (3, 224, 224), 2, 32, ("graph",)),
    ("vgg-explain", vgg_explain, (3, 32, 32), 10, 32, ("graph",)),
)


def measure(make, shape, classes, minibatch, mode, layout):
    torch.manual_seed(1)
    count = 20000 if shape[1] < 100 else 640
    x = torch.randint(0, 256, (count,) + shape, dtype=torch.uint8, device="cuda")
    y = torch.randint(0, classes, (count,), device="cuda")
    net = make().cuda().to(memory_format=layout)
    optimiser = torch.optim.Adam(net.parameters(), 1e-3, capturable=mode == "graph", fused=True)

    def step(bx, by):
        optimiser.zero_grad(set_to_none=mode != "graph")
        bx = bx.to(dtype=torch.float32, memory_format=layout).div(255)
        loss = F.cross_entropy(net(bx), by)
        loss.backward()
        optimiser.step()

    if mode == "graph":
        index = torch.arange(minibatch, device="cuda") % count
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())

        def whole():
            step(x.index_select(0, index), y.index_select(0, index))

        with torch.cuda.stream(stream):
            for _ in range(3):
                whole()
        torch.cuda.current_stream().wait_stream(stream)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            whole()

        def one(positions):
            index.copy_(positions)
            graph.replay()
    else:

        def one(positions):
            step(x[positions], y[positions])

    def order(steps):
        return torch.randint(0, count, (steps * minibatch,), device="cuda")

    steps = 300 if shape[1] < 100 else 60
    best = 0
    for trial in range(4):
        positions = order(steps)
        torch.cuda.synchronize()
        begin = time.time()
        for i in range(0, steps * minibatch, minibatch):
            one(positions[i:i + minibatch])
        torch.cuda.synchronize()
        if trial > 0:
            best = max(best, steps * minibatch / (time.time() - begin))
    return best


print("version", torch.__version__, torch.backends.cudnn.version(), flush=True)
for name, make, shape, classes, minibatch, modes in CASES:
    for mode in modes:
        layouts = (torch.contiguous_format, torch.channels_last) if mode == "graph" else (torch.contiguous_format,)
        best = 0
        for layout in layouts:
            try:
                best = max(best, measure(make, shape, classes, minibatch, mode, layout))
            except Exception as e:  # the other layout may work
                print("failed", name, minibatch, mode, layout, type(e).__name__, str(e)[:200], file=sys.stderr)
        print("speed", name, minibatch, mode, round(best), flush=True)
