//! What a household and a village of the demonstration are to reach in the year, and how a household gets a house.

use chrono::Datelike;
use domain::{
    Id,
    records::{HouseholdPlan, HouseholdPlanLine, HousingSolution, VillagePlan, VillagePlanLine},
};

use super::{
    dice::Dice,
    households::Home,
    work::{Saved, Season, day_of, moment},
};
use crate::registry::new_row;

/// Item, what is done, by whom, at least and at most, in fen.
type Step = (&'static str, &'static str, &'static str, i64, i64);

const AT_HOME: &[Step] = &[
    (
        "AAC071",
        "种黄花菜两亩，合作社保底收购",
        "户主；合作社",
        300_000,
        900_000,
    ),
    ("AAC071", "养土鸡五十只", "户主", 150_000, 400_000),
    ("AAC074", "种苗、饲料和肥料", "户主", 60_000, 200_000),
    ("AAC085", "低保金和养老金", "村委会代办", 150_000, 480_000),
];
const AWAY: Step = ("AAC073", "外出务工", "家里的劳力", 900_000, 2_600_000);

/// The plan of a household that is still poor, agreed with the family in the first weeks of the season.
pub(super) fn of_household(dice: &mut Dice, season: Season<'_>, home: &Home) -> Vec<Saved> {
    let mut saved = Vec::new();
    let year = i64::from(season.today.year());
    if !home.lifted {
        let agreed = day_of(season.starts_on, dice.range(0, 14))
            .min(season.today.pred_opt().unwrap_or(season.today));
        let at = moment(dice, agreed, 19, 100);
        let plan = HouseholdPlan {
            household_id: Some(home.id),
            year: Some(year),
            goal: "年人均纯收入过线，两不愁三保障全部达标".to_owned(),
            agreed_on: agreed.to_string(),
            ..HouseholdPlan::default()
        };
        saved.push((
            at,
            vec![new_row(
                HouseholdPlan::id(season.id_key, home.id, year),
                &plan,
            )],
        ));
        let mut steps: Vec<Step> = AT_HOME
            .iter()
            .filter(|_| dice.chance(70))
            .copied()
            .collect();
        if home.has_worker {
            steps.push(AWAY);
        }
        for (item, content, by_whom, least, most) in steps {
            let at = moment(dice, agreed, 20, 60);
            let line = HouseholdPlanLine {
                household_id: Some(home.id),
                year: Some(year),
                item: item.to_owned(),
                content: content.to_owned(),
                by_whom: by_whom.to_owned(),
                expected_fen: Some(dice.range(least, most) / 10_000 * 10_000),
                due_on: format!("{year}-12-31"),
            };
            saved.push((at, vec![new_row(dice.id(at), &line)]));
        }
    }
    // A third of those who need a house still wait for a decision.
    if home.needs_house && dice.chance(66) {
        let decided = season.starts_on;
        let started = day_of(decided, dice.range(20, 50));
        let is_started = started < season.today;
        let solution = HousingSolution {
            household_id: Some(home.id),
            kind: dice
                .weighted(&[("repair", 70), ("together", 20), ("turnkey", 10)])
                .to_owned(),
            state: if is_started { "started" } else { "decided" }.to_owned(),
            decided_on: decided.to_string(),
            started_on: if is_started {
                started.to_string()
            } else {
                String::new()
            },
            ..HousingSolution::default()
        };
        let at = moment(dice, if is_started { started } else { decided }, 18, 120);
        saved.push((
            at,
            vec![new_row(
                HousingSolution::id(season.id_key, home.id),
                &solution,
            )],
        ));
    }
    saved
}

/// The plan of a village, with its targets and projects.
pub(super) fn of_village(dice: &mut Dice, season: Season<'_>, poor: i64) -> Vec<Saved> {
    let year = i64::from(season.today.year());
    let at = moment(dice, season.starts_on, 19, 100);
    let plan = VillagePlan {
        division_code: season.village.to_owned(),
        year: Some(year),
        goal: "贫困户人均收入过线，基础设施补齐".to_owned(),
        agreed_on: season.starts_on.to_string(),
        ..VillagePlan::default()
    };
    let mut saved = vec![(
        at,
        vec![new_row(
            VillagePlan::id(season.id_key, season.village, year),
            &plan,
        )],
    )];
    let road = dice.range(1, 5);
    for (kind, content, quantity, unit, amount_fen, by_whom) in [
        ("target", "脱贫", poor, "户", None, "驻村工作队"),
        ("target", "适龄儿童全部在校", 0, "", None, "村两委"),
        (
            "project",
            "硬化通组路",
            road,
            "公里",
            Some(road * 35_000_000),
            "县交通局",
        ),
        (
            "project",
            "集中供水点",
            1,
            "处",
            Some(dice.range(20, 60) * 1_000_000),
            "县水利局",
        ),
    ] {
        let at = moment(dice, season.starts_on, 20, 60);
        let line = VillagePlanLine {
            division_code: season.village.to_owned(),
            year: Some(year),
            kind: kind.to_owned(),
            content: content.to_owned(),
            quantity: (quantity > 0).then_some(quantity),
            quantity_unit: unit.to_owned(),
            amount_fen,
            by_whom: by_whom.to_owned(),
            due_on: format!("{year}-12-31"),
            state: dice.pick(&["planned", "running"]).to_owned(),
        };
        let id: Id = dice.id(at);
        saved.push((at, vec![new_row(id, &line)]));
    }
    saved
}
