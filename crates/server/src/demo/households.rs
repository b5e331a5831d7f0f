//! Households as rosters have them: families of a kind, with causes, schooling, health and work that fit each other.

use chrono::{Datelike, NaiveDate};
use domain::{
    Id,
    records::{Assignment, Household, Income, Member, needs_housing},
};
use store::Edit;

use super::{dice::Dice, people};
use crate::registry::new_row;

/// What the season's work needs to know of a household.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts of a household that have nothing to do with each other"
)]
pub(super) struct Home {
    pub(super) id: Id,
    pub(super) head: String,
    pub(super) cause: &'static str,
    pub(super) has_pupil: bool,
    pub(super) has_worker: bool,
    pub(super) lifted: bool,
    pub(super) needs_house: bool,
}

/// What all households of a county share.
#[derive(Debug)]
pub(super) struct Making<'a> {
    pub(super) id_key: &'a [u8; 32],
    pub(super) today: NaiveDate,
    pub(super) made_at: i64,
    /// Counts people.
    pub(super) serial: u32,
}

/// The village that a household lives in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Where<'a> {
    pub(super) village: &'a str,
    /// Without 村委会.
    pub(super) name: &'a str,
    pub(super) helper: Id,
    pub(super) helper_name: &'a str,
}

struct Person {
    relation: &'static str,
    born_on: NaiveDate,
    male: bool,
    name: String,
}

const GROUPS: &[&str] = &["上屋组", "下屋组", "老屋组", "新屋组", "大塘组", "井边组"];
const CAUSES: &[(&str, u64)] = &[
    ("01", 34),
    ("02", 14),
    ("03", 12),
    ("07", 14),
    ("08", 10),
    ("09", 6),
    ("05", 3),
    ("04", 2),
    ("11", 3),
    ("10", 2),
];

/// One household with members, incomes and the person who answers for it: the rows of one set.
pub(super) fn household(
    dice: &mut Dice,
    making: &mut Making<'_>,
    place: Where<'_>,
    index: u32,
) -> (Home, Vec<Edit>) {
    let number = format!("{}{:04}", place.village, 1001 + index);
    let id = Household::id(making.id_key, &number);
    let family = family(dice, making.today);
    let cause = dice.weighted(CAUSES);
    let lifted = dice.chance(71);
    let attribute = dice.weighted(if lifted {
        &[("05", 70), ("02", 24), ("03", 6)]
    } else {
        &[("01", 62), ("04", 30), ("06", 8)]
    });
    let year = i64::from(making.today.year());
    let wages: i64 = if family.iter().any(|person| working(person, making.today)) {
        dice.range(180_000, 2_400_000)
    } else {
        0
    };
    let business = dice.range(40_000, 700_000);
    let transfers = dice.range(30_000, 520_000);
    let people = family.len() as i64;
    let at_risk = lifted && wages == 0 && cause == "01";

    let mut edits = Vec::with_capacity(family.len() + 5);
    let mut head_id = None;
    let mut pupil = false;
    for (position, person) in (1_u32..).zip(&family) {
        let member_id = dice.id(making.made_at);
        head_id = head_id.or(Some(member_id));
        let member = member(
            dice,
            making,
            person,
            id,
            &format!("{number}{position:02}"),
            cause,
        );
        pupil |= matches!(
            member.schooling.as_str(),
            "03" | "04" | "05" | "06" | "07" | "08" | "09"
        );
        edits.push(new_row(member_id, &member));
    }
    let record = Household {
        number,
        division_code: place.village.to_owned(),
        group_name: format!("{}{}", place.name, dice.pick(GROUPS)),
        phone: if dice.chance(86) {
            people::phone(dice)
        } else {
            String::new()
        },
        head_member_id: head_id,
        kind: if lifted { "脱贫户" } else { "一般农户" }.to_owned(),
        attribute: attribute.to_owned(),
        causes: vec![cause.to_owned()],
        state: if lifted {
            dice.pick(&["1", "1", "4"])
        } else {
            "0"
        }
        .to_owned(),
        out_of_poverty_year: lifted.then(|| dice.range(year - 4, year + 1)),
        identified_year: Some(dice.range(year - 5, year - 3)),
        standard: "0".to_owned(),
        water_hard: Some(0),
        water_safe: Some(i64::from(dice.chance(97))),
        house_unsafe: Some(i64::from(!lifted && dice.chance(9))),
        house_grade: dice.weighted(&[("1", 40), ("2", 55), ("3", 5)]).to_owned(),
        income_per_head_fen: Some((wages + business + transfers) / people),
        helper_name: place.helper_name.to_owned(),
        // Out of poverty by what the state pays, with somebody ill and nobody at work: watched.
        monitored_kind: if at_risk { "脱贫不稳定户" } else { "" }.to_owned(),
        risks: if at_risk {
            vec!["01".to_owned()]
        } else {
            Vec::new()
        },
        ..Household::default()
    };
    edits.push(new_row(id, &record));
    for (item, amount_fen) in [
        ("AAC073", wages),
        ("AAC071", business),
        ("AAC085", transfers),
    ] {
        if amount_fen > 0 {
            let income = Income {
                household_id: Some(id),
                year: Some(year - 1),
                item: item.to_owned(),
                amount_fen: Some(amount_fen),
            };
            edits.push(new_row(
                Income::id(making.id_key, id, year - 1, item),
                &income,
            ));
        }
    }
    let assignment = Assignment {
        person_id: Some(place.helper),
        layer: Some(7),
        household_id: Some(id),
        starts_on: format!("{}-03-01", year - 1),
        ..Assignment::default()
    };
    edits.push(new_row(dice.id(making.made_at), &assignment));
    let home = Home {
        id,
        head: family
            .first()
            .map(|person| person.name.clone())
            .unwrap_or_default(),
        cause,
        has_pupil: pupil,
        has_worker: wages > 0,
        lifted,
        needs_house: needs_housing(
            record.house_unsafe == Some(1),
            &record.house_grade,
            &record.risks,
            &record.causes,
        ),
    };
    (home, edits)
}

