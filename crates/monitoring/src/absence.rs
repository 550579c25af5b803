//! Why a figure is absent, in words for people: what is missing by name, put together by the kind of reason.

use heng_base::text::Lang;
use heng_plan::model::Catalogue;
use heng_statistics::observation::{Key, Subject};
use heng_statistics::reason::Reason;

/// The reasons as one line: `尚无数据：活产数（农村）、孕产妇死亡数（农村）`.
pub fn in_words(reasons: &[Reason], catalogue: &Catalogue, lang: Lang) -> String {
    let zh = lang == Lang::Zh;
    let said = |zh_words: &str, en: &str| if zh { zh_words.to_owned() } else { en.to_owned() };
    let mut groups: Vec<(String, Vec<String>)> = Vec::new();
    for reason in reasons {
        let (kind, name) = match reason {
            Reason::NotReported { key } => (said("尚无数据", "not reported"), Some(name(key, catalogue, lang))),
            Reason::Missing { key, missing, .. } => {
                let known = catalogue.missing.iter().find(|known| known.code == *missing);
                let kind = known.map_or(missing.as_str(), |known| known.name.get(lang)).to_owned();
                (kind, Some(name(key, catalogue, lang)))
            }
            Reason::Confidential { key } => (said("不公布", "not published"), Some(name(key, catalogue, lang))),
            other => (other.message(lang), None),
        };
        match groups.iter_mut().find(|(held, _)| *held == kind) {
            Some((_, names)) => names.extend(name),
            None => groups.push((kind, name.into_iter().collect())),
        }
    }
    let line = |(kind, names): (String, Vec<String>)| {
        let (colon, list) = if zh { ("：", "、") } else { (": ", ", ") };
        if names.is_empty() { kind } else { format!("{kind}{colon}{}", names.join(list)) }
    };
    groups.into_iter().map(line).collect::<Vec<_>>().join(if zh { "；" } else { "; " })
}

/// The item's or indicator's name with its breakdown; the code where the catalogue has no name.
pub(crate) fn name(key: &Key, catalogue: &Catalogue, lang: Lang) -> String {
    let known = match &key.subject {
        Subject::Item(code) => catalogue.items.get(code).map(|item| &item.name),
        Subject::Indicator(code) => catalogue.indicators.get(code).map(|indicator| &indicator.name),
    };
    let values: Vec<_> = key
        .breakdown
        .iter()
        .map(|(dimension, code)| {
            let list = catalogue.codes.get(dimension).map(Vec::as_slice).unwrap_or_default();
            list.iter().find(|entry| entry.code == *code).map_or(code, |entry| entry.name.get(lang))
        })
        .collect();
    let name = known.map_or(key.subject.code(), |name| name.get(lang));
    match (values.is_empty(), lang) {
        (true, _) => name.to_owned(),
        (_, Lang::Zh) => format!("{name}（{}）", values.join("、")),
        (_, Lang::En) => format!("{name} ({})", values.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample::{catalogue, key};

    #[test]
    fn names_are_put_together_by_kind() {
        let reasons = [
            Reason::NotReported { key: key("I1", "", 2020) },
            Reason::NotReported { key: key("I2", "sex=F", 2020) },
            Reason::Confidential { key: key("I9", "", 2020) },
            Reason::DivisionByZero { formula: "x".to_owned() },
        ];
        let words = in_words(&reasons, &catalogue(), Lang::Zh);
        assert_eq!(words, "尚无数据：甲率、乙率（女）；不公布：I9；分母为零：x");
        let words = in_words(&reasons, &catalogue(), Lang::En);
        assert!(words.ends_with("; not published: I9; denominator is zero: x"), "{words}");
    }
}
