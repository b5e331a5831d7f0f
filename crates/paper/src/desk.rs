//! What is shown in a preview is what is printed: a paper stays as it was made, number and moment and all, until its
//! preview is closed. In memory only, a few at a time.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use crate::{Paper, Stop};

/// A paper that somebody looks at.
#[derive(Debug, Clone)]
pub struct Laid {
    /// The page's name for it.
    pub ticket: String,
    /// Whose it is; nobody else gets it by its ticket.
    pub owner: String,
    pub paper: Arc<Paper>,
    /// Ends what is being made of it.
    pub stop: Stop,
}

/// The papers of all that look at one now.
#[derive(Debug)]
pub struct Desk {
    laid: Mutex<VecDeque<Laid>>,
    most: usize,
}

impl Desk {
    /// The oldest goes when there are more than `most`.
    pub fn new(most: usize) -> Self {
        Self {
            laid: Mutex::default(),
            most,
        }
    }

    fn laid(&self) -> MutexGuard<'_, VecDeque<Laid>> {
        self.laid.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lays a paper down; one under the same ticket is taken away.
    pub fn lay(&self, owner: &str, ticket: &str, paper: Paper) -> Laid {
        self.clear(owner, ticket);
        let one = Laid {
            ticket: ticket.to_owned(),
            owner: owner.to_owned(),
            paper: Arc::new(paper),
            stop: Stop::default(),
        };
        let mut laid = self.laid();
        laid.push_back(one.clone());
        while laid.len() > self.most {
            if let Some(old) = laid.pop_front() {
                old.stop.stop();
            }
        }
        one
    }

    /// What lies there under this ticket.
    pub fn get(&self, owner: &str, ticket: &str) -> Option<Laid> {
        self.laid()
            .iter()
            .find(|one| one.owner == owner && one.ticket == ticket)
            .cloned()
    }

    /// Takes it away, and ends what is being made of it.
    pub fn clear(&self, owner: &str, ticket: &str) {
        self.laid().retain(|one| {
            let is_it = one.owner == owner && one.ticket == ticket;
            if is_it {
                one.stop.stop();
            }
            !is_it
        });
    }

    /// Takes all away.
    pub fn clear_all(&self) {
        for one in self.laid().drain(..) {
            one.stop.stop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Foot, Form, Log};

    fn paper(number: &str) -> Paper {
        Paper {
            foot: Foot {
                number: number.to_owned(),
                printed_at: String::new(),
                printed_by: String::new(),
                unsynced: String::new(),
            },
            form: Form::Visits(Log {
                place: String::new(),
                filter: String::new(),
                rows: Vec::new(),
            }),
        }
    }

    #[test]
    fn a_paper_lies_there_for_its_owner_until_it_is_taken_away_or_too_many_are() {
        let desk = Desk::new(2);
        desk.lay("zhang", "a", paper("1"));
        assert_eq!(desk.get("zhang", "a").unwrap().paper.foot.number, "1");
        assert!(
            desk.get("li", "a").is_none(),
            "a ticket opens nothing alone"
        );
        desk.lay("zhang", "a", paper("2"));
        assert_eq!(desk.get("zhang", "a").unwrap().paper.foot.number, "2");
        desk.lay("li", "a", paper("3"));
        desk.lay("li", "b", paper("4"));
        assert!(desk.get("zhang", "a").is_none(), "the oldest made room");
        assert!(desk.get("li", "a").is_some());
        desk.clear("li", "a");
        assert!(desk.get("li", "a").is_none());
        desk.clear_all();
        assert!(desk.get("li", "b").is_none());
    }
}
