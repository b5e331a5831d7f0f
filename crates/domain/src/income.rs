//! Net income of a household and per head. Source of the formula: `domain-reference.md` §2.5.
//!
//! 年纯收入 = 工资性 + 生产经营性 + 财产性 + 转移性 − 生产经营性支出; 人均 = 年纯收入 ÷ 人口, rounded once, at the end, to
//! 0.01 元. Insurance payouts and one's own medical cost are no part of it. It may lie below zero.

/// 工资性收入.
pub const WAGES: &str = "AAC073";
/// 人均纯收入 as a form states it.
pub const PER_HEAD: &str = "AAC082";
/// 合规自付支出.
pub const OWN_COST: &str = "合规自付支出";
/// 生产经营性支出.
const EXPENSE: &str = "AAC074";
/// 转移性收入; where it stands, its parts are not added to it.
const TRANSFERS: &str = "AAC085";
const TRANSFER_PARTS: [&str; 6] = ["AAC076", "AAC077", "AAC086", "AAC087", "AAC078", "AAC083"];
/// Wages, own business, property.
const GAINS: [&str; 3] = [WAGES, "AAC071", "AAC072"];

/// What the items of one year come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Net {
    /// The four kinds of income.
    pub gains_fen: i64,
    /// What the business cost.
    pub expense_fen: i64,
    /// Per head; nothing for a household without members.
    pub per_head_fen: Option<i64>,
}

/// From the items of one year, each with its fen; nothing when none of them counts.
pub fn net<'a>(items: impl Iterator<Item = (&'a str, i64)>, people: u64) -> Option<Net> {
    let (mut gains, mut expense, mut parts) = (0_i64, 0_i64, 0_i64);
    let (mut whole, mut counts) = (None, false);
    for (item, fen) in items {
        let fen = fen.clamp(-LIMIT, LIMIT);
        match item {
            TRANSFERS => whole = Some(whole.unwrap_or(0_i64).saturating_add(fen)),
            EXPENSE => expense = expense.saturating_add(fen),
            item if TRANSFER_PARTS.contains(&item) => parts = parts.saturating_add(fen),
            item if GAINS.contains(&item) => gains = gains.saturating_add(fen),
            _ => continue,
        }
        counts = true;
    }
    gains = gains.saturating_add(whole.unwrap_or(parts));
    counts.then(|| Net {
        gains_fen: gains,
        expense_fen: expense,
        per_head_fen: (people > 0).then(|| rounded(gains.saturating_sub(expense), people as i64)),
    })
}

/// So far a cell reaches.
const LIMIT: i64 = crate::cell::INTEGER_LIMIT;

/// Half a fen goes away from zero, as people round.
fn rounded(fen: i64, by: i64) -> i64 {
    let (whole, rest) = (fen / by, fen % by);
    if rest.abs() * 2 >= by {
        whole + rest.signum()
    } else {
        whole
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn per_head(items: &[(&str, i64)], people: u64) -> Option<i64> {
        net(items.iter().copied(), people)?.per_head_fen
    }

    #[test]
    fn income_per_head_is_what_comes_in_less_what_the_business_costs_by_heads() {
        let items = [
            ("AAC073", 1_200_000),
            ("AAC071", 500_000),
            ("AAC072", 20_000),
            ("AAC085", 80_000),
            ("AAC074", 150_000),
            ("理赔收入", 999_999),
            ("合规自付支出", 888_888),
            ("AAC082", 1),
            ("AAC079", 2),
        ];
        let found = net(items.into_iter(), 4).unwrap();
        assert_eq!((found.gains_fen, found.expense_fen), (1_800_000, 150_000));
        assert_eq!(found.per_head_fen, Some(412_500));
    }

    #[test]
    fn transfers_that_stand_as_a_whole_are_not_counted_by_their_parts_again() {
        assert_eq!(per_head(&[("AAC085", 300), ("AAC077", 200)], 1), Some(300));
        assert_eq!(per_head(&[("AAC087", 300), ("AAC077", 200)], 1), Some(500));
    }

    #[test]
    fn it_is_rounded_once_and_may_lie_below_zero() {
        assert_eq!(per_head(&[("AAC073", 100)], 3), Some(33));
        assert_eq!(per_head(&[("AAC073", 101)], 2), Some(51));
        assert_eq!(per_head(&[("AAC074", 101)], 2), Some(-51));
        assert_eq!(per_head(&[("AAC074", 100)], 3), Some(-33));
    }

    #[test]
    fn without_people_or_items_there_is_no_figure_rather_than_zero() {
        assert_eq!(per_head(&[("AAC073", 100)], 0), None);
        assert_eq!(net([("AAC082", 5)].into_iter(), 2), None);
    }
}
