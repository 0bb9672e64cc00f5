"""Lives through what can become of certificates, and writes down what the registry handed out at each moment.

    record.py BINARY DIRECTORY

Writes DIRECTORY/papers with a PDF, the address in its QR code and the credential in it for some of the certificates, and
DIRECTORY/record.json, which the verifiers are then given and nothing else:

- `credentials`: each with `name`, `holder` and `number` as they must read in it, and its forms (`jws`, `document`);
- `moments`: each with `name`, `pages` (by address, each with the forms it is served in; `default` is what a client gets
  that does not say what it wants), and `verdicts` by the credential's name: `valid`, `suspension` or `revocation` for
  the bit that must be set, `expired`, or `no such key` where the issuer no longer stands by the key that signed.
"""

import datetime
import itertools
import json
import pathlib
import sys

from service import FORMS, PUBLIC_URL, Service

TODAY = datetime.datetime.now(datetime.timezone.utc).date()
SHIPPED_SCHEME = pathlib.Path(__file__).resolve().parents[2] / "scheme/iso-iec-20000.toml"

# A qualification that expires, in words that need escaping.
EXPIRING = r'''
[[qualification]]
code = "refresher"
title = 'Refresher "à jour" \ 更新'
summary = "Knows what is \"new\" & <what> is not."
valid_for_years = 3
requirement = { anyone = true }

[[qualification.format]]
format = "2011"
question_style = "multiple choice"
questions = 40
marks_per_question = 1
pass_mark = 26
duration_minutes = 60
book = "closed"
'''

# By the name of the credential: given names (or none), family name, and how the two are written together.
HOLDERS = {
    "latin": ("Adèle", "Gaillard-Núñez", "Adèle Gaillard-Núñez"),
    "greek": ("Ελένη", "Παπαδοπούλου", "Ελένη Παπαδοπούλου"),
    "cyrillic": ("Юлия", "Щербакова", "Юлия Щербакова"),
    "japanese": ("太郎", "𠮷田", "𠮷田 太郎"),
    "arabic": ("فاطمة", "الزهراء", "فاطمة الزهراء"),
    "persian": ("علی‌رضا", "قزوینی", "علی‌رضا قزوینی"),
    "punctuation": (r'Seán "Shay\n" \ <b>&</b>', "O'Brien–D’Arcy \\\\", r"""Seán "Shay\n" \ <b>&</b> O'Brien–D’Arcy \\"""),
    "one_name": (None, "Suharto", "Suharto"),
}

# Organisations by the name of the credential: the body's number, and what they are called.
ORGANISATIONS = {
    "organisation": ("IS 20000/17", "株式会社さくら \"Cloud\" <&>"),
    "organisation_transferred": ("IS 20000/18", "Heather Hosting B.V."),
}

# Whose certificates are fetched as PDF too: those that the built-in fonts can show.
PAPERS = ["latin", "greek", "cyrillic", "punctuation", "one_name", "organisation_transferred"]


