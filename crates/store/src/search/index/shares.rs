//! Long walks through the index, shared out among the processor's cores.

use std::{num::NonZero, panic, thread};

/// Below so many rows one core is done before another has begun. The lists of this crate's tests are shorter, and are
/// shared out all the same.
const FEW: usize = if cfg!(test) { 4 } else { 50_000 };
/// More are not waited for.
const MOST: usize = 4;

fn cores() -> usize {
    if cfg!(test) {
        return 3;
    }
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// How many rows each share of `len` rows has, at least one.
pub(crate) fn share_of(len: usize) -> usize {
    let shares = if len < FEW { 1 } else { cores() };
    len.div_ceil(shares.min(MOST)).max(1)
}

/// What `work` makes of each share, in their order.
pub(crate) fn in_shares<S: Send, R: Send>(
    mut shares: impl Iterator<Item = S>,
    work: impl Fn(S) -> R + Sync,
) -> Vec<R> {
    let Some(first) = shares.next() else {
        return Vec::new();
    };
    let work = &work;
    thread::scope(|scope| {
        let others: Vec<_> = shares
            .map(|share| scope.spawn(move || work(share)))
            .collect();
        let mut made = vec![work(first)];
        for other in others {
            made.push(
                other
                    .join()
                    .unwrap_or_else(|told| panic::resume_unwind(told)),
            );
        }
        made
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_worked_on_once_each_and_told_in_their_order() {
        for (len, shares) in [(0, 0), (1, 1), (FEW - 1, 1), (FEW, 2), (FEW + 7, 3)] {
            let rows: Vec<usize> = (0..len).collect();
            let made = in_shares(rows.chunks(share_of(len)), <[usize]>::to_vec);
            assert_eq!(made.len(), shares, "{len}");
            assert_eq!(made.concat(), rows);
        }
    }
}
