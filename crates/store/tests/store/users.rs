use heng_collection::submission::Role;
use heng_store::engine::{Actor, Store};
use heng_store::tables::sessions::{self, Session};
use heng_store::tables::users;

use sea_orm::{ConnectionTrait, DbBackend};

use crate::place::on_each;
use crate::world::{LATER, NOW, bureau, codes, new_user};

async fn session(store: &Store, id: &str, user: i64) {
    let new = Session {
        id: id.to_owned(),
        user_id: Some(user),
        data: "{}".to_owned(),
        expires_at: "2026-04-01T20:00:00.000Z".to_owned(),
    };
    assert!(sessions::create(store, new).await.unwrap());
}

#[tokio::test]
async fn a_user_is_made_once_with_a_fitting_unit() {
    on_each(async |place| {
        let store = &place.store;
        let create = async |name, role, unit| users::create(store, &bureau(), NOW, new_user(name, role, unit)).await;
        let user = create("李四", Role::Reporter, Some("health")).await.unwrap();
        assert_eq!((user.role().unwrap(), user.active, user.must_change_password), (Role::Reporter, true, true));
        assert_eq!(codes(create("李四", Role::Administrator, None).await), ["user.name_taken"]);
        assert_eq!(codes(create("a", Role::Reviewer, None).await), ["user.unit"]);
        assert_eq!(codes(create("a", Role::Administrator, Some("health")).await), ["user.unit"]);
        assert_eq!(users::count(store).await.unwrap(), 1);
        assert_eq!(users::list(store).await.unwrap().iter().map(|u| u.id).collect::<Vec<_>>(), [user.id]);
        assert_eq!(users::by_name(store, "李四").await.unwrap(), Some(user.clone()));
        assert_eq!(users::get(store, user.id).await.unwrap(), Some(user));
    })
    .await;
}

#[tokio::test]
async fn failures_are_counted_until_someone_signs_in() {
    on_each(async |place| {
        let store = &place.store;
        let id = users::create(store, &bureau(), NOW, new_user("a", Role::Administrator, None)).await.unwrap().id;
        let lock = |failures| (failures >= 2).then(|| LATER.to_owned());
        let nobody = Actor(String::new());
        assert_eq!(users::refused(store, &nobody, NOW, "a", lock).await.unwrap(), 1);
        assert_eq!(users::get(store, id).await.unwrap().unwrap().locked_until, None);
        assert_eq!(users::refused(store, &nobody, NOW, "a", lock).await.unwrap(), 2);
        assert_eq!(users::get(store, id).await.unwrap().unwrap().locked_until.as_deref(), Some(LATER));
        let user = users::signed_in(store, LATER, id).await.unwrap();
        assert_eq!((user.failed_attempts, user.locked_until, user.last_sign_in.as_deref()), (0, None, Some(LATER)));
        users::signed_out(store, LATER, "a").await.unwrap();
        let links = heng_store::audit::list(store, 0, 10).await.unwrap();
        let actions: Vec<_> = links.iter().map(|l| l.action.as_str()).collect();
        assert_eq!(actions, ["user.create", "session.refuse", "session.refuse", "session.create", "session.delete"]);
    })
    .await;
}

#[tokio::test]
async fn a_name_that_nobody_has_is_locked_as_any() {
    on_each(async |place| {
        let store = &place.store;
        let lock = |failures| (failures >= 2).then(|| LATER.to_owned());
        let nobody = Actor(String::new());
        let failures = async || users::failures(store, "nobody").await.unwrap();
        assert_eq!(failures().await, users::Failures::default());
        assert_eq!(users::refused(store, &nobody, NOW, "nobody", lock).await.unwrap(), 1);
        assert_eq!(users::refused(store, &nobody, NOW, "other", lock).await.unwrap(), 1);
        assert_eq!(failures().await, users::Failures { count: 1, locked_until: None });
        assert_eq!(users::refused(store, &nobody, NOW, "nobody", lock).await.unwrap(), 2);
        assert_eq!(failures().await, users::Failures { count: 2, locked_until: Some(LATER.to_owned()) });
        assert_eq!(users::refused(store, &nobody, LATER, "nobody", lock).await.unwrap(), 1, "the lock is over");
    })
    .await;
}

