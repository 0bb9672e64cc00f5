"""What the Python verifiers share: the record that they are given, forgeries, and the count of what held."""

import base64
import copy
import json
import pathlib
import sys

from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15

PUBLIC_URL = "https://registry.example"
ISSUER = "did:web:registry.example"
FORGER = "did:web:forger.example"
DID_DOCUMENT = f"{PUBLIC_URL}/.well-known/did.json"


class Record:
    """What was handed out."""

    def __init__(self, directory):
        record = json.loads((pathlib.Path(directory) / "record.json").read_text())
        self.moments = record["moments"]
        self.credentials = {credential["name"]: credential for credential in record["credentials"]}


class Tally:
    """Counts cases, and tells of every one that did not go as it must."""

    def __init__(self, verifier):
        self.verifier, self.cases, self.failures = verifier, 0, 0

    def case(self, what, mistake):
        """`mistake` is None where it went as it must."""
        self.cases += 1
        if mistake is not None:
            self.failures += 1
            print(f"FAILED: {self.verifier}: {what}: {mistake}", file=sys.stderr)

    def finish(self):
        print(f"{self.verifier}: {self.cases - self.failures} of {self.cases} cases went as they must")
        if self.failures or not self.cases:
            sys.exit(1)


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def parts(jws):
    """The header and the payload."""
    header, payload, _ = jws.split(".")
    return json.loads(decode(header)), json.loads(decode(payload))


def compact(header, payload, sign):
    message = ".".join(encode(json.dumps(part, ensure_ascii=False).encode()) for part in (header, payload))
    return f"{message}.{encode(sign(message.encode()))}"


class Forger:
    """Somebody with a DID document and keys of their own."""

    def __init__(self):
        self.rsa = rsa.generate_private_key(65537, 2048)
        self.edwards = ed25519.Ed25519PrivateKey.generate()
        numbers = self.rsa.public_key().public_numbers()
        integer = lambda number: encode(number.to_bytes((number.bit_length() + 7) // 8, "big"))
        jwk = {"kty": "RSA", "n": integer(numbers.n), "e": integer(numbers.e)}
        self.key = f"{FORGER}#key"
        method = {"id": self.key, "type": "JsonWebKey", "controller": FORGER, "publicKeyJwk": jwk}
        document = {"@context": ["https://www.w3.org/ns/did/v1"], "id": FORGER, "verificationMethod": [method],
                    "assertionMethod": [self.key]}
        self.pages = {"https://forger.example/.well-known/did.json": json.dumps(document)}

    def sign(self, message):
        return self.rsa.sign(message, PKCS1v15(), hashes.SHA256())


def altered(document, path=()):
    """The document with each of its members, at any depth, once altered and once taken away; and with one added to each
    object. With words for what was done."""
    members = document.items() if isinstance(document, dict) else enumerate(document)
    for member, value in members:
        place = (*path, member)
        yield "/".join(map(str, place)) + " taken away", change(document, member, None)
        if isinstance(value, (dict, list)):
            for what, inner in altered(value, place):
                yield what, change(document, member, inner)
        else:
            yield "/".join(map(str, place)) + " altered", change(document, member, another(value))
    if isinstance(document, dict):
        for added, value in [("description", "Added."), ("unknownMember", "Added.")]:
            if added not in document:
                yield "/".join((*map(str, path), added)) + " added", document | {added: value}


def another(value):
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int) else value + "1"


def change(document, member, value):
    changed = copy.copy(document)
    if value is None:
        del changed[member]
    else:
        changed[member] = value
    return changed
