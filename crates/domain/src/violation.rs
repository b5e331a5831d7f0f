//! A rule says this is wrong: data, shown beside the field, never an error.

use serde::{Deserialize, Serialize};

/// One finding of a rule on one field. The text is in `ui/src/locales`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Violation {
    /// The field's name.
    pub field: String,
    /// The rule's word, such as `required` or `in_the_future`.
    pub code: String,
}

impl Violation {
    /// `code` on `field`.
    pub fn new(field: &str, code: &str) -> Self {
        Self {
            field: field.to_owned(),
            code: code.to_owned(),
        }
    }
}
