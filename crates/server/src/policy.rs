//! Who may do what: Cedar policies of `policies/`, default deny.
//!
//! A decision is over one resource. For lists the policy is asked unit by unit and yields a [`Scope`] that the store's
//! query takes, so that a list holds exactly what could be opened one by one.

use std::collections::{HashMap, HashSet};

use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request,
    RestrictedExpression, Schema, ValidationMode, Validator,
};
use heng_base::problem::kinds;
use heng_store::tables::submissions::Scope;
use heng_store::tables::users::User;
use rust_embed::RustEmbed;

use crate::failure::{Failure, Result};

#[derive(RustEmbed)]
#[folder = "../../policies"]
struct Files;

const SCHEMA: &str = "schema.cedarschema";

/// Who asks.
#[derive(Debug, Clone)]
pub enum Principal {
    Guest,
    /// The command line, run by this user of the machine.
    Command(String),
    Person(Box<User>),
}

impl Principal {
    /// As the audit chain names it.
    pub fn actor(&self) -> heng_store::engine::Actor {
        heng_store::engine::Actor(match self {
            Self::Guest => String::new(),
            Self::Command(name) => format!("命令行 {name}").trim_end().to_owned(),
            Self::Person(user) => user.name.clone(),
        })
    }

    pub fn person(&self) -> Option<&User> {
        match self {
            Self::Person(user) => Some(user),
            _ => None,
        }
    }
}

/// What it is done to.
#[derive(Debug, Clone, Copy)]
pub enum Resource<'a> {
    /// What belongs to the office as a whole: rounds, units, releases, reports, users.
    Office,
    Plan {
        code: &'a str,
        /// All figures come from published sources.
        figures_open: bool,
    },
    Observation {
        id: i64,
        published: bool,
    },
    /// A proposal to change the catalogue.
    Proposal {
        proposer: &'a str,
    },
    SavedView {
        owner: &'a str,
        shared: bool,
    },
    Submission {
        unit: &'a str,
    },
    /// A warning of figures that the unit reports; of no unit's where it is empty.
    Warning {
        unit: &'a str,
    },
}

pub struct Policy {
    authorizer: Authorizer,
    policies: PolicySet,
}

impl Policy {
    /// The policies built into the program, validated against their schema.
    pub fn load() -> Result<Self> {
        let mut policies = PolicySet::new();
        for path in Files::iter().filter(|path| path.ends_with(".cedar")) {
            let text = text(&path)?;
            let read: PolicySet = text.parse().map_err(|e| Failure::system(format!("policies/{path}: {e}")))?;
            for (at, policy) in read.policies().enumerate() {
                let id = format!("{path}#{at}").parse().map_err(Failure::system)?;
                policies.add(policy.new_id(id)).map_err(Failure::system)?;
            }
        }
        let (schema, _) = Schema::from_cedarschema_str(&text(SCHEMA)?).map_err(Failure::system)?;
        let verdict = Validator::new(schema).validate(&policies, ValidationMode::default());
        if let Some(error) = verdict.validation_errors().next() {
            return Err(Failure::system(format!("policies: {error}")));
        }
        Ok(Self { authorizer: Authorizer::new(), policies })
    }

    /// Whether the policies permit it; an action that no policy names is denied.
    pub fn permits(&self, who: &Principal, action: &str, what: Resource<'_>) -> Result<bool> {
        let (principal, resource) = (of_principal(who)?, of_resource(what)?);
        let request = Request::new(principal.uid(), uid("Action", action)?, resource.uid(), Context::empty(), None);
        let request = request.map_err(Failure::system)?;
        let entities = Entities::from_entities([principal, resource], None).map_err(Failure::system)?;
        Ok(self.authorizer.is_authorized(&request, &self.policies, &entities).decision() == Decision::Allow)
    }

    /// Refuses what the policies do not permit; a guest is told to sign in.
    pub fn require(&self, who: &Principal, action: &str, what: Resource<'_>) -> Result<()> {
        if self.permits(who, action, what)? {
            return Ok(());
        }
        Err(Failure::new(match who {
            Principal::Guest => &kinds::ACCESS_SIGN_IN,
            _ => &kinds::ACCESS_DENIED,
        }))
    }

    /// Those of `units` whose submissions may be read.
    pub fn scope(&self, who: &Principal, units: &[String]) -> Result<Scope> {
        let mut permitted = Vec::new();
        for unit in units {
            if self.permits(who, "submission.read", Resource::Submission { unit })? {
                permitted.push(unit.clone());
            }
        }
        Ok(Scope { units: permitted })
    }
}

fn text(path: &str) -> Result<String> {
    let file = Files::get(path).ok_or_else(|| Failure::system(format!("policies/{path} is not built in")))?;
    String::from_utf8(file.data.into_owned()).map_err(Failure::system)
}

fn uid(kind: &str, id: &str) -> Result<EntityUid> {
    let kind: EntityTypeName = kind.parse().map_err(Failure::system)?;
    Ok(EntityUid::from_type_name_and_id(kind, EntityId::new(id)))
}

fn entity(uid: EntityUid, attributes: Vec<(&str, RestrictedExpression)>) -> Result<Entity> {
    let attributes: HashMap<_, _> = attributes.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    Entity::new(uid, attributes, HashSet::new()).map_err(Failure::system)
}

fn of_principal(who: &Principal) -> Result<Entity> {
    match who {
        Principal::Guest => entity(uid("Guest", "guest")?, Vec::new()),
        Principal::Command(name) => entity(uid("Command", name)?, Vec::new()),
        Principal::Person(user) => {
            let string = |text: &str| RestrictedExpression::new_string(text.to_owned());
            let mut attributes = vec![("name", string(&user.name)), ("role", string(&user.role))];
            attributes.extend(user.unit.as_deref().map(|unit| ("unit", string(unit))));
            entity(uid("Person", &user.name)?, attributes)
        }
    }
}

fn of_resource(what: Resource<'_>) -> Result<Entity> {
    let flag = RestrictedExpression::new_bool;
    match what {
        Resource::Office => entity(uid("Office", "office")?, Vec::new()),
        Resource::Plan { code, figures_open } => entity(uid("Plan", code)?, vec![("figures_open", flag(figures_open))]),
        Resource::Observation { id, published } => {
            entity(uid("Observation", &id.to_string())?, vec![("published", flag(published))])
        }
        Resource::Proposal { proposer } => {
            let name = RestrictedExpression::new_string(proposer.to_owned());
            entity(uid("Proposal", proposer)?, vec![("proposer", name)])
        }
        Resource::SavedView { owner, shared } => {
            let owner_name = RestrictedExpression::new_string(owner.to_owned());
            entity(uid("SavedView", owner)?, vec![("owner", owner_name), ("shared", flag(shared))])
        }
        Resource::Submission { unit } => {
            let unit_name = RestrictedExpression::new_string(unit.to_owned());
            entity(uid("Submission", unit)?, vec![("unit", unit_name)])
        }
        Resource::Warning { unit } => {
            let unit_name = RestrictedExpression::new_string(unit.to_owned());
            entity(uid("Warning", unit)?, vec![("unit", unit_name)])
        }
    }
}
