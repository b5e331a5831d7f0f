//! What was typed, prepared so that a name is compared by table look-ups alone.
//!
//! A name is taken apart into characters, and each character eats a piece of what was typed: itself, a whole
//! reading, the first letter of one (or zh, ch, sh), or at the very end any beginning of one. So `张ds`, `zds`,
//! `zhangdsh` and `deshun` all find 张德顺.

use super::pinyin;

/// Longest part of the input that is looked at.
const CHARS_MAX: usize = 30;

/// A set of offsets into what was typed, one bit each.
pub(super) type Offsets = u32;

/// How well a name fits; a smaller number is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// The whole name, as written.
    Whole,
    /// The initials of the whole name, or all of its pinyin.
    Initials,
    /// Initials or characters from the start.
    InitialsFromStart,
    /// Pinyin from the start.
    PinyinFromStart,
    /// Somewhere inside.
    Inside,
    /// From the start, with sounds that are easily confused.
    AlikeFromStart,
    /// The same inside.
    AlikeInside,
}

/// Every character that stands in a name or group, with its readings.
#[derive(Debug, Default)]
pub(super) struct Chars {
    known: Vec<char>,
    readings: Vec<Vec<String>>,
    /// The readings again, and with them what is easily confused with one of them.
    alike: Vec<Vec<String>>,
    codes: std::collections::HashMap<char, u16>,
}

impl Chars {
    /// The code of `c`, made if need be. Characters beyond the 65,536th share the last code and are not found.
    pub(super) fn code(&mut self, c: char) -> u16 {
        if let Some(code) = self.codes.get(&c) {
            return *code;
        }
        let code = u16::try_from(self.known.len()).unwrap_or(u16::MAX);
        if usize::from(code) == self.known.len() {
            self.known.push(c);
            let readings = pinyin::readings(c);
            self.alike
                .push(readings.iter().flat_map(|reading| alike(reading)).collect());
            self.readings.push(readings);
            self.codes.insert(c, code);
        }
        code
    }

    pub(super) fn text(&self, codes: &[u16]) -> String {
        codes
            .iter()
            .filter_map(|code| self.known.get(usize::from(*code)))
            .collect()
    }
}

/// What was typed, against the characters that there are.
#[derive(Debug)]
pub(super) struct Pattern {
    typed: Vec<char>,
    width: usize,
    exact: Vec<Offsets>,
    alike: Vec<Offsets>,
    /// By whole readings only.
    spelled: Vec<Offsets>,
    /// Offsets at which the character's own form or first letter stands.
    firsts: Vec<Offsets>,
    /// Offsets at which the character itself stands.
    selves: Vec<Offsets>,
}

/// Spaces, apostrophes, hyphens and dots removed; capitals and full-width letters made plain.
pub(super) fn plain(text: &str) -> Vec<char> {
    text.chars()
        .filter_map(|c| match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
            other => Some(other),
        })
        .filter(|c| {
            !c.is_whitespace() && !matches!(c, '\'' | '’' | '‘' | '`' | '-' | '·' | '•' | '.')
        })
        .flat_map(char::to_lowercase)
        .map(|c| if c == 'ü' { 'v' } else { c })
        .take(CHARS_MAX)
        .collect()
}

impl Pattern {
    pub(super) fn new(typed: Vec<char>, chars: &Chars) -> Self {
        let width = typed.len();
        let size = chars.known.len() * width;
        let mut pattern = Self {
            width,
            exact: vec![0; size],
            alike: vec![0; size],
            spelled: vec![0; size],
            firsts: vec![0; chars.known.len()],
            selves: vec![0; chars.known.len()],
            typed,
        };
        for (code, c) in chars.known.iter().enumerate() {
            pattern.prepare(code, *c, &chars.readings[code], &chars.alike[code]);
        }
        pattern
    }

    fn prepare(&mut self, code: usize, c: char, readings: &[String], alike: &[String]) {
        let lower = c.to_lowercase().next().unwrap_or(c);
        let skipped = readings.is_empty() && matches!(c, '·' | '•' | '.' | '-');
        for offset in 0..self.width {
            let rest = &self.typed[offset..];
            let at = code * self.width + offset;
            if skipped {
                self.exact[at] |= 1 << offset;
                self.alike[at] |= 1 << offset;
                self.spelled[at] |= 1 << offset;
                continue;
            }
            if rest[0] == lower {
                self.selves[code] |= 1 << offset;
                self.firsts[code] |= 1 << offset;
                self.exact[at] |= 1 << (offset + 1);
                self.alike[at] |= 1 << (offset + 1);
            }
            if !rest[0].is_ascii_lowercase() {
                continue;
            }
            for reading in readings {
                let moves = eaten(rest, reading);
                self.exact[at] |= moves << offset;
                self.firsts[code] |= Offsets::from(moves != 0) << offset;
                let whole = moves & (1 << reading.len());
                self.spelled[at] |= whole << offset;
            }
            for reading in alike {
                self.alike[at] |= eaten(rest, reading) << offset;
            }
        }
    }

