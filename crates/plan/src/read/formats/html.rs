//! The text of a web page, a line a block, without its menus and footers.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

use crate::read::front::{TITLE_WITHIN, is_title};

/// Elements that hold no text of the document.
const SKIPPED: &[&str] = &[
    "head", "script", "style", "noscript", "template", "nav", "footer", "aside", "form", "button", "select", "svg",
    "iframe", "object", "textarea",
];

/// Elements that do not break a line.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "big", "cite", "code", "del", "em", "font", "i", "ins", "label", "mark", "o:p", "q", "s",
    "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr",
];

// Whole words of a class, id or role that name the parts around the document.
static AROUND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)(?:^|[\s_-])(?:menu|nav(?:bar|igation)?|foot(?:er)?|sidebar|breadcrumbs?|crumbs?|copyright|share|related|toolbar|top-?bar|pagination|pager|login|search|banner|contentinfo)(?:$|[\s_-])",
    )
    .expect("a valid expression")
});

// A number typed before an item. 2025年 and 5岁以下 are none.
static NUMBERED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"^(?:[(（]|[0-9]{1,2}\s*[.．、)）])").expect("a valid expression"));

// What stands between the title of a page and the name of the site; a dash before a digit is of the years.
static SITE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[_|]|\s[—–-]+\s|[—–-]+[^0-9０-９—–-]").expect("a valid expression"));

/// A title has no more characters than this.
const TITLE_LENGTH: usize = 60;

/// A block in which so many of a hundred characters are links is a menu.
const LINKS_OF_A_MENU: usize = 60;

/// A container that holds so many of a hundred characters of the page is the document.
const SHARE_OF_THE_DOCUMENT: usize = 80;

pub(super) fn lines(page: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let body = page.root_element();
    let document = document(body);
    let lines = lines_of(document);
    if document == body || lines.iter().take(TITLE_WITHIN).any(|line| is_title(line)) {
        return lines;
    }
    let mut titled = title(body, document);
    titled.extend(lines);
    titled
}

fn lines_of(element: ElementRef<'_>) -> Vec<String> {
    let mut lines = Lines::default();
    lines.walk(element);
    lines.done()
}

/// The title that stands outside the container of the text: the last one above it, else what the page says it is, else
/// the heading of the page.
fn title(body: ElementRef<'_>, document: ElementRef<'_>) -> Vec<String> {
    let above = body.descendent_elements().take_while(|element| *element != document);
    let short = above.filter(|element| is_short(*element) && !is_around(*element)).map(lines_of);
    if let Some(title) = short.filter(|lines| lines.first().is_some_and(|line| is_title(line))).last() {
        return title;
    }
    let named = |name: &'static str| body.descendent_elements().find(move |element| element.value().name() == name);
    if let Some(title) = named("title").and_then(|title| without_site(&title.text().collect::<String>())) {
        return vec![title];
    }
    let inside: HashSet<_> = document.descendants().map(|node| node.id()).collect();
    named("h1").filter(|title| !inside.contains(&title.id())).map(lines_of).unwrap_or_default()
}

/// Whether an element holds no more than a title; the ancestors of the text are not counted through.
fn is_short(element: ElementRef<'_>) -> bool {
    let characters = element.text().flat_map(str::chars).filter(|c| !c.is_whitespace());
    (6..=TITLE_LENGTH).contains(&characters.take(TITLE_LENGTH + 1).count())
}

/// Whether an element is of the parts around the document, or a link to one.
fn is_around(element: ElementRef<'_>) -> bool {
    let above = element.ancestors().filter_map(ElementRef::wrap);
    std::iter::once(element).chain(above).any(|element| element.value().name() == "a" || skipped(element.value()))
}

/// 某市妇女发展规划（2021—2030年）_某市人民政府: the first part that is a title.
fn without_site(title: &str) -> Option<String> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let ends = SITE.find_iter(&title).map(|found| found.start()).chain([title.len()]);
    ends.map(|end| title[..end].trim()).find(|part| is_title(part)).map(str::to_owned)
}

