//! The HTTP face over real sockets, as a laptop, a browser and a stranger see it.

mod bounds;
mod client;
mod console;
mod enrolment;
mod files;
mod login;
mod print;
mod rig;
