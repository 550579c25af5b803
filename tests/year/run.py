"""A whole year in one run over the demo: every unit and town fills its form through the API, hands it in, has it reviewed and
accepted; then each mistake of demo/mistakes.csv is made, one at a time, and it is seen whether the checks notice.

    tests/year/run.py PROGRAM [--write]     --write: docs/methods/checks.md again

Every third form goes out as a workbook, is filled by openpyxl and comes back, where openpyxl is there; every ninth is filled
in the browser, where it asks for numbers alone.

Ends with 1 where a form of right figures cannot be handed in, or a mistake that some check noticed before is not noticed any
more (docs/methods/checks.md holds what was noticed).
"""

import csv
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
from decimal import Decimal

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "bench"), str(ROOT / "ci"), str(HERE)]

import mistakes  # noqa: E402
from client import Person, Server  # noqa: E402
from table import written  # noqa: E402

try:
    import workbooks
except ImportError:
    workbooks = None

PLAN = "kaiping-women-2021"
PASSWORD = "Heng-2026-test"
YEAR = mistakes.YEAR
NOTE = "已核对，按实际填报"


def demo_folder(folder):
    """The demo package without its planted problems: every figure is right."""
    shutil.copytree(ROOT / "demo", folder / "demo")
    planted = folder / "demo/planted.csv"
    planted.write_text(planted.read_text(encoding="utf-8-sig").splitlines()[0] + "\n", encoding="utf-8")
    (folder / "plans").symlink_to(ROOT / "plans")
    return folder / "demo"


def decimals():
    with open(ROOT / f"demo/{PLAN}.csv", encoding="utf-8-sig", newline="") as file:
        return {row["item"]: int(row["decimals"] or 0) for row in csv.DictReader(file)}


def figure(entry):
    return Decimal(entry["value"]) if entry["value"] is not None else entry["missing"]


