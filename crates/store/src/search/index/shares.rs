//! Long walks through the index, shared out among the processor's cores.

use std::{num::NonZero, panic, thread};

/// Below so many rows one core is done before another has begun.
const FEW: usize = 50_000;
/// More are not waited for.
const MOST: usize = 4;

/// How many rows each share of `len` rows has, at least one.
pub(crate) fn share_of(len: usize) -> usize {
    let cores = if len < FEW {
        1
    } else {
        thread::available_parallelism().map_or(1, NonZero::get)
    };
    len.div_ceil(cores.min(MOST)).max(1)
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
        for len in [0, 1, FEW - 1, FEW, FEW + 7] {
            let rows: Vec<usize> = (0..len).collect();
            let made = in_shares(rows.chunks(share_of(len)), <[usize]>::to_vec);
            assert!(made.len() <= MOST);
            assert_eq!(made.concat(), rows);
        }
    }
}
