//! A season of work of one village's team: nights, visits, measures, problems, each as one set of its author's laptop.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use domain::{
    Cells, Id,
    records::{Measure, Record, Stay, Visit},
};
use store::Edit;

use super::{
    dice::Dice,
    households::Home,
    problems::{self, Found, HandedIn, Worker},
};
use crate::registry::new_row;

/// When and where the work was done.
#[derive(Debug, Clone, Copy)]
pub(super) struct Season<'a> {
    pub(super) id_key: &'a [u8; 32],
    pub(super) village: &'a str,
    pub(super) starts_on: NaiveDate,
    /// Not worked on yet.
    pub(super) today: NaiveDate,
}

/// One save: when, and which rows.
pub(super) type Saved = (i64, Vec<Edit>);

/// How many rows of each kind came to be.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Count {
    pub(super) visits: usize,
    pub(super) stays: usize,
    pub(super) measures: usize,
    pub(super) problems: usize,
    pub(super) steps: usize,
}

/// The days and nights of one person.
pub(super) fn stays(
    dice: &mut Dice,
    season: Season<'_>,
    person: Id,
    count: &mut Count,
) -> Vec<Saved> {
    let mut saved = Vec::new();
    for on in season
        .starts_on
        .iter_days()
        .take_while(|on| *on < season.today)
    {
        let weekend = matches!(on.weekday(), Weekday::Sat | Weekday::Sun);
        let day = if weekend {
            dice.weighted(&[("holiday", 62), ("village", 30), ("", 8)])
        } else {
            dice.weighted(&[
                ("village", 78),
                ("trip", 8),
                ("meeting", 7),
                ("leave", 4),
                ("", 3),
            ])
        };
        let night = match (day, weekend) {
            ("village", false) => dice.weighted(&[("stayed", 90), ("", 10)]),
            ("village", true) => dice.weighted(&[("stayed", 70), ("duty", 10), ("", 20)]),
            ("trip" | "meeting", _) => dice.weighted(&[("stayed", 35), ("duty", 15), ("", 50)]),
            _ => "",
        };
        if day.is_empty() && night.is_empty() {
            continue;
        }
        let stay = Stay {
            person_id: Some(person),
            stayed_on: on.to_string(),
            day: day.to_owned(),
            day_places: if day == "village" {
                vec![season.village.to_owned()]
            } else {
                Vec::new()
            },
            night: night.to_owned(),
            night_place: if night == "stayed" {
                season.village.to_owned()
            } else {
                String::new()
            },
            note: match day {
                "meeting" => dice
                    .pick(&["县里开调度会", "乡镇工作例会", "业务培训"])
                    .to_owned(),
                "trip" => dice
                    .pick(&["到县里对接产业项目", "送资料到乡镇", "陪同就医"])
                    .to_owned(),
                "leave" => "家中有事，已请假".to_owned(),
                _ => String::new(),
            },
        };
        let at = moment(dice, on, 20, 150);
        saved.push((
            at,
            vec![new_row(Stay::id(season.id_key, person, on), &stay)],
        ));
        count.stays += 1;
    }
    saved
}

/// The calls on one household, and the problems they brought to light.
pub(super) fn visits(
    dice: &mut Dice,
    season: Season<'_>,
    worker: Worker<'_>,
    home: &Home,
    count: &mut Count,
    handed_in: &mut Vec<HandedIn>,
) -> Vec<Saved> {
    let days = (season.today - season.starts_on).num_days().max(1);
    let mut saved = Vec::new();
    if dice.chance(4) {
        return saved;
    }
    let times = days / 38 + dice.range(0, 2);
    for _ in 0..times.max(1) {
        let on = day_of(season.starts_on, dice.range(0, days));
        let at = moment(dice, on, 17, 240);
        let id = dice.id(at);
        let (purpose, note) = occasion(dice, home);
        let visit = Visit {
            household_id: Some(home.id),
            visited_on: on.to_string(),
            person_ids: vec![worker.person.to_string()],
            mode: dice.weighted(&[("home", 90), ("phone", 10)]).to_owned(),
            purposes: vec![purpose.to_owned()],
            policies: if purpose == "policy" {
                vec![
                    dice.pick(&["medical", "education", "loan", "industry", "pension"])
                        .to_owned(),
                ]
            } else {
                Vec::new()
            },
            met: home.head.clone(),
            note,
            satisfaction: dice
                .weighted(&[
                    ("", 50),
                    ("satisfied", 30),
                    ("very_satisfied", 14),
                    ("neutral", 6),
                ])
                .to_owned(),
            day_part: String::new(),
        };
        saved.push((at, vec![new_row(id, &visit)]));
        count.visits += 1;
        if dice.chance(5) {
            let found = Found {
                visit: id,
                on,
                home: home.id,
            };
            saved.extend(problems::found(
                dice, season, worker, found, count, handed_in,
            ));
        }
    }
    saved
}

