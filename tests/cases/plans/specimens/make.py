"""Makes the specimens of this folder once more, from document.txt of the shipped county package.

Needs LibreOffice (soffice), fonts for Chinese and the Python packages python-docx, pillow and typst:
`python make.py` in this folder. The specimens are kept, so tests need none of this.
"""

import html
import pathlib
import re
import subprocess
import tempfile

import docx
import typst
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from PIL import Image, ImageDraw, ImageFont

HERE = pathlib.Path(__file__).parent
TEXT = (HERE / "../../../../plans/kaiping-women-2021/document.txt").resolve().read_text("utf-8")
LINES = [line.strip() for line in TEXT.split("\n") if line.strip()]
HEADER, SITE = "妇女儿童工作委员会办公室编", "某某市人民政府门户网站"

PAGE = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="{charset}"><title>{title}_{site}</title>
<style>p {{ text-indent: 2em }}</style><script>var visits = "1.点击率达到95%";</script></head>
<body>
<div class="top-bar"><a href="/">首页</a> <a href="/en">English</a> <a href="/login">登录</a></div>
<div id="menu"><ul><li><a href="/a">一、政务公开</a></li><li><a href="/b">二、政务服务</a></li><li><a href="/c">三、互动交流</a></li></ul></div>
<div class="wrap">
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/g">规划计划</a></div>
<h1>{title}</h1>
<p class="info">发布时间：2022-05-01 10:00　来源：本网　浏览次数：<span>35</span></p>
<div class="content">
{body}
</div>
<div class="share">分享到：<a href="#">微信</a> <a href="#">微博</a></div>
<div class="related"><h3>相关链接</h3><ul><li><a href="/1">妇女发展规划(2011—2020年)</a></li><li><a href="/2">2.儿童发展规划解读</a></li></ul></div>
</div>
<footer><p>主办单位：{site}　某ICP备12345678号</p><p>Copyright © 2022</p></footer>
</body></html>
"""


def web_page():
    title, *rest = LINES
    body = "\n".join(f"<p>{html.escape(line)}</p>" for line in rest)
    page = PAGE.format(title=title, body=body, site=SITE, charset="utf-8")
    (HERE / "page.html").write_text(page, "utf-8")
    # As older sites have it: another encoding, line breaks instead of paragraphs, full-width spaces.
    body = "<br>\n".join(f"　　{html.escape(line)}" for line in rest)
    page = PAGE.format(title=title, body=body, site=SITE, charset="gb2312")
    (HERE / "page_gbk.html").write_bytes(page.encode("gb18030"))


def typed_numbers(path, indent=True):
    document = docx.Document()
    document.styles["Normal"].font.name = "Noto Serif CJK SC"
    document.styles["Normal"].element.rPr.rFonts.set(qn("w:eastAsia"), "Noto Serif CJK SC")
    document.sections[0].header.paragraphs[0].text = HEADER
    footer = document.sections[0].footer.paragraphs[0]
    footer.add_run("— ")
    run = footer.add_run()
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        element.set(qn("w:fldCharType"), kind) if kind else setattr(element, "text", text)
        run._r.append(element)
    footer.add_run(" —")
    for line in LINES:
        paragraph = document.add_paragraph(line)
        if indent:
            paragraph.paragraph_format.first_line_indent = Pt(22)
    document.save(path)
    return document


# Level, number format and text, by the numbering that the line begins with.
LEVELS = [
    (r"[一二三四五六七八九十]+、", "chineseCounting", "%1、"),
    (r"\([一二三四五六七八九十]+\)", "chineseCounting", "(%2)"),
    (r"\d+\.", "decimal", "%3."),
]


def automatic_numbers(path):
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, (_, form, text) in enumerate(LEVELS)
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'))
    restart = '<w:lvlOverride w:ilvl="2"><w:startOverride w:val="1"/></w:lvlOverride>'
    number, count = 90, 0
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))
    for line in LINES:
        for level, (expression, _, _) in enumerate(LEVELS):
            found = re.match(expression, line)
            if not found:
                continue
            # A list of objectives begins anew after 主要目标 and after 策略措施.
            if level == 2 and line.startswith("1."):
                number += 1
                xml = f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="90"/>{restart}</w:num>'
                numbering.append(parse_xml(xml))
            paragraph = document.add_paragraph(line[found.end() :])
            used = number if level == 2 else 90
            xml = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{used}"/></w:numPr>'
            paragraph._p.get_or_add_pPr().append(parse_xml(xml))
            count += 1
            break
        else:
            document.add_paragraph(line)
    document.save(path)


def office_pdf():
    with tempfile.TemporaryDirectory() as folder:
        for name, columns in (("office", 1), ("columns", 2)):
            path = pathlib.Path(folder) / f"{name}.docx"
            document = typed_numbers(path, indent=columns == 1)
            if columns == 2:
                sections = document.sections[0]._sectPr
                for old in sections.findall(qn("w:cols")):
                    sections.remove(old)
                sections.append(parse_xml(f'<w:cols {nsdecls("w")} w:num="2" w:space="425"/>'))
                document.save(path)
            subprocess.run(["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, path], check=True)
            (HERE / f"{name}.pdf").write_bytes((pathlib.Path(folder) / f"{name}.pdf").read_bytes())


def typst_pdf():
    escaped = [re.sub(r"([\\#$*_`<>@=~\[\]/+-])", r"\\\1", line) for line in LINES]
    escaped = [re.sub(r"^(\d+)\.", r"\1\\.", line) for line in escaped]
    source = (
        f'#set page(paper: "a4", header: [{HEADER}], numbering: "- 1 -")\n'
        '#set text(font: "Noto Serif CJK SC", lang: "zh", size: 12pt)\n'
        "#set smartquote(enabled: false)\n"
        "#set par(justify: true, first-line-indent: (amount: 2em, all: true))\n\n" + "\n\n".join(escaped)
    )
    (HERE / "typst.pdf").write_bytes(typst.compile(source.encode("utf-8")))


def scanned_pdf():
    font = ImageFont.truetype("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 20)
    page = Image.new("L", (620, 877), 255)
    drawing = ImageDraw.Draw(page)
    for index, line in enumerate(LINES[:30]):
        drawing.text((40, 40 + 26 * index), line[:27], font=font, fill=0)
    page.save(HERE / "scanned.pdf", "PDF", resolution=75)


if __name__ == "__main__":
    web_page()
    typed_numbers(HERE / "typed.docx")
    automatic_numbers(HERE / "automatic.docx")
    office_pdf()
    typst_pdf()
    scanned_pdf()
