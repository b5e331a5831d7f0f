//! 记变动: what happens to a family, each act one change set, so that one undo takes all of it back.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use domain::{
    About, Cells, Id, Value, Violation,
    change::{DELETED_AT, DELETED_REASON},
    codes,
    records::{self, Household, Member, Record, StatusEvent},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Edit, Row};
use ts_rs::TS;

use crate::{
    common::{ChangeState, IdText, Saved, Typed},
    draft::DraftKey,
    error::ApiError,
    host::{self, Host, Replica},
    record,
};

/// What somebody is to the head from now on; `01` is the head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct RelationGiven {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub member_id: Id,
    /// Version of the member as the form was opened.
    pub base: u64,
    pub relation: String,
}

/// One thing that happened to a family. What the kind has no use for stays empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct EventSave {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub household_id: Id,
    /// Version of the household as the form was opened.
    pub base: u64,
    /// A code of `status_event`.
    pub kind: String,
    pub happened_on: String,
    pub reason: String,
    pub evidence: String,
    /// Who is gone.
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub member_id: Option<Id>,
    /// Their version as the form was opened.
    pub member_base: u64,
    /// Fields of the new person, or of the household that changes or is made.
    pub fields: BTreeMap<String, Typed>,
    /// Whoever lives in the household from now on and is something else to the head than before.
    pub relations: Vec<RelationGiven>,
    /// 分户: who goes.
    pub leaving: Vec<RelationGiven>,
    /// 合户: the household that is joined to this one.
    #[ts(as = "Option<IdText>")]
    #[schemars(with = "Option<IdText>")]
    pub other_household_id: Option<Id>,
    /// Its version as the form showed it.
    pub other_base: u64,
    pub draft: Option<DraftKey>,
}

const HEAD: &str = "01";

/// What a household that splits off has from the one that it comes from.
const INHERITED: [u16; 17] = [
    Household::division_code,
    Household::group_name,
    Household::address,
    Household::kind,
    Household::attribute,
    Household::causes,
    Household::state,
    Household::out_of_poverty_year,
    Household::identified_year,
    Household::standard,
    Household::helper_name,
    Household::monitored_kind,
    Household::risks,
    Household::watched_on,
    Household::risk_gone,
    Household::risk_gone_on,
    Household::risk_gone_by,
];

/// Body of `household.event`.
pub fn save(host: &dyn Host, request: &EventSave) -> Result<Saved, ApiError> {
    host::with(host, |replica| {
        let household = record::readable(
            host.asker(),
            replica.store(),
            &Household::INFO,
            request.household_id,
        )?;
        let mut act = Act {
            host,
            request,
            today: host::today(host),
            members: replica.store().members_of(household.id)?,
            household,
            edits: Vec::new(),
            event: StatusEvent {
                household_id: Some(request.household_id),
                kind: request.kind.clone(),
                happened_on: request.happened_on.clone(),
                reason: request.reason.trim().to_owned(),
                evidence: request.evidence.trim().to_owned(),
                ..StatusEvent::default()
            },
            subject: request.household_id,
        };
        let cells = act.event.to_cells();
        refuse(StatusEvent::INFO.check(&Cells::new(), &cells, act.today))?;
        act.work(replica)?;
        let event = act.event.clone();
        act.write_event(event);
        let (subject, edits) = (act.subject, act.edits);
        let about = About {
            reason: Some(request.reason.trim().to_owned()).filter(|why| !why.is_empty()),
            ..About::default()
        };
        let kept =
            host::save_in(host, replica, vec![(edits, about)], request.draft.as_ref())?.pop();
        let (change_set, state) = kept.map_or((None, ChangeState::Stored), |kept| {
            (kept.change_set, kept.state)
        });
        record::saved(
            replica.store(),
            Household::INFO.table,
            subject,
            change_set,
            state,
        )
    })
}

