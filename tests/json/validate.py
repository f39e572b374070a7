#!/usr/bin/python3
"""Checks a JSON Lines trace against its schema: validate.py TRACE...

Beyond what the schema can say: the header comes first and once, seq counts from 1 without a gap, and no object has a key twice.
Needs python3-jsonschema."""

import json
import os
import sys

import jsonschema

SCHEMA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../include/trapline/trace.schema.json")


def unique(pairs):
    keys = [key for key, _ in pairs]
    twice = {key for key in keys if keys.count(key) > 1}
    if twice:
        raise ValueError(f"key more than once in an object: {sorted(twice)}")
    return dict(pairs)


def problems(line, number, validator):
    try:
        record = json.loads(line, object_pairs_hook=unique)
    except ValueError as error:
        return [str(error)]
    if not isinstance(record, dict):
        return ["not an object"]
    found = []
    for error in validator.iter_errors(record):
        best = jsonschema.exceptions.best_match([error])
        found.append(f"{'/'.join(map(str, best.absolute_path)) or 'record'}: {best.message}"[:400])
    if (record.get("type") == "header") != (number == 1):
        found.append("the header record is the first line and no other")
    elif number > 1 and record.get("seq") != number - 1:
        found.append(f"seq is {record.get('seq')} on line {number}")
    return found


def main(paths):
    with open(SCHEMA, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    bad = 0
    for path in paths:
        lines = 0
        # A trace is ASCII and UTF-8 by construction; anything else is an error.
        with open(path, encoding="utf-8") as file:
            for lines, line in enumerate(file, 1):
                for problem in problems(line, lines, validator):
                    bad += 1
                    print(f"{path}:{lines}: {problem}".encode("ascii", "backslashreplace").decode())
        if not lines:
            bad += 1
            print(f"{path}: empty")
        print(f"{path}: {lines} records")
    return 1 if bad else 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1:]))
