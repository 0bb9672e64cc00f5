"""Check a file against the Compose Specification, references between its parts included: check_compose.py FILE"""

import json
import pathlib
import sys

import compose_spec
import yaml

# Read as YAML first: merge keys (`<<`) belong to that, and the specification sees what they make.
plain = yaml.safe_load(pathlib.Path(sys.argv[1]).read_text())
compose = compose_spec.PyCompose.from_json(json.dumps(plain))
compose.validate()
unknown = {
    f"{name} depends on {other}"
    for name, service in plain["services"].items()
    for other in service.get("depends_on", ())
    if other not in plain["services"]
}
if unknown:
    sys.exit(f"no such service: {unknown}")
print("services:", ", ".join(sorted(plain["services"])))
