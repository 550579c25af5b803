"""A server of its own and people who use it, for measurements and fault tests. Traffic to 127.0.0.1 only."""

import http.cookiejar
import json
import os
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
        self.open = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())).open

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"X-Heng": "1", "Content-Type": "application/json"}
        with self.open(urllib.request.Request(self.base + path, data, headers, method=method), timeout=10) as answer:
            text = answer.read()
        return json.loads(text) if text else None

    def sign_in(self, name, password):
        self.ask("POST", "/api/session", {"name": name, "password": password})
        if password != PASSWORD:
            self.ask("PUT", "/api/session/password", {"current": password, "new": PASSWORD})
        return self


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
        return said

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
