"""Times Pillow on the images that catwalk bench ingest measures: open, decode, convert, resize.

First line of stdin: settings as JSON. Every further line is a number of passes over all images; the answer is a line
of JSON with the seconds that they took and the images that could be decoded.
"""
import json
import sys
import time

import PIL
from PIL import Image


def main():
    settings = json.loads(sys.stdin.readline())
    clock = time.process_time if settings["clock"] == "CPU" else time.perf_counter
    size, mode, reduced = settings["size"], settings["mode"], settings["reduced"]

    def load(file):
        try:
            with Image.open(file) as image:
                if reduced:
                    # libjpeg's own scaling, at least twice the target as in Catwalk.
                    image.draft(mode, (size * 2, size * 2))
                # As true to averaging by area as Pillow can be, and its fastest filter that averages.
                image.convert(mode).resize((size, size), Image.BOX).tobytes()
            return 1
        except (OSError, ValueError, SyntaxError):
            return 0

    print(json.dumps({"version": PIL.__version__}), flush=True)
    for line in iter(sys.stdin.readline, ""):
        start = clock()
        good = 0
        for _ in range(int(line)):
            good = sum(map(load, settings["files"]))
        print(json.dumps({"seconds": clock() - start, "images": good}), flush=True)


main()
