"""Adds to a credential what no signature is of, in each of its objects, and asks our own program what it makes of it.

    alter.py BINARY DIRECTORY

Takes DIRECTORY/record.json as `record.py` wrote it and writes DIRECTORY/altered.json: a list of files, each with `what` was
done, its `text`, whether the data are the `same` as before, and `ours`, what `touchstone verify` concluded. The verifiers of
others then hold their own verdicts against that.
"""

import json
import pathlib
import subprocess
import sys

from cases import DID_DOCUMENT, PUBLIC_URL, Record, Tally

CREDENTIALS = ["latin", "organisation"]
ADDED = {
    "a proof": '"proof": {"identityHash": "Mallory"}',
    "a context": '"@context": {"identityHash": "https://example.org/#other"}',
    "a context of ours": '"@context": "https://www.w3.org/ns/credentials/v2"',
    "an unknown member": '"nickname": "Mallory"',
    "an empty list": '"description": []',
}


def additions(text):
    """The text with something more at the beginning of each object."""
    for place in (place for place, character in enumerate(text) if character == "{"):
        before, after = text[:place + 1], text[place + 1:]
        first = after.split('"')[1]
        escaped = f"\\u{ord(first[0]):04x}{first[1:]}"
        twice = {"a second member": f'"{first}": "Mallory"', "a second member, escaped": f'"{escaped}": "Mallory"'}
        for what, member in (ADDED | twice).items():
            yield f"{what} before `{first}` at {place}", f"{before}{member},{after}"
    name = '"identityHash":'
    yield "another name before the name", text.replace(name, f'{name} "Mallory", {name}')


def spellings(text):
    """The same data in other spellings."""
    document = json.loads(text)
    yield "indented", json.dumps(document, indent=2, ensure_ascii=False)
    yield "escaped", json.dumps(document, ensure_ascii=True)
    yield "in another order", json.dumps(dict(reversed(document.items())), ensure_ascii=False)


def conclusion(binary, directory, text):
    copies = (f"{purpose}-{number}.jwt" for purpose in ("revocation", "suspension") for number in (1, 2))
    lists = (argument for copy in copies for argument in ("--status-list", copy))
    done = subprocess.run([binary, "verify", "-", "--keys", "did.json", *lists, "--json"], cwd=directory, input=text.encode(),
                          capture_output=True)
    return json.loads(done.stdout)["conclusion"]


def main(binary, directory):
    directory, tally = pathlib.Path(directory), Tally("touchstone verify")
    record = Record(directory)
    pages = record.moments[0]["pages"]
    (directory / "did.json").write_text(pages[DID_DOCUMENT]["default"])
    for purpose in ("revocation", "suspension"):
        for number in (1, 2):
            page = pages[f"{PUBLIC_URL}/v1/status-lists/{number}/{purpose}"]
            (directory / f"{purpose}-{number}.jwt").write_text(page["jws"])
    altered = []
    for name in CREDENTIALS:
        document = record.credentials[name]["document"]
        for is_same, texts in ((True, spellings(document)), (False, additions(document))):
            for what, text in texts:
                what = f"{name}: {what}"
                ours = conclusion(binary, directory, text)
                tally.case(what, None if ours == ("valid" if is_same else "altered") else f"concluded: {ours}")
                altered.append({"what": what, "text": text, "same": is_same, "ours": ours})
    (directory / "altered.json").write_text(json.dumps(altered, ensure_ascii=False))
    tally.finish()


main(*sys.argv[1:])
