//! A series over the years with the target value as a dashed line.

use std::fmt::Write;

use heng_base::number::publish;
use heng_base::period::Period;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::{Deserialize, Serialize};

use crate::typography::full_width;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LineChart {
    pub title: String,
    pub unit: String,
    /// Oldest first, at least one.
    pub points: Vec<ChartPoint>,
    /// The target value, and how it is written.
    pub target: Option<(Decimal, String)>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ChartPoint {
    pub period: Period,
    pub value: Decimal,
    /// As published.
    pub label: String,
    /// Drawn hollow.
    pub estimated: bool,
    /// Trace mark of the figure.
    pub mark: u32,
}

const WIDTH: f64 = 620.0;
const HEIGHT: f64 = 300.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 34.0;
/// Print well in black: the line is dark and solid, the target dashed.
const INK: &str = "#1f4e79";
const AIM: &str = "#c00000";
const GRID: &str = "#d9d9d9";
const TEXT: &str = "#333333";

/// Where years and values fall on the picture.
struct Scale {
    first: f64,
    last: f64,
    low: f64,
    high: f64,
    step: f64,
}

impl Scale {
    fn x(&self, year: f64) -> f64 {
        let span = WIDTH - LEFT - RIGHT - 40.0;
        let share = if self.last > self.first { (year - self.first) / (self.last - self.first) } else { 0.5 };
        LEFT + 20.0 + span * share
    }

    fn y(&self, value: f64) -> f64 {
        let span = HEIGHT - TOP - BOTTOM;
        TOP + span * (1.0 - (value - self.low) / (self.high - self.low))
    }
}

impl LineChart {
    /// The picture as SVG, 620 × 300.
    pub fn svg(&self, font: &str) -> String {
        let scale = self.scale();
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{HEIGHT}\" \
             viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"{}\" font-size=\"13\">\
             <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>",
            escape(font)
        );
        self.axes(&scale, &mut svg);
        self.aim(&scale, &mut svg);
        self.line(&scale, &mut svg);
        self.labels(&scale, &mut svg);
        svg.push_str("</svg>");
        svg
    }

    fn values(&self) -> Vec<f64> {
        self.points.iter().map(|point| number(point.value)).collect()
    }

    /// Round steps that hold all values and the target, from zero where the values are not far from it.
    fn scale(&self) -> Scale {
        let mut all = self.values();
        all.extend(self.target.as_ref().map(|(value, _)| number(*value)));
        let (min, max) = all.iter().fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(*v), high.max(*v)));
        let from_zero = min >= 0.0 && min < 0.4 * max;
        let min = if from_zero { 0.0 } else { min };
        let range = if max > min { max - min } else { max.abs().max(1.0) * 0.2 };
        let step = round_step(range / 4.0);
        let low = if from_zero { 0.0 } else { ((min - 0.15 * range) / step).floor() * step };
        let high = ((max + 0.12 * range) / step).ceil() * step;
        let low = if min >= 0.0 { low.max(0.0) } else { low };
        let years = |point: Option<&ChartPoint>| point.map_or(0.0, |point| f64::from(point.period.year));
        Scale { first: years(self.points.first()), last: years(self.points.last()), low, high, step }
    }

    fn axes(&self, scale: &Scale, svg: &mut String) {
        let right = WIDTH - RIGHT;
        let decimals = if scale.step >= 1.0 { 0 } else { (-scale.step.log10()).ceil() as u32 };
        let mut tick = scale.low;
        while tick <= scale.high + scale.step / 2.0 {
            let y = scale.y(tick);
            line(svg, (LEFT, y), (right, y), GRID, "1");
            let written = Decimal::from_f64_retain(tick).map(|tick| publish(tick, decimals)).unwrap_or_default();
            text(svg, (LEFT - 8.0, y + 4.5), "end", TEXT, &written);
            tick += scale.step;
        }
        let foot = HEIGHT - BOTTOM;
        line(svg, (LEFT, foot), (right, foot), "#7f7f7f", "1.2");
        text(svg, (LEFT - 44.0, 18.0), "start", TEXT, &format!("单位：{}", self.unit));
        for year in self.years() {
            let x = scale.x(f64::from(year));
            line(svg, (x, foot), (x, foot + 4.0), "#7f7f7f", "1.2");
            text(svg, (x, foot + 20.0), "middle", TEXT, &year.to_string());
        }
    }

    /// Years with a figure; every second or third where they would run into each other, the last always.
    fn years(&self) -> Vec<i32> {
        let mut years: Vec<i32> = self.points.iter().map(|point| point.period.year).collect();
        years.dedup();
        let (first, last) = (years.first().copied().unwrap_or(0), years.last().copied().unwrap_or(0));
        let every = (last - first) / 13 + 1;
        years.retain(|year| (last - year) % every == 0);
        years
    }

    fn aim(&self, scale: &Scale, svg: &mut String) {
        let Some((value, written)) = &self.target else { return };
        let (y, right) = (scale.y(number(*value)), WIDTH - RIGHT);
        let _ = write!(
            svg,
            "<line x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{right}\" y2=\"{y:.1}\" stroke=\"{AIM}\" stroke-width=\"1.6\" \
             stroke-dasharray=\"7 4\"/>"
        );
        text(svg, (right, 18.0), "end", AIM, &format!("┅ 目标值 {written}"));
    }

    /// Neighbouring years are joined by a solid line, a gap of years by a thin dotted one.
    fn line(&self, scale: &Scale, svg: &mut String) {
        for pair in self.points.windows(2) {
            let [from, to] = pair else { continue };
            let near = to.period.year - from.period.year <= 1;
            let style = if near { "stroke-width=\"2.4\"" } else { "stroke-width=\"1.6\" stroke-dasharray=\"2 4\"" };
            let ((x1, y1), (x2, y2)) = (place(scale, from), place(scale, to));
            let _ = write!(
                svg,
                "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{INK}\" \
                 stroke-linecap=\"round\" {style}/>"
            );
        }
        for point in &self.points {
            let (x, y) = place(scale, point);
            let fill = if point.estimated { "#ffffff" } else { INK };
            let _ = write!(
                svg,
                "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.8\" fill=\"{fill}\" stroke=\"{INK}\" stroke-width=\"1.8\"/>"
            );
        }
    }

    /// Above the point; below it where the line comes down from both sides.
    fn labels(&self, scale: &Scale, svg: &mut String) {
        let values = self.values();
        for (index, point) in self.points.iter().enumerate() {
            let (x, y) = place(scale, point);
            let higher = |other: Option<&f64>| other.is_none_or(|other| *other > number(point.value));
            let before = index.checked_sub(1).and_then(|before| values.get(before));
            let valley = values.len() > 1 && higher(before) && higher(values.get(index + 1));
            let room = y + 20.0 < HEIGHT - BOTTOM;
            let up = if valley && room { y + 19.0 } else { y - 10.0 };
            text(svg, (x, up), "middle", INK, &point.label);
        }
    }
}