fn refuse(found: Vec<Violation>) -> Result<(), ApiError> {
    if found.is_empty() {
        Ok(())
    } else {
        Err(found.into())
    }
}

struct Act<'a> {
    host: &'a dyn Host,
    request: &'a EventSave,
    today: NaiveDate,
    household: Row,
    members: Vec<Row>,
    edits: Vec<Edit>,
    event: StatusEvent,
    /// The household that the answer names.
    subject: Id,
}

impl Act<'_> {
    fn work(&mut self, replica: &mut Replica<'_>) -> Result<(), ApiError> {
        if is_merged_away(&self.household, &self.members) {
            return Err(ApiError::violation("kind", "merged_away"));
        }
        match self.request.kind.as_str() {
            "born" | "married_in" | "moved_in" | "adopted" | "came_back" | "other_in" => {
                self.gain()
            }
            "died" | "married_out" | "moved_out" | "enlisted" | "lost_touch" | "other_out" => {
                self.loss()
            }
            "head_changed" => self.new_head(),
            "split" => self.split(replica),
            "merged" => self.merge(replica),
            _ => self.household(),
        }
    }

    fn write_event(&mut self, event: StatusEvent) {
        let id = self.host.env().new_id();
        self.write(StatusEvent::INFO.table, id, None, event.to_cells());
    }

    fn write(&mut self, table: u16, id: Id, base: Option<u64>, cells: Cells) {
        self.edits.push(Edit {
            table,
            id,
            base,
            cells,
        });
    }

    /// It was joined to another one, and people live in it.
    fn is_joined(&self) -> bool {
        self.household
            .cell(Household::merged_into)
            .as_id()
            .is_some()
    }

    /// The household's own cells, under its rules.
    fn write_household(&mut self, mut cells: Cells) -> Result<(), ApiError> {
        // Of one to which something happens nobody says that it is part of another.
        if self.is_joined() {
            cells.insert(Household::merged_into, Value::Null);
            cells.insert(Household::merged_on, "".into());
        }
        let mut whole = self.household.cells.clone();
        whole.extend(cells.iter().map(|(field, value)| (*field, value.clone())));
        refuse(Household::INFO.check(&self.household.cells, &whole, self.today))?;
        self.write(
            Household::INFO.table,
            self.household.id,
            Some(self.request.base),
            cells,
        );
        Ok(())
    }

    fn member(&self, id: Id) -> Result<&Row, ApiError> {
        self.members
            .iter()
            .find(|member| member.id == id)
            .ok_or_else(|| ApiError::violation("member_id", "not_here"))
    }

    fn gain(&mut self) -> Result<(), ApiError> {
        let mut cells = record::cells_of(&Member::INFO, &self.request.fields)?;
        cells.insert(Member::household_id, self.household.id.into());
        record::derive(&Member::INFO, &mut cells);
        let text = |field: u16| domain::cell::cell(&cells, field).as_text().to_owned();
        if text(Member::relation).is_empty() {
            return Err(ApiError::violation("relation", "required"));
        }
        if text(Member::relation) == HEAD && !self.members.is_empty() {
            return Err(ApiError::violation("relation", "one_head"));
        }
        if self.request.kind == "born" && text(Member::born_on).is_empty() {
            cells.insert(Member::born_on, self.request.happened_on.clone().into());
        }
        refuse(Member::INFO.check(&Cells::new(), &cells, self.today))?;
        let id = self.host.env().new_id();
        self.write(Member::INFO.table, id, None, cells);
        if self.members.is_empty() {
            self.write_household(Cells::from([(Household::head_member_id, id.into())]))?;
        }
        self.event.member_id = Some(id);
        Ok(())
    }

    fn loss(&mut self) -> Result<(), ApiError> {
        let id = self
            .request
            .member_id
            .ok_or_else(|| ApiError::violation("member_id", "required"))?;
        let member = self.member(id)?;
        let is_head = member.cell(Member::relation).as_text() == HEAD
            || self.household.cell(Household::head_member_id).as_id() == Some(id);
        if is_head && self.members.len() > 1 {
            // Who is the head now is said in the same act.
            self.check_relations(Some(id))?;
            self.write_relations(&self.request.relations)?;
            let head = head_of(&self.request.relations, "relations")?;
            self.write_household(Cells::from([(Household::head_member_id, head.into())]))?;
        }
        let label = codes::STATUS_EVENT.label_of(&self.request.kind);
        let cells = Cells::from([
            (DELETED_AT, self.host.env().wall_ms().into()),
            (DELETED_REASON, label.into()),
        ]);
        let base = Some(self.request.member_base);
        self.write(Member::INFO.table, id, base, cells);
        self.event.member_id = Some(id);
        Ok(())
    }

    /// Everybody who stays has a relation, and one of them is the head.
    fn check_relations(&self, but: Option<Id>) -> Result<(), ApiError> {
        let gone =
            |id: Id| but == Some(id) || self.request.leaving.iter().any(|one| one.member_id == id);
        let staying = self.members.iter().filter(|member| !gone(member.id));
        for member in staying {
            let given = self
                .request
                .relations
                .iter()
                .any(|one| one.member_id == member.id && !one.relation.is_empty());
            if !given {
                return Err(ApiError::violation("relations", "required"));
            }
        }
        head_of(&self.request.relations, "relations").map(drop)
    }

    fn write_relations(&mut self, relations: &[RelationGiven]) -> Result<(), ApiError> {
        for one in relations {
            let member = self.member(one.member_id)?;
            let mut whole = member.cells.clone();
            whole.insert(Member::relation, one.relation.clone().into());
            refuse(Member::INFO.check(&member.cells, &whole, self.today))?;
            let cells = Cells::from([(Member::relation, one.relation.clone().into())]);
            self.write(Member::INFO.table, one.member_id, Some(one.base), cells);
        }
        Ok(())
    }

    fn name_of(&self, id: Option<Id>) -> String {
        self.members
            .iter()
            .find(|member| Some(member.id) == id)
            .map(|member| member.cell(Member::name).as_text().to_owned())
            .unwrap_or_default()
    }

    fn new_head(&mut self) -> Result<(), ApiError> {
        self.check_relations(None)?;
        let head = head_of(&self.request.relations, "relations")?;
        let before = self.household.cell(Household::head_member_id).as_id();
        if before == Some(head) {
            return Err(ApiError::violation("relations", "same_head"));
        }
        self.write_relations(&self.request.relations)?;
        self.write_household(Cells::from([(Household::head_member_id, head.into())]))?;
        self.event.before = self.name_of(before);
        self.event.after = self.name_of(Some(head));
        self.event.member_id = Some(head);
        Ok(())
    }

    /// 识别, 脱贫, 返贫, 监测, 调组: fields of the household.
    fn household(&mut self) -> Result<(), ApiError> {
        let on = records::date(&self.request.happened_on.as_str().into()).unwrap_or(self.today);
        let year = Value::Integer(i64::from(on.year()));
        let on = Value::from(self.request.happened_on.as_str());
        let open: &[&str] = match self.request.kind.as_str() {
            "identified" => &["causes", "attribute", "standard"],
            "out_of_poverty" => &["state"],
            "fell_back" => &["fallen_back_cause"],
            "watched" => &["monitored_kind", "risks"],
            "risk_gone" => &["risk_gone_by"],
            "regrouped" => &["group_name", "address"],
            _ => &[],
        };
        let mut cells = record::cells_of(&Household::INFO, &self.request.fields)?;
        if let Some(closed) = Household::INFO
            .fields
            .iter()
            .find(|field| cells.contains_key(&field.number) && !open.contains(&field.name))
        {
            return Err(ApiError::violation(closed.name, "unknown_field"));
        }
        let watched = [
            (Household::risk_gone, Value::Integer(0)),
            (Household::risk_gone_on, "".into()),
            (Household::risk_gone_by, "".into()),
        ];
        let shown = match self.request.kind.as_str() {
            "identified" => {
                cells.insert(Household::state, "0".into());
                cells.insert(Household::identified_year, year);
                Household::state
            }
            "out_of_poverty" => {
                cells
                    .entry(Household::state)
                    .or_insert_with(|| "已脱贫".into());
                let state = cells[&Household::state].as_text();
                if !matches!(state, "1" | "4" | "已脱贫") {
                    return Err(ApiError::violation("state", "unknown_code"));
                }
                cells.insert(Household::out_of_poverty_year, year);
                Household::state
            }
            "fell_back" => {
                cells.insert(Household::state, "3".into());
                cells.insert(Household::fallen_back_year, year);
                Household::state
            }
            "watched" => {
                required(&cells, Household::monitored_kind, "monitored_kind")?;
                cells.insert(Household::watched_on, on);
                cells.extend(watched);
                Household::monitored_kind
            }
            "risk_gone" => {
                required(&cells, Household::risk_gone_by, "risk_gone_by")?;
                cells.insert(Household::risk_gone, 1.into());
                cells.insert(Household::risk_gone_on, on);
                Household::risk_gone_by
            }
            "risk_back" => {
                cells.extend(watched);
                Household::risk_gone_by
            }
            "regrouped" => {
                required(&cells, Household::group_name, "group_name")?;
                Household::group_name
            }
            _ => return Err(ApiError::violation("kind", "unknown_code")),
        };
        self.event.before = self.household.cell(shown).as_text().to_owned();
        domain::cell::cell(&cells, shown)
            .as_text()
            .clone_into(&mut self.event.after);
        self.write_household(cells)
    }

    fn split(&mut self, replica: &mut Replica<'_>) -> Result<(), ApiError> {
        let leaving = &self.request.leaving;
        for one in leaving {
            self.member(one.member_id)?;
        }
        let head = head_of(leaving, "leaving")?;
        if leaving.iter().any(|one| one.relation.is_empty()) {
            return Err(ApiError::violation("leaving", "required"));
        }
        if leaving.len() >= self.members.len() {
            return Err(ApiError::violation("leaving", "nobody_left"));
        }
        let (id, cells) = self.new_household(replica, head)?;
        self.write(Household::INFO.table, id, None, cells);
        for one in leaving {
            let cells = Cells::from([
                (Member::household_id, id.into()),
                (Member::relation, one.relation.clone().into()),
            ]);
            self.write(Member::INFO.table, one.member_id, Some(one.base), cells);
        }
        let before = self.household.cell(Household::head_member_id).as_id();
        let head_goes = leaving.iter().any(|one| {
            let is_head = |member: &Row| member.cell(Member::relation).as_text() == HEAD;
            Some(one.member_id) == before || self.member(one.member_id).is_ok_and(is_head)
        });
        if head_goes {
            self.check_relations(None)?;
            let head = head_of(&self.request.relations, "relations")?;
            self.write_household(Cells::from([(Household::head_member_id, head.into())]))?;
        }
        if head_goes || !self.request.relations.is_empty() {
            self.write_relations(&self.request.relations)?;
        }
        let names: Vec<String> = leaving
            .iter()
            .map(|one| self.name_of(Some(one.member_id)))
            .collect();
        self.event.after = names.join("、");
        self.event.other_household_id = Some(id);
        let mirrored = StatusEvent {
            household_id: Some(id),
            other_household_id: Some(self.household.id),
            ..self.event.clone()
        };
        self.write_event(mirrored);
        self.subject = id;
        Ok(())
    }

    fn new_household(&self, replica: &Replica<'_>, head: Id) -> Result<(Id, Cells), ApiError> {
        let mut cells: Cells = INHERITED
            .iter()
            .map(|field| (*field, self.household.cell(*field).clone()))
            .collect();
        let given = record::cells_of(&Household::INFO, &self.request.fields)?;
        for (field, value) in given {
            if ![Household::number, Household::group_name, Household::address].contains(&field) {
                return Err(ApiError::violation("fields", "unknown_field"));
            }
            cells.insert(field, value);
        }
        cells.insert(Household::head_member_id, head.into());
        cells.insert(Household::split_from, self.household.id.into());
        cells.insert(
            Household::split_on,
            self.request.happened_on.as_str().into(),
        );
        refuse(Household::INFO.check(&Cells::new(), &cells, self.today))?;
        let id = record::new_id(self.host, replica, &Household::INFO, &cells)?;
        if store::row::get(replica.store().connection(), Household::INFO.table, id)?.is_some() {
            return Err(ApiError::violation("number", "already_there"));
        }
        Ok((id, cells))
    }

    fn merge(&mut self, replica: &mut Replica<'_>) -> Result<(), ApiError> {
        let wrong = |code: &str| ApiError::violation("other_household_id", code);
        let id = self
            .request
            .other_household_id
            .ok_or_else(|| wrong("required"))?;
        if id == self.household.id {
            return Err(wrong("same_household"));
        }
        let store = replica.store();
        let other = record::readable(self.host.asker(), store, &Household::INFO, id)?;
        let coming = store.members_of(id)?;
        if (other.is_deleted() && coming.is_empty()) || is_merged_away(&other, &coming) {
            return Err(wrong("merged_away"));
        }
        if other.place != self.household.place {
            return Err(wrong("other_village"));
        }
        for member in &coming {
            let given = self
                .request
                .relations
                .iter()
                .find(|one| one.member_id == member.id)
                .filter(|one| !one.relation.is_empty())
                .ok_or_else(|| ApiError::violation("relations", "required"))?;
            if given.relation == HEAD {
                return Err(ApiError::violation("relations", "one_head"));
            }
            let cells = Cells::from([
                (Member::household_id, self.household.id.into()),
                (Member::relation, given.relation.clone().into()),
            ]);
            self.write(Member::INFO.table, member.id, Some(given.base), cells);
        }
        let joined = Cells::from([
            (Household::merged_into, self.household.id.into()),
            (
                Household::merged_on,
                self.request.happened_on.as_str().into(),
            ),
        ]);
        let base = Some(self.request.other_base);
        self.write(Household::INFO.table, id, base, joined);
        let names: Vec<&str> = coming
            .iter()
            .map(|member| member.cell(Member::name).as_text())
            .collect();
        self.event.after = names.join("、");
        self.event.other_household_id = Some(id);
        // On the page of the one whose people have gone they stand as what was there before.
        let mirrored = StatusEvent {
            household_id: Some(id),
            other_household_id: Some(self.household.id),
            before: self.event.after.clone(),
            after: String::new(),
            ..self.event.clone()
        };
        self.write_event(mirrored);
        if self.is_joined() {
            self.write_household(Cells::new())?;
        }
        Ok(())
    }
}

/// Was it joined to another one, and does nobody live in it?
fn is_merged_away(household: &Row, members: &[Row]) -> bool {
    members.is_empty() && household.cell(Household::merged_into).as_id().is_some()
}

fn required(cells: &Cells, field: u16, name: &str) -> Result<(), ApiError> {
    if domain::cell::cell(cells, field).is_default() {
        return Err(ApiError::violation(name, "required"));
    }
    Ok(())
}

/// The one who is the head.
fn head_of(relations: &[RelationGiven], field: &str) -> Result<Id, ApiError> {
    let mut heads = relations.iter().filter(|one| one.relation == HEAD);
    match (heads.next(), heads.next()) {
        (Some(head), None) => Ok(head.member_id),
        _ => Err(ApiError::violation(field, "one_head")),
    }
}
