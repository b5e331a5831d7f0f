//! Names, identity numbers and telephones of people who do not exist: numbers start with 99, telephones with 100.

use chrono::{Datelike, NaiveDate};
use domain::identity::check_character;

use super::dice::Dice;

/// Common ones often, and those that search must get right sometimes.
const SURNAMES: &[(&str, u64)] = &[
    ("李", 70),
    ("王", 68),
    ("张", 66),
    ("刘", 60),
    ("陈", 50),
    ("杨", 36),
    ("黄", 34),
    ("周", 32),
    ("吴", 30),
    ("郑", 28),
    ("骆", 24),
    ("乐", 18),
    ("肖", 18),
    ("何", 17),
    ("罗", 17),
    ("谢", 16),
    ("邓", 15),
    ("唐", 15),
    ("蒋", 14),
    ("胡", 14),
    ("欧阳", 6),
    ("石", 9),
    ("潘", 9),
    ("邱", 6),
    ("奉", 5),
    ("盘", 6),
    ("赵", 10),
    ("廖", 8),
    ("曾", 7),
    ("伍", 5),
    ("区", 2),
    ("仇", 2),
    ("单", 2),
    ("解", 2),
    ("尉迟", 1),
    ("柏", 2),
    ("翟", 2),
    ("晏", 2),
    ("宁", 2),
    ("牛", 1),
];

const MALE: &[&str] = &[
    "建", "国", "军", "明", "志", "强", "文", "华", "平", "勇", "波", "松", "林", "海", "春", "生",
    "德", "和", "贵", "福", "云", "龙", "光", "辉", "富", "柏", "恒", "远", "清", "顺", "有", "才",
    "金", "水", "土", "木", "石", "新", "永", "昌",
];
const FEMALE: &[&str] = &[
    "秀", "英", "兰", "芳", "玉", "梅", "桂", "花", "春", "香", "凤", "莲", "红", "霞", "艳", "娟",
    "丽", "琴", "月", "娥", "珍", "翠", "小", "冬", "满", "细", "燕", "素", "静", "婷", "妹", "姣",
    "菊", "美", "群", "莉",
];
/// Characters outside the basic plane of Unicode, which names do have.
const RARE: &[&str] = &["𬱖", "㛃", "䶮"];

pub(super) fn surname(dice: &mut Dice) -> &'static str {
    dice.weighted(SURNAMES)
}

pub(super) fn given(dice: &mut Dice, male: bool) -> String {
    let letters = if male { MALE } else { FEMALE };
    let mut name = String::from(dice.pick(letters));
    if dice.chance(2) {
        dice.pick(RARE).clone_into(&mut name);
    }
    if dice.chance(72) {
        name.push_str(dice.pick(letters));
    }
    name
}

pub(super) fn full_name(dice: &mut Dice, male: bool) -> String {
    format!("{}{}", surname(dice), given(dice, male))
}

/// A number that passes its own check and belongs to no province. `serial` keeps two people apart.
pub(super) fn identity(born_on: NaiveDate, male: bool, serial: u32) -> String {
    // Area and sequence together count people: 10,000 × 500 before a birthday must repeat one.
    let area = serial % 10_000;
    let sequence = (serial / 10_000 % 500) * 2 + u32::from(male);
    let digits = format!(
        "99{area:04}{:04}{:02}{:02}{sequence:03}",
        born_on.year(),
        born_on.month(),
        born_on.day()
    );
    let check = check_character(digits.as_bytes()).unwrap_or('0');
    format!("{digits}{check}")
}

pub(super) fn phone(dice: &mut Dice) -> String {
    format!("100{:08}", dice.range(0, 100_000_000))
}

/// A birthday of someone who is `from` to `to` years old on `today`.
pub(super) fn birthday(dice: &mut Dice, today: NaiveDate, from: i64, to: i64) -> NaiveDate {
    let days = dice.range(from * 365 + from / 4 + 1, to * 365 + to / 4);
    today
        .checked_sub_days(chrono::Days::new(days.max(0) as u64))
        .unwrap_or(today)
}

pub(super) fn age(born_on: NaiveDate, today: NaiveDate) -> i64 {
    i64::from(today.years_since(born_on).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use domain::identity::{Finding, born_on, check, gender};

    use super::*;

    #[test]
    fn a_made_up_number_is_right_in_itself_and_of_no_province() {
        let mut dice = Dice::new(3);
        let today = NaiveDate::from_ymd_opt(2018, 9, 30).unwrap();
        for serial in 0..500 {
            let (born, male) = (birthday(&mut dice, today, 0, 90), dice.chance(50));
            let number = identity(born, male, serial * 977);
            assert_eq!(check(&number), Finding::Right, "{number}");
            assert!(number.starts_with("99"));
            assert_eq!(born_on(&number), Some(born));
            assert_eq!(gender(&number), Some(if male { "1" } else { "2" }));
        }
    }

    #[test]
    fn two_serials_never_share_a_number() {
        let born = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap();
        let numbers: std::collections::BTreeSet<String> = (0..50_000)
            .map(|serial| identity(born, true, serial))
            .collect();
        assert_eq!(numbers.len(), 50_000);
    }
}
