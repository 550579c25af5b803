use std::sync::Arc;

use heng_base::codes::{IndicatorCode, ItemCode};
use heng_base::text::Text;
use heng_plan::model::{Catalogue, Indicator, IndicatorFormula, IndicatorKind, Item, ValueType};
use heng_statistics::engine::Engine;
use heng_statistics::formula::Formulas;
use heng_statistics::observation::Subject;
use heng_store::release::{
    self, MANIFEST, Release, Status, create, files, read_file, read_judgements, read_manifest, read_observations,
    read_packages, read_ratings, read_values, verify,
};
use heng_store::tables::{observations, ratings, reports};

use crate::place::{Place, on_each};
use crate::world::{
    LATER, bureau, codes, content, figure, import, judgement, key, lived, no_value, rating, release, value,
};

async fn bad(place: &Place, release: &Release) -> Vec<String> {
    let checked = verify(&place.store, release).await.unwrap();
    assert_eq!(checked.len(), 11);
    checked.into_iter().filter(|c| !c.ok).map(|c| c.name).collect()
}

async fn path(place: &Place, release: &Release, name: &str) -> std::path::PathBuf {
    let held = files(&place.store, release.number).await.unwrap();
    let hash = &held.iter().find(|f| f.name == name).unwrap().sha256;
    place.files().join("sha256").join(&hash[..2]).join(&hash[2..])
}

#[tokio::test]
async fn a_release_holds_what_was_put_in() {
    on_each(async |place| {
        let store = &place.store;
        lived(store).await;
        let held = release::get(store, 1).await.unwrap().unwrap();
        assert_eq!((held.observations, held.indicator_values, held.last_observation), (2, 2, 2));
        assert_eq!(read_observations(store, &held).await.unwrap(), observations::list(store, None).await.unwrap());
        assert_eq!(read_values(store, &held).await.unwrap(), [no_value(), value()], "in order of key");
        let judged = read_judgements(store, &held).await.unwrap();
        assert_eq!(judged.iter().map(|j| (j.year, &j.judgement)).collect::<Vec<_>>(), [(2025, &judgement())]);
        let rated = read_ratings(store, &held).await.unwrap().unwrap();
        let of_year: Vec<_> = rated.iter().map(|one| (one.objective.as_str(), one.year, one.level.as_str())).collect();
        assert_eq!(of_year, [("1.3", 2025, "carried_out")], "the last of a year counts");
        assert_eq!(rated[0].role.as_deref(), Some("evaluator"));
        let packages = read_packages(store, &held).await.unwrap();
        assert_eq!(packages[0].files["items.csv"], "code");
        let manifest = read_manifest(store, &held).await.unwrap();
        assert_eq!((manifest.release, manifest.status, manifest.supersedes), (1, Status::Preliminary, None));
        assert_eq!(manifest.heng, "0.1.0");
        assert_eq!(manifest.audit.sequence, 20);
        assert_eq!(manifest.files.len(), 10);
        let names: Vec<_> = files(store, 1).await.unwrap().into_iter().map(|f| f.name).collect();
        assert_eq!(
            names,
            [
                "judgements.parquet",
                "manifest.json",
                "observations.parquet",
                "packages.json",
                "public-judgements.parquet",
                "public-manifest.json",
                "public-observations.parquet",
                "public-ratings.parquet",
                "public-values.parquet",
                "ratings.parquet",
                "values.parquet"
            ]
        );
        assert_eq!(read_file(store, &held, "passwords").await.unwrap(), None);
        let report = reports::list(store, "sample-plan").await.unwrap().remove(0);
        assert_eq!(store.files.get(&report.sha256).await.unwrap(), b"PK");
    })
    .await;
}

#[tokio::test]
async fn the_same_content_has_the_same_bytes() {
    on_each(async |place| {
        let store = &place.store;
        lived(store).await;
        let mut shuffled = content(store).await;
        shuffled.observations.reverse();
        shuffled.values.reverse();
        let second = create(store, &bureau(), LATER, shuffled).await.unwrap();
        assert_eq!((second.number, second.supersedes), (2, Some(1)));
        let first = release::get(store, 1).await.unwrap().unwrap();
        assert_ne!(first.manifest_sha256, second.manifest_sha256, "the manifest names number and time");
        let hashes = async |number| {
            let held = files(store, number).await.unwrap();
            held.into_iter().filter(|f| f.name != MANIFEST).map(|f| (f.name, f.sha256)).collect::<Vec<_>>()
        };
        assert_eq!(hashes(1).await, hashes(2).await);
        let listed: Vec<_> = release::list(store, None).await.unwrap().iter().map(|r| r.number).collect();
        assert_eq!(listed, [2, 1]);
    })
    .await;
}

#[tokio::test]
async fn a_changed_byte_is_found() {
    on_each(async |place| {
        lived(&place.store).await;
        let held = release::get(&place.store, 1).await.unwrap().unwrap();
        assert_eq!(bad(place, &held).await, Vec::<String>::new());
        for name in ["values.parquet", MANIFEST] {
            let path = path(place, &held, name).await;
            let good = std::fs::read(&path).unwrap();
            let mut changed = good.clone();
            let middle = changed.len() / 2;
            changed[middle] ^= 1;
            std::fs::write(&path, &changed).unwrap();
            assert_eq!(bad(place, &held).await, [name]);
            if name != MANIFEST {
                assert!(read_values(&place.store, &held).await.is_err(), "a damaged file is never read");
            }
            std::fs::write(&path, &good).unwrap();
        }
        std::fs::remove_file(path(place, &held, "packages.json").await).unwrap();
        assert_eq!(bad(place, &held).await, ["packages.json"]);
        let gone = verify(&place.store, &held).await.unwrap();
        assert!(gone.iter().any(|c| c.name == "packages.json" && c.found.is_none()));
    })
    .await;
}

