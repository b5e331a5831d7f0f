//! Bytes from outside: whatever they are, a decoder answers, and what it takes is spelled in one way only.

use domain::{
    About, Cells, ChangeSet, Context, Entry, Id, Op, Position, Value,
    cbor::{Cbor, strict},
};
use proptest::{
    prelude::*,
    test_runner::{Config, RngSeed},
};

/// The same cases in every run.
fn fixed(cases: u32) -> Config {
    Config {
        cases,
        rng_seed: RngSeed::Fixed(431_128),
        failure_persistence: None,
        ..Config::default()
    }
}

fn read_all(bytes: &[u8]) {
    fn one<T: Cbor>(bytes: &[u8]) {
        if let Ok(value) = strict::<T>(bytes) {
            assert_eq!(value.to_cbor(), bytes, "one spelling only");
        }
    }
    one::<Cells>(bytes);
    one::<Value>(bytes);
    one::<Position>(bytes);
    one::<Context>(bytes);
    one::<Op>(bytes);
    one::<About>(bytes);
    one::<ChangeSet>(bytes);
    one::<Entry>(bytes);
}

fn value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        (-(1_i64 << 53) + 1..1_i64 << 53).prop_map(Value::from),
        "[a-z\u{4e00}-\u{9fa5}]{0,40}".prop_map(Value::from),
    ]
}

fn set() -> impl Strategy<Value = ChangeSet> {
    let cells = proptest::collection::btree_map(1_u16..60, value(), 0..8);
    let op = (1_u16..30, any::<u128>(), 0_u64..1 << 40, cells);
    let ops = proptest::collection::vec(op, 1..6);
    (1_u64..1 << 40, 0_i64..1 << 45, ops).prop_map(|(dseq, made_at, ops)| {
        let mut ops: Vec<Op> = ops
            .into_iter()
            .map(|(table, id, base, cells)| Op {
                table,
                id: Id(id.to_be_bytes()),
                base,
                cells,
            })
            .collect();
        ops.sort_by_key(|op| (op.table, op.id));
        ops.dedup_by_key(|op| (op.table, op.id));
        ChangeSet {
            dseq,
            made_at,
            ops,
            about: About::default(),
        }
    })
}

proptest! {
    #![proptest_config(fixed(1_500))]

    #[test]
    fn no_bytes_make_a_decoder_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        read_all(&bytes);
    }

    #[test]
    fn a_set_comes_back_as_it_was_written(set in set()) {
        prop_assert_eq!(strict::<ChangeSet>(&set.to_cbor()), Ok(set));
    }

    #[test]
    fn a_set_with_bytes_changed_cut_or_added_is_read_whole_or_refused(
        set in set(),
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..4),
        cut in any::<prop::sample::Index>(),
        more in proptest::collection::vec(any::<u8>(), 0..3),
    ) {
        let mut bytes = set.to_cbor();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        read_all(&bytes);
        read_all(&bytes[..cut.index(bytes.len())]);
        bytes.extend(more);
        read_all(&bytes);
    }

    #[test]
    fn a_length_that_is_announced_and_never_comes_takes_no_memory(
        head in prop_oneof![Just(0x5b_u8), Just(0x7b), Just(0x9b), Just(0xbb)],
        length in any::<u64>(),
        rest in proptest::collection::vec(any::<u8>(), 0..20),
    ) {
        let mut bytes = vec![head];
        bytes.extend(length.to_be_bytes());
        bytes.extend(rest);
        read_all(&bytes);
    }
}
