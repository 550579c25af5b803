use heng_store::audit;
use heng_store::tables::settings::{Demo, demo, finish_demo, mark_demo};

use crate::place::on_each;
use crate::world::{self, NOW, bureau, codes};

#[tokio::test]
async fn an_empty_store_becomes_a_demo_store_for_good() {
    on_each(async |place| {
        let store = &place.store;
        assert_eq!(demo(store).await.unwrap(), None);
        mark_demo(store, &bureau(), NOW, "7").await.unwrap();
        assert_eq!(demo(store).await.unwrap(), Some(Demo { seed: "7".to_owned(), done: false }));
        assert_eq!(codes(mark_demo(store, &bureau(), NOW, "8").await), ["demo.store_used"]);
        finish_demo(store, &bureau(), NOW).await.unwrap();
        assert_eq!(demo(store).await.unwrap(), Some(Demo { seed: "7".to_owned(), done: true }));
        assert!(audit::verify(store).await.unwrap().ok);
    })
    .await;
}

#[tokio::test]
async fn a_store_in_use_does_not() {
    on_each(async |place| {
        world::lived(&place.store).await;
        assert_eq!(codes(mark_demo(&place.store, &bureau(), NOW, "7").await), ["demo.store_used"]);
        assert_eq!(demo(&place.store).await.unwrap(), None);
    })
    .await;
}
