//! Page furniture taken off: what the web page around a plan left in its text.

use std::sync::LazyLock;

use regex::RegexSet;

use super::fold::fold;
use super::notice::{Notice, NoticeCode};
use super::patterns::expand;
use super::reading::OfModule;

/// The text without page furniture: `document.txt` of a package.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// Lines kept, each with its number in the input, counted from 1; of a line made of several the first.
    lines: Vec<(usize, String)>,
}

impl Document {
    /// The whole text, each line ended by a line feed.
    pub fn text(&self) -> String {
        self.lines.iter().map(|(_, line)| format!("{line}\n")).collect()
    }

    /// The line of [`Self::text`], counted from 1, that was `input_line`; none if that was furniture.
    pub fn line_of(&self, input_line: usize) -> Option<usize> {
        self.lines.binary_search_by_key(&input_line, |(number, _)| *number).ok().map(|index| index + 1)
    }

    pub(super) fn lines(&self) -> &[(usize, String)] {
        &self.lines
    }
}

/// A line this long is text of the plan, whatever words it holds.
const FURNITURE_LENGTH: usize = 120;

/// Lines that belong to the page: expression, and a line it is meant for. Held against the folded, trimmed line.
const FURNITURE: &[(&str, &str)] = &[
    (r"^#\s*(source|来源)\s*:", "# source: http://example.org/1.html"),
    (
        r"^(原文链接|原文地址|本文链接|转载请注明|来源|信息来源|文章来源|稿件来源)\s*:",
        "原文链接：http://example.org/1.html",
    ),
    (r"^https?://\S+$", "http://example.org/1.html"),
    (r"^(©|\(c\)|Copyright|版权所有|版权声明)", "© 版权声明"),
    (r"^(THE\s+END|正文结束|-+\s*END\s*-+)$", "THE END"),
    (r"^喜欢就支持", "喜欢就支持一下吧"),
    (
        r"^(点赞|收藏|分享|转发|评论|阅读|浏览)(次数|量|数)?\s*:?\s*\d*(\s+(点赞|收藏|分享|转发|评论|打赏)\s*\d*)*(到)?:?$",
        "点赞0 分享",
    ),
    (r"^分享到", "分享到：微信 微博"),
    (r"^(当前位置|您(现在)?的位置|您所在的位置)\s*:", "当前位置：首页 > 政务公开"),
    (r"^(网站)?首页(\s*[>|/»]\s*\S+|\s+\S+){1,12}$", "首页 > 政务公开 > 规划计划"),
    (r"^(发布(时间|日期)|发文日期|更新时间|时间|日期)\s*:\s*\d{4}", "发布时间：2022-05-01 10:00 浏览次数：12"),
    (r"^(浏览(次数|量)|阅读(次数|量)|访问量|点击(数|量|率))\s*:", "浏览次数：35"),
    (r"^(字体|字号)\s*:", "字体：【大 中 小】"),
    (
        r"^[\[【(]?\s*(打印|打印本页|打印此页|关闭|关闭窗口|关闭本页|返回顶部|收藏本页)(\s*[|\]】)]?\s*[\[【(]?\s*(打印|关闭|收藏|关闭窗口|返回顶部))*\s*[\]】)]?$",
        "【打印】 【关闭】",
    ),
    (r"^(责任编辑|编辑|作者|审核|校对)\s*:\s*\S{1,20}$", "责任编辑：某某"),
    (r"^(上一篇|下一篇|相关(阅读|链接|文章|推荐)|扫一扫|微信扫码|附件下载)\s*:?", "上一篇：没有了"),
    (r"^目\s*录$", "目 录"),
    (r"^[^。;]{2}[^。;]*(\.{3,}|…+|·{3,})\s*\d{1,3}$", "一、总体要求……1"),
    (r"(ICP备|公网安备|网站标识码)", "某ICP备12345678号"),
];

static FURNITURE_EXPRESSIONS: LazyLock<RegexSet> = LazyLock::new(|| {
    RegexSet::new(FURNITURE.iter().map(|(expression, _)| expand(expression))).expect("valid expressions")
});
inventory::submit!(OfModule(|| _ = LazyLock::force(&FURNITURE_EXPRESSIONS)));

fn is_furniture(line: &str) -> bool {
    let folded = fold(line);
    let folded = folded.trim();
    // Notes of the transcriber (`# …`) may be long; everything else that is long is text.
    let short = folded.chars().count() <= FURNITURE_LENGTH || folded.starts_with('#');
    short && FURNITURE_EXPRESSIONS.is_match(folded)
}

pub(super) fn clean(text: &str, notices: &mut Vec<Notice>) -> Document {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut lines = Vec::new();
    for (index, line) in text.split('\n').enumerate() {
        let line = line.strip_suffix('\r').unwrap_or(line);
        if is_furniture(line) {
            notices.push(Notice::new(NoticeCode::Furniture, Some(index + 1), line.trim()));
        } else {
            lines.push((index + 1, line.to_owned()));
        }
    }
    let blank = |(_, line): &(usize, String)| line.trim().is_empty();
    while lines.last().is_some_and(blank) {
        lines.pop();
    }
    let start = lines.iter().position(|line| !blank(line)).unwrap_or(lines.len());
    lines.drain(..start);
    Document { lines: super::wrap::join(lines, notices) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_furniture_is_known_by_its_own_expression() {
        for (index, (expression, line)) in FURNITURE.iter().enumerate() {
            let found = FURNITURE_EXPRESSIONS.matches(fold(line).trim());
            assert!(found.matched(index), "{expression} does not match {line}");
        }
    }

    #[test]
    fn lines_keep_their_numbers() {
        let mut notices = Vec::new();
        let document = clean("\u{feff}# source: x\r\n标题\r\n\r\n正文。\r\n版权声明\r\n末行。\r\n", &mut notices);
        assert_eq!(document.text(), "标题\n\n正文。\n末行。\n");
        assert_eq!(document.line_of(2), Some(1));
        assert_eq!(document.line_of(6), Some(4));
        assert_eq!(document.line_of(5), None);
        assert_eq!(notices.len(), 2);
    }

    #[test]
    fn text_of_a_plan_stays() {
        for line in
            ["3.加大信息分享力度，保障妇女权益。", "主要目标：", "来源多样化的筹资机制。", "评估组由办公室牵头。"]
        {
            assert!(!is_furniture(line), "{line}");
        }
    }
}
