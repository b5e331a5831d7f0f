//! A county of 100,000 households, 400,000 members, 600,000 visits and 200,000 measures, written straight into the
//! tables, and the same rows in plain SQLite.

use std::path::Path;

use chrono::{Days, NaiveDate};
use domain::Id;
use rusqlite::{Connection, params};
use store::Store;

use crate::made;

pub const HOUSEHOLDS: u64 = 100_000;
const MEMBERS: u64 = 4;
const VISITS: u64 = 6;
const MEASURES: u64 = 2;
const PROBLEMS_EVERY: u64 = 10;

/// A person who went to many households.
pub const VISITOR: Id = Id([77; 16]);

const SURNAMES: &str = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文区仇单解";
const GIVEN: &str = "德顺月英根生桂香建国志强秀兰春生小平大海长根玉梅明华军勇艳芳丽红霞国庆永福金凤水清银花冬梅光荣来福海燕晓东文斌子涵雨欣浩然思远满堂有才贵生细妹";

struct Dice(u64, u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
    fn id(&mut self) -> Id {
        // In order, as ids of version 7 are: rows of one time lie together.
        self.1 += 1;
        let mut bytes = [0; 16];
        for chunk in bytes.chunks_mut(4) {
            chunk.copy_from_slice(&(self.below(u64::from(u32::MAX)) as u32).to_be_bytes());
        }
        bytes[..8].copy_from_slice(&self.1.to_be_bytes());
        Id(bytes)
    }
    fn of(&mut self, from: &[char]) -> char {
        from[self.below(from.len() as u64) as usize]
    }
}

/// What was seen at the door, in thousands of ways.
fn note(dice: &mut Dice) -> String {
    const SEEN: [[&str; 8]; 4] = [
        [
            "到家走访",
            "上门看望",
            "在田里遇到",
            "电话里问过",
            "院坝里坐了一会",
            "和儿媳说了话",
            "户主不在家",
            "同组长一起去",
        ],
        [
            "身体还好",
            "腰疼，药快没了",
            "血压高，按时吃药",
            "腿脚不便",
            "刚从县医院回来",
            "慢病卡要换",
            "牙疼吃不下饭",
            "精神不错",
        ],
        [
            "今年种烤烟",
            "养了两头猪",
            "黄花菜卖了三千",
            "儿子在东莞打工",
            "想申请小额贷款",
            "稻谷收了八百斤",
            "公益岗工资到账",
            "地流转出去了",
        ],
        [
            "长势不错",
            "屋顶漏雨要修",
            "孩子学费已交",
            "水管冻裂",
            "答应下周再来",
            "危改款还差一笔",
            "路灯坏了一盏",
            "无困难",
        ],
    ];
    let seen: Vec<&str> = SEEN
        .iter()
        .map(|ways| ways[dice.below(ways.len() as u64) as usize])
        .collect();
    format!("{}，{}元。", seen.join("，"), dice.below(100_000))
}

/// A right identity number of a place that there is not.
fn number(born: NaiveDate, order: u32) -> String {
    let digits = format!("990101{}{order:03}", born.format("%Y%m%d"));
    let last = domain::identity::check_character(digits.as_bytes()).expect("17 digits");
    format!("{digits}{last}")
}

pub fn county(folder: &Path, env: &made::BenchEnv) -> Store {
    let store = made::laptop(folder, env);
    fill(&store);
    store
}

/// The same rows in a file of plain SQLite, with an index for each question that it is asked.
pub fn plain(store: &Store, folder: &Path) -> Connection {
    let path = folder.join("bare.sqlite");
    let conn = store.connection();
    conn.execute("ATTACH ?1 AS bare KEY ''", [path.to_string_lossy()])
        .expect("a plain file");
    for table in ["household", "member", "visit", "measure", "problem"] {
        conn.execute_batch(&format!(
            "CREATE TABLE bare.{table} AS SELECT * FROM {table}"
        ))
        .expect("a copy");
    }
    conn.execute_batch("DETACH bare").expect("written");
    let bare = Connection::open(path).expect("a plain file");
    bare.execute_batch(
        "PRAGMA cache_size = -32768;
         CREATE UNIQUE INDEX household_id ON household (id);
         CREATE INDEX household_listed ON household (division_code, group_name, number);
         CREATE INDEX household_income ON household (income_per_head_fen);
         CREATE INDEX member_name ON member (name);
         CREATE INDEX member_identity ON member (id_number);
         CREATE INDEX visit_listed ON visit (visited_on, created_at);
         CREATE INDEX visit_household ON visit (household_id, visited_on);
         CREATE INDEX measure_listed ON measure (due_on, state);
         CREATE INDEX problem_visit ON problem (visit_id);
         CREATE INDEX problem_listed ON problem (due_on, state);
         ANALYZE;",
    )
    .expect("indexes");
    bare
}