#[tokio::test]
async fn a_new_password_or_the_end_signs_out() {
    on_each(async |place| {
        let store = &place.store;
        let id = users::create(store, &bureau(), NOW, new_user("a", Role::Administrator, None)).await.unwrap().id;
        let other = users::create(store, &bureau(), NOW, new_user("b", Role::Reviewer, Some("x"))).await.unwrap().id;
        for (name, user) in [("s1", id), ("s2", id), ("s3", other)] {
            session(store, name, user).await;
        }
        let alive = async |name| sessions::load(store, name, LATER).await.unwrap().is_some();
        let user = users::set_password(store, &bureau(), NOW, id, "new", false, Some("s2")).await.unwrap();
        assert_eq!((user.password_hash.as_str(), user.must_change_password), ("new", false));
        assert_eq!((alive("s1").await, alive("s2").await, alive("s3").await), (false, true, true));
        let user = users::set_password(store, &bureau(), NOW, other, "once", true, None).await.unwrap();
        assert!(user.must_change_password);
        assert!(!alive("s3").await);

        assert_eq!(codes(users::deactivate(store, &bureau(), NOW, id, "调走").await), ["user.last_administrator"]);
        users::create(store, &bureau(), NOW, new_user("c", Role::Administrator, None)).await.unwrap();
        assert!(!users::deactivate(store, &bureau(), NOW, id, "调走").await.unwrap().active);
        assert!(!alive("s2").await);
        assert_eq!(codes(users::deactivate(store, &bureau(), NOW, 99, "x").await), ["record.missing"]);
    })
    .await;
}

#[tokio::test]
async fn sessions_are_kept_until_they_expire() {
    on_each(async |place| {
        let store = &place.store;
        let new =
            Session { id: "s".to_owned(), user_id: None, data: "{\"a\":1}".to_owned(), expires_at: LATER.to_owned() };
        assert!(sessions::create(store, new.clone()).await.unwrap());
        assert!(!sessions::create(store, new.clone()).await.unwrap(), "an id that is taken is not given again");
        assert_eq!(sessions::load(store, "s", NOW).await.unwrap(), Some(new.clone()));
        assert_eq!(sessions::load(store, "s", LATER).await.unwrap(), None, "expired");
        let longer = Session { expires_at: "2026-05-01T00:00:00.000Z".to_owned(), ..new };
        sessions::save(store, longer.clone()).await.unwrap();
        assert_eq!(sessions::load(store, "s", LATER).await.unwrap(), Some(longer.clone()));
        assert_eq!(sessions::expire(store, LATER).await.unwrap(), 0);
        assert_eq!(sessions::expire(store, &longer.expires_at).await.unwrap(), 1);
        sessions::save(store, longer).await.unwrap();
        sessions::delete(store, "s").await.unwrap();
        assert_eq!(sessions::load(store, "s", NOW).await.unwrap(), None);
    })
    .await;
}

/// The table of users is made anew on SQLite; nobody in it may be lost or signed out.
#[tokio::test]
async fn people_and_sessions_outlive_a_new_schema() {
    on_each(async |place| {
        let store = &place.store;
        let id = users::create(store, &bureau(), NOW, new_user("a", Role::Reviewer, Some("x"))).await.unwrap().id;
        session(store, "s", id).await;
        let before = users::list(store).await.unwrap();
        let raw = place.raw().await;
        let old = match raw.get_database_backend() {
            DbBackend::Sqlite => "DROP INDEX audit_events_subject",
            _ => "DROP INDEX audit_events_subject; \
                  ALTER TABLE users ADD CONSTRAINT users_role_check CHECK (role IN ('administrator', 'reporter', 'reviewer'))",
        };
        raw.execute_unprepared(old).await.unwrap();
        raw.execute_unprepared("DELETE FROM seaql_migrations WHERE version LIKE '%auditors'").await.unwrap();
        raw.close().await.unwrap();
        let again = Store::open(&place.url, &place.files()).await.unwrap();
        assert_eq!(users::list(&again).await.unwrap(), before);
        assert!(sessions::load(&again, "s", NOW).await.unwrap().is_some());
        let auditor = users::create(&again, &bureau(), NOW, new_user("b", Role::Auditor, None)).await.unwrap();
        assert!(auditor.id > id);
        again.close().await.unwrap();
    })
    .await;
}
