//! Forms beyond H1–H4 whose people are read by the same words: H5–H8 list members, H13 heads alone.

use super::{Column, column};
use crate::layouts::header::normal;

/// A form, and words that no other has.
const FORMS: [(&str, &[&str]); 5] = [
    (
        "H5",
        &[
            "致贫/返贫风险1",
            "风险消除方式",
            "识别监测时间",
            "实施开发式帮扶措施情况",
        ],
    ),
    ("H6", &["家庭成员名称"]),
    (
        "H7",
        &["年居住时间", "健康状况或疾病类型", "身份证号码或残疾证号码"],
    ),
    (
        "H8",
        &[
            "婚否",
            "上户口日期",
            "是否健在",
            "户口是否迁出",
            "户口注销日期",
        ],
    ),
    ("H13", &["户主个人编号"]),
];

/// What a header is that has such words.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Form {
    /// Its name.
    pub(super) name: Option<&'static str>,
    /// Each row is a household, told by its head.
    pub(super) heads_only: bool,
}

/// Which form it is; columns that mean something else in it are put right. `words` are the lowest words by column.
pub(super) fn adapt(
    columns: &mut [(u32, &'static Column)],
    unmapped: &mut Vec<(u32, String)>,
    words: &[String],
) -> (Form, Option<(u32, &'static Column)>) {
    let has = |columns: &[(u32, &'static Column)], key: &str| {
        columns.iter().any(|(_, column)| column.key == key)
    };
    let mut form = Form {
        name: FORMS
            .iter()
            .find(|(_, own)| own.iter().any(|word| words.contains(&normal(word))))
            .map(|(name, _)| *name),
        heads_only: false,
    };
    let swap = |columns: &mut [(u32, &'static Column)], from: &str, to: &str| {
        for (_, place) in columns.iter_mut() {
            if place.key == from
                && let Some(column) = column(to)
            {
                *place = column;
            }
        }
    };
    // 联系电话 is the household's in H1–H4, the member's here.
    if form.name == Some("H8") && !has(columns, "member_phone") {
        swap(columns, "phone", "member_phone");
    }
    let mut added = None;
    if !has(columns, "name") && has(columns, "head_name") && has(columns, "household_number") {
        form = Form {
            name: Some("H13"),
            heads_only: true,
        };
        swap(columns, "head_name", "name");
        if !has(columns, "id_number") {
            swap(columns, "head_id_number", "id_number");
        }
        let own = unmapped
            .iter()
            .position(|(_, word)| normal(word) == "户主个人编号");
        if let (Some(at), Some(number)) = (own, column("member_number"))
            && !has(columns, "member_number")
        {
            added = Some((unmapped.remove(at).0, number));
        }
    } else if form.name == Some("H13") {
        form.name = None;
    }
    (form, added)
}
