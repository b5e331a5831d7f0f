//! The words of visits in memory, one behind the other in the order of the visits: UTF-16, the low bytes of all
//! characters apart from their high ones. A search runs through the low bytes alone, half of the memory, and looks at
//! the others where those fit, which is seldom by chance.

use std::ops::Range;

use memchr::memmem::Finder;

use super::shares::{in_shares, share_of};

/// Notes by number; 0 is the blank one.
#[derive(Debug)]
pub(crate) struct Notes {
    low: Vec<u8>,
    high: Vec<u8>,
    /// Where each begins; the next one's beginning is its end.
    starts: Vec<u32>,
    /// The number of the first one that came after all were laid out.
    first_new: u32,
    /// How many characters belong to nobody any more.
    dead: usize,
}

impl Default for Notes {
    fn default() -> Self {
        Self {
            low: Vec::new(),
            high: Vec::new(),
            starts: vec![0, 0],
            first_new: 1,
            dead: 0,
        }
    }
}

/// Below so many characters nothing is laid out anew.
const FEW_CHARS: usize = 1 << 15;

impl Notes {
    /// Keeps a note; gives its number.
    pub(super) fn add(&mut self, note: &str) -> u32 {
        if note.is_empty() {
            return 0;
        }
        for unit in note.encode_utf16() {
            let [high, low] = unit.to_be_bytes();
            self.low.push(low);
            self.high.push(high);
        }
        self.number()
    }

    /// The number of what was just written.
    fn number(&mut self) -> u32 {
        self.starts.push(self.low.len() as u32);
        self.starts.len() as u32 - 2
    }

    /// The characters of these.
    fn chars(&self, numbers: &Range<u32>) -> Range<usize> {
        let at = |number: u32| self.starts.get(number as usize).copied().unwrap_or(0) as usize;
        at(numbers.start)..at(numbers.end)
    }

    /// Nobody has this one any more.
    pub(super) fn forget(&mut self, number: u32) {
        self.dead += self.chars(&(number..number + 1)).len();
    }

    /// Is so much left behind, or so much new at the end, that all are better laid out anew?
    pub(super) fn is_worn(&self) -> bool {
        let new = self.chars(&(self.first_new..self.starts.len() as u32 - 1));
        let stray = self.dead.max(new.len());
        stray > FEW_CHARS && stray > self.low.len() / 2
    }

    /// Takes one over from before all were laid out anew.
    pub(super) fn take_over(&mut self, old: &Self, number: u32) -> u32 {
        if number == 0 {
            return 0;
        }
        let chars = old.chars(&(number..number + 1));
        self.low.extend_from_slice(&old.low[chars.clone()]);
        self.high.extend_from_slice(&old.high[chars]);
        self.number()
    }

    /// All are taken over.
    pub(super) fn laid_out(&mut self) {
        self.low.shrink_to_fit();
        self.high.shrink_to_fit();
        self.starts.shrink_to_fit();
        self.first_new = self.starts.len() as u32 - 1;
    }

    /// Which notes have the words, as they are written? Asked for are `numbers`, those of visits in their order: they
    /// lie in one piece of memory, but for what came since all were laid out.
    pub(crate) fn with(
        &self,
        words: &str,
        mut numbers: impl DoubleEndedIterator<Item = u32>,
    ) -> Noted {
        let (next, first_new) = (self.starts.len() as u32 - 1, self.first_new);
        let mut has = vec![words.is_empty(); next as usize];
        if words.is_empty() {
            return Noted { has };
        }
        let units = words.encode_utf16().map(u16::to_be_bytes);
        let (high, low): (Vec<u8>, Vec<u8>) = units.map(|[high, low]| (high, low)).unzip();
        let asked = Asked {
            low: Finder::new(&low),
            high: &high,
        };
        let is_laid_out = |number: &u32| (1..first_new).contains(number);
        if let Some(first) = numbers.find(is_laid_out) {
            let last = numbers.rfind(is_laid_out).unwrap_or(first);
            for number in self.look(&asked, first..last + 1) {
                has[number] = true;
            }
        }
        for number in self.look(&asked, first_new..next) {
            has[number] = true;
        }
        Noted { has }
    }

    /// The numbers of those that have the words.
    fn look(&self, asked: &Asked<'_>, numbers: Range<u32>) -> Vec<usize> {
        let share = share_of(numbers.len());
        let shares = numbers.clone().step_by(share).map(|first| {
            let end = numbers.end.min(first + share as u32);
            first..end
        });
        in_shares(shares, |numbers| self.look_in(asked, numbers)).concat()
    }

    fn look_in(&self, asked: &Asked<'_>, numbers: Range<u32>) -> Vec<usize> {
        let mut found = Vec::new();
        let Range { mut start, end } = self.chars(&numbers);
        let mut number = numbers.start as usize;
        let length = asked.high.len();
        while let Some(at) = asked.low.find(&self.low[start..end]) {
            start += at;
            if self.high[start..start + length] != *asked.high {
                start += 1;
                continue;
            }
            number = self.number_at(start, number);
            let Some(next) = self.starts.get(number + 1).map(|next| *next as usize) else {
                return found;
            };
            if start + length <= next {
                found.push(number);
                start = next;
            } else {
                // Half of it is the next note's.
                start += 1;
            }
        }
        found
    }

    /// The number of the note that has this character, from `number` on: near it as a rule.
    fn number_at(&self, char: usize, number: usize) -> usize {
        let begins = |start: &u32| *start as usize <= char;
        let mut reach = 1;
        while self.starts.get(number + reach).is_some_and(begins) {
            reach *= 2;
        }
        let end = (number + reach).min(self.starts.len());
        let near = &self.starts[number..end];
        number + near.partition_point(begins) - 1
    }
}

/// The words that are looked for: their low bytes and their high ones.
struct Asked<'a> {
    low: Finder<'a>,
    high: &'a [u8],
}

/// The notes that have the words.
#[derive(Debug)]
pub(crate) struct Noted {
    has: Vec<bool>,
}

impl Noted {
    #[inline]
    pub(crate) fn has(&self, number: u32) -> bool {
        self.has.get(number as usize).is_some_and(|has| *has)
    }
}