class Recorder:
    def __init__(self, service):
        self.service, self.credentials, self.moments, self.verdicts, self.numbers = service, [], [], {}, {}
        self.candidates, self.papers, self.paths, self.organisations = {}, {}, {}, {}

    def candidate(self, name, given, family):
        body = {"family_name": family, "birth_date": "1980-02-29"} | ({"given_names": given} if given else {})
        self.candidates[name] = self.service.post("/v1/candidates?confirm_new=true", body)["id"]
        return self.candidates[name]

    def certificate(self, name, candidate, qualification, sat_on, **more):
        """The number of the certificate that a passed sitting is awarded."""
        sitting = {"candidate_id": candidate, "qualification": qualification, "sat_on": str(sat_on)}
        result = self.service.post("/v1/results", sitting | (more or {"marks": 40}))
        self.numbers[name] = result["certificate"]["number"]
        return self.numbers[name]

    def keep(self, name, holder, verdict="valid", number=None):
        """Fetches a certificate's credential and keeps it under a name."""
        number = number or self.numbers[name]
        path = f"/v1/certificates/{number}/credential"
        if name in self.organisations:
            path = f"/v1/organisation-certificates/{self.organisations[name]}/credential"
        self.paths[name] = path
        forms = self.service.credential(path)
        if not isinstance(forms, dict):
            raise SystemExit(f"the credential of {name} is refused: {forms}")
        if forms != self.service.credential(path):
            raise SystemExit(f"the credential of {name} is another one when it is asked for again")
        if name in PAPERS:
            paper = self.service.paper(path.removesuffix("credential") + "pdf")
            address = f"/verify/{number}"
            if name in self.organisations:
                certificate = f"/v1/organisation-certificates/{self.organisations[name]}"
                address = f"/o/{json.loads(self.service.public(certificate, None))['register_number']}"
            self.papers[name] = (address, paper, forms["jws"])
        self.credentials.append({"name": name, "holder": holder, "number": number} | forms)
        self.verdicts[name] = verdict

    def organisation(self, name, number, holder):
        """A published certificate of an organisation: its id."""
        certificate = self.service.post("/v1/organisation-certificates", {
            "body_id": self.service.body, "organisation": {"name": holder, "country": "JP"}, "number": number,
            "edition": "2018", "issued_on": str(TODAY - datetime.timedelta(days=100)),
            "expires_on": str(TODAY + datetime.timedelta(days=900)),
            "sites": [{"name": "\"Head\" office", "locality": "Ōsaka", "country": "JP"}, {"locality": "Kraków", "country": "PL"}],
            "scope_statement": "The service management system <of> hosting\nservices & more, from Ōsaka."})["id"]
        self.service.post(f"/v1/organisation-certificates/{certificate}/scope-reviews", {"agreed": True})
        self.organisations[name], self.numbers[name] = certificate, number
        return certificate

    def moment(self, name):
        """Keeps all that is published now."""
        pages = {}
        for path in ["/.well-known/did.json", "/issuer/jwks.json", "/issuer"]:
            pages[PUBLIC_URL + path] = {"default": self.service.public(path, None)}
        # The second one is of organisations.
        for number, purpose in itertools.product([1, 2], ["revocation", "suspension"]):
            path = f"/v1/status-lists/{number}/{purpose}"
            forms = {form: self.service.public(path, media_type) for form, media_type in FORMS.items()}
            pages[PUBLIC_URL + path] = forms | {"default": self.service.public(path, None)}
        self.moments.append({"name": name, "pages": pages, "verdicts": dict(self.verdicts)})

    def change(self, name, change):
        """Suspends, reinstates or withdraws a certificate."""
        body = {"effective_on": str(TODAY), "reason_code": "complaint", "reason": "A complaint was looked into."}
        self.service.post(f"{self.paths[name].removesuffix('/credential')}/{change}", body)

    def must_refuse(self, name):
        answer = self.service.credential(self.paths[name])
        if answer != "certificate_not_valid":
            raise SystemExit(f"the credential of {name} should be refused now, and is not: {answer}")


def awards(recorder):
    """One holder for each script, then every qualification, an edition of which only the outcome is known, and expiry."""
    service = recorder.service
    for name, (given, family, holder) in HOLDERS.items():
        recorder.certificate(name, recorder.candidate(name, given, family), "foundation", "2015-03-01")
        recorder.keep(name, holder)
    recorder.certificate("practitioner", recorder.candidates["latin"], "practitioner", "2015-03-01", marks=40,
                         question_marks=[20, 0, 19, 1])
    recorder.keep("practitioner", HOLDERS["latin"][2])

    auditor = recorder.candidate("auditor", "Jürgen", "Weiß")
    trainer = service.post("/v1/training-organisations", {
        "name": "Lernwerk Akademie", "country": "DE", "accredited_from": "2012-01-01"})["id"]
    course = service.post("/v1/courses", {
        "training_organisation_id": trainer, "qualification": "auditor", "title": "Auditing",
        "accredited_from": "2012-01-01"})["id"]
    service.post(f"/v1/candidates/{auditor}/course-attendances", {"course_id": course, "completed_on": "2014-06-01"})
    service.post(f"/v1/candidates/{auditor}/audit-experience", {
        "organisation": "Auditoria Lda", "role": "internal", "it_environment": True, "started_on": "2011-01-01",
        "ended_on": "2014-12-31"})
    recorder.certificate("auditor", auditor, "auditor", "2015-06-01")
    recorder.keep("auditor", "Jürgen Weiß")

    declared = recorder.candidate("declared", "Ana", "de la Cruz")
    recorder.certificate("declared", declared, "foundation", "2008-02-29", edition="2005", declared_outcome="pass",
                         body_id=service.body)
    recorder.keep("declared", "Ana de la Cruz")
    for name, age, verdict in [("expires", 1, "valid"), ("expired", 5, "expired")]:
        candidate = recorder.candidate(name, "Zoë", "Ångström")
        recorder.certificate(name, candidate, "refresher", TODAY - datetime.timedelta(days=366 * age))
        recorder.keep(name, "Zoë Ångström", verdict)
    for name, (number, holder) in ORGANISATIONS.items():
        recorder.organisation(name, number, holder)
        recorder.keep(name, holder)


