//! The course of a round: days, pauses, leave to be late, and rounds that ask for the same.

use heng_base::codes::{FormCode, PlanCode};
use heng_base::period::Period;
use heng_collection::submission::{Action, Role};
use heng_collection::terms::Terms;
use heng_store::engine::Store;
use heng_store::error::Result;
use heng_store::tables::courses::{self, Days, Moment, Phase};
use heng_store::tables::entries;
use heng_store::tables::rounds::{self, Asks, NewRound, Round};
use heng_store::tables::submissions::{self, Act, Filter};

use crate::place::on_each;
use crate::world::{bureau, codes, edit, entry, everyone, only_submission, plan, unit};

/// Noon of a day.
fn noon(day: &str) -> String {
    format!("{day}T12:00:00.000Z")
}

/// A day with the moment at which it begins.
fn from(day: &str) -> Option<Moment> {
    Some(Moment { day: day.to_owned(), at: format!("{day}T00:00:00.000Z") })
}

/// A day with the last moment of it.
fn until(day: &str) -> Moment {
    Moment { day: day.to_owned(), at: format!("{day}T23:59:59.999Z") }
}

fn new(units: &[&str], asks: Asks, days: Days) -> NewRound {
    NewRound {
        plan: plan(),
        period: Period::year(2025),
        title: "年报".to_owned(),
        due: "2026-03-31".to_owned(),
        units: units.iter().map(|code| unit(code)).collect(),
        terms: Terms::default(),
        asks,
        days,
    }
}

async fn open(store: &Store, units: &[&str], asks: Asks, days: Days) -> Result<Round> {
    rounds::open(store, &bureau(), &noon("2026-01-05"), new(units, asks, days)).await
}

async fn save(store: &Store, id: i64, day: &str, value: &str, seen: i64) -> Vec<&'static str> {
    let edits = [edit(entry("A", value), seen)];
    codes_of(entries::save(store, &bureau(), &noon(day), id, Role::Reporter, &edits).await)
}

async fn act(store: &Store, id: i64, day: &str, action: Action, role: Role) -> Vec<&'static str> {
    let reason = (action == Action::Return).then(|| "核对".to_owned());
    let act = Act { submission: id, action, role, reason, seen: None, marks: Vec::new() };
    codes_of(submissions::act(store, &bureau(), &noon(day), act, |_, _| Ok(Vec::new())).await)
}

fn codes_of<T>(result: Result<T>) -> Vec<&'static str> {
    if result.is_ok() { Vec::new() } else { codes(result) }
}

const NONE: [&str; 0] = [];

#[tokio::test]
async fn a_round_takes_figures_within_its_days() {
    on_each(async |place| {
        let store = &place.store;
        let days = Days {
            opens: from("2026-01-10"),
            reminds: None,
            late_until: Some(until("2026-04-10")),
            closes: Some(until("2026-05-20")),
        };
        let round = open(store, &["health", "culture"], Asks::default(), days).await.unwrap();
        let all = submissions::list(store, &everyone(), &Filter { round: Some(round.id), ..Filter::default() }).await;
        let [health, culture] = all.unwrap().iter().map(|held| held.id).collect::<Vec<_>>()[..] else { panic!() };
        assert_eq!(save(store, health, "2026-01-09", "1", 0).await, ["round.not_begun"]);
        assert_eq!(save(store, health, "2026-01-10", "1", 0).await, NONE);
        assert_eq!(save(store, health, "2026-04-10", "2", 1).await, NONE, "late, as everyone may be");
        assert_eq!(act(store, health, "2026-04-10", Action::Submit, Role::Reporter).await, NONE);
        assert_eq!(save(store, culture, "2026-04-11", "1", 0).await, ["round.late"]);
        assert_eq!(act(store, culture, "2026-04-11", Action::Submit, Role::Reporter).await, ["round.late"]);
        // What came back can be corrected and handed in again.
        assert_eq!(act(store, health, "2026-04-11", Action::Return, Role::Reviewer).await, NONE);
        assert_eq!(save(store, health, "2026-04-12", "3", 2).await, NONE);
        assert_eq!(act(store, health, "2026-04-12", Action::Submit, Role::Reporter).await, NONE);

        let grant = async |code: &str, day: &str, reason: &str| {
            let (now, until) = (noon("2026-04-13"), until(day));
            codes_of(courses::grant(store, &bureau(), &now, (round.id, code), until, reason).await)
        };
        assert_eq!(grant("culture", "2026-04-15", " ").await, ["reason.missing"]);
        assert_eq!(grant("health", "2026-04-15", "外出").await, ["round.granted"], "it has handed in");
        assert_eq!(grant("nobody", "2026-04-15", "外出").await, ["record.missing"]);
        assert_eq!(grant("culture", "2026-04-15", "外出").await, NONE);
        assert_eq!(save(store, culture, "2026-04-15", "1", 0).await, NONE);
        assert_eq!(save(store, culture, "2026-04-16", "2", 1).await, ["round.late"], "leave is over too");
        assert_eq!(grant("culture", "2026-04-20", "再缓").await, NONE);
        assert_eq!(act(store, culture, "2026-04-20", Action::Submit, Role::Reporter).await, NONE);
        assert_eq!(courses::leaves(store, round.id).await.unwrap().len(), 2, "each stays on record");

        assert_eq!(act(store, culture, "2026-05-21", Action::Review, Role::Reviewer).await, ["round.ended"]);
        let days = Days { closes: Some(until("2026-06-30")), ..Days::default() };
        let due = ("2026-03-31", days);
        let put_off =
            courses::set_days(store, &bureau(), &noon("2026-05-21"), round.id, due, "审核未完").await.unwrap();
        assert_eq!(put_off.phase(&noon("2026-05-21")), Phase::Open);
        assert_eq!(act(store, culture, "2026-05-21", Action::Review, Role::Reviewer).await, NONE);
    })
    .await;
}

