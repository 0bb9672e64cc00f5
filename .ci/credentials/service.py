"""A registry of its own for these checks: started on an empty database, spoken to as a registrar and as the public."""

import json
import os
import pathlib
import re
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

PUBLIC_URL = "https://registry.example"
ISSUER = "did:web:registry.example"
# The forms in which something signed is handed out, and what a client says that it wants.
FORMS = {"jws": "application/vc+jwt", "document": "application/vc"}
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Service:
    """Runs while its `with` block does."""

    def __init__(self, binary, directory, scheme):
        self.binary, self.directory, self.token = binary, pathlib.Path(directory), None
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("TOUCHSTONE_")}
        self.environment = inherited | {
            "DATABASE_URL": f"sqlite:{self.directory / 'touchstone.sqlite'}",
            "TOUCHSTONE_DATA_DIRECTORY": str(self.directory / "data"),
            "TOUCHSTONE_PUBLIC_URL": PUBLIC_URL,
            "TOUCHSTONE_SCHEME_FILE": str(scheme),
            "TOUCHSTONE_LOG_FORMAT": "json",
            "TOUCHSTONE_TOKENS_PER_MINUTE": "0",
        }

    def command(self, *arguments):
        """What a command of the program prints."""
        done = subprocess.run([self.binary, *arguments], env=self.environment, text=True, capture_output=True)
        if done.returncode != 0:
            raise SystemExit(f"touchstone {' '.join(arguments)}: {done.stdout}{done.stderr}")
        return done.stdout

    def __enter__(self):
        self.command("migrate")
        self.body = json.loads(
            self.command("body", "add", "--name", "Alder Certification", "--country", "NL",
                         "--listed-on", "2005-01-01", "--json"))["id"]
        client = json.loads(self.command("client", "add", "--name", "Registrar", "--role", "registrar", "--json"))
        printed, log = (self.directory / name for name in ("printed", "log"))
        with printed.open("w") as out, log.open("w") as err:
            self.process = subprocess.Popen([self.binary, "serve", "--bind", "127.0.0.1:0"],
                                            env=self.environment, stdout=out, stderr=err)
        try:
            for _ in range(600):
                if found := re.search(r"^listening on (http:\S+)", printed.read_text(), re.MULTILINE):
                    break
                if self.process.poll() is not None:
                    raise SystemExit(f"the service ended by itself: {log.read_text()}")
                time.sleep(0.1)
            else:
                raise SystemExit("the service did not start within a minute")
            self.address = found[1]
            fields = urllib.parse.urlencode({"grant_type": "client_credentials", **client}).encode()
            self.token = json.loads(self.ask("POST", "/oauth/token", fields, {})[1])["access_token"]
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def ask(self, method, path, content, headers):
        """The status and the text of the answer."""
        request = urllib.request.Request(self.address + path, content, headers, method=method)
        try:
            with DIRECT.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read().decode()

    def send(self, method, path, body, **headers):
        """Sends JSON as the registrar; gives the answer, which must not be a refusal."""
        headers |= {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        status, text = self.ask(method, path, json.dumps(body).encode(), headers)
        if status >= 300:
            raise SystemExit(f"{method} {path} with {body}: {status} {text}")
        return json.loads(text)

    def post(self, path, body):
        return self.send("POST", path, body)

    def public(self, path, media_type):
        """What anybody reads there."""
        status, text = self.ask("GET", path, None, {"Accept": media_type} if media_type else {})
        if status != 200:
            raise SystemExit(f"GET {path}: {status} {text}")
        return text

    def paper(self, path):
        """The PDF at an address."""
        address = f"{self.address}{path}"
        request = urllib.request.Request(address, headers={"Authorization": f"Bearer {self.token}"})
        with DIRECT.open(request, timeout=60) as answer:
            return answer.read()

    def credential(self, path):
        """The credential at an address in every form; or the code of the refusal."""
        forms = {}
        for form, media_type in FORMS.items():
            headers = {"Authorization": f"Bearer {self.token}", "Accept": media_type}
            status, text = self.ask("GET", path, None, headers)
            if status != 200:
                return json.loads(text)["code"]
            forms[form] = text
        return forms
