//! Title, area and period: what the first lines say, completed from the plans they cite.

use super::PlanPeriod;
use super::fold::{Folded, fold};
use super::notice::{Notice, NoticeCode};
use super::numbering::{Kind, Line, Style, count};
use super::years::last_year_of_five;

pub(super) struct Front {
    pub(super) title: Option<String>,
    pub(super) area: Option<String>,
    pub(super) period: Option<PlanPeriod>,
    /// Numbers of the lines that are the title, and so not text.
    pub(super) title_lines: Vec<usize>,
}

/// The title stands among so many first lines.
pub(super) const TITLE_WITHIN: usize = 25;

expression!(
    TITLE,
    r"^《?(?<name>[^《》。,;:\d\s(]{2,40}(?:规划|纲要|计划))\s*(?<years>\(?\s*(?<start>\d{4})\s*(?:年?\s*[—–~～\-至到]{1,2}\s*(?:(?<end>\d{4})\s*年?\s*)?\)?)?)?\s*》?(?<after>\S{0,12})$"
);
// The notice by which a plan was issued, where the plan's own title is missing.
expression!(ISSUED, r"(?:印发|发布)《?(?<inner>[^《》]{4,60}?(?:规划|纲要|计划)[^《》]{0,20}?)》?的?通知");
expression!(YEARS_FIRST, r"^《?\s*(\d{4})\s*年?\s*[—–~～\-至到]{1,2}\s*(\d{4})\s*年");
expression!(FIVE_YEARS, "[“\"]?([一二三四五六七八九十]{1,3})五[”\"]?");
expression!(YEARS, r"\(\s*(\d{4})\s*年?\s*[—–~～\-至到]{1,2}\s*(\d{4})\s*年?\s*\)");
expression!(
    AREA,
    "^(?:(中国)|(.{1,14}(?:省|自治区|特别行政区|兵团|市|自治州|州|盟|地区|自治县|县|旗|区|镇|乡|街道))(?:妇女|儿童|妇幼|青年|青少年|家庭|老龄|残疾|“|\"|国民|社会|健康|教育|卫生|人口|发展|规划|$))"
);

pub(super) fn read(lines: &[Line<'_>], notices: &mut Vec<Notice>) -> Front {
    let mut front = Front { title: None, area: None, period: None, title_lines: Vec::new() };
    let Some((index, found)) = find_title(lines) else {
        notices.push(Notice::new(NoticeCode::NoTitle, None, ""));
        notices.push(Notice::new(NoticeCode::NoPeriod, None, ""));
        return front;
    };
    let line = &lines[index];
    front.title_lines.push(line.number);
    front.area = area(&found.name);
    if front.area.is_none() {
        notices.push(Notice::new(NoticeCode::NoArea, Some(line.number), &found.name));
    }
    let following = lines.get(index + 1).filter(|next| found.period.is_none() && years_alone(next.text));
    if let Some(next) = following {
        front.title_lines.push(next.number);
        front.period = years(&fold(next.text));
        front.title = Some(format!("{}{}", found.exact, next.text));
        return front;
    }
    front.period = found.period;
    front.title = Some(found.exact);
    if front.period.is_none() {
        conclude_period(&mut front, &found.name, found.start, lines, notices);
    }
    front
}

/// The lines of the first plan, where a file holds two: the title of another after the first one's objectives.
pub(super) fn first_plan<'l, 'a>(lines: &'l [Line<'a>], front: &Front, notices: &mut Vec<Notice>) -> &'l [Line<'a>] {
    let Some(begun) = lines.iter().position(|line| matches!(line.kind, Kind::Section { .. })) else { return lines };
    let first = front.title.as_deref().map(fold).unwrap_or_default();
    let another = |(index, line): &(usize, &Line<'_>)| {
        let Some(found) = title(line).filter(|_| line.kind == Kind::Plain) else { return false };
        let next = lines.get(index + 1).is_some_and(|next| years_alone(next.text));
        let begins = lines[index + 1..]
            .iter()
            .take(TITLE_WITHIN)
            .any(|line| line.count == Some(1) && line.style.is_some_and(|style| style <= Style::ChineseParen));
        (found.period.is_some() || next) && begins && !first.starts_with(&fold(&found.name))
    };
    let Some((index, line)) = lines.iter().enumerate().skip(begun).find(another) else { return lines };
    notices.push(Notice::new(NoticeCode::SecondPlan, Some(line.number), line.text));
    &lines[..index]
}

