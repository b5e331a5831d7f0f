//! What a printed form holds, in words; how the print program is asked to set it; the print queue; and the table on
//! which a paper lies between its preview and its print. Nothing here knows a database or a typesetter.

mod desk;
mod form;
mod pipe;
mod program;
mod queue;

pub use desk::{Desk, Laid};
pub use form::{
    Contact, DistributionLine, Distributions, Field, Foot, Form, HouseholdSheet, IncomeLine, Log,
    LogLine, MeasureLine, Measures, MemberLine, Notice, NoticeMeasure, Paper, ProblemLine,
    Problems, ROWS_MAX, RequestLine, Requests, Roll, RollLine, Roster, RosterLine, TEXT_MAX,
    WishLine, Wishes,
};
pub use pipe::Stop;
pub use program::{Answer, Asked, Limits, PrintError, Program, Wish};
pub use queue::Queue;
