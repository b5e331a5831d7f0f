//! Whose lists a household is on: 教育, 民政, 住建, 卫健, 残联.

use rusqlite::Row;

use crate::StoreError;

/// The lists, in the order of their bits.
pub const SECTORS: [&str; 5] = [
    "students",
    "allowance",
    "unsafe_housing",
    "sick",
    "disabled",
];
const STUDENTS: u8 = 1;
const ALLOWANCE: u8 = 2;
const UNSAFE_HOUSING: u8 = 4;
const SICK: u8 = 8;
const DISABLED: u8 = 16;

fn bits_of(bits: &[(bool, u8)]) -> u8 {
    bits.iter()
        .filter(|(is_so, _)| *is_so)
        .fold(0, |all, (_, bit)| all | bit)
}

/// By its attribute a household is on the allowance, or cared for; by its house's grade, C or D, it lives unsafely.
pub(super) fn of_house(attribute: &str, is_unsafe: bool, house_grade: &str) -> u8 {
    let on_allowance = matches!(attribute, "02" | "03" | "04" | "06" | "07" | "08")
        || attribute.contains("低保")
        || attribute.contains("五保");
    let is_unsafe = is_unsafe || matches!(house_grade, "3" | "4");
    bits_of(&[(on_allowance, ALLOWANCE), (is_unsafe, UNSAFE_HOUSING)])
}

/// From the columns 7 to 11 of a member.
pub(super) fn of_member(row: &Row<'_>) -> Result<u8, StoreError> {
    let text = |index: usize| -> Result<&str, StoreError> {
        Ok(row.get_ref(index)?.as_str().unwrap_or_default())
    };
    let health = domain::records::list(&text(9)?.into());
    let has = |code: &str| health.iter().any(|one| one == code);
    Ok(bits_of(&[
        (is_at_school(text(7)?), STUDENTS),
        (row.get::<_, Option<i64>>(8)? == Some(1), ALLOWANCE),
        (has("02") || has("03") || !text(10)?.is_empty(), SICK),
        (has("04") || !text(11)?.is_empty(), DISABLED),
    ]))
}

/// 在校生: 非在校生 and who is not of school age is none.
fn is_at_school(schooling: &str) -> bool {
    !matches!(schooling, "" | "01" | "学龄前儿童")
}