class Year:
    """The store with its people, the right figures of every year, and the round that is filled."""

    def __init__(self, server):
        self.server = server
        self.office = Person(server.base)
        self.office.ask("POST", "/api/session", {"name": "office", "password": PASSWORD})
        self.figures, self.forms, self.people = {}, {}, {}
        self.submissions, self.notes = {}, {}
        places = decimals()
        for round_ in self.office.ask("GET", f"/api/plans/{PLAN}/rounds"):
            for row in self.office.ask("GET", f"/api/rounds/{round_['id']}")["submissions"]:
                view = self.office.ask("GET", f"/api/submissions/{row['id']}")
                self.figures[row["unit"], int(round_["period"])] = {e["cell"]: figure(e) for e in view["entries"]}
                if round_["period"] == str(YEAR):
                    self.forms[row["unit"]] = mistakes.Form(view["form"], places)

    def right(self, unit, year):
        return self.figures.get((unit, year), {})

    def person(self, unit, role):
        if (unit, role) not in self.people:
            person = Person(self.server.base)
            person.ask("POST", "/api/session", {"name": f"{unit}-{role}", "password": PASSWORD})
            self.people[unit, role] = person
        return self.people[unit, role]

    def open(self):
        asked = {"period": str(YEAR), "title": f"{YEAR}年度监测数据填报（演练）", "due": "2099-12-31", "units": sorted(self.forms)}
        self.round = self.office.ask("POST", f"/api/plans/{PLAN}/rounds", asked)["id"]
        for row in self.office.ask("GET", f"/api/rounds/{self.round}")["submissions"]:
            self.submissions[row["unit"]] = row["id"]

    def view(self, unit):
        return self.office.ask("GET", f"/api/submissions/{self.submissions[unit]}")

    def save(self, unit, cells, notes=()):
        """Writes cells; returns what the checks say of the form, or the problems for which it is refused."""
        held = {entry["cell"]: entry for entry in self.view(unit)["entries"]}
        edits = []
        for cell, value in cells.items():
            number = str(value) if isinstance(value, Decimal) else None
            note = NOTE if cell in notes else None
            seen = held.get(cell, {}).get("version", 0)
            edits.append({"cell": cell, "value": number, "missing": None if number else value, "note": note, "seen": seen})
        return self.asked(unit, "reporter", "PUT", "/entries", {"entries": edits})

    def save_by_workbook(self, unit, cells, folder):
        """The same by the template, filled in and sent back."""
        person, submission = self.person(unit, "reporter"), self.submissions[unit]
        path = folder / f"{unit}.xlsx"
        path.write_bytes(workbooks.raw(person, "GET", f"/api/submissions/{submission}/template"))
        number = lambda value: (str(value), None, None) if isinstance(value, Decimal) else (None, value, None)
        wanted = {cell: number(value) for cell, value in cells.items() if value is not None}
        workbooks.fill(path, self.view(unit)["form"], wanted)
        answer = workbooks.raw(person, "POST", f"/api/submissions/{submission}/template/comparison", path.read_bytes())
        told = json.loads(answer)
        if told["faulty"] or len(told["differences"]) != len(wanted):
            sys.exit(f"the workbook of {unit} comes back otherwise: {json.dumps(told, ensure_ascii=False)[:2000]}")
        entries = [{"cell": one["cell"], **one["becomes"], "seen": one["seen"]} for one in told["differences"]]
        return self.asked(unit, "reporter", "PUT", "/entries", {"entries": entries})

    def save_by_browser(self, unit, cells):
        """The same by the page."""
        texts = {cell: str(value) for cell, value in cells.items()}
        form = {"user": f"{unit}-reporter", "submission": self.submissions[unit], "cells": texts}
        asked = {"url": self.server.base, "plan": PLAN, "password": PASSWORD, "forms": [form]}
        subprocess.run(["node", str(HERE / "browser.mjs")], input=json.dumps(asked), text=True, check=True)
        return self.view(unit)

    def asks_numbers(self, unit, cells):
        rows = [row for section in self.view(unit)["form"]["sections"] for row in section["rows"]]
        plain = all(row["value_type"] in ("integer", "decimal") for row in rows)
        return plain and all(isinstance(value, Decimal) for value in cells.values())

    def act(self, unit, role, action, reason=None):
        seen = self.view(unit)["submission"]["version"]
        return self.asked(unit, role, "POST", "/actions", {"action": action, "reason": reason, "seen": seen})

    def asked(self, unit, role, method, part, body):
        who = self.office if role == "office" else self.person(unit, role)
        try:
            return who.ask(method, f"/api/submissions/{self.submissions[unit]}{part}", body)
        except urllib.error.HTTPError as refused:
            if refused.code != 422:
                raise
            return {"problems": json.loads(refused.read())["problems"]}

    def hand_in(self, unit, saved):
        """Explains what is queried in a form that was saved, and hands it in; what the checks say, and whether it was stopped."""
        if "problems" in saved:
            return {"refused": saved["problems"]}
        findings = saved["findings"]
        queried = {one["cell"] for one in findings if one["severity"] == "query"}
        if queried:
            held = {entry["cell"]: figure(entry) for entry in saved["entries"]}
            self.save(unit, {cell: held.get(cell) for cell in queried}, queried)
        answer = self.act(unit, "reporter", "submit")
        return {"findings": findings, "stopped": "problems" in answer}

    def over_the_round(self, round_=None):
        breaks = self.office.ask("GET", f"/api/rounds/{round_ or self.round}/findings")
        return breaks, {(one["unit"], one["cell"], one["check"]): one for one in breaks["breaks"]}


def fill(year, folder):
    """All right figures, handed in. Every form of right figures can be handed in."""
    started, by_workbook, by_browser = time.monotonic(), 0, 0
    for at, unit in enumerate(sorted(year.forms)):
        cells = year.right(unit, YEAR)
        if workbooks and at % 3 == 0:
            saved, by_workbook = year.save_by_workbook(unit, cells, folder), by_workbook + 1
        elif at % 9 == 1 and year.asks_numbers(unit, cells):
            saved, by_browser = year.save_by_browser(unit, cells), by_browser + 1
        else:
            saved = year.save(unit, cells)
        done = year.hand_in(unit, saved)
        if done.get("refused") or done["stopped"]:
            sys.exit(f"right figures of {unit} are refused: {json.dumps(done, ensure_ascii=False)[:2000]}")
        year.notes[unit] = {entry["cell"] for entry in year.view(unit)["entries"] if entry["note"]}
    return time.monotonic() - started, by_workbook, by_browser


