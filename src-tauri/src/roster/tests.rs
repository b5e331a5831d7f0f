use super::*;

fn opened() -> (tempfile::TempDir, Shell) {
    let place = tempfile::tempdir().unwrap();
    let shell = Shell::new(place.path(), Box::new(|_, _| {}));
    (place, shell)
}

#[test]
fn a_locked_profile_reads_no_roster_and_nothing_of_one_stays_behind_the_lock() {
    let (place, shell) = opened();
    let file = place.path().join("花名册.csv");
    std::fs::write(&file, "姓名,与户主关系\n").unwrap();
    assert_eq!(shell.read_file(file).unwrap_err().code, Code::NotReady);
    assert_eq!(
        shell.import("import.state", json!({})).unwrap_err().code,
        Code::NotReady
    );
    shell.importing().forget();
    assert!(shell.importing().stop.load(Ordering::Relaxed));
    assert!(lock(&shell.importing().held).is_none());
}

#[test]
fn one_roster_at_a_time_and_the_next_one_is_not_stopped_by_the_word_to_the_last() {
    let (_place, shell) = opened();
    shell.importing().stop.store(true, Ordering::Relaxed);
    let at = ImportProgress::Comparing { done: 0, total: 1 };
    shell
        .at_it(|tell| {
            assert_eq!(tell(at), ControlFlow::Continue(()));
            let second = shell.at_it(|_| Ok(()));
            assert_eq!(second.unwrap_err().code, Code::FileInUse);
            shell.importing().stop.store(true, Ordering::Relaxed);
            assert_eq!(tell(at), ControlFlow::Break(()));
            Ok(())
        })
        .unwrap();
    shell.at_it(|_| Ok(())).unwrap();
}

#[test]
fn a_fault_in_the_middle_of_a_roster_keeps_nobody_from_the_next_one() {
    let (_place, shell) = opened();
    let fault = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        shell.at_it(|_| -> Result<(), ApiError> { panic!("a fault of the program") })
    }));
    assert!(fault.is_err());
    shell.at_it(|_| Ok(())).unwrap();
}

#[test]
fn a_dropped_file_keeps_the_characters_of_its_name() {
    assert_eq!(unescaped("%E8%8A%B1%E5%90%8D%E5%86%8C.xlsx"), "花名册.xlsx");
    assert_eq!(unescaped("a%2"), "a%2");
    assert_eq!(unescaped("100%"), "100%");
}
