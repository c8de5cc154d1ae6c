//! Who may see what, said once more and without a database.
use crate::stage::{all_ids, id};
use dienstweg_kernel::guard::tables::ScopeKind;
use dienstweg_testkit::Client;
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};
use uuid::Uuid;

#[derive(Debug)]
pub struct Grant {
    pub permissions: BTreeSet<&'static str>,
    pub kind: ScopeKind,
    pub scope: Option<Uuid>,
}

#[derive(Debug)]
pub struct Who {
    pub id: Uuid,
    pub grants: Vec<Grant>,
}

#[derive(Debug)]
pub struct Ticket {
    pub id: Uuid,
    organisation: Uuid,
    team: Option<Uuid>,
    assignee: Option<Uuid>,
    parties: Vec<Uuid>,
    covers: Vec<Uuid>,
    /// Whether a rollout shares its id.
    rollout: bool,
    /// Id, audience, text.
    pub articles: Vec<(Uuid, String, String)>,
}

#[derive(Debug, Default)]
pub struct Facts {
    parents: HashMap<Uuid, Option<Uuid>>,
    persons: Vec<(Uuid, Vec<Uuid>)>,
    orders: Vec<(Uuid, Option<Uuid>)>,
    pub tickets: Vec<Ticket>,
    /// Kind and words of what can be searched for.
    pub names: HashMap<Uuid, (&'static str, String)>,
}

type Ids = BTreeSet<Uuid>;

impl Who {
    fn grants<'w>(&'w self, permission: &'w str) -> impl Iterator<Item = &'w Grant> {
        self.grants.iter().filter(move |grant| grant.permissions.contains(permission))
    }

    fn everything(&self, permission: &str) -> bool {
        self.grants(permission).any(|grant| grant.kind == ScopeKind::Everything)
    }