    /// Could any row of the characters that there are be what was typed? Most words of a note hold one that stands in
    /// no name.
    pub(super) fn can_be_met(&self) -> bool {
        let reached = (0..self.width).fold(1, |reached: Offsets, offset| {
            if reached & (1 << offset) == 0 {
                return reached;
            }
            let moves = self.alike.iter().skip(offset).step_by(self.width);
            moves.fold(reached, |reached, moves| reached | moves)
        });
        reached & self.end() != 0
    }

    /// How many characters were typed.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// The offset behind all that was typed.
    pub(super) fn end(&self) -> Offsets {
        1 << self.width
    }

    /// Offsets reached from `from` by eating all of `name`.
    pub(super) fn through(&self, name: &[u16], from: Offsets) -> Offsets {
        name.iter()
            .fold(from, |set, code| self.step(&self.exact, *code, set))
    }

    #[inline]
    fn step(&self, table: &[Offsets], code: u16, set: Offsets) -> Offsets {
        let row = usize::from(code) * self.width;
        let (mut left, mut next) = (set & !self.end(), 0);
        while left != 0 {
            let offset = left.trailing_zeros() as usize;
            next |= table.get(row + offset).copied().unwrap_or_default();
            left &= left - 1;
        }
        next
    }

    /// Does `name` eat all that was typed, beginning with any of `from` at its first character?
    pub(super) fn begins(&self, name: &[u16], from: Offsets) -> bool {
        self.walk(&self.exact, name, from, 0)
    }

    /// The same, beginning at any character.
    pub(super) fn inside(&self, name: &[u16]) -> bool {
        self.walk(&self.exact, name, 1, 1)
    }

    #[inline]
    fn walk(&self, table: &[Offsets], name: &[u16], from: Offsets, again: Offsets) -> bool {
        let mut set = from;
        for code in name {
            set = self.step(table, *code, set | again);
            if set & self.end() != 0 {
                return true;
            }
            if set == 0 && again == 0 {
                return false;
            }
        }
        false
    }

    /// How `name` fits, if it does.
    #[inline]
    pub(super) fn fit(&self, name: &[u16]) -> Option<Fit> {
        // The wide net first: most names are out after it.
        if !self.walk(&self.alike, name, 1, 1) {
            return None;
        }
        Some(self.fit_of_found(name))
    }

    fn fit_of_found(&self, name: &[u16]) -> Fit {
        let stands = |table: &[Offsets], index: usize, code: u16| {
            table
                .get(usize::from(code))
                .is_some_and(|offsets| offsets & (1 << index) != 0)
        };
        let all = |table: &[Offsets]| {
            name.iter()
                .take(self.width)
                .enumerate()
                .all(|(index, code)| stands(table, index, *code))
        };
        if self.width == name.len() && all(&self.selves) {
            return Fit::Whole;
        }
        let by_firsts = self.width <= name.len() && all(&self.firsts);
        if (by_firsts && self.width == name.len()) || self.is_spelled_out(name) {
            return Fit::Initials;
        }
        if by_firsts {
            return Fit::InitialsFromStart;
        }
        if self.begins(name, 1) {
            Fit::PinyinFromStart
        } else if self.inside(name) {
            Fit::Inside
        } else if self.walk(&self.alike, name, 1, 0) {
            Fit::AlikeFromStart
        } else {
            Fit::AlikeInside
        }
    }

    /// Was the whole name typed by whole readings, and nothing more?
    fn is_spelled_out(&self, name: &[u16]) -> bool {
        name.iter()
            .fold(1, |set, code| self.step(&self.spelled, *code, set))
            & self.end()
            != 0
    }
}

/// Offsets that one reading can reach by eating of `rest`.
fn eaten(rest: &[char], reading: &str) -> Offsets {
    let bytes = reading.as_bytes();
    let same = rest
        .iter()
        .zip(bytes)
        .take_while(|(typed, byte)| **typed == char::from(**byte))
        .count();
    if same == 0 {
        return 0;
    }
    let mut moves = 1 << 1;
    if same >= 2 && matches!(bytes, [b'z' | b'c' | b's', b'h', ..]) {
        moves |= 1 << 2;
    }
    if same == bytes.len() || same == rest.len() {
        moves |= 1 << same;
    }
    // lü is typed lv and lu.
    if let Some(at) = reading.find('v') {
        moves |= eaten(rest, &format!("{}u{}", &reading[..at], &reading[at + 1..]));
    }
    moves
}

