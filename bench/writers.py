"""A round with reporters who save without pause, and remember what was acknowledged."""

import sys
import time
import urllib.error

from client import Person

PLAN = "kaiping-women-2021"


def prepare(servers, units):
    """A round that asks these units; a reporter for each, in turn at one of the servers."""
    admin = servers[0].administrator()
    for unit in units:
        admin.ask("POST", f"/api/plans/{PLAN}/units/{unit}/confirmation", {"reason": "演练"})
    admin.ask("POST", f"/api/plans/{PLAN}/rounds", {"period": "2025", "title": "演练", "due": "2099-12-31", "units": units})
    writers = []
    for n, unit in enumerate(units):
        joining = {"name": unit, "display_name": "演练", "role": "reporter", "unit": unit}
        one_time = admin.ask("POST", "/api/users", joining)["password"]
        person = Person(servers[n % len(servers)].base).sign_in(unit, one_time)
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
        self.refusal, self.broken, self.took = None, None, []

    def write_until(self, stop):
        while not stop.is_set():
            self.number += 1
            cell = self.cells[self.number % len(self.cells)]
            self.under_way = {cell: str(self.number)}
            edit = {"cell": cell, "value": str(self.number), "missing": None, "note": None, "seen": self.versions.get(cell, 0)}
            begun = time.perf_counter()
            try:
                saved = self.person.ask("PUT", self.path + "/entries", {"entries": [edit]})
            except urllib.error.HTTPError as refused:
                self.refusal = refused.read().decode()
                return
            except OSError as broken:
                self.broken = broken
                return
            self.took.append((begun, time.perf_counter() - begun))
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
