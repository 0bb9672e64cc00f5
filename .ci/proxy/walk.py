"""Walks through the registry as clients do, with a proxy in front: walk.py PROXY PROGRAM FOLDER

The ports are in the environment: UPSTREAM is the registry's, PLAIN and SECURE are the proxy's, and WEAKENING is that of an
nginx which compresses what the registry sends."""

import base64
import concurrent.futures
import gzip
import http.client
import json
import os
import pathlib
import re
import socket
import ssl
import subprocess
import sys
import threading
import time

PROXY, PROGRAM, FOLDER = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
PORTS = {name: int(os.environ[name]) for name in ("UPSTREAM", "PLAIN", "SECURE", "WEAKENING")}
HOST = "registry.example"
URL = f"https://{HOST}"
# How long the registry keeps an idle connection here, in seconds, and the proxy before it.
KEEP_ALIVE, PROXY_KEEP_ALIVE = 2, 1
TOKENS_A_MINUTE = 5


class Front(http.client.HTTPSConnection):
    """A connection to the proxy from one address of the loopback, by the name that the public knows."""

    def __init__(self, source="127.0.0.1"):
        self.trusting = ssl.create_default_context(cafile=FOLDER / "registry.pem")
        super().__init__(HOST, timeout=60, context=self.trusting)
        self.source = source

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", PORTS["SECURE"]), 60, (self.source, 0))
        self.sock = self.trusting.wrap_socket(plain, server_hostname=HOST)


class Answer:
    def __init__(self, response):
        self.status, self.headers = response.status, response.headers
        self.body = response.read()
        self.text = (gzip.decompress(self.body) if self.headers["content-encoding"] == "gzip" else self.body).decode()

    def json(self):
        return json.loads(self.text)

    def expect(self, status):
        assert self.status == status, f"{self.status} instead of {status}: {self.headers}\n{self.text[:2000]}"
        # Nothing leads past the proxy, and every answer can be found again in the log.
        whole = f"{self.headers}\n{self.text}"
        assert f":{PORTS['UPSTREAM']}" not in whole and f"http://{HOST}" not in whole, whole[:2000]
        assert status == 301 or self.headers["x-request-id"], self.headers
        return self


def ask(method, path, body=None, headers=None, connection=None, source="127.0.0.1"):
    content = json.dumps(body).encode() if isinstance(body, (dict, list)) else body
    typed = {"Content-Type": "application/json"} if isinstance(body, (dict, list)) else {}
    connection = connection or Front(source)
    connection.request(method, path, content, {**typed, **(headers or {})})
    return Answer(connection.getresponse())


def command(*arguments):
    return json.loads(subprocess.check_output([PROGRAM, *arguments, "--json"], env=SETTINGS))


def sign_in(client, source="127.0.0.1", **headers):
    pair = base64.b64encode(f"{client['client_id']}:{client['client_secret']}".encode()).decode()
    form = {"Authorization": f"Basic {pair}", "Content-Type": "application/x-www-form-urlencoded", **headers}
    return ask("POST", "/oauth/token", b"grant_type=client_credentials", form, source=source)


def bearer(client):
    answer = sign_in(client).expect(200)
    assert answer.headers["cache-control"] == "no-store"
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def step(name):
    print(f"{PROXY}: {name}", flush=True)


def redirects_and_addresses(body, number):
    step("redirects, addresses and pages stay on the public URL")
    plain = http.client.HTTPConnection("127.0.0.1", PORTS["PLAIN"], timeout=60)
    plain.request("GET", "/verify?number=1", headers={"Host": HOST})
    answer = plain.getresponse()
    assert answer.status in (301, 308) and answer.headers["location"] == f"{URL}/verify?number=1", answer.headers
    about = ask("GET", "/.well-known/oauth-authorization-server").expect(200)
    assert about.json()["issuer"] == URL and about.json()["token_endpoint"] == f"{URL}/oauth/token"
    assert "max-age" in about.headers["strict-transport-security"]
    page = ask("GET", f"/verify/{number}", headers={"Accept-Encoding": "gzip"}).expect(200)
    assert page.headers["content-type"].startswith("text/html") and "Grace" in page.text
    for asset in set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', page.text)):
        ask("GET", asset).expect(200)
    link = ask("POST", f"/v1/certificates/{number}/holder-links", {}, body).expect(201).json()
    assert link["url"].startswith(f"{URL}/holder/"), link
    credential = ask("GET", f"/v1/certificates/{number}/credential", headers={**body, "Accept": "application/json"})
    if credential.status == 200:
        assert credential.json()["issuer"]["id"] == f"did:web:{HOST}", credential.text
    listed = ask("GET", "/v1/candidates?limit=1", headers=body).expect(200)
    following = re.match(r"<([^>]+)>", listed.headers["link"]).group(1)
    assert following.startswith(("/v1/candidates?", f"{URL}/v1/candidates?")), following
    ask("GET", following.removeprefix(URL), headers=body).expect(200)


