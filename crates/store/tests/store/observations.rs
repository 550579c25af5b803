use heng_store::tables::{imports, observations};

use crate::place::on_each;
use crate::world::{codes, figure, import};

#[tokio::test]
async fn an_import_records_what_is_new() {
    on_each(async |place| {
        let store = &place.store;
        let both = || vec![figure("A", 2024, "1", "yearbook"), figure("A", 2024, "3", "bulletin")];
        let first = import(store, both(), None).await.unwrap();
        assert_eq!((first.recorded, first.skipped), (2, 0));
        let again = import(store, both(), None).await.unwrap();
        assert_eq!((again.recorded, again.skipped), (0, 2));
        let mut more = both();
        more.push(figure("A", 2025, "2", "yearbook"));
        let third = import(store, more, None).await.unwrap();
        assert_eq!((third.recorded, third.skipped), (1, 2));
        let held: Vec<_> = imports::list(store).await.unwrap().iter().map(|i| i.id).collect();
        assert_eq!(held, [third.id, again.id, first.id]);
        assert_eq!(imports::get(store, first.id).await.unwrap().unwrap().file_name, "年鉴.csv");
    })
    .await;
}

#[tokio::test]
async fn changed_figures_want_a_reason_all_at_once() {
    on_each(async |place| {
        let store = &place.store;
        let lot = |a: &str, b: &str| vec![figure("A", 2024, a, "yearbook"), figure("B", 2024, b, "yearbook")];
        import(store, lot("1", "1"), None).await.unwrap();
        assert_eq!(codes(import(store, lot("2", "2"), None).await), ["observation.reason", "observation.reason"]);
        assert_eq!(observations::list(store, None).await.unwrap().len(), 2, "nothing of a refused file stays");
        assert_eq!(imports::list(store).await.unwrap().len(), 1);
        assert_eq!(codes(import(store, lot("2", "1"), Some(" ")).await), ["reason.missing"]);
        import(store, lot("2", "1"), Some("年鉴更正")).await.unwrap();
        import(store, lot("1", "1"), Some("更正有误")).await.unwrap();
        let all = observations::list(store, None).await.unwrap();
        let revisions = observations::revisions(store, &all[0].key, &all[0].source).await.unwrap();
        let said: Vec<_> = revisions
            .iter()
            .map(|r| (r.observation.revision, r.observation.value.unwrap().to_string(), r.reason.as_deref()))
            .collect();
        assert_eq!(
            said,
            [(1, "1".to_owned(), None), (2, "2".to_owned(), Some("年鉴更正")), (3, "1".to_owned(), Some("更正有误"))]
        );
        let one = observations::get(store, all[0].id).await.unwrap().unwrap();
        assert_eq!(one.observation, all[0]);
        assert_eq!(observations::get(store, 999).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_large_file_goes_in_whole() {
    on_each(async |place| {
        let figures: Vec<_> =
            (0..2500).map(|n| figure(&format!("X{n}"), 2024, "123456789012345678.0123456789", "yearbook")).collect();
        let done = import(&place.store, figures.clone(), None).await.unwrap();
        assert_eq!(done.recorded, 2500);
        let held = observations::list(&place.store, None).await.unwrap();
        assert!(held.iter().zip(&figures).all(|(o, f)| o.key == f.key && o.value == f.value));
        assert_eq!(held[0].value.unwrap().to_string(), "123456789012345678.0123456789", "to the last digit");
    })
    .await;
}
