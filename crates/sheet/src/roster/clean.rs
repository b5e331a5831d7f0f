//! What may be put right in a cell without guessing: spaces, widths, wrappers, forms of dates and amounts.

use chrono::NaiveDate;

use crate::read::is_space;

/// A text that was put right, and the word for why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cleaned {
    pub(super) text: String,
    /// Nothing where the text stands as it was.
    pub(super) why: Option<&'static str>,
}

impl Cleaned {
    fn new(text: String, from: &str, why: Option<&'static str>) -> Self {
        let why = if text == from {
            None
        } else {
            why.or(Some("space"))
        };
        Self { text, why }
    }
}

/// `="…"` as some exports write long numbers, so that Excel shows them whole.
fn unwrap_formula(text: &str) -> Option<&str> {
    text.trim_matches(is_space)
        .strip_prefix("=\"")?
        .strip_suffix('"')
        .filter(|inner| !inner.contains('"'))
}

/// Is this a character that nobody sees, other than a plain space?
fn is_invisible(character: char) -> bool {
    is_space(character) && !matches!(character, ' ' | '\n' | '\r' | '\t')
}

fn half_width(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(character as u32 - 0xfee0).unwrap_or(character),
        other => other,
    }
}

/// A word of a list or a name: no spaces at its ends, none between Chinese characters, one between Latin words.
pub(super) fn word(from: &str) -> Cleaned {
    let (inner, wrapped) = unwrap_formula(from).map_or((from, false), |inner| (inner, true));
    let mut text = String::with_capacity(inner.len());
    let mut gap = false;
    for character in inner.chars() {
        if is_space(character) {
            // Zero-width marks never part anything.
            gap |= character.is_whitespace();
            continue;
        }
        if gap
            && character.is_ascii_alphanumeric()
            && text
                .chars()
                .next_back()
                .is_some_and(|last| last.is_ascii_alphanumeric())
        {
            text.push(' ');
        }
        gap = false;
        text.push(character);
    }
    let why = if wrapped {
        "wrapper"
    } else if inner.chars().any(is_invisible) {
        "invisible"
    } else {
        "space"
    };
    Cleaned::new(text, from, Some(why))
}

/// Running text: only its ends are trimmed, and what nobody sees is taken out.
pub(super) fn text(from: &str) -> Cleaned {
    let (inner, wrapped) = unwrap_formula(from).map_or((from, false), |inner| (inner, true));
    let text: String = inner
        .trim_matches(is_space)
        .chars()
        .filter(|c| c.is_whitespace() || !is_space(*c))
        .collect();
    let why = if wrapped {
        "wrapper"
    } else if inner.chars().any(is_invisible) {
        "invisible"
    } else {
        "space"
    };
    Cleaned::new(text, from, Some(why))
}

/// An identity number or another number that is a name: no spaces, half width, capital X, no wrapper, no apostrophe.
pub(super) fn number(from: &str) -> Cleaned {
    let mut why = None;
    let mut inner = from;
    if let Some(unwrapped) = unwrap_formula(inner) {
        inner = unwrapped;
        why = Some("wrapper");
    }
    let apostrophe = |c: char| matches!(c, '\'' | '\u{2019}' | '\u{2018}' | '`' | '\u{ff07}');
    let trimmed = inner.trim_start_matches(|c| is_space(c) || apostrophe(c));
    let front = &inner[..inner.len() - trimmed.len()];
    if front.chars().any(apostrophe) {
        why = why.or(Some("apostrophe"));
    } else if !front.is_empty() {
        why = why.or(Some(if front.chars().any(is_invisible) {
            "invisible"
        } else {
            "space"
        }));
    }
    let mut text = String::with_capacity(trimmed.len());
    for character in trimmed.chars() {
        if is_space(character) {
            why = why.or(Some(if is_invisible(character) {
                "invisible"
            } else {
                "space"
            }));
            continue;
        }
        let half = half_width(character);
        if half != character {
            why = why.or(Some("full_width"));
        }
        text.push(half);
    }
    // A small x is only ever the check character.
    if text.ends_with('x') || (text.len() > 18 && text.as_bytes().get(17) == Some(&b'x')) {
        why = why.or(Some("letter_case"));
        text = text.replace('x', "X");
    }
    Cleaned::new(text, from, why)
}

/// `9.90412E+17`: a number that was shown in powers of ten and lost its digits.
pub(super) fn is_power_of_ten(text: &str) -> bool {
    let Some((digits, power)) = text.split_once(['E', 'e']) else {
        return false;
    };
    let power = power.strip_prefix('+').unwrap_or(power);
    let digits_right = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.chars().all(|c| c.is_ascii_digit() || c == '.');
    digits_right && matches!(power.len(), 1..=3) && power.bytes().all(|byte| byte.is_ascii_digit())
}

