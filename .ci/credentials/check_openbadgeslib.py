"""openbadgeslib verifies what the registry handed out, and no forgery of it.

    check_openbadgeslib.py DIRECTORY
"""

import json
import pathlib
import sys

import jwt
from cryptography.hazmat.primitives import serialization
from jwt.algorithms import RSAAlgorithm

from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3VerificationError, OB3Verifier

from cases import DID_DOCUMENT, FORGER, ISSUER, PUBLIC_URL, Forger, Record, Tally, altered, compact, parts

# What it says of a credential that is good no more.
REASONS = {
    "suspension": "status 'suspension' is set", "revocation": "status 'revocation' is set", "expired": "has expired",
    "no such key": "DID document has no verificationMethod with id",
}
VERIFIERS = {"jws": OB3Verifier, "document": OB3LdpVerifier}


def downloader(pages, form="default"):
    """Gives pages out in place of the network."""
    def download(address):
        page = pages.get(address)
        if page is None:
            raise OSError(f"nothing is served at {address}")
        text = page if isinstance(page, str) else page.get(form, page["default"])
        return text.encode()
    return download


def refusal(form, text, download, **options):
    """Why it is refused; None where it is accepted. Anything but the verifier's own refusal is a fault of the check."""
    try:
        verifier = VERIFIERS[form].for_issuer_did(ISSUER, download=download)
        return None, verifier.verify(text, check_status=True, download=download, **options)
    except OB3VerificationError as error:
        return str(error), None