def second_version():
    step("HTTP/2 at the front")
    found = subprocess.run(
        ["curl", "-sS", "--http2", "--noproxy", "*", "--cacert", FOLDER / "registry.pem", "-o", os.devnull, "-w",
         "%{http_version} %{response_code}", "--connect-to", f"{HOST}:443:127.0.0.1:{PORTS['SECURE']}", f"{URL}/v1/bodies"],
        check=True, capture_output=True, text=True)
    assert found.stdout == "2 200", found.stdout


def changes_through_compression(body, candidate):
    step("a change with the tag of a compressed answer")
    path = f"/v1/candidates/{candidate}"
    read = ask("GET", path, headers={**body, "Accept-Encoding": "gzip"}).expect(200)
    tag = read.headers["etag"]
    assert read.headers["content-encoding"] == "gzip" and tag.startswith('"'), read.headers
    changed = ask("PATCH", path, {"email": "first@example.org"}, {**body, "If-Match": tag}).expect(200)
    ask("PATCH", path, {"email": "second@example.org"}, {**body, "If-Match": tag}).expect(412)
    ask("PATCH", path, {"email": "third@example.org"}, {**body, "If-Match": changed.headers["etag"]}).expect(200)
    if PROXY != "nginx":
        return
    step("a tag that nginx has made weak is refused with the cause and the cure")
    weakening = lambda: http.client.HTTPConnection("127.0.0.1", PORTS["WEAKENING"], timeout=60)
    read = ask("GET", path, headers={**body, "Accept-Encoding": "gzip"}, connection=weakening()).expect(200)
    assert read.headers["etag"].startswith("W/"), read.headers
    change = {"email": "fourth@example.org"}
    refused = ask("PATCH", path, change, {**body, "If-Match": read.headers["etag"]}, weakening()).expect(412)
    assert all(word in refused.text for word in ("weak tag", "nginx", "Accept-Encoding: identity")), refused.text
    cured = ask("GET", path, headers={**body, "Accept-Encoding": "identity"}, connection=weakening()).expect(200)
    ask("PATCH", path, change, {**body, "If-Match": cured.headers["etag"]}, weakening()).expect(200)


def whose_limit(employer):
    step("each client has its own limit, whatever it says of its address")
    spoofed = lambda number: {"X-Forwarded-For": f"203.0.113.{number}", "Forwarded": f"for=203.0.113.{number}"}
    for number in range(TOKENS_A_MINUTE):
        sign_in(employer, "127.0.0.7", **spoofed(number)).expect(200)
    refused = sign_in(employer, "127.0.0.7", **spoofed(99)).expect(429)
    assert int(refused.headers["retry-after"]) > 0 and refused.json()["error"] == "temporarily_unavailable"
    sign_in(employer, "127.0.0.8").expect(200)


def large_file(body):
    step("a large file, and how far it is")
    head = "family_name,birth_date,qualification,sat_on,marks,reference\n"
    rows = "".join(f"N{number},1980-01-01,foundation,2020-01-01,30,{'x' * 60_000}\n" for number in range(400))
    content = (head + rows).encode()
    assert len(content) > 20 << 20
    sent = ask("POST", "/v1/result-batches?dry_run=true", content, {**body, "Content-Type": "text/csv"}).expect(202)
    connection = Front()
    connection.request("GET", f"{sent.headers['location']}/progress", headers=body)
    stream = connection.getresponse()
    assert stream.status == 200 and stream.headers["content-type"].startswith("text/event-stream"), stream.headers
    told = [json.loads(line[5:]) for line in stream.read().decode().splitlines() if line.startswith("data:")]
    assert told and told[-1]["state"] == "completed" and told[-1]["processed"] == 400, told[-1:]
    assert ask("GET", f"{sent.headers['location']}/report.csv", headers=body).expect(200).text.count("\n") > 400


def idle_connections(body):
    step("84 requests at the moment at which an idle connection is given up")
    def one(offset):
        statuses = []
        for round in range(7):
            time.sleep(PROXY_KEEP_ALIVE + offset * 0.01 - 0.06)
            person = {"family_name": f"Idle {offset} {round}", "birth_date": "1980-01-01"}
            statuses.append(ask("POST", "/v1/candidates", person, body).status)
        return statuses
    with concurrent.futures.ThreadPoolExecutor(12) as threads:
        statuses = [status for found in threads.map(one, range(12)) for status in found]
    assert statuses == [201] * 84, statuses


