//! 数据提示 of one family: each remark, on whom, what was said against it, and who else is meant.

use std::collections::BTreeSet;

use domain::{
    Id, Place,
    env::date_of,
    income,
    records::{Household, Income, Member, Record, RemarkOff, list},
    remark::{self, Family, Found, Person, Rule, Rules},
};

use super::{Asking, id_at};
use crate::{
    Row, Store, StoreError,
    search::{
        Households,
        index::{
            Home,
            remarks::{alike_key, born, number_key},
        },
        is_counted,
    },
};

/// One remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remarked {
    /// What it says.
    pub rule: Rule,
    /// The person; nothing = the household.
    pub member_id: Option<Id>,
    /// The fields beside which it stands.
    pub fields: Vec<&'static str>,
    /// It is off: the row that says so, its version, and why.
    pub off: Option<(Id, u64, String)>,
    /// Other households that are meant, of the caller's area.
    pub others: Vec<Neighbour>,
}

/// Another household.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbour {
    /// Its id.
    pub id: Id,
    /// Its head.
    pub head_name: String,
    /// Its group.
    pub group_name: String,
    /// Its village, short.
    pub village_name: String,
}

impl Store {
    /// All remarks on a household and its people, also those that are off; then those on the income of the newest year.
    pub fn remarks_on(
        &self,
        asking: Asking<'_>,
        household: &Row,
        members: &[Row],
        incomes: &[Row],
    ) -> Result<Vec<Remarked>, StoreError> {
        let (measures, is_helped) = self.measure_classes(household.id)?;
        let family = Family::of(&household.cells, &measures, is_helped);
        let people: Vec<Person<'_>> = members
            .iter()
            .map(|member| Person::of(&member.cells, date_of(member.changed_at)))
            .collect();
        let lives: Vec<Found> = people.iter().map(remark::of_person).collect();
        let used = remark::used_in(&lives);
        let (mut of_family, mut of_people) = remark::of_family(&family, &lives);
        if family.help_due_on().is_some_and(|due| due < asking.today) {
            of_family |= Rules::of(Rule::HelpLate);
        }
        let households = self.index.current(self.connection())?;
        let mut twins = Vec::new();
        for (member, rules) in members.iter().zip(&mut of_people) {
            for (rule, key) in keys_of(&households, household, member) {
                let (others, is_twin) = others(&households, asking, household.id, key);
                if is_twin {
                    *rules |= Rules::of(rule);
                    twins.push((rule, member.id, others));
                }
            }
        }
        let off = self.rows_of(
            RemarkOff::INFO.table,
            "SELECT id FROM remark_off WHERE household_id = ?1 AND deleted_at IS NULL ORDER BY id",
            household.id,
        )?;
        let mut found = Vec::new();
        let subjects = std::iter::once((None, of_family))
            .chain(members.iter().map(|member| Some(member.id)).zip(of_people))
            .chain([(None, of_income(household, members, incomes))]);
        for (member_id, rules) in subjects {
            for rule in rules.each() {
                let is_it = |row: &&Row| {
                    row.cell(RemarkOff::rule).as_text() == rule.code()
                        && row.cell(RemarkOff::member_id).as_id() == member_id
                };
                let others = twins
                    .iter()
                    .position(|(of, id, _)| *of == rule && Some(*id) == member_id)
                    .map(|at| twins.swap_remove(at).2)
                    .unwrap_or_default();
                let person = members
                    .iter()
                    .position(|member| Some(member.id) == member_id);
                let fields = person.map_or_else(
                    || vec![rule.field()],
                    |at| remark::fields_at(rule, &people[at], &lives[at], used),
                );
                found.push(Remarked {
                    rule,
                    member_id,
                    fields,
                    off: off.iter().find(is_it).map(|row| {
                        let why = row.cell(RemarkOff::reason).as_text().to_owned();
                        (row.id, row.seq, why)
                    }),
                    others,
                });
            }
        }
        Ok(found)
    }

    /// And whether one of them is under way or done.
    fn measure_classes(&self, household: Id) -> Result<(Vec<String>, bool), StoreError> {
        let conn = self.connection();
        let mut statement = conn.prepare_cached(
            "SELECT class, state FROM measure WHERE household_id = ?1 AND deleted_at IS NULL AND state <> 'dropped'",
        )?;
        let (mut classes, mut is_helped) = (Vec::new(), false);
        let mut rows = statement.query([household.0.as_slice()])?;
        while let Some(row) = rows.next()? {
            classes.push(row.get(0)?);
            is_helped |= matches!(row.get_ref(1)?.as_str(), Ok("running" | "done"));
        }
        Ok((classes, is_helped))
    }

