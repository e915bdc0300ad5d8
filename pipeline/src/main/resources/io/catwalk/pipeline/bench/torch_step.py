"""Times PyTorch on the network, images and minibatch that catwalk bench step measures, with one thread.

First line of stdin: settings as JSON; then the uint8 pixels [images, channels, height, width] and a byte a label.
Every further line is a number of steps; the answer is a line of JSON with the seconds that they took.
"""


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