/// Head first. Ages fit the relations.
fn family(dice: &mut Dice, today: NaiveDate) -> Vec<Person> {
    let male_head = dice.chance(82);
    let surname = people::surname(dice);
    let head_born = people::birthday(dice, today, 34, 78);
    let head_age = people::age(head_born, today);
    let mut family = vec![person(dice, surname, "01", head_born, male_head)];
    if dice.chance(74) {
        let born = people::birthday(dice, today, (head_age - 6).max(24), head_age + 5);
        let own = people::surname(dice);
        family.push(person(dice, own, "02", born, !male_head));
    }
    let children = dice.weighted(
        &[(0, 22_i64), (1, 34), (2, 34), (3, 10)].map(|(count, weight)| (count, weight as u64)),
    );
    for _ in 0..children {
        let oldest = (head_age - 20).min(45);
        let born = people::birthday(dice, today, (oldest - 18).max(0), oldest.max(1));
        let male = dice.chance(53);
        let child_age = people::age(born, today);
        family.push(person(
            dice,
            surname,
            if male { "03" } else { "04" },
            born,
            male,
        ));
        if male && child_age > 26 && dice.chance(45) {
            let born = people::birthday(dice, today, 22, child_age + 2);
            let own = people::surname(dice);
            family.push(person(dice, own, "05", born, false));
            if dice.chance(70) {
                let born = people::birthday(dice, today, 0, (child_age - 21).max(1));
                let boy = dice.chance(52);
                family.push(person(
                    dice,
                    surname,
                    if boy { "07" } else { "08" },
                    born,
                    boy,
                ));
            }
        }
    }
    if head_age < 62 && dice.chance(34) {
        let father = dice.chance(40);
        let born = people::birthday(dice, today, head_age + 20, (head_age + 34).min(95));
        let own = if father {
            surname
        } else {
            people::surname(dice)
        };
        family.push(person(
            dice,
            own,
            if father { "11" } else { "12" },
            born,
            father,
        ));
    }
    family
}

