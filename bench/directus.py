"""The saves of `saves.py` at a peer: Directus of npm on SQLite, a row a cell, each change kept as a revision.

    bench/directus.py FOLDER RATE_FILE [--seconds 60] [--reporters 200]

FOLDER holds the installed program (`directus.sh` makes it), RATE_FILE the saves a second of Heng, for the ratio. The first
save of a cell is a POST, a later one a PATCH, by a user with a token of their own. Directus checks no form, rule, state or
version here and knows no save by an id, so it does less.
"""

import argparse
import asyncio
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

from load import Line, Reporter, processor, run, told


class Peer(Reporter):
    def __init__(self, line, cells):
        super().__init__(line, cells)
        self.rows = {}

    def request(self, cell, value):
        row = self.rows.get(cell)
        if row is None:
            return "POST", "/items/entries", json.dumps({"cell": cell, "value": value}).encode()
        return "PATCH", f"/items/entries/{row}", json.dumps({"value": value}).encode()

    def acknowledged(self, cell, value, answer):
        self.rows[cell] = json.loads(answer)["data"]["id"]


class Directus:
    def __init__(self, folder):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder, self.token, data = folder, secrets.token_hex(16), tempfile.mkdtemp()
        self.env = {
            **os.environ,
            "HOST": "127.0.0.1", "PORT": str(self.port), "PUBLIC_URL": f"http://127.0.0.1:{self.port}",
            "DB_CLIENT": "sqlite3", "DB_FILENAME": f"{data}/peer.db", "SECRET": secrets.token_hex(16), "KEY": secrets.token_hex(16),
            "ADMIN_EMAIL": "admin@example.com", "ADMIN_PASSWORD": secrets.token_hex(8), "ADMIN_TOKEN": self.token,
            "TELEMETRY": "false", "LOG_LEVEL": "warn", "RATE_LIMITER_ENABLED": "false", "PRESSURE_LIMITER_ENABLED": "false",
            "STORAGE_LOCATIONS": "local", "STORAGE_LOCAL_ROOT": f"{data}/files", "NODE_ENV": "production",
        }
        self.process = None

    def start(self):
        cli = ["node", "node_modules/directus/cli.js"]
        subprocess.run([*cli, "bootstrap"], cwd=self.folder, env=self.env, check=True, stdout=subprocess.DEVNULL)
        self.process = subprocess.Popen([*cli, "start"], cwd=self.folder, env=self.env, stdout=subprocess.DEVNULL)
        for _ in range(600):
            try:
                return self.ask("GET", "/server/ping")
            except OSError:
                time.sleep(0.2)
        sys.exit("directus does not answer")

    def ask(self, method, path, body=None):
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        url = f"http://127.0.0.1:{self.port}{path}"
        with urllib.request.urlopen(urllib.request.Request(url, data, headers, method=method), timeout=60) as answer:
            text = answer.read()
        return json.loads(text) if text[:1] == b"{" else None


def prepare(server, number):
    """The table of cells, a right to it, and so many users with tokens; three cells each, as Heng's reporters have."""
    field = lambda name, kind: {"field": name, "type": kind, "schema": {}, "meta": {}}
    key = {"field": "id", "type": "integer", "schema": {"is_primary_key": True, "has_auto_increment": True}, "meta": {"hidden": True}}
    fields = [key, field("cell", "string"), field("value", "string"), field("note", "string")]
    server.ask("POST", "/collections", {"collection": "entries", "schema": {}, "meta": {"accountability": "all"}, "fields": fields})
    policy = server.ask("POST", "/policies", {"name": "reporters", "app_access": False})["data"]["id"]
    for action in ("create", "read", "update"):
        server.ask("POST", "/permissions", {"policy": policy, "collection": "entries", "action": action, "fields": ["*"], "permissions": {}})
    role = server.ask("POST", "/roles", {"name": "reporter", "policies": {"create": [{"policy": {"id": policy}}], "update": [], "delete": []}})["data"]["id"]
    reporters = []
    for n in range(number):
        token = secrets.token_hex(16)
        server.ask("POST", "/users", {"email": f"r{n}@example.com", "role": role, "token": token})
        line = Line(server.port, {"Authorization": f"Bearer {token}"})
        reporters.append(Peer(line, [f"R{n}-{cell}" for cell in range(3)]))
    return reporters


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    parser.add_argument("rate")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--reporters", type=int, default=200)
    asked = parser.parse_args()
    server = Directus(os.path.abspath(asked.folder))
    try:
        server.start()
        reporters = prepare(server, asked.reporters)
        before = processor(server.process.pid)
        asyncio.run(run(reporters, asked.seconds))
        rate = told("directus on SQLite", reporters, asked.seconds, processor(server.process.pid) - before)
        with open(asked.rate) as file:
            print(f"heng makes {float(file.read()) / rate:.1f} times the saves a second that directus makes")
    finally:
        if server.process:
            server.process.kill()
            server.process.wait()


main()