def shared_cache(registrar, slug):
    step("a registrar reads what the registrar has changed, and others what the cache has")
    path = f"/v1/bodies/{slug}"
    for encoding in ("identity", "gzip"):
        accepting = {"Accept-Encoding": encoding}
        first, second = (ask("GET", path, headers=accepting).expect(200) for _ in range(2))
        if PROXY == "nginx":
            assert [one.headers["x-cache-status"] for one in (first, second)] == ["MISS", "HIT"], second.headers
        assert first.json() == second.json() and first.headers["etag"] == second.headers["etag"]
        for contact in (f"One {encoding}", f"Two {encoding}"):
            read = ask("GET", path, headers={**registrar, **accepting}).expect(200)
            assert read.headers["cache-control"] == "no-store", read.headers
            change = {**registrar, "If-Match": read.headers["etag"]}
            ask("PATCH", path, {"contact": contact}, change).expect(200)
            again = ask("GET", path, headers={**registrar, **accepting}).expect(200)
            assert again.json()["contact"] == contact, again.text
        if PROXY == "nginx":
            stale = ask("GET", path, headers=accepting).expect(200)
            assert stale.headers["x-cache-status"] == "HIT" and stale.json() == first.json(), "nobody else sees it at once"
        known = ask("GET", path, headers={**accepting, "If-None-Match": second.headers["etag"]})
        assert known.status == (304 if PROXY == "nginx" else 200), known.status
    for private in ("/v1/candidates", "/v1/events"):
        for _ in range(2):
            answer = ask("GET", private, headers=registrar).expect(200)
            assert answer.headers.get("x-cache-status") != "HIT", answer.headers
        ask("GET", private).expect(401)


def both_hosts():
    step("a registry that has moved is another issuer on each of its hosts")
    moved = "moved.example"
    subprocess.run([PROGRAM, "issuer", "move"], env={**SETTINGS, "TOUCHSTONE_PUBLIC_URL": f"https://{moved}"}, check=True)
    for host in (HOST, moved, HOST, moved):
        for path in ("/.well-known/did.json", "/issuer/jwks.json"):
            told = ask("GET", path, headers={"Host": host}).expect(200)
            assert f'"did:web:{host}' in told.text and "host" in told.headers["vary"], f"{told.headers}\n{told.text}"


def main():
    office = command("client", "add", "--name", "Office", "--role", "registrar")
    slug = command("body", "add", "--name", "Alder", "--country", "NL", "--listed-on", "2010-01-01")["slug"]
    program = command("client", "add", "--name", "Alder's system", "--role", "body", "--body", slug)
    employer = command("client", "add", "--name", "Employer", "--role", "employer")
    registrar, body = bearer(office), bearer(program)
    person = {"given_names": "Grace", "family_name": "Hopper", "birth_date": "1980-01-01", "listed": True}
    created = ask("POST", "/v1/candidates", person, body).expect(201)
    assert ask("GET", created.headers["location"], headers=body).expect(200).headers["etag"] == created.headers["etag"]
    candidate = created.json()["id"]
    ask("POST", "/v1/candidates", {**person, "given_names": "Another"}, body).expect(201)
    sitting = {"candidate_id": candidate, "qualification": "foundation", "sat_on": "2020-01-01", "marks": 30}
    number = ask("POST", "/v1/results", sitting, body).expect(201).json()["certificate"]["number"]
    redirects_and_addresses(body, number)
    second_version()
    changes_through_compression(body, candidate)
    whose_limit(employer)
    large_file(body)
    idle_connections(body)
    shared_cache(registrar, slug)
    # Caddy's file is for one host, and keeps no answers.
    if PROXY == "nginx":
        both_hosts()


SETTINGS = {
    **os.environ,
    "DATABASE_URL": f"sqlite:{FOLDER}/{PROXY}.sqlite",
    "TOUCHSTONE_DATA_DIRECTORY": str(FOLDER / f"{PROXY}-data"),
    "TOUCHSTONE_PUBLIC_URL": URL,
    "TOUCHSTONE_TRUSTED_PROXIES": "127.0.0.1",
    "TOUCHSTONE_KEEP_ALIVE_SECONDS": str(KEEP_ALIVE),
    "TOUCHSTONE_TOKENS_PER_MINUTE": str(TOKENS_A_MINUTE),
}
with open(FOLDER / f"{PROXY}.log", "w") as log:
    arguments = [PROGRAM, "serve", "--bind", f"127.0.0.1:{PORTS['UPSTREAM']}"]
    server = subprocess.Popen(arguments, env=SETTINGS, stdout=subprocess.PIPE, stderr=log, text=True)
try:
    assert any(line.startswith("listening on") for line in server.stdout), (FOLDER / f"{PROXY}.log").read_text()
    threading.Thread(target=server.stdout.read, daemon=True).start()
    main()
except Exception:
    lines = (FOLDER / f"{PROXY}.log").read_text().splitlines()
    print(*(line for line in lines if '"level":"INFO"' not in line), sep="\n", file=sys.stderr)
    raise
finally:
    server.terminate()
    server.wait(60)
