//! One household on paper: its 户档 for the office, its 明白卡 for the wall of the family.

use std::collections::BTreeSet;

use domain::{
    Id,
    access::Access,
    codes, identity,
    records::{Household, Income, Member, Person, Record, Visit},
};
use paper::{
    Contact, Field, Form, HouseholdSheet, IncomeLine, MemberLine, Notice, NoticeMeasure, Paper,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Row, Store, query::household_card::HouseholdCard, row};
use ts_rs::TS;

use super::{flag, labels, list, made, yuan};
use crate::{
    common::{Cell, IdRequest, IdText},
    error::ApiError,
    export::Book,
    host::{Host, read, today},
    mask, reveal,
    view::{asking, may_read},
};

/// Which household, and whether its numbers, phone and health are printed in full, which is recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, JsonSchema)]
pub struct SheetRequest {
    #[ts(as = "IdText")]
    #[schemars(with = "IdText")]
    pub id: Id,
    pub in_full: bool,
}

/// Items that are sums over others, as the file has them: 年收入, 年纯收入, 人均纯收入.
const SUMS: [&str; 3] = ["AAC079", "AAC081", "AAC082"];

/// Years of income that stand side by side.
const YEARS: usize = 3;

/// `household.sheet`.
pub fn sheet(host: &dyn Host, request: &SheetRequest) -> Result<Paper, ApiError> {
    may_read(host, "household")?;
    let card = read(host, |store| card(host, store, request.id))?;
    if request.in_full {
        reveal::note_all(host, &Household::INFO, &[request.id], "print")?;
    }
    let in_full = request.in_full;
    let problems = read(host, |store| {
        let mut lines = Vec::with_capacity(card.problems.len());
        for row in &card.problems {
            lines.push(list::line_of_problem(store, row.id)?);
        }
        Ok(lines)
    })?;
    let (income_years, incomes) = incomes(&card.incomes);
    let place = place_of(&card);
    let form = HouseholdSheet {
        basics: basics(&card, in_full),
        members: card
            .members
            .iter()
            .map(|row| member(row, in_full))
            .collect(),
        income_years,
        incomes,
        measures: card
            .measures
            .into_iter()
            .map(list::line_of_measure)
            .collect(),
        problems,
        visits: card.visits.into_iter().map(list::line_of_visit).collect(),
        visits_total: card.visits_total,
        head: card.row.head_name,
        number: card.row.number,
        place,
    };
    made(host, "HD", Form::Household(form))
}

fn card(host: &dyn Host, store: &Store, id: Id) -> Result<HouseholdCard, ApiError> {
    store
        .household_card(asking(host), id)?
        .ok_or_else(|| ApiError::not_found("household", id))
}

fn place_of(card: &HouseholdCard) -> String {
    let row = &card.row;
    [&row.township_name, &row.village_name, &row.group_name]
        .into_iter()
        .filter(|name| !name.is_empty())
        .cloned()
        .collect::<Vec<_>>()
        .join(" ")
}

/// A field as it may stand on paper.
fn shown(row: &Row, number: u16, in_full: bool, record: &domain::RecordInfo) -> String {
    let value = row.cell(number);
    if in_full {
        return value.as_text().to_owned();
    }
    let masked = record
        .field(number)
        .map_or(Cell::Nothing, |field| mask::masked(field, value));
    match masked {
        Cell::Text(text) => text,
        _ => String::new(),
    }
}

fn basics(card: &HouseholdCard, in_full: bool) -> Vec<Field> {
    let row = &card.household;
    let home = Household::from_cells(&row.cells);
    let sensitive = |number| shown(row, number, in_full, &Household::INFO);
    let year = |year: Option<i64>| year.map_or(String::new(), |year| format!("{year}年"));
    let fields = [
        ("户主", card.row.head_name.clone()),
        (
            "人口",
            format!("{} 人，劳力 {} 人", card.row.people, card.row.labour),
        ),
        ("联系电话", sensitive(Household::phone)),
        ("家庭住址", home.address.clone()),
        ("户类型", codes::HOUSEHOLD_KIND.label_of(&home.kind)),
        ("贫困户属性", codes::ATTRIBUTE.label_of(&home.attribute)),
        ("脱贫状态", codes::STATE.label_of(&home.state)),
        ("脱贫年度", year(home.out_of_poverty_year)),
        ("首次识别年度", year(home.identified_year)),
        ("识别标准", codes::STANDARD.label_of(&home.standard)),
        ("致贫原因", labels(&codes::CAUSE, &home.causes)),
        (
            "监测对象类别",
            codes::MONITORED_KIND.label_of(&home.monitored_kind),
        ),
        ("致贫返贫风险", labels(&codes::RISK, &home.risks)),
        ("饮水是否困难", flag(home.water_hard)),
        ("饮水是否安全", flag(home.water_safe)),
        ("是否危房户", flag(home.house_unsafe)),
        ("危房等级", codes::HOUSE_GRADE.label_of(&home.house_grade)),
        (
            "人均纯收入",
            home.income_per_head_fen
                .map_or(String::new(), |fen| format!("{} 元", yuan(fen))),
        ),
        ("开户银行", home.bank_name.clone()),
        ("银行账号", sensitive(Household::bank_account)),
        ("帮扶责任人", home.helper_name.clone()),
        ("备注", home.note),
    ];
    fields
        .into_iter()
        .filter(|(label, value)| !value.is_empty() || MUST.contains(label))
        .map(|(label, value)| Field {
            label: label.to_owned(),
            value,
        })
        .collect()
}