def signing(service):
    """The ids of the keys that sign credentials now."""
    keys = json.loads(service.command("keys", "list", "--json"))
    return {key["id"] for key in keys if key["purpose"] == "credentials" and key["standing"] == "signs"}


def rotate(recorder):
    """New issuer keys: what those before them signed stays as it is. Gives the ids of those."""
    old = signing(recorder.service)
    recorder.service.command("keys", "rotate", "--purpose", "credentials")
    if len(old) != 2 or old & signing(recorder.service):
        raise SystemExit(f"a rotation makes new keys for both forms, and not: {old}, {signing(recorder.service)}")
    recorder.moment("the issuer has new keys")
    for kept in recorder.credentials:
        forms = recorder.service.credential(recorder.paths[kept["name"]])
        if recorder.verdicts[kept["name"]] == "valid" and forms != {form: kept[form] for form in FORMS}:
            raise SystemExit(f"the credential of {kept['name']} is another one after a rotation")
    candidate = recorder.candidate("newly_signed", "Łukasz", "Żółć")
    recorder.certificate("newly_signed", candidate, "foundation", TODAY - datetime.timedelta(days=1))
    recorder.keep("newly_signed", "Łukasz Żółć")
    recorder.moment("the new keys have signed a credential")
    return old


def revoke(recorder, old):
    """What revoked keys signed counts no longer, and is signed anew when it is asked for."""
    for key in old:
        recorder.service.command("keys", "revoke", key, "--reason", "It was stolen.")
    # One that has expired is refused for either reason: it depends on what is looked at first.
    del recorder.verdicts["expired"]
    for name in recorder.verdicts.keys() - {"newly_signed"}:
        recorder.verdicts[name] = "no such key"
    recorder.moment("the old keys are revoked")
    recorder.keep("signed_anew", HOLDERS["latin"][2], number=recorder.numbers["latin"])
    recorder.moment("a credential is signed anew")


def record(recorder):
    awards(recorder)
    recorder.moment("awarded")

    recorder.change("greek", "suspensions")
    recorder.must_refuse("greek")
    recorder.verdicts["greek"] = "suspension"
    recorder.moment("one is suspended")

    recorder.change("greek", "reinstatements")
    recorder.verdicts["greek"] = "valid"
    recorder.moment("it is reinstated")

    recorder.change("cyrillic", "withdrawals")
    recorder.must_refuse("cyrillic")
    recorder.verdicts["cyrillic"] = "revocation"
    recorder.moment("another is withdrawn")

    recorder.change("organisation", "suspensions")
    recorder.must_refuse("organisation")
    recorder.verdicts["organisation"] = "suspension"
    recorder.moment("an organisation is suspended")

    recorder.change("organisation", "reinstatements")
    recorder.verdicts["organisation"] = "valid"
    other = json.loads(recorder.service.command("body", "add", "--name", "Birch Assurance", "--country", "NL",
                                                "--listed-on", "2005-01-01", "--json"))["id"]
    transferred = recorder.organisations["organisation_transferred"]
    recorder.service.post(f"/v1/organisation-certificates/{transferred}/transfers", {
        "body_id": other, "number": "BA 1", "effective_on": str(TODAY), "reason": "Another body audits it."})
    recorder.verdicts["organisation_transferred"] = "revocation"
    recorder.moment("an organisation is certified by another body")

    path = f"/v1/candidates/{recorder.candidates['arabic']}"
    recorder.service.send("PATCH", path, {"given_names": "فاطمة", "family_name": "الهاشمي"}, **{"If-Match": "*"})
    recorder.keep("renamed", "فاطمة الهاشمي", number=recorder.numbers["arabic"])
    recorder.verdicts["arabic"] = "revocation"
    recorder.moment("a holder has another name")

    revoke(recorder, rotate(recorder))


def main(binary, directory):
    directory = pathlib.Path(directory)
    scheme = directory / "scheme.toml"
    scheme.write_text(SHIPPED_SCHEME.read_text() + EXPIRING)
    with Service(binary, directory, scheme) as service:
        recorder = Recorder(service)
        record(recorder)
    written = {"credentials": recorder.credentials, "moments": recorder.moments}
    (directory / "record.json").write_text(json.dumps(written, ensure_ascii=False))
    papers = directory / "papers"
    papers.mkdir()
    for name, (address, paper, credential) in recorder.papers.items():
        (papers / f"{name}.pdf").write_bytes(paper)
        (papers / f"{name}.address").write_text(f"{PUBLIC_URL}{address}")
        (papers / f"{name}.jwt").write_text(credential)
    print(f"recorded {len(recorder.credentials)} credentials at {len(recorder.moments)} moments")


main(*sys.argv[1:])
