//! Problems of one village: found on a visit, worked on and handed in by the team, looked at by an inspector.

use chrono::NaiveDate;
use domain::{
    Id,
    records::{Problem, ProblemStep},
};
use store::Edit;

use super::{
    dice::Dice,
    work::{Count, Saved, Season, change, day_of, moment},
};
use crate::registry::new_row;

/// Who works, as an act names them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Worker<'a> {
    pub(super) person: Id,
    pub(super) name: &'a str,
    pub(super) role: &'a str,
}

/// Where and when a problem came to light.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) visit: Id,
    pub(super) on: NaiveDate,
    pub(super) home: Id,
}

/// A problem that its team has handed in, for an inspector to look at.
#[derive(Debug)]
pub(super) struct HandedIn {
    pub(super) id: Id,
    pub(super) on: NaiveDate,
    pub(super) due: NaiveDate,
    pub(super) problem: Problem,
}

/// A problem from the visit that brought it to light to its handing in; how far it came differs.
pub(super) fn found(
    dice: &mut Dice,
    season: Season<'_>,
    worker: Worker<'_>,
    Found { visit, on, home }: Found,
    count: &mut Count,
    handed_in: &mut Vec<HandedIn>,
) -> Vec<Saved> {
    let (content, category, remedy, word) = dice.pick(&[
        (
            "屋后排水沟堵塞，雨天进水",
            "住房",
            "组织疏通，联系村里备砂石",
            "砂石已经运到组里",
        ),
        (
            "厨房电线老化",
            "住房",
            "请电工更换线路",
            "电工看过，要换两条线",
        ),
        (
            "慢性病门诊没有办理",
            "健康",
            "陪同到卫生院办理",
            "材料已经交到卫生院",
        ),
        (
            "饮水龙头压力不足",
            "饮水安全",
            "报水利站检查管道",
            "水利站来查过，主管有渗漏",
        ),
        (
            "务工补贴没有到账",
            "就业",
            "核对银行卡号，重新申报",
            "卡号错了一位，已经重报",
        ),
        (
            "入户路有一段塌方",
            "基础设施建设",
            "报乡镇列入维修",
            "乡镇已经列入本月维修",
        ),
        (
            "收入登记和实际不一致",
            "动态调整",
            "重新核算并签字",
            "工资流水已经补齐",
        ),
    ]);
    let due = day_of(on, dice.range(10, 45));
    let at = moment(dice, on, 20, 200);
    let id = dice.id(at);
    let first = Problem {
        household_id: Some(home),
        source: "visit".to_owned(),
        kind: "single".to_owned(),
        category: category.to_owned(),
        content: content.to_owned(),
        remedy: remedy.to_owned(),
        person_id: Some(worker.person),
        due_on: due.to_string(),
        state: "open".to_owned(),
        visit_id: Some(visit),
        ..Problem::default()
    };
    count.problems += 1;
    let mut saved = vec![(at, vec![new_row(id, &first)])];
    let begun_on = day_of(on, dice.range(1, 6));
    if begun_on >= season.today || dice.chance(12) {
        return saved;
    }
    let running = Problem {
        state: "running".to_owned(),
        ..first.clone()
    };
    let at = moment(dice, begun_on, 19, 200);
    saved.push((
        at,
        vec![
            step(dice, id, begun_on, at, worker, "progress", word),
            change(id, &first, &running),
        ],
    ));
    count.steps += 1;
    let done_on = day_of(begun_on, dice.range(3, 30));
    if done_on < season.today && dice.chance(85) {
        let result = format!("{remedy}，已看过，解决了");
        let done = Problem {
            state: "done".to_owned(),
            result: result.clone(),
            ..running.clone()
        };
        let at = moment(dice, done_on, 19, 200);
        saved.push((
            at,
            vec![
                step(dice, id, done_on, at, worker, "submit", &result),
                change(id, &running, &done),
            ],
        ));
        count.steps += 1;
        handed_in.push(HandedIn {
            id,
            on: done_on,
            due,
            problem: done,
        });
    }
    saved
}

/// What an inspector who has `seen` the county's log made of what was handed in: most is closed, some sent back, the
/// newest waits.
pub(super) fn looked_at(
    dice: &mut Dice,
    season: Season<'_>,
    inspector: Worker<'_>,
    handed_in: Vec<HandedIn>,
    seen: u64,
    count: &mut Count,
) -> Vec<Saved> {
    let mut saved = Vec::new();
    for HandedIn {
        id,
        on,
        due,
        problem,
    } in handed_in
    {
        let looked_on = day_of(on, dice.range(3, 20));
        if looked_on >= season.today || dice.chance(25) {
            continue;
        }
        let at = moment(dice, looked_on, 10, 300);
        let is_good = dice.chance(82);
        let (kind, note) = if is_good {
            (
                "verify",
                dice.pick(&["到户看过，已经解决", "电话问过本人，属实", ""]),
            )
        } else {
            (
                "return",
                dice.pick(&[
                    "到户看过，只做了一半",
                    "没有看到佐证材料",
                    "本人说还没有到位",
                ]),
            )
        };
        let after = Problem {
            state: Problem::state_after(&problem.state, kind).to_owned(),
            closed_on: if is_good {
                looked_on.to_string()
            } else {
                String::new()
            },
            ..problem.clone()
        };
        let mut row = ProblemStep {
            problem_id: Some(id),
            kind: kind.to_owned(),
            made_on: looked_on.to_string(),
            person_id: Some(inspector.person),
            person_name: inspector.name.to_owned(),
            role: inspector.role.to_owned(),
            note: note.to_owned(),
            ..ProblemStep::default()
        };
        if is_good {
            row.in_time = Some(i64::from(on <= due));
            row.in_quality = Some(1);
            row.in_quantity = Some(i64::from(dice.chance(90)));
        }
        saved.push((
            at,
            vec![
                new_row(dice.id(at), &row),
                Edit {
                    base: Some(seen),
                    ..change(id, &problem, &after)
                },
            ],
        ));
        count.steps += 1;
    }
    saved
}

fn step(
    dice: &mut Dice,
    problem: Id,
    on: NaiveDate,
    at: i64,
    worker: Worker<'_>,
    kind: &str,
    note: &str,
) -> Edit {
    let row = ProblemStep {
        problem_id: Some(problem),
        kind: kind.to_owned(),
        made_on: on.to_string(),
        person_id: Some(worker.person),
        person_name: worker.name.to_owned(),
        role: worker.role.to_owned(),
        note: note.to_owned(),
        ..ProblemStep::default()
    };
    new_row(dice.id(at), &row)
}
