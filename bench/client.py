"""A server of its own and people who use it, for measurements and fault tests. Traffic to 127.0.0.1 only."""

import http.cookiejar
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request

PASSWORD = "Heng-2026-test"


class Person:
    """A browser of one user."""

    def __init__(self, base):
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar)).open

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"X-Heng": "1", "Content-Type": "application/json"}
        with self.open(urllib.request.Request(self.base + path, data, headers, method=method), timeout=40) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def sign_in(self, name, password):
        self.ask("POST", "/api/session", {"name": name, "password": password})
        if password != PASSWORD:
            self.ask("PUT", "/api/session/password", {"current": password, "new": PASSWORD})
        return self


def make_user(admin, name):
    admin.ask("POST", "/api/users", {"name": name, "display_name": "演练", "role": "administrator", "unit": None})
    return name


class Server:
    def __init__(self, program, folder, database=None):
        self.program = program
        self.env = {**os.environ, "HENG_DATA": folder}
        if database:
            self.env["HENG_DATABASE"] = database
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        self.process = None

    def run(self, *args):
        return subprocess.run([self.program, *args], env=self.env, check=True, capture_output=True, text=True).stdout

    def start(self):
        listen = ["serve", "--listen", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen([self.program, *listen], env=self.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        said = ""
        while "http://" not in said:
            line = self.process.stdout.readline()
            if not line:
                sys.exit(f"the server did not start: {said}")
            said += line
        first = re.search(r"口令 +(\S+)", said)
        self.one_time = first.group(1) if first else PASSWORD
        return said

    def administrator(self):
        """The first administrator, signed in; the first time with the password that the server said."""
        person, self.one_time = Person(self.base).sign_in("admin", self.one_time), PASSWORD
        return person

    def check_users(self, made):
        """Those that were acknowledged are there after a start, and nobody else."""
        held = {user["name"] for user in self.administrator().ask("GET", "/api/users")}
        if held != made:
            sys.exit(f"acknowledged and lost: {sorted(made - held)}; there and not acknowledged: {sorted(held - made)}")

    def events(self):
        """The length of the audit chain, which must be whole."""
        return int(re.search(r"审计链完整：(\d+) 条", self.run("audit", "verify")).group(1))

    def stop(self):
        self.process.terminate()
        if self.process.wait(timeout=30) != 0:
            sys.exit(f"the server ended with {self.process.returncode}")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self):
        """However it stands."""
        if self.process and self.process.poll() is None:
            self.kill()
