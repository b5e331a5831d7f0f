//! 疑点数据 as a workbook: which row, which column, what stands there, and the reason in words.

use domain::identity::{mask_account, mask_identity, mask_phone};

use crate::{
    Doubt, Repair, Roster, SheetError,
    layouts::{COLUMNS, Kind},
    write::table::{Column, Field, Table, workbook},
};

/// How identity numbers, phones and accounts are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Show {
    /// Starred, as everywhere by default: the row tells which one is meant.
    Masked,
    /// Whole; the caller records that they were revealed.
    Plain,
}

/// Writes doubts and repairs of a roster as an .xlsx.
pub fn write_doubts(roster: &Roster, show: Show) -> Result<Vec<u8>, SheetError> {
    write(&roster.doubts, &roster.repaired, show)
}

/// Writes doubts and repairs as an .xlsx.
pub fn write(doubts: &[Doubt], repaired: &[Repair], show: Show) -> Result<Vec<u8>, SheetError> {
    let doubt_rows = doubts
        .iter()
        .map(|doubt| {
            let see = doubt.see.as_ref().map_or(String::new(), |see| {
                format!("{} 第{}行", see.sheet, see.row)
            });
            vec![
                Field::text(&doubt.sheet),
                Field::Count(i64::from(doubt.row)),
                Field::text(&doubt.column),
                Field::text(shown(&doubt.column, &doubt.value, show)),
                Field::text(reason(doubt.kind).0),
                Field::text(see),
                Field::text(doubt.kind),
            ]
        })
        .collect();
    let repaired_rows = repaired
        .iter()
        .map(|repair| {
            vec![
                Field::text(&repair.sheet),
                Field::Count(i64::from(repair.row)),
                Field::text(&repair.column),
                Field::text(shown(&repair.column, &repair.from, show)),
                Field::text(shown(&repair.column, &repair.to, show)),
                Field::text(reason(repair.why).0),
            ]
        })
        .collect();
    let columns = |words: &[(&str, u32)]| {
        words
            .iter()
            .map(|(word, width)| Column {
                word: (*word).to_owned(),
                width: *width,
            })
            .collect()
    };
    workbook(&[
        Table {
            sheet: "疑点数据".to_owned(),
            title: format!("疑点数据：{} 处（原样保留，要核对）", doubts.len()),
            columns: columns(&[
                ("工作表", 14),
                ("行号", 7),
                ("列", 16),
                ("原值", 26),
                ("疑点", 44),
                ("对照", 18),
                ("代码", 26),
            ]),
            rows: doubt_rows,
        },
        Table {
            sheet: "已修复".to_owned(),
            title: format!("已修复：{} 处", repaired.len()),
            columns: columns(&[
                ("工作表", 14),
                ("行号", 7),
                ("列", 16),
                ("原值", 26),
                ("改为", 26),
                ("原因", 30),
            ]),
            rows: repaired_rows,
        },
    ])
}

/// A value of a column the way it may be shown: the same masking serves lists on screen and on the command line.
pub fn shown(column: &str, value: &str, show: Show) -> String {
    if show == Show::Plain {
        return value.to_owned();
    }
    let known = COLUMNS
        .iter()
        .find(|known| known.words.contains(&column) || known.aliases.contains(&column));
    match known.map(|known| (known.key, known.kind)) {
        Some(("head_id_number", _) | (_, Kind::Identity)) => mask_identity(value),
        Some(("bank_account", _)) => mask_account(value),
        Some((_, Kind::Phone) | ("helper_phone", _)) => mask_phone(value),
        // Numbers that are only names; whoever wrote an identity number there is masked all the same.
        Some((_, Kind::Number)) if !is_identity(value) => value.to_owned(),
        _ => starred(value),
    }
}

fn is_identity(text: &str) -> bool {
    use domain::identity::{Finding, check};
    matches!(
        check(text.trim()),
        Finding::Right | Finding::RightCertificate
    )
}