fn person(
    dice: &mut Dice,
    surname: &str,
    relation: &'static str,
    born_on: NaiveDate,
    male: bool,
) -> Person {
    Person {
        relation,
        born_on,
        male,
        name: format!("{surname}{}", people::given(dice, male)),
    }
}

fn working(person: &Person, today: NaiveDate) -> bool {
    (18..60).contains(&people::age(person.born_on, today))
}

fn member(
    dice: &mut Dice,
    making: &mut Making<'_>,
    person: &Person,
    household: Id,
    number: &str,
    cause: &str,
) -> Member {
    let age = people::age(person.born_on, making.today);
    making.serial += 1;
    let is_head = person.relation == "01";
    let (education, schooling) = schooling(dice, age);
    let health = match () {
        () if cause == "01" && is_head && dice.chance(60) => "03",
        () if cause == "02" && is_head && dice.chance(80) => "04",
        () if age > 55 && dice.chance(30) => "02",
        () => dice.weighted(&[("01", 92), ("02", 4), ("03", 2), ("04", 2)]),
    };
    let labour = match age {
        ..16 => "04",
        60.. => dice.pick(&["弱劳动力或半劳动力", "04", "01"]),
        _ if health == "04" => "03",
        _ => dice.weighted(&[("01", 86), ("02", 10), ("弱劳动力或半劳动力", 4)]),
    };
    let works = (18..58).contains(&age)
        && matches!(labour, "01" | "02")
        && schooling == "01"
        && dice.chance(62);
    Member {
        household_id: Some(household),
        number: number.to_owned(),
        name: person.name.clone(),
        id_kind: "01".to_owned(),
        id_number: people::identity(person.born_on, person.male, making.serial),
        relation: person.relation.to_owned(),
        gender: if person.male { "1" } else { "2" }.to_owned(),
        born_on: person.born_on.to_string(),
        ethnicity: dice.weighted(&[("01", 84), ("13", 16)]).to_owned(),
        politics: if age < 18 {
            ""
        } else {
            dice.weighted(&[("13", 93), ("01", 5), ("03", 2)])
        }
        .to_owned(),
        education: education.to_owned(),
        schooling: schooling.to_owned(),
        health: vec![health.to_owned()],
        disability: if health == "04" {
            "肢体残疾二级"
        } else {
            ""
        }
        .to_owned(),
        labour: labour.to_owned(),
        work_where: if works {
            dice.weighted(&[
                ("省外务工", 50),
                ("县内务工", 20),
                ("乡内务工", 16),
                ("县外省内务工", 14),
            ])
        } else {
            ""
        }
        .to_owned(),
        work_months: works.then(|| dice.range(4, 12)),
        medical_insured: Some(1),
        pension_insured: (age >= 16).then_some(i64::from(dice.chance(93))),
        serious_illness_insured: Some(1),
        allowance: Some(i64::from(dice.chance(14))),
        phone: if is_head && dice.chance(60) {
            people::phone(dice)
        } else {
            String::new()
        },
        ..Member::default()
    }
}

/// Education where nobody goes to school, else the class: a roster has one of the two.
fn schooling(dice: &mut Dice, age: i64) -> (&'static str, &'static str) {
    match age {
        ..3 => ("", "学龄前儿童"),
        3..6 => ("", "02"),
        6..12 => ("", "03"),
        12 => ("", "04"),
        13 => ("", "05"),
        14 => ("", "06"),
        15..18 => ("", dice.pick(&["07", "08", "09", "10", "11"])),
        18..22 if dice.chance(30) => ("", "16"),
        18..40 => (
            dice.weighted(&[("03", 60), ("04", 24), ("02", 8), ("05", 8)]),
            "01",
        ),
        40..60 => (
            dice.weighted(&[("03", 46), ("02", 44), ("04", 8), ("01", 2)]),
            "01",
        ),
        _ => (dice.weighted(&[("02", 62), ("01", 24), ("03", 14)]), "01"),
    }
}
