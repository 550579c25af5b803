use heng_plan::package::amend::RowChange;
use heng_store::audit;
use heng_store::engine::{Actor, Store};
use heng_store::tables::packages::{self, Kind, NewPackage, Package};
use heng_store::tables::proposals::{self, NewProposal, Proposal};

use crate::place::on_each;
use crate::world::{LATER, NOW, bureau, codes, new_package, package_files};

fn office() -> Actor {
    Actor("office".to_owned())
}

fn change() -> RowChange {
    let cells = [("code", "A"), ("name_zh", "甲")].map(|(name, cell)| (name.to_owned(), cell.to_owned()));
    RowChange { table: "items".to_owned(), replaces: Some(String::new()), cells: cells.into(), removed: false }
}

async fn base(store: &Store, text: &str) -> Package {
    packages::import(store, &bureau(), NOW, new_package("1", &package_files(text))).await.unwrap().0
}

async fn propose(store: &Store, base: &Package) -> Proposal {
    let new = NewProposal { base, changes: &[change()], reason: " 口径调整 " };
    proposals::propose(store, &bureau(), NOW, new).await.unwrap()
}

#[tokio::test]
async fn an_approval_puts_the_package_in_force_once() {
    on_each(async |place| {
        let store = &place.store;
        let first = base(store, "a").await;
        let id = propose(store, &first).await.request.id;
        let files = package_files("b");
        let new = || NewPackage { reason: Some("同意".to_owned()), ..new_package("1", &files) };
        let stale = proposals::approve(store, &office(), LATER, id, first.id + 1, new()).await.unwrap();
        assert_eq!(stale, None);
        let package = proposals::approve(store, &office(), LATER, id, first.id, new()).await.unwrap().unwrap();
        assert_eq!(packages::in_force(store, Kind::Catalogue, "sample").await.unwrap().unwrap().id, package.id);
        assert_eq!(
            codes(proposals::approve(store, &office(), LATER, id, package.id, new()).await),
            ["proposal.decided"]
        );
        assert_eq!(codes(proposals::withdraw(store, &bureau(), LATER, id, "不要了").await), ["proposal.decided"]);
        let held = proposals::get(store, id).await.unwrap().unwrap();
        let decision = held.decision.clone().unwrap();
        assert_eq!((held.state(), held.changes().unwrap()), ("approved", vec![change()]));
        assert_eq!((decision.package_id, decision.actor.as_str()), (Some(package.id), "office"));
        let links = audit::list(store, 0, 10).await.unwrap();
        let actions: Vec<&str> = links.iter().map(|link| link.action.as_str()).collect();
        assert_eq!(actions, ["package.import", "catalogue.propose", "package.import", "catalogue.approve"]);
        assert!(audit::verify(store).await.unwrap().ok);
    })
    .await;
}

#[tokio::test]
async fn a_proposal_is_rejected_or_withdrawn_with_a_reason() {
    on_each(async |place| {
        let store = &place.store;
        let first = base(store, "a").await;
        let (one, two) = (propose(store, &first).await.request.id, propose(store, &first).await.request.id);
        assert_eq!(codes(proposals::reject(store, &office(), LATER, one, " ").await), ["reason.missing"]);
        proposals::reject(store, &office(), LATER, one, "依据不足").await.unwrap();
        proposals::withdraw(store, &bureau(), LATER, two, "另提").await.unwrap();
        assert_eq!(codes(proposals::reject(store, &office(), LATER, 99, "x").await), ["record.missing"]);
        let states: Vec<_> = proposals::list(store).await.unwrap().iter().map(|p| (p.request.id, p.state())).collect();
        assert_eq!(states, [(two, "withdrawn"), (one, "rejected")]);
        let history = packages::history(store, Kind::Catalogue, "sample", "none.csv").await.unwrap();
        assert_eq!((history.len(), &history[0].text), (1, &None));
        // Paths with a stroke and dots are names, not ways into the text.
        let path = "codes/age.groups.csv";
        let mut files = package_files("a");
        files.insert(path.to_owned(), "group,code\n合,\"a\"\n".as_bytes().to_vec());
        packages::import(store, &bureau(), NOW, new_package("1", &files)).await.unwrap();
        let history = packages::history(store, Kind::Catalogue, "sample", path).await.unwrap();
        let texts: Vec<Option<&str>> = history.iter().map(|one| one.text.as_deref()).collect();
        assert_eq!(texts, [None, Some("group,code\n合,\"a\"\n")]);
    })
    .await;
}