/// A text of any kind, with every number in it masked that is long enough to be somebody's: a row that is nobody holds
/// whole cells side by side, and a cell may hold what belongs into the one beside it.
fn starred(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < characters.len() {
        let end = number_end(&characters, at);
        let run = &characters[at..end];
        if run.is_empty() {
            out.push(characters[at]);
            at += 1;
            continue;
        }
        let length = run.iter().filter(|c| !is_between(**c)).count();
        let number: String = run.iter().collect();
        out.push_str(&match length {
            15.. => mask_identity(&number),
            11.. => mask_phone(&number),
            _ => number,
        });
        at = end;
    }
    out
}

/// Half or full width.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// What people write between the digits of one number.
fn is_between(c: char) -> bool {
    matches!(c, '-' | '.' | '\u{2013}' | '\u{2014}' | '－')
}

/// Where the number ends that begins at `from`; `from` where none does. Parts with a space between them are one number
/// where together they have as many digits as a phone or an identity number, else each is one of its own.
fn number_end(characters: &[char], from: usize) -> usize {
    let part = |from: usize| {
        let mut end = from;
        while let Some(c) = characters.get(end) {
            let goes_on = is_between(*c)
                && end > from
                && characters.get(end + 1).copied().is_some_and(is_digit);
            if !is_digit(*c) && !goes_on {
                break;
            }
            end += 1;
        }
        let is_check = |c: &char| matches!(c, 'x' | 'X' | 'ｘ' | 'Ｘ');
        if end > from && characters.get(end).is_some_and(is_check) {
            end += 1;
        }
        end
    };
    let digits = |from: usize, end: usize| {
        let run = characters[from..end].iter();
        run.filter(|c| !is_between(**c) && !c.is_whitespace())
            .count()
    };
    let first = part(from);
    if digits(from, first) < 3 || digits(from, first) >= 11 {
        return first;
    }
    let mut end = first;
    while characters.get(end).is_some_and(|c| c.is_whitespace()) {
        let next = part(end + 1);
        if next == end + 1 || digits(end + 1, next) >= 11 {
            break;
        }
        end = next;
        match digits(from, end) {
            11 | 15 | 18 => return end,
            19.. => break,
            _ => {}
        }
    }
    first
}

