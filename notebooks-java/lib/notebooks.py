#!/usr/bin/env python3
"""Tidies executed notebooks and compares them with the committed ones; called by run.

usage: notebooks.py tidy FILE...            rewrites each without what differs from run to run
       notebooks.py compare COMMITTED FRESH says where they differ in kind, exit code 1 where they do
"""
import base64
import json
import struct
import sys


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def text(value):
    return value if isinstance(value, str) else "".join(value)


def tidy_outputs(outputs):
    """Without metadata; what a stream says in one piece, after its carriage returns."""
    tidied = []
    for output in outputs:
        output = {key: value for key, value in output.items() if key not in ("metadata", "transient")}
        if output["output_type"] in ("display_data", "execute_result"):
            output["metadata"] = {}
            for kind, value in output["data"].items():
                if kind.startswith("image/"):
                    output["data"][kind] = text(value).replace("\n", "")
        if output["output_type"] == "stream":
            output["text"] = text(output["text"])
            if tidied and tidied[-1]["output_type"] == "stream" and tidied[-1]["name"] == output["name"]:
                tidied[-1]["text"] += output["text"]
                continue
        tidied.append(output)
    for output in tidied:
        if output["output_type"] == "stream":
            lines = [line.rsplit("\r", 1)[-1] for line in output["text"].replace("\r\n", "\n").split("\n")]
            output["text"] = "\n".join(lines).splitlines(keepends=True)
    return tidied


def tidy(path):
    book = read(path)
    book["metadata"] = {
        "kernelspec": {"display_name": "Java (Catwalk)", "language": "java", "name": "catwalk-java"},
        "language_info": {"file_extension": ".jshell", "mimetype": "text/x-java-source", "name": "Java"},
    }
    book["nbformat"], book["nbformat_minor"] = 4, 5
    for number, cell in enumerate(book["cells"], start=1):
        cell["id"] = "cell-%02d" % number
        cell["metadata"] = {}
        cell["source"] = text(cell["source"]).splitlines(keepends=True)
        if cell["cell_type"] == "code":
            cell["outputs"] = tidy_outputs(cell["outputs"])
    with open(path, "w", encoding="utf-8") as file:
        json.dump(book, file, ensure_ascii=False, indent=1, sort_keys=True)
        file.write("\n")


def size(kind, value):
    """Of a picture: its width and height. Of anything else: nothing."""
    if kind != "image/png":
        return None
    return struct.unpack(">II", base64.b64decode(text(value))[16:24])


def kinds(cell):
    """What a reader sees below a cell, without its figures."""
    found = []
    for output in cell.get("outputs", []):
        if output["output_type"] == "stream":
            found.append("stream " + output["name"])
        elif output["output_type"] == "error":
            found.append("error " + output["ename"])
        else:
            parts = sorted("%s %s" % (kind, size(kind, value) or "") for kind, value in output["data"].items())
            found.append(output["output_type"] + ": " + ", ".join(part.strip() for part in parts))
    return found


def compare(committed, fresh):
    differences = []
    old, new = read(committed)["cells"], read(fresh)["cells"]
    if len(old) != len(new):
        differences.append("%d cells are committed, %d were executed" % (len(old), len(new)))
    for number, (before, after) in enumerate(zip(old, new), start=1):
        if before["cell_type"] != after["cell_type"] or text(before["source"]) != text(after["source"]):
            differences.append("cell %d is another one" % number)
        elif kinds(before) != kinds(after):
            differences.append("cell %d: committed %s, now %s" % (number, kinds(before), kinds(after)))
    return differences


def main(arguments):
    if len(arguments) > 1 and arguments[0] == "tidy":
        for path in arguments[1:]:
            tidy(path)
    elif len(arguments) == 3 and arguments[0] == "compare":
        differences = compare(*arguments[1:])
        for difference in differences:
            print(difference)
        return 1 if differences else 0
    else:
        print(__doc__, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
