//! Identity numbers, phones, accounts: what is right, what they tell, how they are masked.

use chrono::{Datelike, NaiveDate};

/// Weights of the first 17 digits (GB 11643).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
/// The check character for each remainder.
const CHECKS: &[u8; 11] = b"10X98765432";

/// What an identity number is found to be. None of it is a reason to change or refuse the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// 18 characters, right check character, real birth date.
    Right,
    /// A disability certificate of 20 or 22 characters whose parts are right.
    RightCertificate,
    /// Nothing there.
    Empty,
    /// 15 digits: a number of the first generation, kept and never converted.
    OldFifteen,
    /// Another length.
    WrongLength,
    /// Characters that no number has.
    WrongCharacters,
    /// The check character does not fit the digits.
    WrongCheck,
    /// Everything fits but the day does not exist.
    ImpossibleDate,
    /// A certificate whose class is not 1–7 or whose grade is not 1–4.
    WrongCertificate,
}

/// What `number` is. Unknown areas are not looked at: numbers keep the area of long ago.
pub fn check(number: &str) -> Finding {
    if number.is_empty() {
        return Finding::Empty;
    }
    let bytes = number.as_bytes();
    match bytes.len() {
        15 if bytes.iter().all(u8::is_ascii_digit) => Finding::OldFifteen,
        18 => check_18(bytes),
        20 | 22 => match check_18(&bytes[..18]) {
            Finding::Right => {
                let suffix = bytes[20..].iter().all(u8::is_ascii_alphanumeric);
                if (b'1'..=b'7').contains(&bytes[18])
                    && (b'1'..=b'4').contains(&bytes[19])
                    && suffix
                {
                    Finding::RightCertificate
                } else {
                    Finding::WrongCertificate
                }
            }
            other => other,
        },
        _ if bytes.iter().all(u8::is_ascii_alphanumeric) => Finding::WrongLength,
        _ => Finding::WrongCharacters,
    }
}

fn check_18(bytes: &[u8]) -> Finding {
    let (digits, last) = bytes.split_at(17);
    if !digits.iter().all(u8::is_ascii_digit) || !(last[0].is_ascii_digit() || last[0] == b'X') {
        return Finding::WrongCharacters;
    }
    if check_character(digits) != Some(char::from(last[0])) {
        Finding::WrongCheck
    } else if date_in(digits).is_none() {
        Finding::ImpossibleDate
    } else {
        Finding::Right
    }
}

/// The check character that belongs to 17 digits.
pub fn check_character(digits: &[u8]) -> Option<char> {
    if digits.len() != 17 || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let sum: u32 = digits
        .iter()
        .zip(WEIGHTS)
        .map(|(digit, weight)| u32::from(digit - b'0') * weight)
        .sum();
    CHECKS
        .get((sum % 11) as usize)
        .map(|byte| char::from(*byte))
}

/// The birth date in digits 7–14, if that day exists. A wrong check character does not matter here.
pub fn born_on(number: &str) -> Option<NaiveDate> {
    let bytes = number.as_bytes();
    if !matches!(bytes.len(), 18 | 20 | 22) || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return None;
    }
    date_in(bytes)
}

fn date_in(digits: &[u8]) -> Option<NaiveDate> {
    let number = |from: usize, to: usize| {
        digits[from..to]
            .iter()
            .fold(0_u32, |sum, digit| sum * 10 + u32::from(digit - b'0'))
    };
    NaiveDate::from_ymd_opt(
        i32::try_from(number(6, 10)).ok()?,
        number(10, 12),
        number(12, 14),
    )
}

/// The code of `codes::GENDER` in digit 17: odd is 1 男, even is 2 女.
pub fn gender(number: &str) -> Option<&'static str> {
    let bytes = number.as_bytes();
    if !matches!(bytes.len(), 18 | 20 | 22) {
        return None;
    }
    let digit = bytes.get(16).filter(|byte| byte.is_ascii_digit())?;
    Some(if (digit - b'0') % 2 == 1 { "1" } else { "2" })
}

/// Class and grade of a disability certificate: codes of `codes::DISABILITY_KIND` and `DISABILITY_GRADE`.
pub fn disability(number: &str) -> Option<(&str, &str)> {
    (check(number) == Finding::RightCertificate).then(|| (&number[18..19], &number[19..20]))
}