fn occasion(dice: &mut Dice, home: &Home) -> (&'static str, String) {
    let crop = dice.pick(&["烤烟", "油茶", "水稻", "辣椒", "黄花菜", "大豆"]);
    let number = dice.range(2, 9);
    let general: [(&str, String); 6] = [
        (
            "routine",
            format!(
                "到{}家走访，身体还好，今年种{crop}{number}亩，长势不错。",
                home.head
            ),
        ),
        (
            "routine",
            format!("家里收入主要靠种{crop}和务工，问了今年的打算，想再养{number}头猪。"),
        ),
        (
            "follow_up",
            format!("看了帮扶的{crop}，技术员教过一次，已学会，准备明年扩{number}亩。"),
        ),
        ("errand", "帮忙把医保缴费办好，单据放回文件袋。".to_owned()),
        (
            "policy",
            "讲了今年的政策和一卡通到账情况，看得懂，问了小额信贷怎么还。".to_owned(),
        ),
        (
            "condolence",
            "送去慰问品，陪着聊了一阵，屋里收拾得干净。".to_owned(),
        ),
    ];
    let own = match home.cause {
        "01" => Some((
            "follow_up",
            "看了药费单据，住院报销已到账，慢性病门诊本还没有办，下周陪去。".to_owned(),
        )),
        "02" => Some((
            "errand",
            "残疾证快到期，登记了换证，护理补贴按月到账。".to_owned(),
        )),
        "03" if home.has_pupil => Some((
            "policy",
            "孩子在校，助学金这学期已发，提醒保存回执。".to_owned(),
        )),
        "07" => Some((
            "technique",
            format!("请技术员到田里讲{crop}的病虫害，下次要带药来。"),
        )),
        "08" if home.has_worker => Some((
            "routine",
            "主要劳力在外务工，老人在家，柴和米都够，嘱咐用电安全。".to_owned(),
        )),
        _ => None,
    };
    match own {
        Some(own) if dice.chance(45) => own,
        _ => general[(dice.next() % 6) as usize].clone(),
    }
}