#[tokio::test]
async fn nothing_of_a_paused_round_moves() {
    on_each(async |place| {
        let store = &place.store;
        let round = open(store, &["health"], Asks::default(), Days::default()).await.unwrap().id;
        let (id, day) = (only_submission(store, round).await.id, "2026-02-01");
        assert_eq!(save(store, id, day, "1", 0).await, NONE);
        let pause = async |reason| codes_of(courses::pause(store, &bureau(), &noon(day), round, reason).await);
        assert_eq!(pause("").await, ["reason.missing"]);
        assert_eq!(pause("口径待定").await, NONE);
        assert_eq!(pause("再停").await, ["round.paused"]);
        assert_eq!(save(store, id, day, "2", 1).await, ["round.paused"]);
        assert_eq!(act(store, id, day, Action::Submit, Role::Reporter).await, ["round.paused"]);
        let resume = async |reason| codes_of(courses::resume(store, &bureau(), &noon(day), round, reason).await);
        assert_eq!(resume(" ").await, ["reason.missing"]);
        assert_eq!(resume("口径已定").await, NONE);
        assert_eq!(resume("再来").await, ["round.not_paused"]);
        assert_eq!(save(store, id, day, "2", 1).await, NONE, "what was saved before is as it was");
        rounds::close(store, &bureau(), &noon(day), round, "收齐").await.unwrap();
        assert_eq!(pause("晚了").await, ["round.closed"]);
        let said: Vec<_> = heng_store::audit::list(store, 0, 20).await.unwrap();
        let said: Vec<&str> = said.iter().map(|link| link.action.as_str()).collect();
        assert_eq!(said, ["round.open", "round.pause", "round.resume", "round.close"]);
    })
    .await;
}

#[tokio::test]
async fn a_unit_works_on_the_same_in_one_round_at_a_time() {
    on_each(async |place| {
        let store = &place.store;
        let other = PlanCode::parse("other").unwrap();
        let form = |plan: &PlanCode, code: &str| (plan.clone(), FormCode::parse(code).unwrap());
        let asks = Asks { plans: vec![other.clone(), plan()], since: Some(Period::year(2020)), ..Asks::default() };
        let first = open(store, &["health"], asks, Days::default()).await.unwrap();
        assert_eq!(
            rounds::plans(store, first.id).await.unwrap(),
            [plan(), other.clone()],
            "the leading one first, each once"
        );
        assert_eq!(first.since().unwrap(), Some(Period::year(2020)));
        let at = async |code: PlanCode, period: &str, forms: Vec<(PlanCode, FormCode)>| {
            let asks = Asks { forms, ..Asks::default() };
            let new = NewRound {
                plan: code,
                period: Period::parse(period).unwrap(),
                ..new(&["health"], asks, Days::default())
            };
            rounds::occupied(store, &new).await.unwrap().get("health").copied()
        };
        let held = Some(first.id);
        assert_eq!(at(plan(), "2025", vec![]).await, held);
        assert_eq!(at(other.clone(), "2022", vec![]).await, held, "a year in between, of the other plan");
        assert_eq!(at(plan(), "2019", vec![]).await, None);
        assert_eq!(at(plan(), "2025-Q1", vec![]).await, None, "a quarter is another period");
        assert_eq!(at(PlanCode::parse("third").unwrap(), "2025", vec![]).await, None);
        rounds::close(store, &bureau(), &noon("2026-02-01"), first.id, "收齐").await.unwrap();
        let asks = Asks { forms: vec![form(&plan(), "F1")], ..Asks::default() };
        let second = open(store, &["health"], asks, Days::default()).await.unwrap();
        assert_eq!(second.forms().unwrap(), [form(&plan(), "F1")]);
        assert_eq!(at(plan(), "2025", vec![form(&plan(), "F2")]).await, None, "another form");
        assert_eq!(at(plan(), "2025", vec![form(&plan(), "F1"), form(&plan(), "F2")]).await, Some(second.id));
        assert_eq!(at(plan(), "2025", vec![]).await, Some(second.id), "all forms");
        for code in [plan(), other] {
            let filter = Filter { plan: Some(code.to_string()), ..Filter::default() };
            let listed = submissions::list(store, &everyone(), &filter).await.unwrap().len();
            assert_eq!(listed, if code == plan() { 2 } else { 1 });
        }
    })
    .await;
}
