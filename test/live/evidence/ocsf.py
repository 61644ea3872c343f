"""Holds each line of some files against the schema of OCSF 1.8.0 that the package ocsf-json-schema carries."""
import json
import sys

from jsonschema import Draft202012Validator
from ocsf_json_schema import OcsfJsonSchemaEmbedded, get_ocsf_schema

schema = OcsfJsonSchemaEmbedded(get_ocsf_schema(version="1.8.0"))
validators = {}
events = 0
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            event = json.loads(line)
            uid = event["class_uid"]
            if uid not in validators:
                found = schema.lookup_class_name_from_uid(class_uid=uid)
                validators[uid] = Draft202012Validator(schema.get_class_schema(class_name=found, profiles=[]))
            events += 1
            for error in validators[uid].iter_errors(event):
                print(f"fault {name}:{number} {uid} /{'/'.join(map(str, error.absolute_path))} {error.message[:200]}")
print(f"events {events} classes {' '.join(map(str, sorted(validators)))}")
