//! `areas.geojson`: boundaries of areas, a `FeatureCollection` (RFC 7946). May be left out.
//!
//! A map that is shown to the public must have been approved and must print the number of that, 审图号 (《地图管理条例》):
//! a collection without one is refused.

use std::collections::BTreeSet;

use heng_base::problem::{Problem, kinds};
use serde_json::Value;

use super::{Files, descriptor};
use crate::model::{Boundaries, Catalogue};

pub(super) const FILE: &str = "areas.geojson";
/// Five megabytes: a browser draws no more with ease, and towns need far less.
const MOST: usize = 5 << 20;
/// A ring is closed, and a triangle at least.
const LEAST_POSITIONS: usize = 4;
const POSITION: [&str; 2] = [
    "[经度, 纬度]，WGS-84，经度 −180 至 180，纬度 −90 至 90",
    "[longitude, latitude] in WGS 84, longitude −180 to 180, latitude −90 to 90",
];

/// The boundaries of a package that [`super::check`] found no fault with.
pub fn read_boundaries(files: &Files) -> Option<Boundaries> {
    let geojson = files.get(FILE)?;
    let collection: Value = serde_json::from_slice(geojson).ok()?;
    Some(Boundaries {
        review_number: filled(&collection, "review_number")?.to_owned(),
        source: filled(&collection, "source")?.to_owned(),
        geojson: geojson.clone(),
    })
}

fn filled<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str().map(str::trim).filter(|text| !text.is_empty())
}

/// Reports every fault, each with the feature that it is in.
pub(super) fn check(files: &Files, catalogue: &Catalogue, problems: &mut Vec<Problem>) {
    let Some(bytes) = files.get(FILE) else { return };
    let mut faults = Faults { problems };
    if !listed(files) {
        faults.problems.push(Problem::new(&kinds::PACKAGE_FILE_UNLISTED).with("value", FILE).file(FILE));
    }
    if bytes.len() > MOST {
        let problem = Problem::new(&kinds::BOUNDARIES_LARGE).with("value", bytes.len()).with("most", MOST);
        faults.problems.push(problem.file(FILE));
        return;
    }
    match serde_json::from_slice::<Value>(bytes) {
        Ok(collection) => faults.collection(&collection, catalogue),
        Err(error) => {
            let line = u64::try_from(error.line()).unwrap_or(1).max(1);
            faults.problems.push(Problem::new(&kinds::PACKAGE_JSON).with("error", &error).file(FILE).line(line));
        }
    }
}

/// Whether `datapackage.json` names the file.
fn listed(files: &Files) -> bool {
    let value = files.get(descriptor::FILE).and_then(|bytes| serde_json::from_slice::<Value>(bytes).ok());
    let list = value.as_ref().and_then(|value| value.get("resources")?.as_array());
    list.is_none_or(|list| list.iter().any(|resource| resource.get("path").and_then(Value::as_str) == Some(FILE)))
}

struct Faults<'a> {
    problems: &'a mut Vec<Problem>,
}

impl Faults<'_> {
    /// `expected` in Chinese and English.
    fn expected(&mut self, field: &str, value: &str, [zh, en]: [&str; 2]) {
        let problem = Problem::new(&kinds::BOUNDARIES_FORM).with("value", value);
        self.problems.push(problem.with("expected_zh", zh).with("expected_en", en).file(FILE).field(field));
    }

    fn collection(&mut self, collection: &Value, catalogue: &Catalogue) {
        for (name, kind) in [("review_number", &kinds::BOUNDARIES_UNREVIEWED), ("source", &kinds::BOUNDARIES_SOURCE)] {
            if filled(collection, name).is_none() {
                self.problems.push(Problem::new(kind).file(FILE).field(name));
            }
        }
        if collection.get("type").and_then(Value::as_str) != Some("FeatureCollection") {
            self.expected("type", &shown(collection.get("type")), ["FeatureCollection"; 2]);
        }
        let Some(features) = collection.get("features").and_then(Value::as_array).filter(|list| !list.is_empty())
        else {
            self.expected(
                "features",
                &shown(collection.get("features")),
                ["要素的列表，至少一个", "a list of features, one at least"],
            );
            return;
        };
        let mut seen = BTreeSet::new();
        for (at, feature) in features.iter().enumerate() {
            self.code(&format!("features[{at}].properties.code"), feature, catalogue, &mut seen);
            self.geometry(&format!("features[{at}].geometry"), feature.get("geometry"));
        }
    }

    fn code<'a>(&mut self, field: &str, feature: &'a Value, catalogue: &Catalogue, seen: &mut BTreeSet<&'a str>) {
        let Some(code) = feature.get("properties").and_then(|properties| filled(properties, "code")) else {
            self.expected(field, "", ["areas.csv 中的地区代码，写成文字", "a code of areas.csv, as a text"]);
            return;
        };
        if !catalogue.areas.keys().any(|held| held.as_str() == code) {
            let problem = Problem::new(&kinds::PACKAGE_REFERENCE).with("value", code).with("table", "areas.csv");
            self.problems.push(problem.with("what_zh", "地区").with("what_en", "area").file(FILE).field(field));
        }
        if !seen.insert(code) {
            self.problems.push(Problem::new(&kinds::BOUNDARIES_TWICE).with("value", code).file(FILE).field(field));
        }
    }

    fn geometry(&mut self, field: &str, geometry: Option<&Value>) {
        let coordinates = geometry.and_then(|geometry| geometry.get("coordinates")).and_then(Value::as_array);
        let kind = geometry.and_then(|geometry| geometry.get("type")).and_then(Value::as_str);
        match (kind, coordinates) {
            (Some("Polygon"), Some(rings)) => self.polygon(field, rings),
            (Some("MultiPolygon"), Some(polygons)) if !polygons.is_empty() => {
                for polygon in polygons {
                    self.polygon(field, polygon.as_array().map_or(&[][..], Vec::as_slice));
                }
            }
            _ => self.expected(
                field,
                kind.unwrap_or_default(),
                ["Polygon 或 MultiPolygon，带 coordinates", "Polygon or MultiPolygon with coordinates"],
            ),
        }
    }

    fn polygon(&mut self, field: &str, rings: &[Value]) {
        if rings.is_empty() {
            self.expected(field, "[]", ["至少一个环", "one ring at least"]);
        }
        for (at, ring) in rings.iter().enumerate() {
            let field = format!("{field}.coordinates[{at}]");
            let positions = ring.as_array().map_or(&[][..], Vec::as_slice);
            if positions.len() < LEAST_POSITIONS || positions.first() != positions.last() {
                self.expected(
                    &field,
                    &positions.len().to_string(),
                    ["首尾相同的至少 4 个坐标", "four positions at least, the last the same as the first"],
                );
            }
            // The first bad one tells what is wrong with all: mostly the order of the two, or another grid.
            if let Some(bad) = positions.iter().find(|position| !on_earth(position)) {
                self.expected(&field, &shown(Some(bad)), POSITION);
            }
        }
    }
}