/// The same reading with sounds that are easily confused: z/zh, c/ch, s/sh, n/l, an/ang, en/eng, in/ing.
fn alike(reading: &str) -> Vec<String> {
    let (initial, rest) = match reading.as_bytes() {
        [b'z' | b'c' | b's', b'h', ..] => reading.split_at(2),
        [b'z' | b'c' | b's' | b'n' | b'l', _, ..] => reading.split_at(1),
        _ => ("", reading),
    };
    let initials: &[&str] = match initial {
        "z" | "zh" => &["z", "zh"],
        "c" | "ch" => &["c", "ch"],
        "s" | "sh" => &["s", "sh"],
        "n" | "l" => &["n", "l"],
        _ => &[""],
    };
    let mut finals = vec![rest.to_owned()];
    for short in ["an", "en", "in"] {
        if rest.ends_with(short) {
            finals.push(format!("{rest}g"));
        } else if rest
            .strip_suffix('g')
            .is_some_and(|cut| cut.ends_with(short))
        {
            finals.push(rest[..rest.len() - 1].to_owned());
        }
    }
    initials
        .iter()
        .flat_map(|initial| finals.iter().map(move |rest| format!("{initial}{rest}")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fit(typed: &str, name: &str) -> Option<Fit> {
        let mut chars = Chars::default();
        let name: Vec<u16> = name.chars().map(|c| chars.code(c)).collect();
        Pattern::new(plain(typed), &chars).fit(&name)
    }

    #[test]
    fn a_name_is_found_by_itself_initials_pinyin_and_mixtures() {
        assert_eq!(fit("张德顺", "张德顺"), Some(Fit::Whole));
        assert_eq!(fit("zds", "张德顺"), Some(Fit::Initials));
        assert_eq!(fit("Zhang De Shun", "张德顺"), Some(Fit::Initials));
        assert_eq!(fit("zd", "张德顺"), Some(Fit::InitialsFromStart));
        assert_eq!(fit("张德", "张德顺"), Some(Fit::InitialsFromStart));
        assert_eq!(fit("zhangd", "张德顺"), Some(Fit::PinyinFromStart));
        assert_eq!(fit("张dsh", "张德顺"), Some(Fit::PinyinFromStart));
        assert_eq!(fit("deshun", "张德顺"), Some(Fit::Inside));
        assert_eq!(fit("德顺", "张德顺"), Some(Fit::Inside));
        assert_eq!(fit("zdx", "张德顺"), None);
    }

    #[test]
    fn an_apostrophe_of_the_input_method_is_no_letter() {
        assert_eq!(fit("zhang'de'shun", "张德顺"), Some(Fit::Initials));
        assert_eq!(fit("ｚｄｓ", "张德顺"), Some(Fit::Initials));
    }

    #[test]
    fn rare_surnames_are_found_by_their_right_reading() {
        for (typed, name) in [
            ("ou", "区小平"),
            ("oxp", "区小平"),
            ("qiu", "仇大海"),
            ("shan", "单春生"),
            ("xie", "解月英"),
            ("zeng", "曾桂香"),
            ("yuchi", "尉迟长根"),
            ("ouyang", "欧阳长根"),
        ] {
            assert!(
                fit(typed, name).is_some_and(|fit| fit < Fit::Inside),
                "{typed} {name}: {:?}",
                fit(typed, name)
            );
        }
        assert_eq!(fit("chenyi", "陈𬱖"), Some(Fit::Initials));
        assert_eq!(fit("oycg", "欧阳长根"), Some(Fit::Initials));
        assert_eq!(
            fit("oyzg", "欧阳长根"),
            Some(Fit::Initials),
            "all readings of a polyphone"
        );
    }

    #[test]
    fn confused_sounds_come_after_exact_ones() {
        assert_eq!(fit("zangdesun", "张德顺"), Some(Fit::AlikeFromStart));
        assert_eq!(fit("liulan", "刘兰"), Some(Fit::Initials));
        assert_eq!(fit("niulan", "刘兰"), Some(Fit::AlikeFromStart));
        assert_eq!(fit("wanfan", "王芳"), Some(Fit::AlikeFromStart));
        assert_eq!(
            fit("wan", "王芳"),
            Some(Fit::PinyinFromStart),
            "a beginning of wang"
        );
        assert_eq!(fit("nanfeng", "赵兰芬"), Some(Fit::AlikeInside));
    }

    #[test]
    fn only_what_the_characters_of_names_can_spell_can_be_met() {
        let mut chars = Chars::default();
        for c in "张德顺烤".chars() {
            chars.code(c);
        }
        let can_be_met = |typed: &str| Pattern::new(plain(typed), &chars).can_be_met();
        for typed in ["张", "顺德", "zds", "zangdesun", "烤d", "kaozh", "z'd"] {
            assert!(can_be_met(typed), "{typed}");
        }
        for typed in ["烤烟", "烟", "张烟德", "zdx", "x", "20"] {
            assert!(!can_be_met(typed), "{typed}");
        }
    }

    #[test]
    fn a_name_with_a_dot_is_found_across_it() {
        assert_eq!(
            fit("阿牛木支尔古", "阿牛木支·尔古惹哈"),
            Some(Fit::PinyinFromStart)
        );
        assert!(fit("anmz", "阿牛木支·尔古惹哈").is_some());
        assert!(fit("munai", "阿牛木支·尔古惹哈").is_none());
    }

    #[test]
    fn the_two_dots_of_lv_may_be_left_out() {
        assert_eq!(fit("lvbu", "吕布"), Some(Fit::Initials));
        assert!(fit("lubu", "吕布").is_some());
    }
}
