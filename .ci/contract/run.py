"""Starts Mailkeep as a demo, signs in at its simulated Google, and lets schemathesis compare it with its OpenAPI document.

python run.py DIRECTORY [COMMAND...]     a directory for its data; by default api/target/mailkeep.jar
                                         with this machine's PostgreSQL, which the jar does not carry
"""

import http.client
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

SEED = "20261126"
# What signs out or ends the account, and the stream that never ends: not with the session that all else is asked with.
APART = ["/auth/logout", "/api/account", "/api/events"]
LIMITS = ["SIGN_INS", "PLANS", "CHECKS", "EXPORTS", "SEARCHES", "ACTIVITY", "CHANGES"]


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *ignored):
        return None


class Browser:
    def __init__(self, port):
        self.port = port
        self.cookies = {}

    def ask(self, method, path, body=None):
        connection = http.client.HTTPConnection("localhost", self.port, timeout=60)
        headers = self.headers() if self.cookies else {}
        if body is not None:
            headers["Content-Type"] = "application/json"
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.split(";")[0]
        if answer.status >= 300:
            raise AssertionError(f"{method} {path}: {answer.status} {text}")
        return json.loads(text) if text else None

    def headers(self):
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return {"Cookie": cookies, "X-XSRF-TOKEN": self.cookies.get("XSRF-TOKEN", "")}

    def open(self):
        self.ask("GET", "/api/session")
        return self

    def connect(self, account):
        self.open()
        page = self.ask("POST", "/auth/google/start", {})["authorizationUrl"]
        form = urllib.parse.urlencode({"account": account, "decision": "allow", "gmail": "on"}).encode()
        try:
            back = urllib.request.build_opener(NoRedirect).open(page, form)
        except urllib.error.HTTPError as redirect:
            back = redirect
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlparse(back.headers["Location"]).query))
        callback = {name: query[name] for name in ("code", "state", "iss") if name in query}
        self.ask("POST", "/auth/google", callback)
        return self


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def wait_until_ready(process, log):
    for _ in range(600):
        if process.poll() is not None or "Mailkeep is ready" in log.read_text():
            break
        time.sleep(0.5)
    if "Mailkeep is ready" not in log.read_text():
        raise AssertionError("Mailkeep did not start:\n" + log.read_text())


def schemathesis(port, browser, *options):
    command = [
        str(pathlib.Path(sys.executable).parent / "schemathesis"), "run", f"http://localhost:{port}/v3/api-docs",
        "--seed", SEED, "--phases", "examples,coverage,fuzzing", "--generation-database", "none",
        "--request-timeout", "30", "--continue-on-failure", "--no-color",
    ]
    for name, value in browser.headers().items():
        command += ["--header", f"{name}: {value}"]
    return subprocess.run([*command, *options], check=False).returncode == 0


def everything(port):
    signed_in = Browser(port).connect("ada@gmail.example")
    signed_in.ask("PUT", f"/api/mailboxes/{signed_in.ask('GET', '/api/mailboxes')[0]['id']}/senders",
                  {"senders": ["boss@corp.example"]})
    apart = [option for path in APART for option in ("--exclude-path", path)]
    # What may be asked is finer than a schema can say: senders, places in a list, rounds to Google.
    finer = ["--exclude-checks", "positive_data_acceptance"]
    good = schemathesis(port, signed_in, "--max-examples", "25", *finer, *apart)
    for path in APART[:2]:
        somebody = Browser(port).connect("grace@gmail.example")
        good &= schemathesis(port, somebody, "--max-examples", "5", *finer, "--include-path", path)
    # Every operation, for who is not signed in.
    # They learn nothing of a route, not even its methods: 401 before 405.
    return schemathesis(port, Browser(port).open(), "--max-examples", "10",
                        "--exclude-checks", "positive_data_acceptance,unsupported_method") and good


def main():
    work = pathlib.Path(sys.argv[1])
    command = sys.argv[2:] or ["java", "-Dloader.path=api/target/postgres", "-cp", "api/target/mailkeep.jar",
                               "org.springframework.boot.loader.launch.PropertiesLauncher"]
    port = free_port()
    log = work / "mailkeep.log"
    (work / "data").mkdir()
    environment = {
        **os.environ,
        "SERVER_PORT": str(port),
        "MANAGEMENT_PORT": str(free_port()),
        "PUBLIC_URL": f"http://localhost:{port}",
        "MAILKEEP_DATA_DIRECTORY": str(work / "data"),
        **{f"MAILKEEP_LIMIT_{name}": "1000000" for name in LIMITS},
    }
    with log.open("w") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT,
                                   stdin=subprocess.DEVNULL)
        try:
            wait_until_ready(process, log)
            good = everything(port)
        finally:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    defects = re.findall(r".* ERROR .*", log.read_text())
    print("\n".join(defects))
    sys.exit(0 if good and not defects else 1)


main()
