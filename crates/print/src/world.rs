//! All that a form may read: the forms, its data, two fonts. No file, no package, no clock.

use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Bytes, Datetime, Duration},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

/// Names are fixed: each new one would stay in memory for ever.
const DATA: &str = "/data.json";
const MAIN: &str = "/main.typ";
const FORMS: &[(&str, &str)] = &[
    (MAIN, include_str!("forms/main.typ")),
    ("/common.typ", include_str!("forms/common.typ")),
    ("/household.typ", include_str!("forms/household.typ")),
    ("/notice.typ", include_str!("forms/notice.typ")),
    ("/visits.typ", include_str!("forms/visits.typ")),
    ("/measures.typ", include_str!("forms/measures.typ")),
    ("/problems.typ", include_str!("forms/problems.typ")),
    ("/roster.typ", include_str!("forms/roster.typ")),
    ("/requests.typ", include_str!("forms/requests.typ")),
    ("/wishes.typ", include_str!("forms/wishes.typ")),
    (
        "/distributions.typ",
        include_str!("forms/distributions.typ"),
    ),
    ("/roll.typ", include_str!("forms/roll.typ")),
];

pub(crate) struct Forms {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: FileId,
    data: Bytes,
}

impl Forms {
    pub(crate) fn new(fonts: Vec<Font>, data: Vec<u8>) -> Option<Self> {
        Some(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: id_of(MAIN)?,
            data: Bytes::new(data),
        })
    }
}

fn id_of(path: &str) -> Option<FileId> {
    let path = VirtualPath::new(path).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}

fn path_of(id: FileId) -> String {
    let path = id.get();
    match path.root() {
        VirtualRoot::Project => path.vpath().get_with_slash().to_owned(),
        VirtualRoot::Package(_) => String::new(),
    }
}

impl World for Forms {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let path = path_of(id);
        FORMS
            .iter()
            .find(|(name, _)| *name == path)
            .map(|(_, text)| Source::new(id, (*text).to_owned()))
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if path_of(id) == DATA {
            return Ok(self.data.clone());
        }
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