/// What a 户档 shows even where nothing is known.
const MUST: [&str; 5] = ["户主", "联系电话", "家庭住址", "致贫原因", "帮扶责任人"];

fn member(row: &Row, in_full: bool) -> MemberLine {
    let member = Member::from_cells(&row.cells);
    let health = labels(&codes::HEALTH, &member.health);
    let said: Vec<String> = [health, member.illness, member.disability]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect();
    let insured = [
        (member.medical_insured, "医保"),
        (member.serious_illness_insured, "大病保险"),
        (member.pension_insured, "养老"),
        (member.allowance, "低保"),
    ];
    MemberLine {
        id_number: shown(row, Member::id_number, in_full, &Member::INFO),
        name: member.name,
        relation: codes::RELATION.label_of(&member.relation),
        gender: codes::GENDER.label_of(&member.gender),
        born_on: member.born_on,
        ethnicity: codes::ETHNICITY.label_of(&member.ethnicity),
        education: education(&member.education, &member.schooling),
        health: if in_full || said.is_empty() {
            said.join("，")
        } else {
            mask::HIDDEN.to_owned()
        },
        labour: codes::LABOUR.label_of(&member.labour),
        work: work(&member.work_where, member.work_months, &member.employer),
        insured: insured
            .iter()
            .filter(|(flag, _)| flag.is_some_and(|flag| flag != 0))
            .map(|(_, label)| *label)
            .collect::<Vec<_>>()
            .join("、"),
    }
}

/// 文化程度 of adults, 在校生状况 of pupils.
pub(super) fn education(education: &str, schooling: &str) -> String {
    let both = [
        codes::EDUCATION.label_of(education),
        codes::SCHOOLING.label_of(schooling),
    ];
    both.into_iter()
        .filter(|label| !label.is_empty())
        .collect::<Vec<_>>()
        .join("，")
}

/// Where somebody works, how many months, at whom.
pub(super) fn work(place: &str, months: Option<i64>, employer: &str) -> String {
    let months = months
        .filter(|months| *months > 0)
        .map_or(String::new(), |months| format!("{months} 个月"));
    [
        codes::WORK_WHERE.label_of(place),
        months,
        employer.to_owned(),
    ]
    .into_iter()
    .filter(|text| !text.is_empty())
    .collect::<Vec<_>>()
    .join("，")
}

/// The newest years side by side, an item a line, and their sum as the file adds it up.
fn incomes(rows: &[Row]) -> (Vec<String>, Vec<IncomeLine>) {
    let rows: Vec<Income> = rows
        .iter()
        .map(|row| Income::from_cells(&row.cells))
        .collect();
    let years: Vec<i64> = rows
        .iter()
        .filter_map(|row| row.year)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .rev()
        .take(YEARS)
        .collect();
    let lines = codes::INCOME_ITEM
        .entries
        .iter()
        .map(|entry| entry.code.to_owned())
        .chain(
            rows.iter()
                .map(|row| row.item.clone())
                .filter(|item| codes::INCOME_ITEM.by_code(item).is_none()),
        )
        .collect::<Vec<_>>();
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for item in lines {
        if !seen.insert(item.clone()) {
            continue;
        }
        let of = |year: i64| {
            let of_year = rows
                .iter()
                .filter(|row| row.year == Some(year) && row.item == item);
            let mut amounts = of_year.filter_map(|row| row.amount_fen).peekable();
            amounts.peek().is_some().then(|| amounts.sum::<i64>())
        };
        let amounts: Vec<Option<i64>> = years.iter().map(|year| of(*year)).collect();
        if amounts.iter().any(Option::is_some) {
            found.push(IncomeLine {
                item: codes::INCOME_ITEM.label_of(&item),
                amounts: amounts
                    .into_iter()
                    .map(|fen| fen.map_or(String::new(), yuan))
                    .collect(),
                is_sum: SUMS.contains(&item.as_str()),
            });
        }
    }
    let years = years.iter().map(ToString::to_string).collect();
    (years, found)
}