/// A phone without the marks people put between its digits, if what is left is one.
pub(super) fn phone(from: &str) -> Cleaned {
    let plain = number(from);
    let bare: String = plain
        .text
        .chars()
        .filter(|c| !matches!(c, '-' | '\u{2014}' | '\u{2013}' | '(' | ')' | '.'))
        .collect();
    let bare = bare
        .strip_prefix("+86")
        .or_else(|| bare.strip_prefix("86").filter(|rest| rest.len() == 11))
        .unwrap_or(&bare);
    if domain::identity::is_phone(bare) && bare != plain.text {
        Cleaned::new(bare.to_owned(), from, Some("separator"))
    } else {
        plain
    }
}

/// An amount as digits with a point; `None` where it is no number.
pub(super) fn money(from: &str) -> Option<Cleaned> {
    let plain = number(from);
    let stripped: String = plain
        .text
        .chars()
        .filter(|c| *c != ',' && *c != '\u{ffe5}' && *c != '\u{a5}')
        .collect();
    let bare = stripped.strip_suffix('元').unwrap_or(&stripped);
    let digits = bare.strip_prefix('-').unwrap_or(bare);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let right = !whole.is_empty()
        && (whole.len() + part.len() <= 15)
        && whole
            .bytes()
            .chain(part.bytes())
            .all(|byte| byte.is_ascii_digit());
    // 1,23 is no thousand: where there are commas they stand before groups of three.
    let grouped = plain
        .text
        .split('.')
        .next()
        .is_none_or(|whole| whole.split(',').skip(1).all(|group| group.len() == 3));
    (right && grouped && !bare.ends_with('.')).then(|| {
        let why = plain.why.or(Some("unit"));
        Cleaned::new(bare.to_owned(), from, why)
    })
}

/// A whole number, with the unit that people write behind it taken off.
pub(super) fn count(from: &str, units: &[&str]) -> Option<Cleaned> {
    let plain = number(from);
    let bare = units
        .iter()
        .find_map(|unit| plain.text.strip_suffix(unit))
        .unwrap_or(&plain.text);
    let bare = bare
        .strip_suffix(".0")
        .or_else(|| bare.strip_suffix(".00"))
        .unwrap_or(bare);
    let right =
        !bare.is_empty() && bare.len() <= 9 && bare.bytes().all(|byte| byte.is_ascii_digit());
    right.then(|| Cleaned::new(bare.to_owned(), from, plain.why.or(Some("unit"))))
}

/// What a text in a date column is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Day {
    /// A day, as `2018-06-30`, and whether the form had to be changed into one that the reference names.
    Is(NaiveDate, bool),
    /// A month, `201806`: kept.
    Month,
    /// A year alone: kept.
    Year,
    /// A day that the calendar does not have.
    Impossible,
    /// No date at all.
    Unreadable,
}

/// `20180630`, `2018-06-30`, `2018/6/30` are forms of the reference; `2018.6.30` and `2018年6月30日` are put right.
pub(super) fn day(text: &str) -> Day {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return match (text[..4].parse(), text[4..6].parse(), text[6..].parse()) {
            (Ok(year), Ok(month), Ok(day)) => NaiveDate::from_ymd_opt(year, month, day)
                .map_or(Day::Impossible, |date| Day::Is(date, false)),
            _ => Day::Unreadable,
        };
    }
    if text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return match text[4..].parse() {
            Ok(1..=12) => Day::Month,
            _ => Day::Impossible,
        };
    }
    if text
        .strip_suffix('年')
        .unwrap_or(text)
        .parse()
        .is_ok_and(|year: u32| (1900..2200).contains(&year))
    {
        return Day::Year;
    }
    // A time behind the day says nothing.
    let text = text.split_once([' ', 'T']).map_or(text, |(day, _)| day);
    let marked = text.contains(['年', '.', '\u{3002}', '\u{ff0e}']);
    let parts: Vec<&str> = text
        .trim_end_matches(['日', '号', '月'])
        .split(['年', '月', '-', '/', '.', '\u{3002}', '\u{ff0e}'])
        .collect();
    let numbers: Option<Vec<u32>> = parts
        .iter()
        .map(|part| part.parse().ok().filter(|_| part.len() <= 4))
        .collect();
    match numbers.as_deref() {
        Some([year @ 1000..=9999, month, day]) => i32::try_from(*year)
            .ok()
            .and_then(|year| NaiveDate::from_ymd_opt(year, *month, *day))
            .map_or(Day::Impossible, |date| Day::Is(date, marked)),
        Some([1000..=9999, 1..=12]) => Day::Month,
        _ => Day::Unreadable,
    }
}

