"""Times whole epochs of PyTorch's DistributedDataParallel (gloo) with one thread a process, on the images that
catwalk bench train lays out on its workers.

First line of stdin: settings as JSON; then the uint8 pixels [images, channels, height, width] and a byte a label.
Every further line is a number of epochs; the answer is a line of JSON with the seconds that they took.
"""
import os
import socket

import torch.distributed as dist
import torch.nn.functional as F


def train(network, optimiser, pixels, labels, size):
    """One epoch in a new order; an incomplete last minibatch counts as any other."""
    order = torch.randperm(len(labels))
    for part in order.split(size):
        optimiser.zero_grad()
        F.cross_entropy(network(pixels[part]), labels[part]).backward()
        optimiser.step()


def work(rank, settings, port, pixels, labels, commands, answers):
    """Of one process: epochs as they are asked for, together with the others."""
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(port))
    torch.set_num_threads(1)
    torch.manual_seed(42)
    workers = settings["workers"]
    dist.init_process_group("gloo", rank=rank, world_size=workers)
    # All processes make as many steps, or the last ones would wait for ever.
    share = len(labels) // workers
    pixels = pixels[rank * share:(rank + 1) * share].float().div(255)
    labels = labels[rank * share:(rank + 1) * share].long()
    network = nn.parallel.DistributedDataParallel(NETWORKS[settings["model"]](settings["classes"]))
    optimiser = OPTIMISERS[settings["optimiser"]](network.parameters())
    dist.barrier()
    answers.write(b"ready\n")
    for line in iter(commands.readline, b""):
        dist.barrier()
        start = time.perf_counter()
        for _ in range(int(line)):
            train(network, optimiser, pixels, labels, settings["minibatch"])
        dist.barrier()
        answers.write(b"%.6f\n" % (time.perf_counter() - start))
    os._exit(0)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def main():
    stdin = sys.stdin.buffer
    settings = json.loads(stdin.readline())
    images, shape = settings["images"], settings["shape"]
    pixels = read(stdin, images * shape[0] * shape[1] * shape[2]).reshape(images, *shape)
    labels = read(stdin, images)
    port = free_port()
    workers = []
    for rank in range(settings["workers"]):
        asked, ask = os.pipe()
        told, tell = os.pipe()
        # Before any operation of torch has started threads, which a fork would lose.
        if os.fork() == 0:
            os.close(ask)
            for _, other in workers:
                other.close()
            work(rank, settings, port, pixels, labels, os.fdopen(asked, "rb"), os.fdopen(tell, "wb", 0))
        os.close(asked)
        os.close(tell)
        workers.append((os.fdopen(told, "rb"), os.fdopen(ask, "wb", 0)))
    for told, _ in workers:
        if told.readline() != b"ready\n":
            sys.exit("a process of PyTorch's ended")
    print(json.dumps({"version": torch.__version__}), flush=True)
    for line in iter(stdin.readline, b""):
        for _, ask in workers:
            ask.write(line)
        seconds = max(float(told.readline()) for told, _ in workers)
        print(json.dumps({"seconds": seconds, "images": images}), flush=True)


main()
