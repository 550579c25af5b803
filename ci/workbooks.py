"""Every form of a plan out as a template, filled by openpyxl, saved again by LibreOffice, and back in: equal.

    target/venv/bin/python ci/workbooks.py PROGRAM FOLDER [PLAN]

Fills every cell that is to be filled in: numbers within the bounds of the form, a reason in every fifth row, a note in every
seventh cell. Fails if a comparison has a fault, misses a cell or says another content than what was filled in, if what is
saved afterwards is not that, or if the same file again changes anything. Both files of a unit are held against what was
filled in: openpyxl's and LibreOffice's. Traffic to 127.0.0.1 only.
"""

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import openpyxl

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))
from client import Person, Server  # noqa: E402


class Reporter(Person):
    def ask_raw(self, path, data):
        return json.loads(raw(self, "POST", path, data))


def raw(person, method, path, data=None):
    headers = {"X-Heng": "1", "Content-Type": "application/octet-stream"}
    with person.open(urllib.request.Request(person.base + path, data, headers, method=method), timeout=120) as answer:
        return answer.read()


def contents(form):
    """What is filled in of each cell: value, code of a reason, note."""
    reasons, wanted, count = form["missing_reasons"], {}, 0
    rows = [row for section in form["sections"] for row in section["rows"]]
    for at, row in enumerate(rows):
        parts = len(row["cells"])
        for cell in row["cells"]:
            count += 1
            number = {"boolean": "1", "stage": "2", "integer": str(10 * parts + at)}.get(row["value_type"], f"{at % 90 + 1}.25")
            missing = reasons[at % len(reasons)]["code"] if at % 5 == 4 else None
            wanted[cell["cell"]] = (None if missing else number, missing, f"说明{count}，第一行\n第二行" if count % 7 == 0 else None)
    return wanted


def fill(path, form, wanted):
    names = {reason["code"]: reason["name"] for reason in form["missing_reasons"]}
    book = openpyxl.load_workbook(path)
    left = dict(wanted)
    for sheet in book.worksheets:
        if sheet["A1"].value != "heng-rows":
            continue
        columns = {cell.value: cell.column for cell in sheet[1] if cell.value}
        for line in range(2, sheet.max_row + 1):
            item = sheet.cell(line, 1).value
            for key, column in columns.items():
                of = key.removeprefix("value")
                if not item or of == key or f"{item}{of}" not in left:
                    continue
                value, missing, note = left.pop(f"{item}{of}")
                in_column = missing and not of
                sheet.cell(line, column).value = None if in_column else names[missing] if missing else float(value) if "." in value else int(value)
                if in_column:
                    sheet.cell(line, columns["reason"]).value = names[missing]
                if note:
                    sheet.cell(line, columns[f"note{of}"]).value = note
    if left:
        sys.exit(f"no place in the template for {sorted(left)[:5]}")
    book.save(path)


def plain(number):
    return None if number is None else f"{float(number):g}"


def same(told, wanted):
    value, missing, note = wanted
    return (plain(told["value"]), told["missing"], told["note"]) == (plain(value), missing, note)


def check(person, submission, path, wanted, what):
    view = person.ask_raw(f"/api/submissions/{submission}/template/comparison", path.read_bytes())
    wrong = [f"{r['problem']['place']} {r['problem']['message']}" for r in view["remarks"]]
    told = {d["cell"]: d["becomes"] for d in view["differences"]}
    off = [cell for cell in wanted if cell not in told or not same(told[cell], wanted[cell])]
    if wrong or off or len(told) != len(wanted):
        sys.exit(f"{what}: {wrong[:3]} {[(c, told.get(c), wanted[c]) for c in off[:3]]} {len(told)} of {len(wanted)} cells")
    return view


def main(program, folder, plan="kaiping-women-2021"):
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(program, str(folder / "data"))
    try:
        server.run("plan", "import", f"plans/{plan}")
        server.start()
        admin = server.administrator()
        units = [row["code"] for row in admin.ask("GET", f"/api/plans/{plan}/units") if row["items"]]
        for unit in units:
            admin.ask("POST", f"/api/plans/{plan}/units/{unit}/confirmation", {"reason": "演练"})
        opening = {"period": "2025", "title": "演练", "due": "2099-12-31", "units": units}
        held = admin.ask("POST", f"/api/plans/{plan}/rounds", opening)
        rows = admin.ask("GET", f"/api/rounds/{held['id']}")["submissions"]
        people, forms, wanted = {}, {}, {}
        for row in rows:
            joining = {"name": row["unit"], "display_name": "演练", "role": "reporter", "unit": row["unit"]}
            one_time = admin.ask("POST", "/api/users", joining)["password"]
            person = people[row["id"]] = Reporter(server.base)
            person.sign_in(row["unit"], one_time)
            forms[row["id"]] = person.ask("GET", f"/api/submissions/{row['id']}")["form"]
            path = folder / f"{row['id']}.xlsx"
            path.write_bytes(raw(person, "GET", f"/api/submissions/{row['id']}/template"))
            wanted[row["id"]] = contents(forms[row["id"]])
            fill(path, forms[row["id"]], wanted[row["id"]])
        again = folder / "again"
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder.resolve()}/profile", "--convert-to", "xlsx", "--outdir", again]
        subprocess.run([*command, *[folder / f"{row['id']}.xlsx" for row in rows]], check=True, stdout=subprocess.DEVNULL, env=os.environ)
        cells = 0
        for row in rows:
            submission, person = row["id"], people[row["id"]]
            check(person, submission, folder / f"{submission}.xlsx", wanted[submission], f"{row['unit']}, openpyxl")
            view = check(person, submission, again / f"{submission}.xlsx", wanted[submission], f"{row['unit']}, LibreOffice")
            entries = [{"cell": d["cell"], **d["becomes"], "seen": d["seen"]} for d in view["differences"]]
            saved = person.ask("PUT", f"/api/submissions/{submission}/entries", {"entries": entries})
            off = [e["cell"] for e in saved["entries"] if not same(e, wanted[submission][e["cell"]])]
            after = person.ask_raw(f"/api/submissions/{submission}/template/comparison", (again / f"{submission}.xlsx").read_bytes())
            if off or len(saved["entries"]) != len(wanted[submission]) or after["differences"]:
                sys.exit(f"{row['unit']}: saved otherwise {off[:3]}, {len(after['differences'])} differences afterwards")
            cells += len(entries)
        server.stop()
        print(f"{len(rows)} forms, {cells} cells: out, filled by openpyxl, saved by LibreOffice, back in, equal")
    finally:
        server.end()


if __name__ == "__main__":
    main(*sys.argv[1:])