fn number(value: Decimal) -> f64 {
    value.to_f64().unwrap_or_default()
}

fn place(scale: &Scale, point: &ChartPoint) -> (f64, f64) {
    (scale.x(f64::from(point.period.year)), scale.y(number(point.value)))
}

/// 1, 2 or 5 times a power of ten, at least `rough`.
fn round_step(rough: f64) -> f64 {
    let power = 10f64.powf(rough.log10().floor());
    let lead = rough / power;
    let round = [1.0, 2.0, 5.0].into_iter().find(|round| lead <= *round).unwrap_or(10.0);
    round * power
}

fn line(svg: &mut String, from: (f64, f64), to: (f64, f64), colour: &str, width: &str) {
    let _ = write!(
        svg,
        "<line x1=\"{:.1}\" y1=\"{:.1}\" x2=\"{:.1}\" y2=\"{:.1}\" stroke=\"{colour}\" stroke-width=\"{width}\"/>",
        from.0, from.1, to.0, to.1
    );
}

fn text(svg: &mut String, at: (f64, f64), anchor: &str, colour: &str, words: &str) {
    let words = escape(&full_width(words));
    let (x, y) = at;
    // A white rim keeps words legible where a line runs behind them.
    let _ = write!(
        svg,
        "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" fill=\"{colour}\" stroke=\"#ffffff\" \
         stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\">{words}</text>"
    );
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chart(values: &[(i32, i64)], target: Option<i64>) -> LineChart {
        let point = |(year, value): &(i32, i64)| ChartPoint {
            period: Period::year(*year),
            value: Decimal::from(*value),
            label: value.to_string(),
            estimated: false,
            mark: 1,
        };
        LineChart {
            title: "甲".to_owned(),
            unit: "%".to_owned(),
            points: values.iter().map(point).collect(),
            target: target.map(|value| (Decimal::from(value), format!("<{value}%"))),
        }
    }

    #[test]
    fn everything_stays_within_the_frame() {
        for chart in [
            chart(&[(2010, 30), (2015, 20), (2020, 17)], Some(20)),
            chart(&[(2020, 95)], Some(100)),
            chart(&[(2020, 0), (2021, 0)], None),
            chart(&[(2018, -3), (2019, 4)], Some(0)),
            chart(&[(1950, 426), (2022, 3031)], None),
        ] {
            let scale = chart.scale();
            for point in &chart.points {
                let (x, y) = place(&scale, point);
                assert!((LEFT..=WIDTH - RIGHT).contains(&x) && (TOP..=HEIGHT - BOTTOM).contains(&y), "{x} {y}");
            }
            assert!(scale.high > scale.low && chart.years().len() <= 15);
        }
    }

    #[test]
    fn a_gap_of_years_is_dotted_and_words_are_escaped() {
        let svg = chart(&[(2010, 30), (2015, 20), (2016, 17)], Some(20)).svg("某字体");
        assert_eq!(svg.matches("stroke-dasharray=\"2 4\"").count(), 1);
        assert!(svg.contains("&lt;20%"));
    }
}