/// Full years on the day `on` (周岁); none before birth.
pub fn age(born: NaiveDate, on: NaiveDate) -> Option<i32> {
    let before_birthday = (on.month(), on.day()) < (born.month(), born.day());
    let years = on.year() - born.year() - i32::from(before_birthday);
    (born <= on).then_some(years)
}

/// 11 digits, the first a 1.
pub fn is_phone(phone: &str) -> bool {
    phone.len() == 11 && phone.starts_with('1') && phone.bytes().all(|byte| byte.is_ascii_digit())
}

/// 6+8*+4: the area and the last four, the rest starred. What is too short for that shows at most its end.
pub fn mask_identity(number: &str) -> String {
    mask(number, 6, 4)
}

/// First three and last four.
pub fn mask_phone(phone: &str) -> String {
    mask(phone, 3, 4)
}

/// The last four.
pub fn mask_account(account: &str) -> String {
    mask(account, 0, 4)
}

/// A text shorter than both ends together and two characters more would be given away: all of it is starred.
fn mask(text: &str, first: usize, last: usize) -> String {
    let length = text.chars().count();
    if length < first + last + 2 {
        return "*".repeat(length);
    }
    text.chars()
        .enumerate()
        .map(|(at, character)| {
            if at < first || at + last >= length {
                character
            } else {
                '*'
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_own_examples_are_right() {
        for number in [
            "11010519491231002X",
            "440524188001010014",
            "431128180001019998",
            "220382180012310026",
            "999999180001010016",
            "43112818000101007X",
        ] {
            assert_eq!(check(number), Finding::Right, "{number}");
        }
    }

    #[test]
    fn a_wrong_digit_a_february_29th_and_a_small_x_are_told_apart() {
        assert_eq!(check("431128180001019990"), Finding::WrongCheck);
        assert_eq!(check("610928180002299983"), Finding::ImpossibleDate);
        assert_eq!(check("43112818000101007x"), Finding::WrongCharacters);
        assert_eq!(check("431128800101999"), Finding::OldFifteen);
        assert_eq!(check("4.31128E+17"), Finding::WrongCharacters);
        assert_eq!(check("43112818"), Finding::WrongLength);
        assert_eq!(check(""), Finding::Empty);
        assert_eq!(check("四三一一二八"), Finding::WrongCharacters);
    }

    #[test]
    fn a_disability_certificate_is_an_identity_number_with_class_and_grade() {
        assert_eq!(check("43112818000101999843"), Finding::RightCertificate);
        assert_eq!(check("43112818000101999843B1"), Finding::RightCertificate);
        assert_eq!(check("43112818000101999883"), Finding::WrongCertificate);
        assert_eq!(check("43112818000101999845"), Finding::WrongCertificate);
        assert_eq!(disability("43112818000101999843"), Some(("4", "3")));
        assert_eq!(disability("431128180001019998"), None);
    }

    #[test]
    fn sex_and_birth_date_are_read_from_the_number() {
        assert_eq!(gender("431128180001019998"), Some("1"));
        assert_eq!(gender("220382180012310026"), Some("2"));
        assert_eq!(
            born_on("11010519491231002X"),
            NaiveDate::from_ymd_opt(1949, 12, 31)
        );
        assert_eq!(born_on("610928180002299983"), None);
    }

    #[test]
    fn a_year_is_full_on_the_birthday() {
        let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        assert_eq!(age(day(2012, 6, 30), day(2018, 6, 30)), Some(6));
        assert_eq!(age(day(2012, 7, 1), day(2018, 6, 30)), Some(5));
        assert_eq!(age(day(2018, 7, 1), day(2018, 6, 30)), None);
    }

    #[test]
    fn masks_hide_the_middle_and_short_texts_altogether() {
        assert_eq!(mask_identity("994433195707258852"), "994433********8852");
        assert_eq!(mask_phone("10057840758"), "100****0758");
        assert_eq!(mask_account("6217000000001234567"), "***************4567");
        assert_eq!(mask_identity("99443319"), "********");
        assert_eq!(mask_phone("1005784"), "*******");
        assert_eq!(mask_account("12345"), "*****");
        assert_eq!(mask_identity(""), "");
    }

    #[test]
    fn a_phone_has_eleven_digits() {
        assert!(is_phone("10057840758"));
        assert!(!is_phone("1001234567"));
        assert!(!is_phone("1005784075８"));
    }
}