/// The names of who rates stand in the file of the release alone that is not public.
#[tokio::test]
async fn a_release_keeps_the_ratings_of_its_moment() {
    on_each(async |place| {
        let store = &place.store;
        lived(store).await;
        ratings::rate(store, &bureau(), LATER, rating("achieved")).await.unwrap();
        let held = release::get(store, 1).await.unwrap().unwrap();
        assert_eq!(read_ratings(store, &held).await.unwrap().unwrap()[0].level, "carried_out");
        let holds = async |name: &str, word: &str| {
            let bytes = read_file(store, &held, name).await.unwrap().unwrap();
            bytes.windows(word.len()).any(|part| part == word.as_bytes())
        };
        assert!(holds("ratings.parquet", "rated_by").await && holds("ratings.parquet", "bureau").await);
        assert!(!holds("public-ratings.parquet", "rated_by").await && !holds("public-ratings.parquet", "bureau").await);
        let path = path(place, &held, "public-ratings.parquet").await;
        std::fs::write(&path, b"PAR1").unwrap();
        assert_eq!(bad(place, &held).await, ["public-ratings.parquet"]);
        assert!(read_ratings(store, &held).await.is_err(), "a damaged file is never read");
    })
    .await;
}

#[tokio::test]
async fn changed_hashes_in_the_database_do_not_help() {
    on_each(async |place| {
        lived(&place.store).await;
        place.tamper("release_files", "UPDATE release_files SET sha256 = 'x' WHERE name = 'values.parquet'").await;
        let held = release::get(&place.store, 1).await.unwrap().unwrap();
        assert_eq!(bad(place, &held).await, Vec::<String>::new(), "the manifest decides");
        assert_eq!(read_values(&place.store, &held).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn nothing_accepted_gives_no_release() {
    on_each(async |place| {
        let nothing = content(&place.store).await;
        assert_eq!(codes(create(&place.store, &bureau(), LATER, nothing).await), ["release.empty"]);
        release_of_import(place).await;
    })
    .await;
}

async fn release_of_import(place: &Place) {
    import(&place.store, vec![figure("A", 2024, "1", "yearbook")], None).await.unwrap();
    assert_eq!(release(&place.store).await.number, 1);
}

/// What the live observations give, those of a release give too, and so do those that came one lot after another.
#[tokio::test]
async fn a_release_computes_what_the_store_computes() {
    on_each(async |place| {
        let store = &place.store;
        let lot = |a: &str, b: &str| vec![figure("A", 2024, a, "yearbook"), figure("B", 2024, b, "yearbook")];
        import(store, lot("1", "7"), None).await.unwrap();
        let first = observations::last_id(store).await.unwrap();
        import(store, lot("2", "7"), Some("年鉴更正")).await.unwrap();
        let last = observations::last_id(store).await.unwrap();
        let live = observations::list(store, None).await.unwrap();
        let held = release(store).await;
        let frozen = read_observations(store, &held).await.unwrap();
        let (catalogue, key) = (
            Arc::new(share()),
            heng_statistics::observation::Key {
                subject: Subject::Indicator(IndicatorCode::parse("SHARE").unwrap()),
                ..key("A", "", 2024)
            },
        );
        let formulas = Arc::new(Formulas::read(&catalogue));
        let of = |rows| {
            let mut engine = Engine::new(catalogue.clone(), formulas.clone(), rows);
            engine.value(&key).unwrap()
        };
        let mut grown =
            Engine::new(catalogue.clone(), formulas.clone(), observations::list(store, Some(first)).await.unwrap());
        let before = grown.value(&key).unwrap();
        grown.observe(observations::since(store, first, last).await.unwrap());
        assert_eq!(of(live), of(frozen));
        assert_eq!(grown.value(&key).unwrap(), of(observations::list(store, None).await.unwrap()));
        assert_ne!(before, grown.value(&key).unwrap());
        assert_eq!(observations::last_before(store, "2000-01-01T00:00:00.000Z").await.unwrap(), 0);
        assert_eq!(observations::last_before(store, "2999-01-01T00:00:00.000Z").await.unwrap(), last);
        let of_a = observations::of_subjects(store, &["A"], last).await.unwrap();
        assert_eq!(of_a.iter().map(|one| one.reason.as_deref()).collect::<Vec<_>>(), [None, Some("年鉴更正")]);
    })
    .await;
}

/// A catalogue of A, B and the share of A in B.
fn share() -> Catalogue {
    let item = |code: &str| Item::yearly(ItemCode::parse(code).unwrap(), Text::zh(code), "人", ValueType::Integer);
    let code = IndicatorCode::parse("SHARE").unwrap();
    let formula = IndicatorFormula::Fraction {
        numerator: "item('A')".to_owned(),
        denominator: Some("item('B')".to_owned()),
        factor: 100.into(),
    };
    let yearly = Indicator::yearly(code.clone(), Text::zh("比例"), IndicatorKind::Proportion, "%");
    Catalogue {
        items: ["A", "B"].map(item).into_iter().map(|item| (item.code.clone(), item)).collect(),
        indicators: [(code, Indicator { formula, ..yearly })].into_iter().collect(),
        ..Catalogue::default()
    }
}
