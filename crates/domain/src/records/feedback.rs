//! 意见反馈: what somebody wants the county to know of the program. Kept and sent like any record.

use super::Anchor;

crate::record! {
    /// A word to the county about the program, with the page it was written on.
    Feedback = 26 in "feedback", Anchor::Own(10) => {
        /// Where its author works.
        division_code: Division = 10 [required],
        /// What was written.
        content: Text = 11 [required],
        /// The page, such as `/visits`.
        page: Text = 12,
    }
}