    fn named(&self, permission: &str, kind: ScopeKind, what: Option<Uuid>) -> bool {
        what.is_some() && self.grants(permission).any(|grant| grant.kind == kind && grant.scope == what)
    }
}

fn named(value: &Value) -> Option<Uuid> {
    value["id"].as_str().map(|id| id.parse().unwrap())
}

impl Facts {
    /// As the administrator sees it.
    pub async fn gather(admin: &Client) -> Self {
        let mut facts = Self::default();
        for one in all_ids(admin, "/organisations?in_force=false", 200).await {
            let view = admin.get(&format!("/organisations/{one}")).await.expect(200);
            facts.parents.insert(one, view["path"].as_array().unwrap().last().and_then(named));
            facts.names.insert(one, ("organisation", view["name"].as_str().unwrap().to_owned()));
        }
        for one in all_ids(admin, "/persons", 200).await {
            let view = admin.get(&format!("/persons/{one}")).await.expect(200);
            let of = view["functions"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(|function| named(&function["organisation"]))
                .collect();
            facts.persons.push((one, of));
            facts.names.insert(one, ("person", view["family_name"].as_str().unwrap().to_owned()));
        }
        for one in all_ids(admin, "/orders", 200).await {
            let view = admin.get(&format!("/orders/{one}")).await.expect(200);
            facts.orders.push((one, named(&view["organisation"])));
            facts.names.insert(one, ("order", view["number"].as_str().unwrap().to_owned()));
        }
        for one in all_ids(admin, "/tickets", 200).await {
            facts.tickets.push(ticket(admin, one).await);
        }
        facts
    }

    pub fn all(&self, kind: &str) -> Ids {
        match kind {
            "organisation" => self.parents.keys().copied().collect(),
            "person" => self.persons.iter().map(|one| one.0).collect(),
            "order" => self.orders.iter().map(|one| one.0).collect(),
            "ticket" => self.tickets.iter().map(|one| one.id).collect(),
            _ => self.tickets.iter().filter(|one| one.rollout).map(|one| one.id).collect(),
        }
    }

    /// Whether an organisation lies in the subtree of one that was granted.
    fn below(&self, who: &Who, permission: &str, organisation: Uuid) -> bool {
        let mut at = Some(organisation);
        while let Some(one) = at {
            if who.named(permission, ScopeKind::Organisation, Some(one)) {
                return true;
            }
            at = self.parents.get(&one).copied().flatten();
        }
        false
    }

    pub fn organisations_of(&self, who: &Who) -> Ids {
        let p = "organisation:read";
        let sees = |one: &Uuid| {
            who.everything(p) || self.below(who, p, *one) || who.named(p, ScopeKind::Involved, Some(*one))
        };
        self.parents.keys().copied().filter(sees).collect()
    }

    pub fn persons_of(&self, who: &Who) -> Ids {
        let p = "person:read";
        let sees = |of: &[Uuid]| who.everything(p) || of.iter().any(|one| self.below(who, p, *one));
        self.persons.iter().filter(|(_, of)| sees(of)).map(|one| one.0).collect()
    }

    pub fn orders_of(&self, who: &Who) -> Ids {
        let p = "order:read";
        let sees = |of: Option<Uuid>| who.everything(p) || of.is_some_and(|one| self.below(who, p, one));
        self.orders.iter().filter(|(_, of)| sees(*of)).map(|one| one.0).collect()
    }

    /// Of the body, the team, or whoever works on it.
    fn own(&self, who: &Who, permission: &str, ticket: &Ticket) -> bool {
        who.everything(permission)
            || self.below(who, permission, ticket.organisation)
            || who.named(permission, ScopeKind::Team, ticket.team)
            || (who.grants(permission).next().is_some() && ticket.assignee == Some(who.id))
    }

    fn party(&self, who: &Who, permission: &str, ticket: &Ticket) -> bool {
        ticket.parties.iter().any(|party| who.named(permission, ScopeKind::Involved, Some(*party)))
            || ticket.covers.iter().any(|covered| self.below(who, permission, *covered))
    }

    pub fn tickets_of(&self, who: &Who) -> Ids {
        let p = "ticket:read";
        self.tickets
            .iter()
            .filter(|one| self.own(who, p, one) || self.party(who, p, one))
            .map(|one| one.id)
            .collect()
    }

    pub fn rollouts_of(&self, who: &Who) -> Ids {
        let p = "rollout:read";
        let sees = |one: &Ticket| {
            who.everything(p) || self.below(who, p, one.organisation) || self.party(who, p, one)
        };
        self.tickets.iter().filter(|one| one.rollout && sees(one)).map(|one| one.id).collect()
    }

    /// Whether what was said about a ticket to an audience is for this one.
    pub fn hears(&self, who: &Who, ticket: &Ticket, audience: &str) -> bool {
        let team = self.own(who, "article:internal", ticket);
        let said = match audience {
            "all" => true,
            "body" => team || self.own(who, "ticket:read", ticket),
            _ => team,
        };
        said && (self.own(who, "ticket:read", ticket) || self.party(who, "ticket:read", ticket))
    }
}

async fn ticket(admin: &Client, one: Uuid) -> Ticket {
    let view = admin.get(&format!("/tickets/{one}")).await.expect(200);
    let rollout = admin.get(&format!("/rollouts/{one}")).await;
    let named_in = |list: &Value| {
        list.as_array().into_iter().flatten().filter_map(|entry| named(&entry["organisation"])).collect()
    };
    let articles = admin.get(&format!("/tickets/{one}/articles?limit=200")).await.expect(200);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    Ticket {
        id: one,
        organisation: named(&view["organisation"]).unwrap(),
        team: named(&view["team"]),
        assignee: named(&view["assignee"]),
        parties: named_in(&rollout.body["parties"]),
        covers: named_in(&rollout.body["covers"]),
        rollout: rollout.status == 200,
        articles: articles["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|article| (id(article), text(&article["audience"]), text(&article["text"])))
            .collect(),
    }
}