/// What was promised to one household, and how far it came.
pub(super) fn measures(
    dice: &mut Dice,
    season: Season<'_>,
    person: Id,
    home: &Home,
    count: &mut Count,
) -> Vec<Saved> {
    let mut saved = Vec::new();
    let days = (season.today - season.starts_on).num_days().max(1);
    let mut offers: Vec<(&str, &str, &str, i64)> = vec![
        ("industry", "种植黄花菜，提供种苗和保底收购", "亩", 120_000),
        ("industry", "发放鸡苗并提供防疫", "只", 60_000),
        ("living", "改厨改厕", "处", 300_000),
        ("social_help", "节日慰问", "次", 30_000),
    ];
    match home.cause {
        "01" => offers.push(("health", "大病救助，协助报销住院费", "次", 800_000)),
        "02" => offers.push(("social_security", "办理残疾人两项补贴", "人", 132_000)),
        "03" => offers.push(("education", "雨露计划职业学历补助", "人", 300_000)),
        "07" => offers.push(("employment", "实用技术培训", "人", 50_000)),
        _ => offers.push(("public_post", "安排护林员岗位", "人", 1_000_000)),
    }
    if home.has_worker {
        offers.push(("employment", "外出务工交通补助", "人", 40_000));
    }
    let many = if home.lifted {
        dice.range(0, 3)
    } else {
        dice.range(1, 4)
    };
    for _ in 0..many {
        let (class, content, unit, each_fen) = dice.pick(&offers);
        let begins = day_of(season.starts_on, dice.range(0, days));
        let due = day_of(begins, dice.range(20, 140));
        let quantity = if unit == "只" {
            dice.range(20, 80)
        } else {
            dice.range(1, 4)
        };
        let at = moment(dice, begins, 19, 150);
        let id = dice.id(at);
        let planned = Measure {
            household_id: Some(home.id),
            class: class.to_owned(),
            content: content.to_owned(),
            // Some were promised without a word of what for.
            goal: if dice.chance(70) { goal_of(class) } else { "" }.to_owned(),
            person_id: Some(person),
            amount_fen: Some(if unit == "只" {
                each_fen / 20 * quantity
            } else {
                each_fen * quantity
            }),
            quantity: Some(quantity),
            quantity_unit: unit.to_owned(),
            starts_on: begins.to_string(),
            due_on: due.to_string(),
            state: "planned".to_owned(),
            ..Measure::default()
        };
        saved.push((at, vec![new_row(id, &planned)]));
        count.measures += 1;
        let running_on = day_of(begins, dice.range(2, 20));
        if running_on >= season.today {
            continue;
        }
        let running = Measure {
            state: "running".to_owned(),
            quantity_done: Some(quantity / 2),
            ..planned.clone()
        };
        saved.push((
            moment(dice, running_on, 18, 200),
            vec![change(id, &planned, &running)],
        ));
        let done_on = day_of(running_on, dice.range(8, 60));
        if done_on < season.today && dice.chance(85) {
            let done = Measure {
                state: "done".to_owned(),
                done_on: done_on.to_string(),
                result: dice
                    .pick(&["已兑现，本人签字", "资金已到一卡通", "验收合格"])
                    .to_owned(),
                quantity_done: Some(quantity),
                paid_fen: running.amount_fen,
                ..running.clone()
            };
            saved.push((
                moment(dice, done_on, 18, 200),
                vec![change(id, &running, &done)],
            ));
        }
    }
    saved
}

/// 帮扶目标 of a measure.
fn goal_of(class: &str) -> &'static str {
    match class {
        "industry" => "年增收 3,000 元",
        "employment" | "public_post" => "一人稳定就业",
        "education" => "不因学费辍学",
        "health" => "住院自付不过一成",
        _ => "基本生活有保障",
    }
}

/// What a form of the same laptop writes: cells that changed, with all of their groups.
pub(super) fn change<R: Record>(id: Id, before: &R, after: &R) -> Edit {
    let (before, after) = (before.to_cells(), after.to_cells());
    let mut cells: Cells = domain::cbor::changed(&before, &after);
    let groups: Vec<u16> = cells.keys().map(|field| R::INFO.group_of(*field)).collect();
    for field in groups
        .into_iter()
        .flat_map(|group| R::INFO.group_members(group))
    {
        if let Some(value) = after.get(&field) {
            cells.insert(field, value.clone());
        }
    }
    Edit {
        table: R::INFO.table,
        id,
        // The row's earlier writer is this laptop itself, which always counts as seen.
        base: Some(0),
        cells,
    }
}

/// What one laptop saved, in the order in which it was saved: a change never before the row it changes.
pub(super) fn in_order(saves: Vec<Saved>) -> Vec<Saved> {
    let mut last: BTreeMap<Id, i64> = BTreeMap::new();
    let mut saves: Vec<Saved> = saves
        .into_iter()
        .map(|(at, edits)| {
            let at = edits
                .iter()
                .filter_map(|edit| last.get(&edit.id))
                .fold(at, |at, before| at.max(before + 1));
            for edit in &edits {
                last.insert(edit.id, at);
            }
            (at, edits)
        })
        .collect();
    saves.sort_by_key(|(at, _)| *at);
    saves
}

pub(super) fn day_of(from: NaiveDate, days: i64) -> NaiveDate {
    from.checked_add_days(Days::new(days.max(0) as u64))
        .unwrap_or(from)
}

/// A moment on `on` from `hour` o'clock at UTC+8, up to `minutes` later.
pub(super) fn moment(dice: &mut Dice, on: NaiveDate, hour: i64, minutes: i64) -> i64 {
    let midnight = on
        .and_time(chrono::NaiveTime::MIN)
        .and_utc()
        .timestamp_millis()
        - 8 * 3_600_000;
    midnight + (hour * 60 + dice.range(0, minutes)) * 60_000 + dice.range(0, 60_000)
}
