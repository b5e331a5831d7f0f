//! Code lists.

/// A list of codes.
#[derive(Debug)]
pub struct CodeList {
    /// Its name.
    pub name: &'static str,
    /// Its codes.
    pub entries: &'static [Code],
}

/// A code.
#[derive(Debug)]
pub struct Code {
    /// As stored.
    pub code: &'static str,
    /// As shown.
    pub label: &'static str,
    /// In English.
    pub label_en: &'static str,
    /// Accepted on import.
    pub aliases: &'static [&'static str],
}
