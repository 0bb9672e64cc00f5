"""What is handed out has the form that its standards ask for, by their own JSON schemas, and its keys fit together.

    check_documents.py DIRECTORY OPEN_BADGES_SCHEMAS

OPEN_BADGES_SCHEMAS is the folder with 1EdTech's schemas.
"""

import hashlib
import json
import pathlib
import sys

from jsonschema import Draft201909Validator, Draft202012Validator

from cases import DID_DOCUMENT, ISSUER, PUBLIC_URL, Record, Tally, encode, parts

CREDENTIAL_SCHEMA = pathlib.Path(__file__).parent / "schemas/w3c_verifiable_credential_schema.json"
KEYS = f"{PUBLIC_URL}/issuer/jwks.json"
# RFC 7638: the members that a thumbprint is made of. What belongs to a private key has no place in any of them.
THUMBPRINT = {"RSA": ["e", "kty", "n"], "OKP": ["crv", "kty", "x"]}
PRIVATE = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}


def validator(kind, file):
    schema = json.loads(file.read_text())
    kind.check_schema(schema)
    return kind(schema, format_checker=kind.FORMAT_CHECKER)


def mistakes(validator, document):
    found = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]
    return "; ".join(found) or None


def forms(page):
    """The documents in the forms of something signed."""
    return {"jws": parts(page["jws"])[1], "document": json.loads(page["document"])}


def schemas(record, tally, folder):
    credential = validator(Draft202012Validator, CREDENTIAL_SCHEMA)
    badge = validator(Draft201909Validator, folder / "ob_v3p0_achievementcredential_schema.json")
    profile = validator(Draft201909Validator, folder / "ob_v3p0_profile_schema.json")
    for name, kept in record.credentials.items():
        for form, document in forms(kept).items():
            tally.case(f"W3C's schema, {form} of {name}", mistakes(credential, document))
            # Open Badges 3.0 has one status entry at most (see README.md): each is held against its schema by itself.
            for entry in document["credentialStatus"]:
                badge_with_one = document | {"credentialStatus": entry}
                tally.case(f"1EdTech's schema, {form} of {name}", mistakes(badge, badge_with_one))
            until = document.get("validUntil", document["validFrom"])
            # VC Data Model 2.0, "Validity Period": `validFrom` is no later than `validUntil`. Both are written alike.
            is_in_order = document["validFrom"] <= until
            tally.case(f"validity period, {form} of {name}", None if is_in_order else f"{document['validFrom']} to {until}")
    for moment in record.moments:
        for address, page in moment["pages"].items():
            for form, document in forms(page).items() if "jws" in page else []:
                tally.case(f"W3C's schema, {form} of {address}", mistakes(credential, document))
        served = json.loads(moment["pages"][f"{PUBLIC_URL}/issuer"]["default"])
        tally.case(f"{moment['name']}: 1EdTech's schema of profiles", mistakes(profile, served))
    # The schemas are really held against it.
    one = forms(next(iter(record.credentials.values())))["document"]
    for member in ["type", "issuer", "credentialSubject"]:
        without = {name: value for name, value in one.items() if name != member}
        for which in (credential, badge):
            tally.case(f"a schema without {member}", None if mistakes(which, without) else "accepted")


def keys(record, tally):
    """Every key that signed is published at that moment, under one name in both places, and nothing private is."""
    for moment in record.moments:
        pages = {address: page.get("default") for address, page in moment["pages"].items()}
        document, published = json.loads(pages[DID_DOCUMENT]), json.loads(pages[KEYS])["keys"]
        methods = {method["id"]: method for method in document["verificationMethod"]}
        jwks = {key["kid"]: key for key in published}

        def same(what, one, other, moment=moment):
            tally.case(f"{moment['name']}: {what}", None if one == other else f"{one!r} is not {other!r}")

        same("the DID document is of the issuer", document["id"], ISSUER)
        same("its controllers", {method["controller"] for method in methods.values()}, {ISSUER})
        same("names of keys", list(methods), list(jwks))
        same("keys that may sign credentials", list(methods), document["assertionMethod"])
        same("profiles", json.loads(pages[f"{PUBLIC_URL}/issuer"])["id"], ISSUER)
        for kid, key in jwks.items():
            members = {member: key[member] for member in THUMBPRINT[key["kty"]]}
            digest = hashlib.sha256(json.dumps(members, separators=(",", ":")).encode()).digest()
            same("a name is the key's thumbprint", kid, f"{ISSUER}#{encode(digest)}")
            same("private members", PRIVATE & key.keys(), set())
            # The other way in which a key stands in the DID document.
            same("a JWK in both", methods[kid].get("publicKeyJwk", key), key)
        signed = [record.credentials[name] for name, verdict in moment["verdicts"].items() if verdict != "no such key"]
        signed += [page for page in moment["pages"].values() if "jws" in page]
        for page in signed:
            header = parts(page["jws"])[0]
            same("members of a header", header, {"alg": "RS256", "kid": header["kid"], "typ": "JWT"})
            named = {header["kid"]: "RS256", json.loads(page["document"])["proof"]["verificationMethod"]: "EdDSA"}
            same("keys that signed are published", named, {kid: jwks.get(kid, {}).get("alg") for kid in named})


def main(directory, folder):
    record, tally = Record(directory), Tally("standards' schemas")
    schemas(record, tally, pathlib.Path(folder))
    keys(record, tally)
    tally.finish()


main(*sys.argv[1:])
