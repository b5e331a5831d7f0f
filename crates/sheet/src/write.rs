//! Tables out: text stays text, long numbers are strings, dates are dates, the header stays in view.

mod asked;
mod inquiry;
mod lines;
mod notes;
pub(crate) mod table;
mod tour;

pub use asked::{
    DistributionLine, PortionLine, RequestLine, WishLine, distributions, requests, wishes,
};
pub use inquiry::{InquiryCount, InquiryLine, inquiries};
pub use lines::{
    HouseholdLine, MeasureLine, ProblemLine, StayLine, StayMonthLine, VisitLine, households,
    measures, problems, stay_month, stays, visits,
};
pub use notes::Notes;
pub use tour::{TourLine, tour};