/// Writes the county's rows into an empty file.
pub fn fill(store: &Store) {
    let conn = store.connection();
    let mut dice = Dice(7, 0);
    let (surnames, given): (Vec<char>, Vec<char>) =
        (SURNAMES.chars().collect(), GIVEN.chars().collect());
    conn.execute_batch("BEGIN").expect("to begin");
    for household in 0..HOUSEHOLDS {
        let village = 431_128_101_201 + (household / 2_000) % 16 * 1_000 + household / 200 % 30;
        let id = dice.id();
        let (group, cause) = (dice.below(6), dice.below(12) + 1);
        conn.prepare_cached(
            "INSERT INTO household (id, number, division_code, group_name, phone, causes, state, out_of_poverty_year,
                 income_per_head_fen, _seq, _place, kind, risks, watched_on, changed_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 2018, ?8, ?9, ?10, '脱贫户', ?11, ?12, 1538300000000)",
        )
        .and_then(|mut insert| {
            insert.execute(params![
                id.0.as_slice(),
                format!("{village}{:04}", household % 9_000 + 1_000),
                village.to_string(),
                ["上屋组", "下屋组", "老屋组", "新屋组", "大塘组", "井边组"][group as usize],
                format!("100{:08}", dice.below(99_999_999)),
                format!("[\"{cause:02}\"]"),
                ["0", "1", "4"][dice.below(3) as usize],
                dice.below(2_000_000) as i64,
                household as i64 + 1,
                village as i64,
                if household % 20 == 0 { "[\"01\",\"04\"]" } else { "" },
                if household % 20 == 0 { "2018-07-02" } else { "" },
            ])
        })
        .expect("a household");
        let surname = dice.of(&surnames);
        for index in 0..MEMBERS {
            let name: String = [surname, dice.of(&given), dice.of(&given)].iter().collect();
            let born = NaiveDate::from_ymd_opt(1935, 1, 1).expect("a date")
                + Days::new(dice.below(80 * 365));
            conn.prepare_cached(
                "INSERT INTO member (id, household_id, name, relation, labour, id_number, _seq, _place, gender, born_on,
                     ethnicity, education, health, work_where, work_months, medical_insured, pension_insured,
                     serious_illness_insured, allowance, changed_at)
                 VALUES (?1, ?2, ?3, ?4, '01', ?5, 1, ?6, ?7, ?8, '01', ?9, '[\"01\"]', ?10, ?11, 1, ?12, 1, 0,
                     1538300000000)",
            )
            .and_then(|mut insert| {
                insert.execute(params![
                    dice.id().0.as_slice(),
                    id.0.as_slice(),
                    name,
                    if index == 0 { "01" } else { "02" },
                    number(born, dice.below(500) as u32 * 2 + index as u32 % 2),
                    village as i64,
                    if index % 2 == 0 { "2" } else { "1" },
                    born.to_string(),
                    if dice.below(50) == 0 { "" } else { "02" },
                    ["", "省外务工"][dice.below(2) as usize],
                    [None, Some(8)][dice.below(2) as usize],
                    (dice.below(10) > 0).then_some(1),
                ])
            })
            .expect("a member");
        }
        for visit in 0..VISITS {
            let on = format!(
                "2018-{:02}-{:02}",
                1 + (visit * 2 + dice.below(2)) % 9,
                1 + dice.below(28)
            );
            conn.prepare_cached(
                "INSERT INTO visit (id, household_id, visited_on, person_ids, purposes, note, created_at, changed_at, _seq, _place)
                 VALUES (?1, ?2, ?3, ?4, '[\"routine\"]', ?6, 1538300000000, 1538300000000, 1, ?5)",
            )
            .and_then(|mut insert| {
                insert.execute(params![
                    dice.id().0.as_slice(),
                    id.0.as_slice(),
                    on,
                    format!("[\"{}\"]", if visit == 0 && household % 50 == 0 { VISITOR } else { Id([(village % 250) as u8; 16]) }),
                    village as i64,
                    note(&mut dice),
                ])
            })
            .expect("a visit");
        }
        if household % PROBLEMS_EVERY == 0 {
            conn.prepare_cached(
                "INSERT INTO problem (id, household_id, content, due_on, state, kind, source, person_id, _seq, _place)
                 VALUES (?1, ?2, '屋顶漏水', ?3, ?4, ?6, 'visit', ?7, 1, ?5)",
            )
            .and_then(|mut insert| {
                insert.execute(params![
                    dice.id().0.as_slice(),
                    id.0.as_slice(),
                    format!("2018-{:02}-{:02}", 1 + dice.below(12), 1 + dice.below(28)),
                    ["open", "running", "done", "verified"][dice.below(4) as usize],
                    village as i64,
                    ["single", "common"][usize::from(dice.below(10) == 0)],
                    [(village % 250) as u8; 16].as_slice()
                ])
            })
            .expect("a problem");
        }
        for _ in 0..MEASURES {
            conn.prepare_cached(
                "INSERT INTO measure (id, household_id, class, content, amount_fen, due_on, state, _seq, _place)
                 VALUES (?1, ?2, 'industry', '种植黄花菜', 120000, ?3, ?4, 1, ?5)",
            )
            .and_then(|mut insert| {
                insert.execute(params![
                    dice.id().0.as_slice(),
                    id.0.as_slice(),
                    format!("2018-{:02}-{:02}", 1 + dice.below(12), 1 + dice.below(28)),
                    ["planned", "running", "done", "done"][dice.below(4) as usize],
                    village as i64
                ])
            })
            .expect("a measure");
        }
    }
    conn.execute_batch("COMMIT; ANALYZE").expect("to commit");
}
