//! Rows of one record, found by id and walked in one order.

use std::collections::HashMap;

use domain::Id;

use super::shares::share_of;

/// What is kept of a row.
pub(crate) trait Kept: Clone {
    /// What it is ordered by; no two rows have the same.
    type Key: Ord;
    fn id(&self) -> Id;
    fn key(&self) -> Self::Key;
}

/// All of them.
#[derive(Debug)]
pub(crate) struct Ordered<T> {
    rows: Vec<T>,
    by_id: HashMap<Id, u32>,
    order: Vec<u32>,
    /// Places of rows that were taken out.
    free: Vec<u32>,
}

impl<T> Default for Ordered<T> {
    fn default() -> Self {
        Self {
            rows: Vec::new(),
            by_id: HashMap::new(),
            order: Vec::new(),
            free: Vec::new(),
        }
    }
}

impl<T: Kept> Ordered<T> {
    /// Laid out in their order, so that a walk runs through memory from front to end.
    pub(crate) fn of(mut rows: Vec<T>) -> Self {
        rows.sort_by_cached_key(Kept::key);
        Self {
            by_id: (0..)
                .zip(&rows)
                .map(|(index, row)| (row.id(), index))
                .collect(),
            order: (0..rows.len() as u32).collect(),
            free: Vec::new(),
            rows,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// A row, for what the order does not look at.
    pub(crate) fn get_mut(&mut self, id: Id) -> Option<&mut T> {
        let index = self.by_id.get(&id)?;
        self.rows.get_mut(*index as usize)
    }

    /// From the first to the last, for what the order does not look at.
    pub(crate) fn each(&mut self, mut change: impl FnMut(&mut T)) {
        for index in &self.order {
            change(&mut self.rows[*index as usize]);
        }
    }

    /// From the first to the last.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> {
        self.order.iter().map(|index| &self.rows[*index as usize])
    }

    /// Those from the first that is not `before` to the last that is not `behind`.
    pub(crate) fn between(
        &self,
        before: impl Fn(&T) -> bool,
        behind: impl Fn(&T) -> bool,
    ) -> Walk<'_, T> {
        let row = |index: &u32| &self.rows[*index as usize];
        let first = self.order.partition_point(|index| before(row(index)));
        let last = self.order.partition_point(|index| !behind(row(index)));
        Walk {
            rows: &self.rows,
            order: &self.order[first..last.max(first)],
        }
    }

    /// Puts a row in, in the place of the one with its id; gives that one.
    pub(crate) fn put(&mut self, row: T) -> Option<T> {
        let old = self.take(row.id());
        let at = self.position(&row.key());
        let index = if let Some(index) = self.free.pop() {
            self.rows[index as usize] = row;
            index
        } else {
            self.rows.push(row);
            self.rows.len() as u32 - 1
        };
        self.by_id.insert(self.rows[index as usize].id(), index);
        self.order.insert(at, index);
        old
    }

    /// Takes a row out.
    pub(crate) fn take(&mut self, id: Id) -> Option<T> {
        let index = self.by_id.remove(&id)?;
        let row = self.rows[index as usize].clone();
        let at = self.position(&row.key());
        self.order.remove(at);
        self.free.push(index);
        Some(row)
    }

    fn position(&self, key: &T::Key) -> usize {
        self.order
            .partition_point(|index| self.rows[*index as usize].key() < *key)
    }
}

/// Some rows that lie one behind the other in the order.
#[derive(Debug)]
pub(crate) struct Walk<'a, T> {
    rows: &'a [T],
    order: &'a [u32],
}

impl<'a, T> Walk<'a, T> {
    /// From the first to the last.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &'a T> + use<'a, T> {
        let rows = self.rows;
        self.order.iter().map(move |index| &rows[*index as usize])
    }

    /// The same in shares, the last one first.
    pub(crate) fn shares_from_the_end(&self) -> impl Iterator<Item = Self> + use<'a, T> {
        let rows = self.rows;
        self.order
            .rchunks(share_of(self.order.len()))
            .map(move |order| Self { rows, order })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq, Eq)]
    struct Row(u8, u32);

    impl Kept for Row {
        type Key = (u32, u8);
        fn id(&self) -> Id {
            Id([self.0; 16])
        }
        fn key(&self) -> (u32, u8) {
            (self.1, self.0)
        }
    }

    #[test]
    fn rows_stay_in_order_whatever_is_put_in_and_taken_out() {
        let mut rows = Ordered::of(vec![Row(1, 30), Row(2, 10), Row(3, 20)]);
        assert_eq!(rows.put(Row(2, 40)), Some(Row(2, 10)));
        assert_eq!(rows.take(Id([1; 16])), Some(Row(1, 30)));
        assert_eq!(rows.put(Row(4, 5)), None);
        assert_eq!(rows.get_mut(Id([1; 16])), None);
        let all: Vec<u8> = rows.iter().map(|row| row.0).collect();
        assert_eq!(all, [4, 3, 2]);
        let some: Vec<u8> = rows
            .between(|row| row.1 < 20, |row| row.1 > 20)
            .iter()
            .map(|row| row.0)
            .collect();
        assert_eq!(some, [3]);
        assert_eq!(rows.len(), 3);
    }
}
