"""Check a file against the Compose Specification, references between its parts included, and against what our image needs:
check_compose.py FILE"""

import json
import pathlib
import sys

import compose_spec
import yaml

# Read as YAML first: merge keys (`<<`) belong to that, and the specification sees what they make.
plain = yaml.safe_load(pathlib.Path(sys.argv[1]).read_text())
compose = compose_spec.PyCompose.from_json(json.dumps(plain))
compose.validate()
services = plain["services"]
mistakes = [
    f"{name} depends on {other}, which is no service"
    for name, service in services.items()
    for other in service.get("depends_on", ())
    if other not in services
]
for name, service in services.items():
    environment = service.get("environment", {})
    if service["image"] != "touchstone":
        continue
    if not environment.get("TOUCHSTONE_PUBLIC_URL", "").startswith("${TOUCHSTONE_PUBLIC_URL:?"):
        mistakes.append(f"{name} goes on without a public URL: nobody could follow the addresses in its credentials")
    if any(part.startswith("--") and part != "--grant-to" for part in service.get("command", ())):
        mistakes.append(f"{name}: a flag would win over the variable that an operator sets")
    targets = {f"/run/secrets/{secret['target']}" for secret in service.get("secrets", ())}
    if environment.get("DATABASE_PASSWORD_FILE") not in targets:
        mistakes.append(f"{name} gets no secret where DATABASE_PASSWORD_FILE says it is")
if mistakes:
    sys.exit("\n".join(mistakes))
print("services:", ", ".join(sorted(services)))
