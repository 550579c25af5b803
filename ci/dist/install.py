"""Makes the installation manual of the archive: one Markdown text as PDF of two A4 pages, by headless Chromium.

    ci/dist/install.py MANUAL.md OUT.pdf
"""

import pathlib
import re
import subprocess
import sys
import tempfile

import markdown


def main():
    manual, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    style = pathlib.Path(__file__).with_name("install.css").read_text()
    # Lines of Chinese are joined without a space.
    text = re.sub(r"(?<=[\u3000-\u9fff,:;])\n(?=[\u3000-\u9fff“])", "", manual.read_text())
    body = markdown.markdown(text, extensions=["tables"])
    with tempfile.TemporaryDirectory() as folder:
        page = pathlib.Path(folder, "install.html")
        head = f'<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>安装说明</title><style>{style}</style>'
        page.write_text(head + body)
        browser = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/browser"]
        pdf = ["--no-pdf-header-footer", f"--print-to-pdf={out.resolve()}"]
        subprocess.run([*browser, *pdf, page.as_uri()], check=True, capture_output=True, timeout=120)
    # The same text gives the same bytes: the moment of printing is of no interest.
    made = re.sub(rb"\((D:)\d{14}", rb"(\g<1>20260101000000", out.read_bytes())
    out.write_bytes(made)
    pages = len(re.findall(rb"/Type\s*/Page\b", made))
    if pages != 2:
        sys.exit(f"{manual}: {pages} pages instead of two")


main()
