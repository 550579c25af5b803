"""Puts contents into a template as somebody would, with nothing but the standard library.

    python3 e2e/fill.py FROM TO ITEM=CONTENT…

Writes into the column of the total: a number as a number, anything else as a text.
"""

import re
import sys
import zipfile
from xml.sax.saxutils import escape, unescape


def cell(at, style, content):
    if re.fullmatch(r"-?\d+(\.\d+)?", content):
        return f'<c r="{at}" s="{style}"><v>{content}</v></c>'
    return f'<c r="{at}" s="{style}" t="inlineStr"><is><t>{escape(content)}</t></is></c>'


def main():
    source, target, *given = sys.argv[1:]
    left = dict(pair.split("=", 1) for pair in given)
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    strings = [unescape(re.sub(r"<[^>]*>", "", si)) for si in re.findall(r"<si>(.*?)</si>", parts["xl/sharedStrings.xml"].decode(), re.S)]
    for name in [name for name in parts if name.startswith("xl/worksheets/sheet")]:
        text = parts[name].decode()
        keys = {int(row): strings[int(at)] for row, at in re.findall(r'<c r="A(\d+)"[^>]*t="s"[^>]*><v>(\d+)</v></c>', text)}
        if keys.get(1) != "heng-rows":
            continue
        column = next(letters for letters, at in re.findall(r'<c r="([A-Z]+)1"[^>]*t="s"[^>]*><v>(\d+)</v></c>', text) if strings[int(at)] == "value")
        for row, item in keys.items():
            if item in left:
                content = left.pop(item)
                place = rf'<c r="{column}{row}" s="(\d+)"(?:/>|[^>]*>.*?</c>)'
                text, count = re.subn(place, lambda found: cell(f"{column}{row}", found.group(1), content), text, count=1)
                assert count == 1, f"{item} has no cell {column}{row}"
        parts[name] = text.encode()
    assert not left, f"not in the template: {sorted(left)}"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


main()