struct Title {
    /// Name without the years.
    name: String,
    exact: String,
    period: Option<PlanPeriod>,
    /// First year, where the years are cut off after it.
    start: Option<i32>,
}

fn find_title(lines: &[Line<'_>]) -> Option<(usize, Title)> {
    let first = lines.iter().take(TITLE_WITHIN).enumerate();
    let mut text = first.clone().filter(|(_, line)| matches!(line.kind, Kind::Plain | Kind::Heading { .. }));
    let own = text.find_map(|(index, line)| title(line).map(|title| (index, title)));
    own.or_else(|| {
        first.into_iter().find_map(|(index, line)| {
            let folded = Folded::new(line.text);
            let inner = ISSUED.captures(&folded.text)?.name("inner")?.range();
            title_of(folded.exact(inner)).map(|title| (index, title))
        })
    })
}

/// Whether words by themselves are the title of a plan: they name an area or years, as no part of a site does.
pub(super) fn is_title(text: &str) -> bool {
    let words = text.trim();
    !words.contains("通知") && title_of(words).is_some_and(|title| title.start.is_some() || area(&title.name).is_some())
}

fn title(line: &Line<'_>) -> Option<Title> {
    // A numbered heading such as 一、规划 is never the title; a line known by its words alone may be.
    if line.style.is_some_and(|style| style != Style::Words) || line.text.contains("通知") || line.text.contains("印发")
    {
        return None;
    }
    title_of(line.text)
}

fn title_of(text: &str) -> Option<Title> {
    let folded = Folded::new(text);
    if let Some(years) = YEARS_FIRST.captures(&folded.text) {
        // 2021—2030年某市妇女发展规划
        let rest = folded.exact_from(years.get(0)?.end()).trim_end_matches('》');
        let period = PlanPeriod { start: years[1].parse().ok()?, end: years[2].parse().ok()? };
        let title = title_of(rest).filter(|_| period.start <= period.end)?;
        return Some(Title { exact: text.trim_matches(['《', '》']).to_owned(), period: Some(period), ..title });
    }
    let found = TITLE.captures(&folded.text)?;
    let name = found.name("name")?;
    let year = |group: &str| found.name(group).and_then(|digits| digits.as_str().parse::<i32>().ok());
    let (start, end) = (year("start"), year("end"));
    let last = found.name("years").map_or(name.end(), |years| years.end());
    let period =
        start.zip(end).map(|(start, end)| PlanPeriod { start, end }).filter(|period| period.start <= period.end);
    let period = period.or_else(|| five_years(name.as_str()).filter(|_| start.is_none()));
    Some(Title { name: name.as_str().to_owned(), exact: folded.exact(name.start()..last).to_owned(), period, start })
}

/// The years of 某市“十四五”规划.
fn five_years(name: &str) -> Option<PlanPeriod> {
    let plan = FIVE_YEARS.captures(name).and_then(|found| count(&found[1]))?;
    let end = last_year_of_five(plan);
    Some(PlanPeriod { start: end - 4, end })
}

fn years_alone(text: &str) -> bool {
    let folded = fold(text);
    YEARS.find(&folded).is_some_and(|found| found.range() == (0..folded.len()))
}

fn years(folded: &str) -> Option<PlanPeriod> {
    let found = YEARS.captures(folded)?;
    let period = PlanPeriod { start: found[1].parse().ok()?, end: found[2].parse().ok()? };
    (period.start <= period.end).then_some(period)
}

/// A title cut off within its years is completed when all plans cited before the first item agree with it.
fn conclude_period(front: &mut Front, name: &str, start: Option<i32>, lines: &[Line<'_>], notices: &mut Vec<Notice>) {
    let line = front.title_lines.first().copied();
    let opening = lines.iter().take(TITLE_WITHIN).map(|line| fold(line.text)).collect::<Vec<_>>().join("\n");
    let cited = YEARS.find_iter(&opening).filter_map(|found| years(found.as_str()));
    let mut cited: Vec<PlanPeriod> = cited.filter(|period| start.is_none_or(|start| period.start == start)).collect();
    cited.dedup();
    let [period] = cited.as_slice() else {
        notices.push(Notice::new(NoticeCode::NoPeriod, line, name));
        front.title = Some(name.to_owned());
        return;
    };
    let title = format!("{name}({}—{}年)", period.start, period.end);
    front.period = Some(*period);
    if start.is_some() {
        notices.push(Notice::new(NoticeCode::TitleCut, line, &title));
    }
    let concluded = format!("{}—{}", period.start, period.end);
    notices.push(Notice::new(NoticeCode::PeriodConcluded, line, &concluded));
    front.title = Some(title);
}

fn area(name: &str) -> Option<String> {
    let found = AREA.captures(name)?;
    found.get(1).or_else(|| found.get(2)).map(|area| area.as_str().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::read_plan;

    #[test]
    fn areas_of_titles() {
        let cases = [
            ("甲市妇女发展规划", Some("甲市")),
            ("乙省甲市丙区儿童发展规划", Some("乙省甲市丙区")),
            ("丁州妇女儿童发展纲要", Some("丁州")),
            ("中国妇女发展纲要", Some("中国")),
            ("妇女发展规划", None),
        ];
        for (name, expected) in cases {
            assert_eq!(area(name).as_deref(), expected, "{name}");
        }
    }

    #[test]
    fn years_with_and_without_brackets() {
        for title in
            ["甲市妇女发展规划（2021－2030年）", "甲市妇女发展规划2021-2030年", "《甲市妇女发展规划(2021～2030年)》"]
        {
            assert_eq!(read_plan(title).period, Some(PlanPeriod { start: 2021, end: 2030 }), "{title}");
        }
    }

    #[test]
    fn titles_of_other_forms() {
        let cases = [
            ("某市人民政府关于印发某市“十四五”妇女儿童发展规划的通知", "某市“十四五”妇女儿童发展规划", 2021, 2025),
            ("关于印发《某县儿童发展规划（2011－2020年）》的通知", "某县儿童发展规划（2011－2020年）", 2011, 2020),
            ("2021—2030年某市妇女发展规划", "2021—2030年某市妇女发展规划", 2021, 2030),
        ];
        for (text, title, start, end) in cases {
            let read = read_plan(text);
            assert_eq!(read.title.as_deref(), Some(title));
            assert_eq!(read.period, Some(PlanPeriod { start, end }), "{text}");
            assert!(read.area.is_some() || text.starts_with("2021"), "{text}");
        }
    }

    #[test]
    fn title_in_two_lines() {
        let read = read_plan("甲县妇女发展规划\n（2021—2030年）\n一、总体要求\n略。");
        assert_eq!(read.title.as_deref(), Some("甲县妇女发展规划（2021—2030年）"));
        assert_eq!(read.period, Some(PlanPeriod { start: 2021, end: 2030 }));
    }

    #[test]
    fn of_two_plans_the_first_is_read() {
        let plan = |title: &str, domain: &str| {
            format!(
                "{title}\n一、总体要求\n略。\n二、发展领域\n（一）{domain}\n主要目标：\n1.筛查率达到95%以上。\n策略措施：\n1.加强管理。\n"
            )
        };
        let (women, children) = ("甲市妇女发展规划（2021—2030年）", "甲市儿童发展规划（2021—2030年）");
        let read = read_plan(&(plan(women, "妇女与健康") + &plan(children, "儿童与健康")));
        assert_eq!((read.title.as_deref(), read.domains.len()), (Some(women), 1));
        let notice = read.notices.iter().find(|notice| notice.code == NoticeCode::SecondPlan).expect("a notice");
        assert_eq!(notice.line, Some(10));
        assert!(notice.message.contains(children), "{}", notice.message);
        // The same title once more, or a plan cited, begins nothing.
        let cited = format!("{}依据《{children}》制定。\n{women}\n", plan(women, "妇女与健康"));
        assert!(read_plan(&cited).notices.iter().all(|notice| notice.code != NoticeCode::SecondPlan));
    }

    #[test]
    fn a_cut_title_is_completed_only_when_the_plans_cited_agree() {
        let agreed = read_plan("甲市妇女发展规划(2021\n依据《乙省妇女发展规划(2021—2030年)》制定。");
        assert_eq!(agreed.title.as_deref(), Some("甲市妇女发展规划(2021—2030年)"));
        assert!(agreed.notices.iter().any(|notice| notice.code == NoticeCode::TitleCut));
        let unlike = read_plan("甲市妇女发展规划(2021\n依据《乙省规划(2021—2030年)》《丙市规划(2021—2025年)》制定。");
        assert_eq!(unlike.period, None);
        assert!(unlike.notices.iter().any(|notice| notice.code == NoticeCode::NoPeriod));
    }
}
