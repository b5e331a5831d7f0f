//! The words of visits in memory, one behind the other in the order of the visits: two bytes a character.

use std::ops::Range;

use memchr::memmem::Finder;

use super::shares::{in_shares, share_of};

/// Notes by number; 0 is the blank one.
#[derive(Debug)]
pub(crate) struct Notes {
    /// UTF-16, the high byte first.
    bytes: Vec<u8>,
    /// Where each begins, counted in characters; the next one's beginning is its end.
    starts: Vec<u32>,
    /// The number of the first one that came after all were laid out.
    first_new: u32,
    /// How many bytes belong to nobody any more.
    dead: usize,
}

impl Default for Notes {
    fn default() -> Self {
        Self {
            bytes: Vec::new(),
            starts: vec![0, 0],
            first_new: 1,
            dead: 0,
        }
    }
}

/// Below so many bytes nothing is laid out anew.
const FEW_BYTES: usize = 1 << 16;

impl Notes {
    /// Keeps a note; gives its number.
    pub(super) fn add(&mut self, note: &str) -> u32 {
        if note.is_empty() {
            return 0;
        }
        self.bytes.reserve(note.len());
        for unit in note.encode_utf16() {
            self.bytes.extend_from_slice(&unit.to_be_bytes());
        }
        self.number()
    }

    /// The number of what was just written.
    fn number(&mut self) -> u32 {
        self.starts.push((self.bytes.len() / 2) as u32);
        self.starts.len() as u32 - 2
    }

    /// The bytes of these.
    fn bytes(&self, numbers: &Range<u32>) -> Range<usize> {
        let at = |number: u32| self.starts.get(number as usize).copied().unwrap_or(0) as usize * 2;
        at(numbers.start)..at(numbers.end)
    }

    /// Nobody has this one any more.
    pub(super) fn forget(&mut self, number: u32) {
        self.dead += self.bytes(&(number..number + 1)).len();
    }

    /// Is so much left behind, or so much new at the end, that all are better laid out anew?
    pub(super) fn is_worn(&self) -> bool {
        let new = self.bytes(&(self.first_new..self.starts.len() as u32 - 1));
        let stray = self.dead.max(new.len());
        stray > FEW_BYTES && stray > self.bytes.len() / 2
    }

    /// Takes one over from before all were laid out anew.
    pub(super) fn take_over(&mut self, old: &Self, number: u32) -> u32 {
        if number == 0 {
            return 0;
        }
        self.bytes
            .extend_from_slice(&old.bytes[old.bytes(&(number..number + 1))]);
        self.number()
    }

    /// All are taken over.
    pub(super) fn laid_out(&mut self) {
        self.bytes.shrink_to_fit();
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
        let words: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
        let finder = Finder::new(&words);
        let is_laid_out = |number: &u32| (1..first_new).contains(number);
        if let Some(first) = numbers.find(is_laid_out) {
            let last = numbers.rfind(is_laid_out).unwrap_or(first);
            for number in self.look(&finder, first..last + 1) {
                has[number] = true;
            }
        }
        for number in self.look(&finder, first_new..next) {
            has[number] = true;
        }
        Noted { has }
    }

    /// The numbers of those that have the words.
    fn look(&self, finder: &Finder<'_>, numbers: Range<u32>) -> Vec<usize> {
        let share = share_of(numbers.len());
        let shares = numbers.clone().step_by(share).map(|first| {
            let end = numbers.end.min(first + share as u32);
            first..end
        });
        in_shares(shares, |numbers| self.look_in(finder, numbers)).concat()
    }

    fn look_in(&self, finder: &Finder<'_>, numbers: Range<u32>) -> Vec<usize> {
        let mut found = Vec::new();
        let Range { mut start, end } = self.bytes(&numbers);
        let mut number = numbers.start as usize;
        let needle = finder.needle().len();
        while let Some(at) = finder.find(&self.bytes[start..end]) {
            start += at;
            if !start.is_multiple_of(2) {
                // From the middle of a character on: not those words.
                start += 1;
                continue;
            }
            number = self.number_at(start, number);
            let Some(next) = self.starts.get(number + 1).map(|next| *next as usize * 2) else {
                return found;
            };
            if start + needle <= next {
                found.push(number);
                start = next;
            } else {
                // Half of it is the next note's.
                start += 2;
            }
            if start >= end {
                return found;
            }
        }
        found
    }

    /// The number of the note that has this byte, from `number` on: near it as a rule.
    fn number_at(&self, byte: usize, number: usize) -> usize {
        let unit = (byte / 2) as u32;
        let mut reach = 1;
        while self
            .starts
            .get(number + reach)
            .is_some_and(|start| *start <= unit)
        {
            reach *= 2;
        }
        let end = (number + reach).min(self.starts.len());
        let near = &self.starts[number..end];
        number + near.partition_point(|start| *start <= unit) - 1
    }
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
