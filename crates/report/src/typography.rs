//! Chinese punctuation. Plans, catalogues and wording are kept with the half-width marks of the keyboard; print has the
//! full-width ones wherever a mark stands beside Chinese. Figures, addresses and Latin text stay as they are.

/// Half-width marks beside Chinese characters made full-width; a bracket closes as it opened.
pub fn full_width(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    let mut open: Vec<bool> = Vec::new();
    let mut before: Option<char> = None;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        let after = rest.clone().find(|c| !is_marker(*c) && !c.is_whitespace());
        let chinese = before.is_some_and(is_chinese) || after.is_some_and(is_chinese);
        let written = match c {
            ',' if chinese => '，',
            ':' if chinese => '：',
            ';' if chinese => '；',
            '?' if chinese => '？',
            '!' if chinese => '！',
            '(' => {
                open.push(chinese);
                if chinese { '（' } else { '(' }
            }
            ')' if open.pop().unwrap_or(chinese) => '）',
            other => other,
        };
        made.push(written);
        if !is_marker(c) && !c.is_whitespace() {
            before = Some(written);
        }
    }
    made
}

/// Chinese characters, their punctuation, and quotation marks and dashes as Chinese uses them.
fn is_chinese(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{FF00}'..='\u{FFEF}' | '“' | '”' | '‘' | '’' | '—' | '…')
}

/// Opens or closes a stretch of another look and is no text.
fn is_marker(c: char) -> bool {
    matches!(c, '\u{E000}'..='\u{E003}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_beside_chinese_are_full_width() {
        for (typed, printed) in [
            ("某某规划(2011—2020年),可监测", "某某规划（2011—2020年），可监测"),
            ("为16.9/10万\u{E000}[4]\u{E001},比", "为16.9/10万\u{E000}[4]\u{E001}，比"),
            ("80.00%;按", "80.00%；按"),
            ("达标率(%)", "达标率（%）"),
            ("1,234人", "1,234人"),
            ("见 http://a.cn/b?c=1,2:3", "见 http://a.cn/b?c=1,2:3"),
            ("threshold (v1), sound", "threshold (v1), sound"),
        ] {
            assert_eq!(full_width(typed), printed);
        }
    }
}
