"""usage: crd_check.py CRD.yaml DOCUMENT.yaml

Says what of a document the schema of a CustomResourceDefinition does not allow, a line each; unknown fields are not allowed.
"""

import re
import sys

import yaml

TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "number": (int, float),
}


def problems(schema, value, path):
    if schema.get("x-kubernetes-int-or-string"):
        return
    expected = TYPES.get(schema.get("type"))
    if expected and not isinstance(value, expected):
        yield f"{path}: expected {schema['type']}, found {value!r}"
        return
    if "enum" in schema and value not in schema["enum"]:
        yield f"{path}: expected one of {schema['enum']}, found {value!r}"
    if "minimum" in schema and value < schema["minimum"]:
        yield f"{path}: expected at least {schema['minimum']}, found {value!r}"
    if "pattern" in schema and not re.search(schema["pattern"], value):
        yield f"{path}: expected {schema['pattern']}, found {value!r}"
    if isinstance(value, dict):
        yield from object_problems(schema, value, path)
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from problems(schema.get("items", {}), item, f"{path}[{index}]")


def object_problems(schema, value, path):
    for name in schema.get("required", []):
        if name not in value:
            yield f"{path}: {name} is missing"
    known = schema.get("properties")
    more = schema.get("additionalProperties")
    for name, item in value.items():
        # Kubernetes' own metadata is checked by Kubernetes.
        if path == "" and name == "metadata":
            continue
        if known and name in known:
            yield from problems(known[name], item, f"{path}.{name}")
        elif more:
            yield from problems(more if isinstance(more, dict) else {}, item, f"{path}.{name}")
        elif known is not None:
            yield f"{path}: {name} is unknown"


def main(crd_file, document_file):
    with open(crd_file, encoding="utf-8") as file:
        crd = yaml.safe_load(file)
    with open(document_file, encoding="utf-8") as file:
        document = yaml.safe_load(file)
    group, version = document["apiVersion"].split("/")
    if (crd["spec"]["group"], crd["spec"]["names"]["kind"]) != (group, document["kind"]):
        return [f"{document['kind']} of {group} is not what the definition defines"]
    schemas = [v["schema"]["openAPIV3Schema"] for v in crd["spec"]["versions"] if v["name"] == version]
    return list(problems(schemas[0], document, "")) if schemas else [f"no version {version}"]


if __name__ == "__main__":
    found = main(*sys.argv[1:])
    print("\n".join(found) or "valid")
    sys.exit(1 if found else 0)
