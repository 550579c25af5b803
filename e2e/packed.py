"""The county package as a .zip, changed, with nothing but the standard library.

    python3 e2e/packed.py second TO   under another code and title, its form of the water office under another number
    python3 e2e/packed.py upper TO    with a workbook of the upper level to fill
"""

import json
import pathlib
import sys
import zipfile

plan = pathlib.Path(__file__).parent.parent / "plans/kaiping-women-2021"

ROWS = {
    "A1": '<c r="A1" t="inlineStr"><is><t>上级要的表</t></is></c>',
    "B3": '<c r="B3"><v>999</v></c>',
    "B5": '<c r="B5"><f>B2+B3</f></c>',
}
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORKBOOK = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="汇总" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>' + "".join(f'<row r="{at[1:]}">{cell}</row>' for at, cell in ROWS.items()) + "</sheetData></worksheet>",
}


def write(target, parts):
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def second(parts):
    head = json.loads(parts["datapackage.json"])
    head["heng"]["code"] = "second"
    head["heng"]["title"] = "演示的第二个规划"
    parts["datapackage.json"] = json.dumps(head, ensure_ascii=False)
    for name in ("forms.csv", "form_heads.csv"):
        parts[name] = parts[name].decode().replace("F-water", "G-water")


def upper(parts):
    book = pathlib.Path(sys.argv[2] + ".xlsx")
    write(book, {name: f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{part}' for name, part in WORKBOOK.items()})
    parts["upper/report.xlsx"] = book.read_bytes()
    parts["upper_reports.csv"] = "code,title_zh,title_en,issuer,file\nU1,上级汇总表,,统计局,upper/report.xlsx\n"
    cells = ["B2,NVIL_N,,,,", "B3,RPOP,,,0,", "B4,NVIL_N,,,-9,", "B5,TAP_POP,,,,"]
    parts["upper_cells.csv"] = "report,sheet,cell,item,indicator,breakdown,period_offset,note\n" + "".join(f"U1,汇总,{cell}\n" for cell in cells)
    head = json.loads(parts["datapackage.json"])
    head["resources"] += [{"name": name, "path": f"{name}.csv", "encoding": "utf-8"} for name in ("upper_cells", "upper_reports")]
    parts["datapackage.json"] = json.dumps(head, ensure_ascii=False)


what, target = sys.argv[1:]
files = {str(path.relative_to(plan)): path.read_bytes() for path in sorted(plan.rglob("*")) if path.is_file()}
{"second": second, "upper": upper}[what](files)
write(target, files)
