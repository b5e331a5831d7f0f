//! What an undo brings back of households that a list emptied.

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
