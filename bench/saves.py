"""Reporters who save cells as fast as they are answered, held against their own log; then the same with kills.

    bench/saves.py PROGRAM [--seconds 60] [--reporters 200] [--kills 10] [--postgres URL] [--rate-to FILE]

Every save has an id. During the kills (SIGKILL at even distances, the server started again each time) a save without an
answer is sent again under its id. Afterwards the history of every cell, as the server tells it, must be the values that
were acknowledged, in their order, each once. Traffic to 127.0.0.1 only.
"""

import argparse
import asyncio
import json
import shutil
import sys
import tempfile
import time
import urllib.parse
import uuid

from client import PASSWORD, Person, Server
from load import Line, Reporter, processor, run, told
from writers import PLAN


class Heng(Reporter):
    def __init__(self, line, cells, submission):
        super().__init__(line, cells)
        self.path, self.versions = f"/api/submissions/{submission}/entries", {}

    def request(self, cell, value):
        edit = {"cell": cell, "value": value, "missing": None, "note": None, "seen": self.versions.get(cell, 0)}
        return "PUT", self.path, json.dumps({"save_id": str(uuid.uuid4()), "entries": [edit]}).encode()

    def acknowledged(self, cell, value, answer):
        # The receipt stands at the end; the rest is the whole form, which this client has no use for.
        receipt = json.loads(answer[answer.rindex(b'"receipt":') + 10 : -1])
        self.versions[cell] = receipt["cells"][0]["version"]


def prepare(server, number):
    """A round over all units of the plan that are asked anything, and so many reporters over their cells."""
    admin = server.administrator()
    for unit in admin.ask("GET", f"/api/plans/{PLAN}/units"):
        if unit["status"] != "confirmed" and not unit["confirmed"]:
            admin.ask("POST", f"/api/plans/{PLAN}/units/{unit['code']}/confirmation", {"reason": "演练"})
    units = [unit["code"] for unit in admin.ask("GET", f"/api/plans/{PLAN}/units")]
    opening = {"period": "2025", "title": "演练", "due": "2099-12-31", "units": units}
    rows = admin.ask("GET", f"/api/rounds/{admin.ask('POST', f'/api/plans/{PLAN}/rounds', opening)['id']}")["submissions"]
    forms = {row["unit"]: (row["id"], cells_of(admin.ask("GET", f"/api/submissions/{row['id']}"))) for row in rows}
    shares = {unit: 0 for unit, (_, cells) in forms.items() if cells}
    for _ in range(number):
        # To the form with the most cells a head.
        unit = max(shares, key=lambda unit: len(forms[unit][1]) / (shares[unit] + 1))
        shares[unit] += 1
    return [reporter(server, admin, forms[unit], unit, n, share) for unit, share in shares.items() for n in range(share)]


def cells_of(view):
    return [cell["cell"] for section in view["form"]["sections"] for row in section["rows"] for cell in row["cells"]]


def reporter(server, admin, form, unit, n, share):
    submission, cells = form
    name = f"{unit}-{n}"
    one_time = admin.ask("POST", "/api/users", {"name": name, "display_name": "演练", "role": "reporter", "unit": unit})["password"]
    person = Person(server.base)
    person.sign_in(name, one_time)
    cookie = "; ".join(f"{cookie.name}={cookie.value}" for cookie in person.jar)
    return Heng(Line(server.port, {"Cookie": cookie, "X-Heng": "1"}), cells[n::share], submission)


def check(reporters, admin):
    """How many acknowledged saves are lost and doubled, by the history of each cell."""
    lost = doubled = 0
    for reporter in reporters:
        for cell, log in reporter.log.items():
            path = reporter.path.replace("/entries", "/history?cell=" + urllib.parse.quote(cell))
            history = [version["value"] for version in admin.ask("GET", path)]
            lost += len(set(log) - set(history))
            doubled += len(history) - len(set(history))
            if history != log and not lost and not doubled:
                sys.exit(f"{cell}: acknowledged {log}, held {history}")
    return lost, doubled


async def killing(server, kills, seconds):
    for _ in range(kills):
        await asyncio.sleep(seconds / (kills + 1))
        server.kill()
        await asyncio.to_thread(server.start)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--reporters", type=int, default=200)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--postgres")
    parser.add_argument("--rate-to", help="a file that gets the saves a second, for a ratio")
    asked = parser.parse_args()
    folder = tempfile.mkdtemp()
    server = Server(asked.program, folder, asked.postgres)
    database = "PostgreSQL" if asked.postgres else "SQLite"
    try:
        server.run("plan", "import", f"plans/{PLAN}")
        server.start()
        reporters = prepare(server, asked.reporters)
        before = processor(server.process.pid)
        asyncio.run(run(reporters, asked.seconds))
        rate = told(f"heng on {database}", reporters, asked.seconds, processor(server.process.pid) - before)
        saves = sum(len(reporter.took) for reporter in reporters)
        begun = time.perf_counter()
        asyncio.run(run(reporters, asked.seconds, killing(server, asked.kills, asked.seconds)))
        after = sum(len(reporter.took) for reporter in reporters) - saves
        again = sum(reporter.again for reporter in reporters)
        admin = Person(server.base).sign_in("admin", PASSWORD)
        lost, doubled = check(reporters, admin)
        print(f"heng on {database}: {asked.kills} kills in {time.perf_counter() - begun:.0f} s, {after} acknowledged saves, {again} sent again; {server.run('audit', 'verify').strip()}")
        print(f"heng on {database}: of {saves + after} acknowledged saves {lost} lost, {doubled} doubled", flush=True)
        if asked.rate_to:
            with open(asked.rate_to, "w") as file:
                file.write(str(rate))
        if lost or doubled:
            sys.exit(1)
    finally:
        server.end()
        shutil.rmtree(folder, ignore_errors=True)


main()