/// The smallest element that holds nearly all of the text that is no link.
fn document(body: ElementRef<'_>) -> ElementRef<'_> {
    let whole = length(body).text;
    let mut found = body;
    while let Some(child) = found
        .child_elements()
        .filter(|child| !skipped(child.value()) && !INLINE.contains(&child.value().name()))
        .find(|child| length(*child).text * 100 > whole * SHARE_OF_THE_DOCUMENT)
    {
        found = child;
    }
    found
}

/// Characters of an element: those of links, and all others.
#[derive(Default, Clone, Copy)]
struct Length {
    links: usize,
    text: usize,
}

/// Elements nested deeper than this are taken for damage.
const DEEPEST: usize = 200;

fn length(element: ElementRef<'_>) -> Length {
    fn add(element: ElementRef<'_>, in_link: bool, depth: usize, total: &mut Length) {
        if skipped(element.value()) || depth > DEEPEST {
            return;
        }
        let in_link = in_link || element.value().name() == "a";
        for child in element.children() {
            if let Some(text) = child.value().as_text() {
                let count = text.chars().filter(|c| !c.is_whitespace()).count();
                if in_link { total.links += count } else { total.text += count }
            } else if let Some(child) = ElementRef::wrap(child) {
                add(child, in_link, depth + 1, total);
            }
        }
    }
    let mut total = Length::default();
    add(element, false, 0, &mut total);
    total
}

fn skipped(element: &Element) -> bool {
    let around =
        ["class", "id", "role"].iter().any(|name| element.attr(name).is_some_and(|value| AROUND.is_match(value)));
    SKIPPED.contains(&element.name()) || (around && !matches!(element.name(), "html" | "body" | "article" | "main"))
}

fn is_menu(element: ElementRef<'_>) -> bool {
    let block = matches!(element.value().name(), "ul" | "ol" | "dl" | "div" | "p" | "table" | "td" | "section");
    let length = length(element);
    block && length.links * 100 > (length.links + length.text) * LINKS_OF_A_MENU
}

#[derive(Default)]
struct Lines {
    done: Vec<String>,
    open: String,
    depth: usize,
}

impl Lines {
    fn walk(&mut self, element: ElementRef<'_>) {
        if skipped(element.value()) || is_menu(element) || self.depth > DEEPEST {
            return;
        }
        let name = element.value().name();
        let block = !INLINE.contains(&name);
        if block {
            self.end_line();
        }
        self.depth += 1;
        let mut item = first_number(element);
        for child in element.children() {
            match child.value() {
                Node::Text(text) => self.add(text),
                Node::Element(child) if matches!(child.name(), "br" | "hr") => self.end_line(),
                Node::Element(_) => {
                    let Some(child) = ElementRef::wrap(child) else { continue };
                    if child.value().name() == "li" && name == "ol" {
                        self.number(child, &mut item);
                    }
                    self.walk(child);
                }
                _ => {}
            }
        }
        self.depth -= 1;
        if block {
            self.end_line();
        }
    }

    /// The number that a browser shows before an item of a list, unless one is typed there.
    fn number(&mut self, item: ElementRef<'_>, number: &mut usize) {
        let text = item.text().collect::<String>();
        if !NUMBERED.is_match(text.trim_start()) {
            self.end_line();
            self.done.push(format!("{number}."));
        }
        *number = number.saturating_add(1);
    }

    fn add(&mut self, text: &str) {
        for c in text.chars() {
            let space = c.is_whitespace();
            if !(space && (self.open.is_empty() || self.open.ends_with(' '))) {
                self.open.push(if space { ' ' } else { c });
            }
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.open);
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        // The number of a list item stands by itself until its text comes.
        match self.done.last_mut().filter(|last| is_number(last)) {
            Some(number) => number.push_str(line),
            None => self.done.push(line.to_owned()),
        }
    }

    fn done(mut self) -> Vec<String> {
        self.end_line();
        self.done
    }
}

fn is_number(line: &str) -> bool {
    line.strip_suffix('.').is_some_and(|digits| !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit()))
}

fn first_number(list: ElementRef<'_>) -> usize {
    list.value().attr("start").and_then(|start| start.parse().ok()).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_lines_and_menus_are_not() {
        let page = "<html><head><title>x</title></head><body><div class='nav'>一、目录</div>\
            <ul><li><a>一、公开</a></li></ul><h1>甲市<b>妇女</b>发展规划</h1><div><p>一、总体\n  要求</p>\
            <p>（一）目标。<br>第二行</p><table><tr><td>甲</td><td>乙</td></tr></table></div><div id=footer>乙</div>";
        assert_eq!(lines(page), ["甲市妇女发展规划", "一、总体 要求", "（一）目标。", "第二行", "甲", "乙"]);
    }

    #[test]
    fn numbers_of_lists_are_those_shown() {
        let page = "<ol><li>甲。</li><li><p>乙。</p></li></ol><ol start=3><li>丙。<li>4.丁。<li>2025年。</ol>";
        assert_eq!(lines(page), ["1.甲。", "2.乙。", "3.丙。", "4.丁。", "5.2025年。"]);
    }

    #[test]
    fn a_title_outside_the_text_is_found() {
        let text = format!("<div class=text><p>一、总体要求</p>{}</div>", "<p>落实男女平等。</p>".repeat(60));
        let title = "某市妇女发展规划（2021—2030年）";
        let pages = [
            format!("<title>公开</title><h1>某市人民政府</h1><div><h2>{title}</h2><div>2022-1-1</div>{text}</div>"),
            format!(
                "<div class=nav><a>某市儿童发展规划（2021—2030年）</a></div><div class=article-title>{title}</div>{text}"
            ),
            format!("<table><tr><td>{title}</td></tr><tr><td>{text}</td></tr></table>"),
            format!("<title>{title}_某市人民政府</title><div><h1>某市人民政府</h1>{text}</div>"),
            format!("<title>{title}-政府网</title><div><a href=/>规划计划</a><p>某市概况</p>{text}</div>"),
            format!("<title>某市人民政府</title><div><h1>{title}</h1>{text}</div>"),
        ];
        for page in pages {
            let lines = lines(&page);
            assert_eq!(lines[..2], [title, "一、总体要求"], "{page}");
        }
        let inside = format!("<h1>某市人民政府</h1><title>x</title><div><p>{title}</p>{text}</div>");
        assert_eq!(lines(&inside).iter().filter(|line| *line == title).count(), 1);
    }

    #[test]
    fn deep_pages_end() {
        assert_eq!(lines(&"<div>".repeat(3000)), Vec::<String>::new());
    }
}
