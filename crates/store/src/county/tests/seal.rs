//! Own sets put together when idle (`sync.md` §11).

use super::*;

fn rows(store: &Store) -> (i64, i64) {
    store
        .conn
        .query_row("SELECT count(*), sum(length(block)) FROM mine", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap()
}

fn receipts(world: &World, visits: &[Id]) -> Vec<Option<String>> {
    let conn = &world.laptops[0].conn;
    visits
        .iter()
        .map(|id| {
            let row = crate::row::get(conn, Visit::INFO.table, *id)
                .unwrap()
                .unwrap();
            let come = crate::query::receipt::Come::from(&row);
            crate::query::receipt::of_sets(conn, come).unwrap().number
        })
        .collect()
}

#[test]
fn decided_sets_of_one_push_lie_in_one_block_and_stay_what_they_were() {
    let mut world = world(2);
    let visits: Vec<Id> = (0..30).map(|_| world.env.new_id()).collect();
    for (number, id) in visits.iter().enumerate() {
        world.visit(0, *id, None, &format!("屋顶漏雨，第{number}次"));
    }
    let hashes = |store: &Store| -> Vec<Hash> {
        let mut statement = store
            .conn
            .prepare("SELECT context, block FROM mine ORDER BY last")
            .unwrap();
        let mut rows = statement.query([]).unwrap();
        let mut hashes = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let context = crate::mine::context(&store.conn, row.get(0).unwrap()).unwrap();
            let block: Vec<u8> = row.get(1).unwrap();
            for set in crate::mine::set_bytes(&block).unwrap() {
                hashes.push(ChangeSet::hash(&context, &set));
            }
        }
        hashes
    };
    let before = hashes(&world.laptops[0]);
    assert_eq!(
        world.laptops[0].seal_own(&world.env).unwrap(),
        0,
        "undecided"
    );
    world.sync(0);
    let (numbers, plain) = (receipts(&world, &visits), rows(&world.laptops[0]));
    assert_eq!(world.laptops[0].seal_own(&world.env).unwrap(), 29);
    let sealed = rows(&world.laptops[0]);
    assert_eq!((plain.0, sealed.0), (30, 1));
    assert!(sealed.1 * 3 < plain.1, "{sealed:?} of {plain:?}");
    assert_eq!(hashes(&world.laptops[0]), before);
    assert_eq!(receipts(&world, &visits), numbers);
    assert_eq!(world.laptops[0].check_own_log().unwrap().sets, 30);
    assert_eq!(world.laptops[0].seal_own(&world.env).unwrap(), 0);
    // Work goes on upon them.
    world.visit(0, visits[3], None, "改过");
    assert_eq!(world.sync(0), [Verdict::Applied]);
    world.pull(1);
    world.agree();
}