fn on_earth(position: &Value) -> bool {
    let Some([longitude, latitude, ..]) = position.as_array().map(Vec::as_slice) else { return false };
    let within =
        |value: &Value, most: f64| value.as_f64().is_some_and(|value| value.is_finite() && value.abs() <= most);
    within(longitude, 180.0) && within(latitude, 90.0)
}

/// The beginning of what stands there.
fn shown(value: Option<&Value>) -> String {
    value.map(ToString::to_string).unwrap_or_default().chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::package::{Package, check, read};

    /// A made-up square, nobody's land.
    fn square(code: &str, longitude: f64) -> Value {
        let corner = |x: f64, y: f64| json!([longitude + x, y]);
        let ring = [corner(0.0, 0.0), corner(1.0, 0.0), corner(1.0, 1.0), corner(0.0, 1.0), corner(0.0, 0.0)];
        json!({"type": "Feature", "properties": {"code": code},
               "geometry": {"type": "Polygon", "coordinates": [ring]}})
    }

    fn collection(features: Vec<Value>) -> Value {
        json!({"type": "FeatureCollection", "review_number": "演示（虚构）", "source": "演示", "features": features})
    }

    fn faults(geojson: &[u8], listed: bool) -> Vec<String> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/packages/good-catalogue");
        let mut files = Files::new();
        for (folder, prefix) in [(folder.to_owned(), ""), (format!("{folder}/codes"), "codes/")] {
            for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_file() {
                    let name = format!("{prefix}{}", path.file_name().unwrap().to_str().unwrap());
                    files.insert(name, std::fs::read(path).unwrap());
                }
            }
        }
        if listed {
            let text = String::from_utf8(files[descriptor::FILE].clone()).unwrap();
            let mut value: Value = serde_json::from_str(&text).unwrap();
            let list = value["resources"].as_array_mut().unwrap();
            list.push(json!({"name": "areas-geojson", "path": FILE, "mediatype": "application/geo+json"}));
            files.insert(descriptor::FILE.to_owned(), value.to_string().into_bytes());
        }
        files.insert(FILE.to_owned(), geojson.to_vec());
        let (package, problems) = read(&files);
        assert!(problems.is_empty(), "{problems:?}");
        let package = package.unwrap();
        assert!(matches!(package, Package::Catalogue(_)));
        let found = check(&package, None, &files);
        if found.is_empty() {
            assert_eq!(read_boundaries(&files).unwrap().review_number, "演示（虚构）");
        }
        let told =
            |problem: &Problem| format!("{}@{}", problem.kind.code, problem.place.field.as_deref().unwrap_or_default());
        found.iter().map(told).collect()
    }

    fn written(value: &Value) -> Vec<u8> {
        value.to_string().into_bytes()
    }

    #[test]
    fn squares_of_known_areas_are_taken() {
        let good = collection(vec![square("990102", 100.0), square("990101", 101.0)]);
        assert!(faults(&written(&good), true).is_empty());
        assert_eq!(faults(&written(&good), false), ["package.file_unlisted@"]);
    }

    #[test]
    fn a_map_that_was_not_approved_is_refused() {
        let mut bare = collection(vec![square("990101", 101.0)]);
        bare["review_number"] = json!(" ");
        bare["source"] = Value::Null;
        assert_eq!(faults(&written(&bare), true), ["boundaries.unreviewed@review_number", "boundaries.source@source"]);
    }

    #[test]
    fn all_faults_are_told_with_their_feature() {
        let mut open = square("990101", 101.0);
        open["geometry"]["coordinates"][0].as_array_mut().unwrap().pop();
        let far = square("999999", 200.0);
        let point = json!({"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [1, 1]}});
        let found = faults(&written(&collection(vec![open, far, square("990101", 1.0), point])), true);
        let expected = [
            "boundaries.form@features[0].geometry.coordinates[0]",
            "package.reference@features[1].properties.code",
            "boundaries.form@features[1].geometry.coordinates[0]",
            "boundaries.twice@features[2].properties.code",
            "boundaries.form@features[3].properties.code",
            "boundaries.form@features[3].geometry",
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_is_no_json_or_too_large_is_told() {
        assert_eq!(faults(b"{", true), ["package.json@"]);
        assert_eq!(faults(b"{\"x\": 1e999}", true), ["package.json@"]);
        assert_eq!(faults(&vec![b' '; MOST + 1], true), ["boundaries.large@"]);
    }
}
