//! The text of a web page, a line a block, without its menus and footers.

use std::collections::HashSet;
use std::sync::LazyLock;

use regex::Regex;
use scraper::node::Element;
use scraper::{ElementRef, Html, Node};

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

/// A block in which so many of a hundred characters are links is a menu.
const LINKS_OF_A_MENU: usize = 60;

/// A container that holds so many of a hundred characters of the page is the document.
const SHARE_OF_THE_DOCUMENT: usize = 80;

pub(super) fn lines(page: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let body = page.root_element();
    let mut lines = Lines::default();
    let document = document(body);
    // The title often stands above the container of the text.
    if document != body {
        let inside: HashSet<_> = document.descendants().map(|node| node.id()).collect();
        let first = body.descendent_elements().find(|element| element.value().name() == "h1");
        if let Some(title) = first.filter(|title| !inside.contains(&title.id())) {
            lines.walk(title);
        }
    }
    lines.walk(document);
    lines.done()
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
        let typed = item.text().collect::<String>().trim_start().starts_with(|c: char| c.is_ascii_digit() || c == '(');
        if !typed {
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
        let page = "<ol><li>甲。</li><li><p>乙。</p></li></ol><ol start=3><li>丙。<li>4.丁。</ol>";
        assert_eq!(lines(page), ["1.甲。", "2.乙。", "3.丙。", "4.丁。"]);
    }

    #[test]
    fn deep_pages_end() {
        assert_eq!(lines(&"<div>".repeat(3000)), Vec::<String>::new());
    }
}
