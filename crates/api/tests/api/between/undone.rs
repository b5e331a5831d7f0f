//! What an undo brings back of households that a list emptied, and what a list says of whom it leaves out.

use super::*;

#[test]
fn a_household_to_which_nobody_goes_back_stays_joined_through_an_undo() {
    let names = ["黎根生", "黎小平"];
    for gone in [&names[..], &names[1..]] {
        let world = World::new();
        let host = world.laptop_host();
        take_all(&host, &older());
        let (_, taken) = take_all(&host, &newer(Lot::Merged));
        assert_eq!(stands(&world), after(Lot::Merged));
        for name in gone {
            let died = json!({ "member_id": person(&world, name) });
            event(&world, ZHANG, "died", &died);
        }
        // Of both households something stays: who died stays dead where they lived.
        assert_eq!(put_back(&host, &taken).1, 1);
        let zhang = "张德顺01 区月英02 张明远03 罗小兰05";
        let back = if gone.len() == 2 {
            vec![zhang]
        } else {
            vec![zhang, "黎根生01"]
        };
        assert_eq!(stands(&world), back);
        // What was told of the merger goes with it, and stays where it does.
        let said = told(&host);
        let merged = said.iter().filter(|line| line.contains("|merged|"));
        let count = if gone.len() == 2 { 2 } else { 0 };
        assert_eq!(merged.count(), count, "{said:?}");
        world.sync();
        assert_eq!(stands(&world), back, "after the county's word");
    }
}

#[test]
fn nobody_is_told_as_left_out_of_a_household_that_is_left_out_itself() {
    let world = World::new();
    let host = world.laptop_host();
    take_all(&host, &older());
    removed(&world, "member", person(&world, "张明远"), WHY);
    // The household by its number, and by its head's identity without one: the second is left out.
    let mut lines = changed();
    lines.truncate(4);
    lines[1].relation = "01".into();
    let (mut twice, by_number): (Vec<_>, Vec<_>) = lines
        .into_iter()
        .partition(|line| ["张德顺", "张明远"].contains(&line.name.as_str()));
    for line in &mut twice {
        line.household_number.clear();
    }
    let lines = [by_number, twice].concat();
    let workbook = workbook(&lines);
    let (imported, _) =
        api::import::import(&host, &workbook, &ImportRequest::default(), &go_on).unwrap();
    assert_eq!(imported.left_out, 1);
    let said = |kind: &str| {
        let doubts = imported.doubts.iter();
        doubts.filter(|doubt| doubt.kind == kind).count()
    };
    assert_eq!((said("household_twice"), said("was_removed")), (1, 0));
    assert!(imported.people_left_out.is_empty());
}

/// The lines with 205 households of one person each behind the first of them: more than one batch of an undo apart.
fn far_apart(lines: &[HouseholdLine], at: usize) -> Vec<HouseholdLine> {
    let others = (0..205).map(|at| {
        let home = format!("4311281032012{at:04}");
        line(
            &home,
            "上坪村",
            &format!("卿{at}"),
            "01",
            &number("19600101", 100 + at),
        )
    });
    let (first, rest) = lines.split_at(at);
    [first, &others.collect::<Vec<_>>(), rest].concat()
}

#[test]
fn whoever_lies_batches_apart_in_a_list_comes_back_together() {
    // One household in two new ones, and the head of one in the other, each time in either order.
    let head_moved = || {
        let mut lines = changed();
        LI.clone_into(&mut lines[0].household_number);
        "07".clone_into(&mut lines[0].relation);
        "01".clone_into(&mut lines[1].relation);
        lines
    };
    let swap = |mut lines: Vec<HouseholdLine>, at: usize| {
        lines.rotate_left(at);
        lines
    };
    let lists = [
        (parted(), 2),
        (swap(parted(), 2), 2),
        (head_moved(), 4),
        (swap(head_moved(), 4), 2),
    ];
    for (list, at) in lists {
        let world = World::new();
        let host = world.laptop_host();
        take_all(&host, &older());
        let before = stands(&world);
        let (_, taken) = take_all(&host, &far_apart(&list, at));
        assert_ne!(stands(&world), before);
        let (_, stayed, left) = put_back(&host, &taken);
        assert_eq!((stayed, left), (0, 0));
        assert_eq!(stands(&world), before);
        assert_eq!(joined(&host), []);
        world.sync();
        assert_eq!(stands(&world), before, "after the county's word");
    }
}