/// Yuan with up to two decimals as fen; more decimals are rounded once, half away from zero.
pub fn fen(text: &str) -> Option<i64> {
    let (negative, digits) = text
        .strip_prefix('-')
        .map_or((false, text), |digits| (true, digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    if whole.is_empty()
        || part.is_empty()
        || whole.len() > 13
        || !whole
            .bytes()
            .chain(part.bytes())
            .all(|byte| byte.is_ascii_digit())
    {
        return None;
    }
    let digit = |at: usize| i64::from(part.as_bytes().get(at).map_or(0, |byte| byte - b'0'));
    let fen =
        whole.parse::<i64>().ok()? * 100 + digit(0) * 10 + digit(1) + i64::from(digit(2) >= 5);
    Some(if negative { -fen } else { fen })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(cleaned: &Cleaned) -> (&str, Option<&str>) {
        (&cleaned.text, cleaned.why)
    }

    #[test]
    fn identity_numbers_are_put_right_and_it_is_said_why() {
        let right = "99887119551026067X";
        for (from, why) in [
            (right, None),
            ("99887119551026067x", Some("letter_case")),
            (" 99887119551026067X ", Some("space")),
            ("99887119551026067X\u{a0}", Some("invisible")),
            ("\u{feff}99887119551026067X", Some("invisible")),
            ("９９８８７１１９５５１０２６０６７Ｘ", Some("full_width")),
            ("９９８８７１１９５５１０２６０６７ｘ", Some("full_width")),
            ("=\"99887119551026067X\"", Some("wrapper")),
            ("'99887119551026067X", Some("apostrophe")),
            ("998871 19551026 067X", Some("space")),
        ] {
            assert_eq!(repaired(&number(from)), (right, why), "{from:?}");
        }
    }

    #[test]
    fn names_lose_the_spaces_between_chinese_characters_only() {
        for (from, to) in [
            ("张　三", "张三"),
            (" 之子\u{a0}", "之子"),
            ("Anna Maria", "Anna Maria"),
            ("买买提·吐尔逊", "买买提·吐尔逊"),
            ("于\u{200b}兰花", "于兰花"),
        ] {
            assert_eq!(word(from).text, to);
        }
        assert_eq!(word("张三").why, None);
    }

    #[test]
    fn powers_of_ten_are_known_and_codes_with_an_e_are_not() {
        for text in ["9.90412E+17", "9.9E17", "4.31128e+17", "1E+15"] {
            assert!(is_power_of_ten(text), "{text}");
        }
        for text in ["990412195404261848", "E17", "9.9E+", "99E0412X", ""] {
            assert!(!is_power_of_ten(text), "{text}");
        }
    }

    #[test]
    fn phones_lose_their_dashes_only_when_a_phone_is_left() {
        assert_eq!(
            repaired(&phone("100-2412-0439")),
            ("10024120439", Some("separator"))
        );
        assert_eq!(
            repaired(&phone("+86 100 2412 0439")),
            ("10024120439", Some("separator"))
        );
        assert_eq!(repaired(&phone("0746-4712345")), ("0746-4712345", None));
        assert_eq!(repaired(&phone("1001234567")), ("1001234567", None));
    }

    #[test]
    fn amounts_are_numbers_with_their_unit_or_not_at_all() {
        let amount = |from: &str| money(from).map(|cleaned| cleaned.text);
        assert_eq!(amount("9153.82").as_deref(), Some("9153.82"));
        assert_eq!(amount("9,153.82元").as_deref(), Some("9153.82"));
        assert_eq!(amount("-120").as_deref(), Some("-120"));
        for from in [
            "二千三",
            "",
            "9153.",
            ".5",
            "约3000",
            "1,23",
            "1.2.3",
            "3000左右",
            "--5",
        ] {
            assert_eq!(amount(from), None, "{from}");
        }
        assert_eq!(money("9153.82").and_then(|cleaned| cleaned.why), None);
        assert_eq!(
            count("11个月", &["个月", "月"])
                .map(|cleaned| cleaned.text)
                .as_deref(),
            Some("11")
        );
        assert_eq!(count("半年", &["个月", "月"]), None);
    }

    #[test]
    fn dates_come_in_many_forms_and_some_do_not_exist() {
        let date = NaiveDate::from_ymd_opt(2018, 6, 3).unwrap();
        for (text, changed) in [
            ("20180603", false),
            ("2018-06-03", false),
            ("2018/6/3", false),
            ("2018.6.3", true),
            ("2018年6月3日", true),
            ("2018-06-03 00:00:00", false),
        ] {
            assert_eq!(day(text), Day::Is(date, changed), "{text}");
        }
        for text in ["2020年2月30日", "20200230", "2020-13-01", "202013"] {
            assert_eq!(day(text), Day::Impossible, "{text}");
        }
        for text in ["去年", "", "20201", "3/6", "六月"] {
            assert_eq!(day(text), Day::Unreadable, "{text}");
        }
        assert_eq!(day("2014"), Day::Year);
        assert_eq!(day("202006"), Day::Month);
        assert_eq!(day("2020年6月"), Day::Month);
    }

    #[test]
    fn yuan_become_fen_without_a_float() {
        assert_eq!(fen("9153.82"), Some(915_382));
        assert_eq!(fen("9153"), Some(915_300));
        assert_eq!(fen("0.5"), Some(50));
        assert_eq!(fen("-1.005"), Some(-101));
        assert_eq!(fen("二千三"), None);
        assert_eq!(fen(""), None);
    }
}
