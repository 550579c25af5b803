"""Kills the server while units save, again and again, and looks for every save that it had acknowledged.

    bench/kills.py PROGRAM [KILLS] [POSTGRES_URL]

Four reporters save cells without pause; after a while between 0.1 and 0.6 s (from a fixed seed) the server is killed with
SIGKILL and started again. Each cell must then hold the last value that was acknowledged, or the one that was under way; the
audit chain must be whole. Traffic to 127.0.0.1 only.
"""

import random
import re
import shutil
import sys
import tempfile
import threading
import time
import urllib.error

from client import PASSWORD, Person, Server

PROGRAM, KILLS = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 50
UNITS = ["organization", "court", "water", "housing"]
PLAN = "kaiping-women-2021"


def prepare(server):
    """A round with a reporter for each unit; their submissions."""
    server.run("plan", "import", f"plans/{PLAN}")
    password = re.search(r"口令 +(\S+)", server.start()).group(1)
    admin = Person(server.base).sign_in("admin", password)
    for unit in UNITS:
        admin.ask("POST", f"/api/plans/{PLAN}/units/{unit}/confirmation", {"reason": "演练"})
    admin.ask("POST", f"/api/plans/{PLAN}/rounds", {"period": "2025", "title": "演练", "due": "2026-12-31", "units": UNITS})
    writers = []
    for unit in UNITS:
        joining = {"name": unit, "display_name": "演练", "role": "reporter", "unit": unit}
        one_time = admin.ask("POST", "/api/users", joining)["password"]
        person = Person(server.base).sign_in(unit, one_time)
        row = person.ask("GET", f"/api/submissions?plan={PLAN}")[0]
        form = person.ask("GET", f"/api/submissions/{row['id']}")["form"]
        cells = [cell["cell"] for section in form["sections"] for line in section["rows"] for cell in line["cells"]]
        writers.append(Writer(person, unit, row["id"], cells))
    return writers


class Writer:
    """Saves a number that grows into one cell after another, and remembers what was acknowledged."""

    def __init__(self, person, name, submission, cells):
        self.person, self.name, self.path, self.cells = person, name, f"/api/submissions/{submission}", cells
        self.versions, self.acknowledged, self.under_way, self.number, self.saves = {}, {}, {}, 0, 0
        self.refusal = None

    def write_until(self, stop):
        while not stop.is_set():
            self.number += 1
            cell = self.cells[self.number % len(self.cells)]
            self.under_way = {cell: str(self.number)}
            edit = {"cell": cell, "value": str(self.number), "missing": None, "note": None, "seen": self.versions.get(cell, 0)}
            try:
                saved = self.person.ask("PUT", self.path + "/entries", {"entries": [edit]})
            except urllib.error.HTTPError as refused:
                self.refusal = refused.read().decode()
                return
            except OSError:
                return
            self.acknowledged[cell], self.under_way = str(self.number), {}
            self.versions = {entry["cell"]: entry["version"] for entry in saved["entries"]}
            self.saves += 1

    def check(self):
        """Every acknowledged value is there, or the one that was under way when the server died."""
        if self.refusal:
            sys.exit(f"refused: {self.name} {self.refusal}")
        entries = {e["cell"]: e for e in self.person.ask("GET", self.path)["entries"]}
        for cell, value in self.acknowledged.items():
            held = entries.get(cell, {}).get("value")
            if held not in (value, self.under_way.get(cell)):
                sys.exit(f"lost: {self.name} {cell} acknowledged {value}, holds {held}")
        self.versions = {cell: entry["version"] for cell, entry in entries.items()}
        self.acknowledged = {cell: entry["value"] for cell, entry in entries.items()}


def main():
    folder = tempfile.mkdtemp()
    server = Server(PROGRAM, folder, sys.argv[3] if len(sys.argv) > 3 else None)
    dice = random.Random(20261124)
    try:
        writers = prepare(server)
        for _ in range(KILLS):
            stop = threading.Event()
            threads = [threading.Thread(target=writer.write_until, args=(stop,)) for writer in writers]
            for thread in threads:
                thread.start()
            time.sleep(dice.uniform(0.1, 0.6))
            server.kill()
            stop.set()
            for thread in threads:
                thread.join()
            server.start()
            for writer in writers:
                writer.check()
        server.kill()
        print(f"{KILLS} kills, {sum(writer.saves for writer in writers)} acknowledged saves, none lost; {server.run('audit', 'verify').strip()}")
    finally:
        server.process.kill()
        shutil.rmtree(folder, ignore_errors=True)


main()
