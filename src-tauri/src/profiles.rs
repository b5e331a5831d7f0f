//! Several people on one laptop: a folder each, side by side, and nobody's is ever removed for another's.

use std::path::{Path, PathBuf};

use api::shell::ProfileName;
use store::profile::{Folder, State};

/// `profile`, `profile-2`, `profile-3` …: the folders of this laptop, the first one first.
fn folders(first: &Path) -> Vec<PathBuf> {
    let Some((parent, stem)) = first.parent().zip(first.file_name()) else {
        return vec![first.to_owned()];
    };
    let stem = stem.to_string_lossy();
    let mut found: Vec<(u32, PathBuf)> = std::fs::read_dir(parent)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().to_string_lossy().into_owned();
            let number = name.strip_prefix(stem.as_ref())?.strip_prefix('-')?;
            Some((number.parse().ok().filter(|n| *n > 1)?, entry.path()))
        })
        .collect();
    found.sort();
    std::iter::once(first.to_owned())
        .chain(found.into_iter().map(|(_, path)| path))
        .collect()
}

/// Whose file was open last.
pub(crate) fn last_used(first: &Path) -> PathBuf {
    let noted = |dir: &Path| {
        let facts = std::fs::metadata(dir.join("outside.json"));
        facts.and_then(|facts| facts.modified()).ok()
    };
    folders(first)
        .into_iter()
        .filter(|dir| Folder::new(dir).state() != State::None)
        .max_by_key(|dir| noted(dir))
        .unwrap_or_else(|| first.to_owned())
}

/// The files beside `current`, with what stands outside them.
pub(crate) fn others(first: &Path, current: &Path) -> Vec<ProfileName> {
    folders(first)
        .into_iter()
        .filter(|dir| dir != current)
        .map(|dir| (Folder::new(&dir), dir))
        .filter(|(folder, _)| folder.state() != State::None)
        .map(|(folder, dir)| {
            let outside = folder.outside();
            ProfileName {
                folder: name_of(&dir),
                name: outside.name,
                place: if outside.place.is_empty() {
                    outside.area
                } else {
                    outside.place
                },
                pending: outside.pending,
            }
        })
        .collect()
}

/// The folder of this name; for an empty one, the first that nobody has.
pub(crate) fn chosen(first: &Path, name: &str) -> Option<PathBuf> {
    let all = folders(first);
    if !name.is_empty() {
        return all.into_iter().find(|dir| name_of(dir) == name);
    }
    let free = |dir: &PathBuf| Folder::new(dir).state() == State::None;
    if let Some(dir) = all.iter().find(|dir| free(dir)) {
        return Some(dir.clone());
    }
    let stem = name_of(first);
    (2..=u32::MAX)
        .map(|number| first.with_file_name(format!("{stem}-{number}")))
        .find(|dir| !dir.exists())
}

fn name_of(dir: &Path) -> String {
    dir.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn made(dir: &Path, name: &str) {
        fs::create_dir_all(dir).unwrap();
        fs::write(dir.join("key.json"), "{}").unwrap();
        let outside = serde_json::json!({ "name": name, "place": "石磨坪村", "pending": 2 });
        fs::write(dir.join("outside.json"), outside.to_string()).unwrap();
    }

    #[test]
    fn a_second_person_gets_a_folder_of_their_own_and_the_first_ones_stays() {
        let home = tempfile::tempdir().unwrap();
        let first = home.path().join("profile");
        assert_eq!(chosen(&first, "").unwrap(), first);
        made(&first, "甲");
        let second = chosen(&first, "").unwrap();
        assert_eq!(second, home.path().join("profile-2"));
        made(&second, "乙");
        fs::create_dir(home.path().join("profile-old")).unwrap();
        assert_eq!(chosen(&first, "").unwrap(), home.path().join("profile-3"));
        let beside = others(&first, &second);
        assert_eq!(beside.len(), 1);
        assert_eq!((beside[0].name.as_str(), beside[0].pending), ("甲", 2));
        assert_eq!(chosen(&first, "profile").unwrap(), first);
    }

    #[test]
    fn a_name_from_elsewhere_opens_nothing() {
        let home = tempfile::tempdir().unwrap();
        let first = home.path().join("profile");
        made(&first, "甲");
        assert_eq!(chosen(&first, "../etc"), None);
        assert_eq!(chosen(&first, "profile-9"), None);
    }
}