    /// Households of the caller's area that were joined to this one: by the day where that is told, then those that a
    /// list has joined.
    pub fn joined_to(
        &self,
        asking: Asking<'_>,
        household: Id,
    ) -> Result<Vec<Neighbour>, StoreError> {
        let conn = self.connection();
        let households = self.index.current(conn)?;
        let is_told =
            |home: &Home| home.merged_at != Place::PARKED && asking.scope.contains(home.merged_at);
        let mut statement = conn.prepare_cached(
            "SELECT other_household_id FROM status_event
             WHERE household_id = ?1 AND kind = 'merged' AND other_household_id IS NOT NULL AND deleted_at IS NULL
             ORDER BY happened_on, id",
        )?;
        let mut rows = statement.query([household.0.as_slice()])?;
        let mut seen = BTreeSet::new();
        let mut joined = Vec::new();
        while let Some(row) = rows.next()? {
            let id = id_at(row, 0)?;
            if seen.insert(id) && households.home_of(id).is_some_and(is_told) {
                joined.push(neighbour(&households, id));
            }
        }
        let of_lists = households
            .homes
            .iter()
            .filter(|home| home.merged_into == Some(household) && is_told(home))
            .filter(|home| !seen.contains(&home.id));
        joined.extend(of_lists.map(|home| neighbour(&households, home.id)));
        Ok(joined)
    }

    /// A household by its head, wherever it is; blank where this file does not hold it.
    pub(super) fn neighbour(&self, id: Id) -> Result<Neighbour, StoreError> {
        Ok(neighbour(&*self.index.current(self.connection())?, id))
    }
}

fn neighbour(households: &Households, id: Id) -> Neighbour {
    let called = households.called(households.home_of(id));
    Neighbour {
        id,
        head_name: called.head_name,
        group_name: called.group_name,
        village_name: called.village_name,
    }
}

fn keys_of(
    households: &Households,
    household: &Row,
    member: &Row,
) -> impl Iterator<Item = (Rule, u64)> + use<> {
    let number = member.cell(Member::id_number).as_text();
    let village = household.cell(Household::division_code).as_text();
    let alike = households.villages.find(village).and_then(|village| {
        let name = member.cell(Member::name).as_text();
        alike_key(
            village,
            name,
            born(number, member.cell(Member::born_on).as_text()),
        )
    });
    let double = number_key(number).map(|key| (Rule::IdDouble, key));
    double
        .into_iter()
        .chain(alike.map(|key| (Rule::LookAlike, key)))
}

/// The other households of a key that the caller may see, and whether anybody else has it at all.
fn others(
    households: &Households,
    asking: Asking<'_>,
    own: Id,
    key: u64,
) -> (Vec<Neighbour>, bool) {
    let holders: Vec<Id> = households
        .holders(key)
        .filter(|home| home.id == own || is_counted(asking.scope, home))
        .map(|home| home.id)
        .collect();
    let is_twin =
        households.holders(key).count() > 1 && households.holders(key).any(|home| home.id == own);
    let others: BTreeSet<Id> = holders.into_iter().filter(|id| *id != own).collect();
    (
        others
            .into_iter()
            .map(|id| neighbour(households, id))
            .collect(),
        is_twin,
    )
}

fn of_income(household: &Row, members: &[Row], incomes: &[Row]) -> Rules {
    let year = incomes
        .iter()
        .filter_map(|row| row.cell(Income::year).as_integer())
        .max();
    let Some(year) = year else {
        return Rules::NONE;
    };
    let items: Vec<(&str, i64)> = incomes
        .iter()
        .filter(|row| row.cell(Income::year).as_integer() == Some(year))
        .filter_map(|row| {
            let fen = row.cell(Income::amount_fen).as_integer()?;
            Some((row.cell(Income::item).as_text(), fen))
        })
        .collect();
    let item = |code: &str| {
        let of = items.iter().filter(|(item, _)| *item == code);
        of.map(|(_, fen)| *fen).reduce(i64::saturating_add)
    };
    let net = income::net(items.iter().copied(), members.len() as u64);
    remark::of_income(
        item(income::WAGES),
        item(income::OWN_COST),
        item(income::PER_HEAD),
        net.and_then(|net| net.per_head_fen),
        &list(household.cell(Household::risks)),
    )
}
