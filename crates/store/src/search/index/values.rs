//! What an index keeps instead of texts: days, numbers of names, ends of numbers, sets of causes.

use std::collections::HashMap;

use crate::search::pinyin;

/// A day as a number that sorts: 20180930, 0 = none.
pub type Day = u32;

/// `2018-09-30` as a number; what is no date is 0.
pub fn day(text: &str) -> Day {
    let (mut number, mut digits) = (0_u32, 0);
    for byte in text.bytes().filter(u8::is_ascii_digit) {
        digits += 1;
        if digits > 8 {
            return 0;
        }
        number = number * 10 + u32::from(byte - b'0');
    }
    if digits == 8 { number } else { 0 }
}

/// A date as a number.
pub(crate) fn day_of(on: chrono::NaiveDate) -> Day {
    use chrono::Datelike;
    on.year().max(0) as u32 * 10_000 + on.month() * 100 + on.day()
}

/// A number as a date again.
pub fn day_text(day: Day) -> Option<String> {
    (day > 0).then(|| {
        format!(
            "{:04}-{:02}-{:02}",
            day / 10_000,
            day / 100 % 100,
            day % 100
        )
    })
}

/// Texts that many households share, by number; 0 is the empty text.
#[derive(Debug)]
pub(crate) struct Names {
    texts: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            texts: vec![String::new()],
            numbers: HashMap::from([(String::new(), 0)]),
        }
    }
}

impl Names {
    pub(crate) fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.texts.len() as u32;
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }

    pub(crate) fn find(&self, text: &str) -> Option<u32> {
        self.numbers.get(text).copied()
    }

    pub(crate) fn text(&self, number: u32) -> &str {
        self.texts.get(number as usize).map_or("", String::as_str)
    }

    pub(crate) fn len(&self) -> usize {
        self.texts.len()
    }
}

/// The last sixteen characters of a number, four bits each, so that an ending is one comparison.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tail {
    bits: u64,
    len: u8,
}

impl Tail {
    pub(crate) fn of(text: &str) -> Self {
        let mut tail = Self::default();
        for byte in text.bytes() {
            let nibble = match byte {
                b'0'..=b'9' => u64::from(byte - b'0'),
                b'x' | b'X' => 10,
                _ => 11,
            };
            tail.bits = (tail.bits << 4) | nibble;
            tail.len = tail.len.saturating_add(1);
        }
        tail
    }

    /// Does the number end with `asked`? Beyond sixteen characters only the length is compared as well.
    #[inline]
    pub(crate) fn ends_with(self, asked: Self) -> bool {
        let mask = if asked.len >= 16 {
            u64::MAX
        } else {
            (1 << (4 * asked.len)) - 1
        };
        self.len >= asked.len && asked.len > 0 && (self.bits ^ asked.bits) & mask == 0
    }

    #[inline]
    pub(crate) fn begins_with(self, asked: Self) -> bool {
        self.len >= asked.len
            && self.len <= 16
            && asked.len > 0
            && self.bits >> (4 * (self.len - asked.len)) == asked.bits
    }

    #[inline]
    pub(crate) fn equals(self, asked: Self) -> bool {
        self == asked
    }
}

/// A set of causes: a bit for each of the first 128 that a file holds, further ones by number.
#[derive(Debug, Clone, Default)]
pub(crate) struct Causes {
    bits: u128,
    further: Option<Vec<u32>>,
}

impl Causes {
    pub(crate) fn of(numbers: impl Iterator<Item = u32>) -> Self {
        let mut causes = Self::default();
        for number in numbers {
            if number < u128::BITS {
                causes.bits |= 1 << number;
            } else {
                causes.further.get_or_insert_default().push(number);
            }
        }
        causes
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        let mut bits = self.bits;
        let near = std::iter::from_fn(move || {
            let number = bits.trailing_zeros();
            (bits != 0).then(|| {
                bits &= bits - 1;
                number
            })
        });
        near.chain(
            self.further
                .iter()
                .flat_map(|further| further.iter().copied()),
        )
    }
}

/// The first twelve letters of a name's pinyin as a number that sorts like them; what has no reading comes last.
pub(crate) fn name_order(name: &str) -> u64 {
    let readings = pinyin::sort_readings(name).join(" ");
    let mut letters = readings.chars().map(|c| match c {
        ' ' => 1,
        'a'..='z' => 2 + (c as u64 - 'a' as u64),
        _ => 31,
    });
    (0..12).fold(0, |number, _| (number << 5) | letters.next().unwrap_or(0))
}