/// A doubt or repair in words, Chinese and English.
pub fn reason(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "bad_check_digit" => (
            "证件号码的校验位不对，可能抄错一位",
            "The check character does not fit: one digit may be wrong",
        ),
        "impossible_birth_date" => (
            "证件号码里的出生日期不存在",
            "The birth date in the number does not exist",
        ),
        "number_lost_digits" => (
            "单元格是数字格式，后几位已经丢失，补不回来，按证件重填",
            "The cell held a number: its last digits are lost, fill it in from the card",
        ),
        "duplicate_identity" => (
            "同一个证件号码出现了不止一次",
            "The same number stands more than once",
        ),
        "identity_old_15" => ("15 位旧号码，要换成 18 位", "An old number of 15 digits"),
        "identity_length" => (
            "证件号码不是 18、20 或 22 位",
            "The number has not 18, 20 or 22 characters",
        ),
        "identity_characters" => (
            "证件号码里有不该有的字符",
            "The number has characters that no number has",
        ),
        "masked" => (
            "内容被星号遮住了，原有的没有动",
            "Hidden behind asterisks; what is on record stays",
        ),
        "bad_certificate" => (
            "残疾证的类别或等级不对",
            "Class or grade of the certificate is wrong",
        ),
        "two_heads" => ("这户不止一个户主", "The household has more than one head"),
        "two_spouses" => ("这户不止一个配偶", "The household has more than one spouse"),
        "household_without_head" => ("这户没有户主", "The household has no head"),
        "unknown_relation" => (
            "与户主关系不在规定的范围内",
            "The relation is not on the list",
        ),
        "unknown_risk" => ("风险不在规定的范围内", "The risk is not on the list"),
        "unknown_cause" => ("致贫原因不在规定的范围内", "The cause is not on the list"),
        "code_unknown" => ("内容不在规定的范围内", "The value is not on the list"),
        "yes_no_unknown" => ("应当填是或否", "It should say yes or no"),
        "education_and_school_both" => (
            "文化程度和在校生状况只能填一个",
            "Only one of education and schooling may be filled",
        ),
        "education_and_school_empty" => (
            "文化程度和在校生状况要填一个",
            "One of education and schooling must be filled",
        ),
        "health_missing" => ("健康状况没有填", "Health is empty"),
        "required_empty" => ("必填的内容没有填", "A required cell is empty"),
        "income_not_a_number" => ("收入不是数字", "The income is no number"),
        "number_not_readable" => ("应当填数字", "It should be a number"),
        "months_out_of_range" => ("一年没有这么多月", "A year has no so many months"),
        "phone_not_11_digits" => ("联系电话不是 11 位", "The phone has not 11 digits"),
        "name_too_long" => ("姓名太长", "The name is too long"),
        "formula_as_name" => ("姓名是一条公式", "The name is a formula"),
        "formula_without_value" => (
            "公式没有存下结果，在 Excel 里打开保存一次",
            "The result of the formula was never stored: open and save it in Excel",
        ),
        "cell_error" => ("单元格是错误值", "The cell holds an error"),
        "impossible_date" => ("日期不存在", "The date does not exist"),
        "date_not_readable" => ("看不出是哪一天", "It is no readable date"),
        "gender_differs" => (
            "性别对不上：与证件号码或与户主关系不一致",
            "Sex differs from the number or does not fit the relation",
        ),
        "spouses_same_gender" => (
            "户主和配偶的证件号码性别相同",
            "Head and spouse have the same sex by their numbers",
        ),
        "birth_differs" => (
            "出生日期与证件号码不一致",
            "The birth date differs from the number",
        ),
        "pupil_age" => (
            "小学生的年龄不在 6 至 14 岁",
            "A primary pupil is not between 6 and 14",
        ),
        "born_after_list" => ("出生在填报时间之后", "Born after the list was made"),
        "age_out_of_range" => ("年龄超过 120 岁", "Older than 120"),
        "illness_insurance_missing" => (
            "脱贫户成员没有大病保险",
            "A member of a household lifted out has no serious illness insurance",
        ),
        "medical_insurance_both" => (
            "居民医保和职工医保都填了是",
            "Both medical insurances say yes",
        ),
        "medical_insurance_none" => (
            "居民医保和职工医保都没有",
            "Neither medical insurance says yes",
        ),
        "work_place_without_months" => ("有务工地点，没有务工时间", "A work place without months"),
        "months_without_work_place" => {
            ("有务工时间，没有务工地点", "Months of work without a place")
        }
        "dropout_reason_differs" => (
            "因病或因残辍学，健康状况却是健康",
            "Left school because of illness, yet healthy",
        ),
        "household_value_differs" => (
            "与这户其他行的内容不一致",
            "Differs from the other rows of the household",
        ),
        "row_not_a_person" => (
            "这一行有内容，但看不出是谁",
            "Something stands here, but not a person",
        ),
        "risk_end_before_start" => ("风险消除早于识别", "The risk ended before it was found"),
        "village_unknown" => ("范围里没有这个村", "There is no such village in the area"),
        "household_elsewhere" => (
            "这户现在不在范围里，不能从这里改",
            "The household lies outside the area now and cannot be changed from here",
        ),
        "was_removed" => (
            "在本机已删除，导入会恢复",
            "Removed here before: importing brings it back",
        ),
        "member_elsewhere" => (
            "现在在另一户，导入会把人移过来",
            "Stands in another household now: importing moves them here",
        ),
        "member_outside" => (
            "这个人现在的户不在范围里，不能从这里移过来，没有导入",
            "Stands in a household outside the area now and cannot be moved from here: not taken",
        ),
        "merged_away" => (
            "这户已并入另一户，导入会恢复成单独一户",
            "Joined to another household: importing makes it one of its own again",
        ),
        "household_by_people" => (
            "户主和本机的不同，按家里的人认到这户，看是不是同一户",
            "Somebody else is the head here: known by its people, look whether it is the same",
        ),
        "household_by_name" => (
            "只有户主姓名对得上，看是不是同一户",
            "Only the head's name fits: look whether it is the same household",
        ),
        "head_namesake" => (
            "同村不止一户的户主叫这个名字，看是不是已经有这户",
            "Several heads of the village have this name: look whether it is here already",
        ),
        "household_emptied" => (
            "这一户的人都会移走，导入会把它并到这户",
            "Everybody of that household moves: importing joins it to this one",
        ),
        "household_parted" => (
            "这一户的人分到几户，都导入后它并到户主去的那户，户主去了别村就并到同村的一户",
            "Its people go to several households: once all are imported it is joined to the one of its head, or to one of its own village",
        ),
        "household_left_empty" => (
            "这一户在别村，人都会移走，不并户；导入后是空户，到那户删除",
            "That household is in another village and everybody of it moves: it is not joined, and stays empty until it is deleted",
        ),
        "head_twice" => (
            "名册里同村还有一户的户主叫这个名字，看是一户还是两户",
            "Another household of this list has a head of this name: look whether they are one or two",
        ),
        "household_twice" => (
            "名册里另一户已认到本机的这一户，没有导入",
            "Another household of this list is this one here already: not taken",
        ),
        "name_twice" => (
            "这户两行同名，看是一个人还是两个人",
            "Two rows of the household have this name: look whether they are one person or two",
        ),
        "changed_since_look" => (
            "看过以后本机又有改动，没有导入，再看一下",
            "Changed here after it was shown, and not taken: look again",
        ),
        "full_width" => ("全角改半角", "Full width made half width"),
        "letter_case" => ("小写 x 改大写 X", "Small x made capital"),
        "space" => ("去掉空格", "Spaces removed"),
        "invisible" => ("去掉看不见的字符", "Invisible characters removed"),
        "wrapper" => ("去掉 =\"…\"", "The wrapper =\"…\" removed"),
        "apostrophe" => ("去掉前面的撇号", "The apostrophe in front removed"),
        "separator" => ("去掉电话里的分隔符", "Separators in the phone removed"),
        "unit" => ("去掉单位或千分号", "Unit or thousands separators removed"),
        "date_form" => ("统一日期写法", "The form of the date made uniform"),
        "serial_day" => ("日期序号换成日期", "A serial number made a date"),
        "other_word" => ("换成规定的叫法", "The listed word for it"),
        _ => ("", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_somebody_is_masked_wherever_it_stands() {
        for (column, value, masked) in [
            ("", "4311 10057840758", "4311 100****0758"),
            (
                "",
                "合作医疗 991128197001010010 张德顺",
                "合作医疗 991128********0010 张德顺",
            ),
            ("", "99112819700101001x", "991128********001x"),
            ("", "991128 19700101 0010", "991128**********0010"),
            ("", "100-5784-0758", "100******0758"),
            ("", "100 5784 0758", "100******0758"),
            (
                "",
                "９９１１２８１９７００１０１００１０",
                "９９１１２８********００１０",
            ),
            ("姓名", "张德顺991128700101001", "张德顺991128*****1001"),
            (
                "备注",
                "电话10057840758，2018年9月",
                "电话100****0758，2018年9月",
            ),
            ("户编号", "43112810320111001", "43112810320111001"),
            ("人编号", "4311281032011100101", "4311281032011100101"),
            ("户编号", "991128197001010010", "991128********0010"),
            ("证件号码", "991128197001010010", "991128********0010"),
            ("行政村", "上坪村 2018-09-30", "上坪村 2018-09-30"),
            ("", "共 9 户 29 人 3200", "共 9 户 29 人 3200"),
        ] {
            assert_eq!(
                shown(column, value, Show::Masked),
                masked,
                "{column} {value}"
            );
            assert_eq!(shown(column, value, Show::Plain), value);
        }
    }
}
