//! How the cells of a template look.

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder};

const RULE: Color = Color::RGB(0x00BF_BFBF);
const HEAD: Color = Color::RGB(0x00E8_EEF4);
const LOCKED: Color = Color::RGB(0x00F2_F2F2);
const INPUT: Color = Color::RGB(0x00FF_FDF0);
const GREY: Color = Color::RGB(0x0080_8080);
const WRONG: Color = Color::RGB(0x00F8_CBCB);
const ASKED: Color = Color::RGB(0x00FC_E4B0);
const RED: Color = Color::RGB(0x00B0_1E1E);

pub struct Looks {
    pub title: Format,
    pub fact: Format,
    pub said: Format,
    pub invented: Format,
    pub head: Format,
    pub item: Format,
    pub middle: Format,
    /// Of last year's figures.
    pub past: Format,
    pub definition: Format,
    /// A cell that is not asked for.
    pub dash: Format,
    pub whole: Format,
    pub decimal: Format,
    pub choice: Format,
    pub note: Format,
    /// By conditional formats.
    pub breaks: Format,
    pub wanted: Format,
    pub text: Format,
    pub wrong_text: Format,
}

impl Looks {
    pub fn new() -> Self {
        let base = || Format::new().set_font_name("宋体").set_font_size(11).set_align(FormatAlign::VerticalCenter);
        let ruled = || base().set_border(FormatBorder::Thin).set_border_color(RULE);
        let wrapped = || ruled().set_text_wrap();
        let input = || ruled().set_unlocked().set_background_color(INPUT);
        Self {
            title: base().set_bold().set_font_size(16),
            fact: base(),
            said: base().set_font_color(GREY),
            invented: base().set_bold().set_font_color(RED),
            head: wrapped().set_bold().set_background_color(HEAD).set_align(FormatAlign::Center),
            item: wrapped().set_background_color(LOCKED),
            middle: wrapped().set_background_color(LOCKED).set_align(FormatAlign::Center),
            past: ruled().set_background_color(LOCKED).set_font_color(GREY).set_align(FormatAlign::Right),
            definition: wrapped().set_background_color(LOCKED).set_font_color(GREY).set_font_size(9),
            dash: ruled().set_background_color(LOCKED).set_font_color(GREY).set_align(FormatAlign::Center),
            whole: input().set_num_format("#,##0").set_align(FormatAlign::Right),
            decimal: input().set_align(FormatAlign::Right),
            choice: input(),
            note: input().set_text_wrap().set_num_format("@"),
            breaks: Format::new().set_background_color(WRONG).set_font_color(RED),
            wanted: Format::new().set_background_color(ASKED),
            text: base().set_text_wrap().set_align(FormatAlign::Top),
            wrong_text: base().set_text_wrap().set_align(FormatAlign::Top).set_font_color(RED),
        }
    }

    /// A look of what may not be changed now.
    pub fn closed(look: &Format) -> Format {
        look.clone().set_locked().set_background_color(LOCKED)
    }

    /// A look with the colour of a fault, or of what is to be looked at.
    pub fn marked(look: &Format, wrong: bool) -> Format {
        look.clone().set_background_color(if wrong { WRONG } else { ASKED })
    }
}