class Check:
    def __init__(self, record):
        self.record, self.tally, self.forger = record, Tally("openbadgeslib"), Forger()

    def accepted(self, what, form, text, download, **options):
        why, credential = refusal(form, text, download, **options)
        self.tally.case(what, why and f"refused: {why}")
        return credential

    def refused(self, what, form, text, download, reason=""):
        why, _ = refusal(form, text, download)
        if why is None:
            self.tally.case(what, "accepted")
        else:
            self.tally.case(what, None if reason in why else f"refused, but because: {why}")

    def verdicts(self):
        """Every credential in both forms at every moment: its verdict then, and what is read in it."""
        for moment in self.record.moments:
            download = downloader(moment["pages"])
            for name, verdict in moment["verdicts"].items():
                expected = self.record.credentials[name]
                for form in VERIFIERS:
                    what = f"{moment['name']}: {form} of {name}"
                    if verdict == "valid":
                        self.accepted(what, form, expected[form], download)
                    else:
                        self.refused(what, form, expected[form], download, REASONS[verdict])
            # A list in its JSON form is not verified by this library, but its bits must say the same.
            lists = downloader(moment["pages"], "document")
            for name, verdict in moment["verdicts"].items():
                if verdict == "valid":
                    jws = self.record.credentials[name]["jws"]
                    self.accepted(f"{moment['name']}: {name}, JSON lists", "jws", jws, lists, verify_status_list=False)

    def forged_signatures(self):
        good, other = (self.record.credentials[name]["jws"] for name in ("latin", "greek"))
        pages = self.record.moments[0]["pages"]
        download = downloader(pages | self.forger.pages)
        header, payload = parts(good)
        key = json.loads(pages[DID_DOCUMENT]["default"])["verificationMethod"][0]["publicKeyJwk"]
        public = RSAAlgorithm.from_jwk(json.dumps(key)).public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        hmac = jwt.get_algorithm_by_name("HS256")
        claims = {"iss": FORGER, "issuer": payload["issuer"] | {"id": FORGER}}
        message, _, signature = good.rpartition(".")
        keep = lambda _: bytes.fromhex("00" * 384)
        sign = self.forger.sign
        cases = [
            ("the signature of another credential", f"{message}.{other.rpartition('.')[2]}", "Invalid signature"),
            ("a signature cut short", good[:-8], "Invalid signature"),
            ("no signature", message + ".", "Invalid signature"),
            ("a signature of zeros", compact(header, payload, keep), "Invalid signature"),
            ("algorithm none", compact(header | {"alg": "none"}, payload, lambda _: b""), "'none'"),
            ("algorithm HS256, the public key as secret",
             compact(header | {"alg": "HS256"}, payload, lambda m: hmac.sign(m, public)), "'HS256'"),
            ("algorithm RS512 in the header", compact(header | {"alg": "RS512"}, payload, keep), "Invalid signature"),
            ("another key under our key's name", compact(header, payload, sign), "Invalid signature"),
            ("another key under a name of ours that is not published",
             compact(header | {"kid": f"{ISSUER}#key"}, payload, sign), "no verificationMethod"),
            ("our Ed25519 key's name", compact(header | {"kid": self.edwards_key(pages)}, payload, sign), "'RS256'"),
            ("another issuer's key", compact(header | {"kid": self.forger.key}, payload, sign), "different DID"),
            ("another issuer, and its key", compact(header | {"kid": self.forger.key}, payload | claims, sign), "different DID"),
            ("another issuer under our key's name", compact(header, payload | claims, sign), "Invalid signature"),
            ("a key that it brings along", compact(header | {"jwk": key}, payload, sign), "Invalid signature"),
        ]
        self.accepted("the credential that the forgeries are made from", "jws", good, download)
        for what, text, reason in cases:
            self.refused(what, "jws", text, download, reason)
        for what, forged in altered(payload):
            middle = compact(header, forged, keep).split(".")[1]
            text = f"{good.split('.')[0]}.{middle}.{signature}"
            self.refused(f"payload: {what}", "jws", text, download, "Invalid signature")

    @staticmethod
    def edwards_key(pages):
        return json.loads(pages[DID_DOCUMENT]["default"])["verificationMethod"][1]["id"]

    def forged_proofs(self):
        pages = self.record.moments[0]["pages"]
        download = downloader(pages | self.forger.pages)
        good, other = (json.loads(self.record.credentials[name]["document"]) for name in ("expires", "greek"))
        self.accepted("the document that the forgeries are made from", "document", good, download)
        for what, forged in altered(good):
            self.refused(f"document: {what}", "document", forged, download)
        for what, forged in altered(json.loads(self.record.credentials["organisation"]["document"])):
            self.refused(f"an organisation's: {what}", "document", forged, download)
        self.refused("a proof moved to another credential", "document", other | {"proof": good["proof"]}, download,
                     "signature")
        proof = good["proof"] | {"verificationMethod": self.forger.key}
        self.refused("another issuer's key", "document", good | {"proof": proof}, download, "anchored DID")
        claims = good | {"issuer": good["issuer"] | {"id": FORGER}}
        self.refused("another issuer", "document", claims, download, "does not match the DID")

    def added_to(self, files):
        """Files that were added to: what is refused here we refuse, and what is the same data both accept."""
        download, refused = downloader(self.record.moments[0]["pages"]), 0
        for file in files:
            try:
                why, _ = refusal("document", json.loads(file["text"]), download)
            except (ValueError, AttributeError, TypeError, KeyError) as error:
                # It reads some members before it looks at the proof, and has no words for other forms of them.
                why = f"{type(error).__name__}: {error}"
            refused += why is not None
            if file["same"]:
                self.tally.case(file["what"], why and f"refused: {why}")
            else:
                accepted = why is not None and file["ours"] == "valid"
                self.tally.case(file["what"], f"refused, and we accept it: {why}" if accepted else None)
        self.tally.case("files that were added to", None if refused else "none of them is refused")
        print(f"openbadgeslib: refuses {refused} of {sum(not file['same'] for file in files)} files that were added to")

    def forged_lists(self):
        """A suspended credential, and lists that somebody would like to be believed."""
        before, then = self.record.moments[0], self.record.moments[1]
        name = next(name for name, verdict in then["verdicts"].items() if verdict == "suspension")
        good, held = self.record.credentials["latin"], self.record.credentials[name]
        address = f"{PUBLIC_URL}/v1/status-lists/1/suspension"
        header, payload = parts(then["pages"][address]["jws"])
        _, clean = parts(before["pages"][address]["jws"])
        unset = payload | {"credentialSubject": clean["credentialSubject"]}
        signature = then["pages"][address]["jws"].rpartition(".")[2]
        message = compact(header, unset, self.forger.sign).rpartition(".")[0]
        forger = {"iss": FORGER, "issuer": FORGER}
        revocation = f"{PUBLIC_URL}/v1/status-lists/1/revocation"
        lists = [
            ("a list with a bit taken back", f"{message}.{signature}", "proof is invalid"),
            ("a list that somebody else signed", compact(header, unset, self.forger.sign), "proof is invalid"),
            ("a list of another issuer", compact(header | {"kid": self.forger.key}, unset | forger, self.forger.sign),
             "does not match the badge issuer"),
            ("the list of another purpose", then["pages"][revocation]["jws"], "is not declared"),
            ("an expired list", compact(header, unset | {"validUntil": "2020-01-01T00:00:00Z"}, self.forger.sign), "expired"),
            ("no list", "", "neither JSON nor a JWT"),
        ]
        for what, text, reason in lists:
            download = downloader(then["pages"] | self.forger.pages | {address: text})
            for form in VERIFIERS:
                for credential in (good, held):
                    self.refused(f"{what}, {form}", form, credential[form], download, reason)
        without = {place: page for place, page in then["pages"].items() if place != address}
        for form in VERIFIERS:
            self.refused(f"a list that cannot be had, {form}", form, good[form], downloader(without), "could not fetch")


def main(directory):
    check = Check(Record(directory))
    check.verdicts()
    check.forged_signatures()
    check.forged_proofs()
    check.forged_lists()
    check.added_to(json.loads((pathlib.Path(directory) / "altered.json").read_text()))
    check.tally.finish()


main(*sys.argv[1:])