def tried(year, row, baseline):
    """One mistake made, looked at, and put right again."""
    unit = row["unit"]
    try:
        changed = mistakes.apply(row, year.forms[unit], year.right)
    except mistakes.NotApplied:
        return {"how": "not applied"}
    year.act(unit, "office", "return", "演练")
    done = year.hand_in(unit, year.save(unit, changed))
    result = {"how": "missed", "checks": [], "own": False, "elsewhere": 0}
    if done.get("refused"):
        result |= {"how": "entry", "checks": sorted({problem["code"] for problem in done["refused"]}), "own": True}
    else:
        keys = {(unit, one["cell"], one["check"]): one for one in done["findings"]}
        at_entry = {key for key in keys if key not in baseline}
        result["how"] = "stopped" if done["stopped"] else "query" if at_entry else "missed"
        new = set(at_entry)
        if not done["stopped"]:
            _, over = year.over_the_round()
            new |= {key for key in over if key not in baseline}
            if new and not at_entry:
                result["how"] = "round"
        touched = {cell.partition("[")[0] for cell in changed}
        pointing = {key for key in new if key[0] == unit and (key[1] or "").partition("[")[0] in touched}
        result |= {"checks": sorted({key[2] for key in new}), "own": bool(pointing), "elsewhere": len(new) - len(pointing)}
        if not done["stopped"]:
            year.act(unit, "office", "return", "演练")
        elif not new:
            sys.exit(f"{row['id']}: stopped, and no check says why")
    restore(year, unit, changed)
    return result


def restore(year, unit, changed):
    cells = {cell: year.right(unit, YEAR).get(cell) for cell in set(changed) | year.notes[unit]}
    # Notes that the mistake brought are taken off, those of right figures stay.
    view = year.view(unit)
    noted = {entry["cell"] for entry in view["entries"] if entry["note"]}
    cells |= {cell: year.right(unit, YEAR).get(cell) for cell in noted}
    saved = year.save(unit, cells, year.notes[unit])
    answer = year.act(unit, "reporter", "submit")
    if "problems" in saved or "problems" in answer:
        sys.exit(f"{unit} cannot be put right again: {saved.get('problems')} {answer.get('problems')}")


def accept(year):
    for unit in year.forms:
        year.act(unit, "reviewer", "review")
        answer = year.act(unit, "office", "accept", "演练：与已接收的数核对")
        if "problems" in answer:
            sys.exit(f"{unit} is not accepted: {answer['problems']}")
    rows = year.office.ask("GET", f"/api/rounds/{year.round}")["submissions"]
    left = [row["unit"] for row in rows if row["state"] != "accepted"]
    if left:
        sys.exit(f"not accepted: {left}")


def main():
    program, write = sys.argv[1], "--write" in sys.argv
    folder = pathlib.Path(tempfile.mkdtemp(prefix="heng-year-"))
    server = Server(str(pathlib.Path(program).resolve()), str(folder / "data"))
    try:
        server.env["HENG_DATABASE"] = f"sqlite:{folder}/data/heng.db"
        server.run("demo", str(demo_folder(folder)), "--password", PASSWORD)
        server.start()
        year = Year(server)
        year.open()
        seconds, by_workbook, by_browser = fill(year, folder)
        cells = sum(len(form.cells()) for form in year.forms.values())
        print(f"{len(year.forms)} forms with {cells} cells filled ({by_workbook} by workbook, {by_browser} in the browser) and handed in, {seconds:.0f} s", flush=True)
        breaks, baseline = year.over_the_round()
        earlier = {}
        for round_ in year.office.ask("GET", f"/api/plans/{PLAN}/rounds"):
            if round_["id"] != year.round:
                earlier[round_["period"]] = year.over_the_round(round_["id"])[0]
        rows = mistakes.read(ROOT / "demo/mistakes.csv")
        results = {}
        for row in rows:
            results[row["id"]] = tried(year, row, baseline)
            print(f"{row['id']} {row['kind']:<28} {results[row['id']]['how']:<12} {' '.join(results[row['id']].get('checks', []))}", flush=True)
        _, after = year.over_the_round()
        if set(after) != set(baseline):
            sys.exit(f"after all was put right: {set(after) ^ set(baseline)}")
        accept(year)
        print(f"{len(year.forms)} forms reviewed and accepted", flush=True)
        server.stop()
    finally:
        server.end()
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(written(ROOT / "docs/methods/checks.md", rows, results, breaks, earlier, write))


if __name__ == "__main__":
    main()
