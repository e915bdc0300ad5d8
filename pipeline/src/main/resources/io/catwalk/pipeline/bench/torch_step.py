"""Times PyTorch on the network, images and minibatch that catwalk bench step measures, with one thread, in the faster of its
two layouts.

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
    loss = nn.CrossEntropyLoss()

    def contender(layout):
        """A function that takes so many steps and returns their seconds."""
        network = NETWORKS[settings["model"]](settings["classes"]).to(memory_format=layout)
        optimiser = OPTIMISERS[settings["optimiser"]](network.parameters())
        network.train(not settings["inference"])
        inputs = [(x.to(memory_format=layout), y) for x, y in batches]
        at = 0

        def train(x, y):
            optimiser.zero_grad()
            loss(network(x), y).backward()
            optimiser.step()

        def predict(x, _):
            with torch.inference_mode():
                network(x).softmax(1)

        step = predict if settings["inference"] else train

        def run(steps):
            nonlocal at
            start = clock()
            for _ in range(steps):
                step(*inputs[at])
                at = (at + 1) % len(inputs)
            return clock() - start

        return run

    layouts = {"NCHW": contender(torch.contiguous_format), "channels last": contender(torch.channels_last)}
    for run in layouts.values():
        run(5)
    seconds = {layout: min(run(10) for _ in range(3)) for layout, run in layouts.items()}
    layout = min(seconds, key=seconds.get)
    print(json.dumps({"version": torch.__version__ + ", " + layout}), flush=True)
    for line in iter(stdin.readline, b""):
        print(json.dumps({"seconds": layouts[layout](int(line)), "images": size}), flush=True)


main()
