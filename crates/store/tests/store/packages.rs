use heng_store::tables::confirmations;
use heng_store::tables::packages::{self, Kind, NewPackage, all, get, import, in_force, list, required};

use crate::place::on_each;
use crate::world::{NOW, bureau, codes, new_package, package_files};

#[tokio::test]
async fn the_newest_is_in_force_and_the_older_stay() {
    on_each(async |place| {
        let store = &place.store;
        assert_eq!(in_force(store, Kind::Plan, "p").await.unwrap(), None);
        assert_eq!(codes(required(store, Kind::Plan, "p").await), ["package.not_imported"]);
        let put = async |kind, code, version, text| {
            let files = package_files(text);
            let new = NewPackage { kind, code: String::from(code), ..new_package(version, &files) };
            import(store, &bureau(), NOW, new).await.unwrap()
        };
        let (first, new) = put(Kind::Plan, "p", "1", "女").await;
        assert!(new);
        assert_eq!(first.contents().unwrap(), package_files("女"));
        let (same, new) = put(Kind::Plan, "p", "1", "女").await;
        assert_eq!((same.id, new), (first.id, false));
        let (second, new) = put(Kind::Plan, "p", "2", "男").await;
        assert!(new);
        put(Kind::Catalogue, "p", "1", "女").await;
        assert_eq!(in_force(store, Kind::Plan, "p").await.unwrap().unwrap().id, second.id);
        assert_eq!(get(store, first.id).await.unwrap().unwrap().version, "1");
        let ids: Vec<_> = all(store).await.unwrap().iter().map(|p| p.id).collect();
        assert_eq!(ids, [second.id + 1, second.id, first.id]);
        put(Kind::Plan, "o", "1", "女").await;
        assert_eq!(packages::codes(store, Kind::Plan).await.unwrap(), ["o", "p"]);
        // Going back to the first is an import like any other.
        assert!(put(Kind::Plan, "p", "1", "女").await.1);
        let in_force: Vec<_> = list(store, Kind::Plan).await.unwrap().iter().map(|p| p.version.clone()).collect();
        assert_eq!(in_force, ["1", "1"]);
        let mut binary = package_files("x");
        binary.insert("picture.png".to_owned(), vec![0xff, 0xfe]);
        let result = import(store, &bureau(), NOW, new_package("3", &binary)).await;
        assert_eq!(codes(result), ["file.not_text"]);
    })
    .await;
}

#[tokio::test]
async fn why_a_package_is_put_in_force_stays_on_record() {
    on_each(async |place| {
        let files = package_files("女");
        let new = NewPackage { reason: Some("年度修订".to_owned()), ..new_package("1", &files) };
        import(&place.store, &bureau(), NOW, new).await.unwrap();
        let link = heng_store::audit::list(&place.store, 0, 1).await.unwrap().remove(0);
        assert!(link.details.contains(r#""reason":"年度修订""#), "{}", link.details);
    })
    .await;
}

#[tokio::test]
async fn a_unit_is_confirmed_once_with_a_reason() {
    on_each(async |place| {
        let confirm = async |reason| confirmations::confirm(&place.store, &bureau(), NOW, "p", "health", reason).await;
        assert_eq!(codes(confirm(" ").await), ["reason.missing"]);
        confirm("三定方案").await.unwrap();
        assert_eq!(codes(confirm("again").await), ["unit.confirmed"]);
        let held = confirmations::list(&place.store, "p").await.unwrap();
        assert_eq!(
            held.iter().map(|c| (c.unit.as_str(), c.reason.as_str())).collect::<Vec<_>>(),
            [("health", "三定方案")]
        );
        assert_eq!(confirmations::list(&place.store, "q").await.unwrap(), []);
    })
    .await;
}
