//! A county's roster in one workbook.
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::{cell::Cell, ops::ControlFlow};

use sheet::{Progress, ReadOptions, Step, read_roster, write::HouseholdLine};

#[test]
fn forty_thousand_rows_are_read_with_progress_and_in_bounded_memory() {
    let lines: Vec<HouseholdLine> = (0..40_000_usize)
        .map(|at| {
            let (household, member) = (at / 4, at % 4);
            let male = member != 1;
            let digits = format!(
                "99{:04}{}{:02}{:02}{:03}",
                household % 10_000,
                1950 + member * 10,
                1 + household % 12,
                1 + member,
                (household / 10_000 * 8 + member * 2 + usize::from(male)) % 1000
            );
            let check = domain::identity::check_character(digits.as_bytes()).unwrap();
            HouseholdLine {
                county: "新田县".into(),
                township: "枧头镇".into(),
                village: format!("第{}村", household / 100),
                household_number: format!("43112810320{household:05}"),
                member_number: format!("43112810320{household:05}{member:02}"),
                name: format!("石{}", ["顺彬", "玉金", "丽", "福"][member]),
                id_number: format!("{digits}{check}"),
                persons: Some(4),
                relation: ["01", "02", "03", "03"][member].into(),
                ethnicity: "01".into(),
                education: "03".into(),
                health: vec!["01".into()],
                labour: "01".into(),
                serious_illness_insured: Some(true),
                state: "0".into(),
                attribute: "01".into(),
                cause: "07".into(),
                house_unsafe: Some(false),
                water_safe: Some(true),
                water_hard: Some(false),
                income_per_head_fen: Some(400_000 + household as i64),
                phone: format!("100{household:08}"),
                ..HouseholdLine::default()
            }
        })
        .collect();
    let bytes =
        sheet::write::households("新田县花名册", &lines, &sheet::write::Notes::default()).unwrap();
    let (told, last) = (Cell::new(0), Cell::new(0));
    let progress = |progress: Progress| {
        told.set(told.get() + 1);
        if progress.step == Step::Checking {
            assert!(progress.done >= last.get() && progress.done <= progress.total);
            last.set(progress.done);
        }
        ControlFlow::Continue(())
    };
    let roster = read_roster(&bytes, &ReadOptions::default(), &progress).unwrap();
    assert_eq!(
        (roster.households.len(), roster.rows_read),
        (10_000, 40_000)
    );
    assert!(
        roster.doubts.is_empty(),
        "{:?}",
        &roster.doubts[..3.min(roster.doubts.len())]
    );
    assert!(told.get() > 60, "told {} times", told.get());
    // The made-up lines and the workbook are in it too.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap_or("0 kB");
    let peak_kb: u64 = peak.trim().trim_end_matches(" kB").trim().parse().unwrap();
    assert!(peak_kb < 500_000, "{peak_kb} kB");
}
