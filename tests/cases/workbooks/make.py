"""Fills template.xlsx as a reporter would, with openpyxl, and has LibreOffice save that again.

    HENG_FIXTURES=write cargo nextest run --workspace -E 'test(the_committed_template)'
    target/venv/bin/python tests/cases/workbooks/make.py
"""

import subprocess
import sys
import tempfile
from pathlib import Path

import openpyxl

HERE = Path(__file__).parent
# Item -> key of the column -> what is filled in.
FIGURES = {
    "PEOPLE": {"value": 1234, "value[sex=F]": 600, "value[sex=M]": 634, "value[urban_rural=U]": "未统计", "note": "全口径"},
    "PATENTS": {"value": 7, "reason": None},
    "SPENT": {"value": 0.07},
    "CENTRE": {"value": 1},
    "LADDER": {"reason": "涉密"},
}


def main() -> None:
    book = openpyxl.load_workbook(HERE / "template.xlsx")
    for sheet in book.worksheets:
        if sheet["A1"].value != "heng-rows":
            continue
        columns = {cell.value: cell.column for cell in sheet[1] if cell.value}
        for row in range(2, sheet.max_row + 1):
            for key, value in FIGURES.get(sheet.cell(row, 1).value, {}).items():
                sheet.cell(row, columns[key]).value = value
    book.save(HERE / "openpyxl.xlsx")
    with tempfile.TemporaryDirectory() as out:
        command = ["soffice", "--headless", f"-env:UserInstallation=file://{out}/profile", "--convert-to", "xlsx", "--outdir", out]
        subprocess.run([*command, str(HERE / "openpyxl.xlsx")], check=True, stdout=subprocess.DEVNULL)
        (HERE / "libreoffice.xlsx").write_bytes((Path(out) / "openpyxl.xlsx").read_bytes())


if __name__ == "__main__":
    sys.exit(main())