/// `household.notice`: no identity number, account or diagnosis hangs on a wall. The cause of poverty does: the card's own
/// layout has it, also where it is 因病 or 因残. The phones are those of the people who answer for the family: in full where
/// the asker may see them so, which is recorded.
pub fn notice(host: &dyn Host, request: &IdRequest) -> Result<Paper, ApiError> {
    may_read(host, "household")?;
    let (card, people) = read(host, |store| {
        let card = card(host, store, request.id)?;
        let on = today(host).to_string();
        let people = store.who_answers(request.id, &card.row.village_code, &on)?;
        Ok((card, people))
    })?;
    let in_full = host.asker().access("reveal") == Access::Write;
    let ids: Vec<Id> = people.iter().map(|one| one.id).collect();
    if in_full && !ids.is_empty() {
        reveal::note_all(host, &Household::INFO, &[request.id], "print")?;
    }
    let mut contacts = read(host, |store| {
        let book = Book::new(store, in_full);
        let mut contacts = Vec::with_capacity(people.len());
        for one in &people {
            let row = row::get(store.connection(), Person::INFO.table, one.id)?;
            let Some(row) = row.filter(|row| !row.is_deleted()) else {
                continue;
            };
            let person = Person::from_cells(&row.cells);
            contacts.push(Contact {
                duty: one.duty.clone(),
                name: person.name,
                unit: book.unit(person.unit_id)?,
                phone: if in_full || person.phone.is_empty() {
                    person.phone
                } else {
                    identity::mask_phone(&person.phone)
                },
            });
        }
        Ok(contacts)
    })?;
    let home = Household::from_cells(&card.household.cells);
    let known = contacts.iter().any(|one| one.name == home.helper_name);
    if !home.helper_name.is_empty() && !known {
        contacts.insert(
            0,
            Contact {
                duty: "帮扶责任人".to_owned(),
                name: home.helper_name.clone(),
                unit: String::new(),
                phone: String::new(),
            },
        );
    }
    let policies: BTreeSet<String> = card
        .visits
        .iter()
        .map(|visit| read(host, |store| policies_of(store, visit.id)))
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .flatten()
        .collect();
    let form = Notice {
        place: place_of(&card),
        basics: [
            (
                "家庭人口",
                format!("{} 人，劳力 {} 人", card.row.people, card.row.labour),
            ),
            ("户编号", card.row.number.clone()),
            ("脱贫状态", state(&home)),
            ("致贫原因", labels(&codes::CAUSE, &home.causes)),
            (
                "人均纯收入",
                home.income_per_head_fen
                    .map_or(String::new(), |fen| format!("{} 元", yuan(fen))),
            ),
        ]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(label, value)| Field {
            label: label.to_owned(),
            value,
        })
        .collect(),
        contacts,
        measures: card
            .measures
            .into_iter()
            .filter(|row| row.state != "dropped")
            .map(|row| NoticeMeasure {
                class: codes::MEASURE_CLASS.label_of(&row.class),
                amount: if row.amount_fen == 0 {
                    String::new()
                } else {
                    yuan(row.amount_fen)
                },
                due_on: row.due_on.unwrap_or_default(),
                state: codes::MEASURE_STATE.label_of(&row.state),
                content: row.content,
            })
            .collect(),
        policies: policies.into_iter().collect(),
        head: card.row.head_name,
    };
    made(host, "MBK", Form::Notice(form))
}

fn state(home: &Household) -> String {
    let state = codes::STATE.label_of(&home.state);
    match home.out_of_poverty_year {
        Some(year) if !state.is_empty() => format!("{state}（{year}年）"),
        _ => state,
    }
}

/// What the household was told of on a visit.
fn policies_of(store: &Store, visit: Id) -> Result<Vec<String>, ApiError> {
    let row = row::get(store.connection(), Visit::INFO.table, visit)?;
    Ok(row.map_or(Vec::new(), |row| {
        Visit::from_cells(&row.cells)
            .policies
            .iter()
            .map(|code| codes::POLICY.label_of(code))
            .collect()
    }))
}
