//! What households ask and wish for, and what they were given, as tables name it.

use domain::{
    Id,
    records::{Request, Wish},
};
use sheet::write::{DistributionLine, PortionLine, RequestLine, WishLine};
use store::query::Asking;

use super::{Book, date, list::ROWS_MAX};
use crate::error::{ApiError, Code};

impl Book<'_> {
    pub(super) fn request(&self, id: Id) -> Result<Option<RequestLine>, ApiError> {
        let Some((_, request)) = self.row::<Request>(id)? else {
            return Ok(None);
        };
        let home = self.home(request.household_id, "")?;
        Ok(Some(RequestLine {
            township: self.township(&home.village_code)?,
            village: home.village,
            group_name: home.group,
            head: home.head,
            household_number: home.number,
            raised_on: date(&request.raised_on),
            content: request.content,
            person: self.person(request.person_id)?,
            due_on: date(&request.due_on),
            state: request.state,
            result: request.result,
            solved_on: date(&request.solved_on),
            confirmed_on: date(&request.confirmed_on),
            confirmed_by: request.confirmed_by,
        }))
    }

    pub(super) fn wish(&self, id: Id) -> Result<Option<WishLine>, ApiError> {
        let Some((_, wish)) = self.row::<Wish>(id)? else {
            return Ok(None);
        };
        let home = self.home(wish.household_id, "")?;
        Ok(Some(WishLine {
            township: self.township(&home.village_code)?,
            village: home.village,
            group_name: home.group,
            head: home.head,
            household_number: home.number,
            raised_on: date(&wish.raised_on),
            content: wish.content,
            wished_by: wish.wished_by,
            donor: wish.donor,
            fulfilled_on: date(&wish.fulfilled_on),
            note: wish.note,
        }))
    }

    /// What was given out, and the households of the asker's area that get it.
    pub(super) fn distributions(
        &self,
        asking: Asking<'_>,
        ids: &[Id],
    ) -> Result<(Vec<DistributionLine>, Vec<PortionLine>), ApiError> {
        let (mut lines, mut rows) = (Vec::new(), Vec::new());
        for id in ids {
            let Some((row, portions)) = self.store.distribution(asking, *id)? else {
                continue;
            };
            let line = DistributionLine {
                township: self.township(&row.division_code)?,
                village: row.division_name,
                given_on: date(&row.given_on),
                item: row.item,
                quantity: row.quantity,
                quantity_unit: row.quantity_unit,
                source: row.source,
                households: row.households as i64,
                received: row.received as i64,
                note: row.note,
            };
            if rows.len() + portions.len() > ROWS_MAX {
                let words = format!("more than {ROWS_MAX} households");
                return Err(ApiError::new(Code::TooLarge, words));
            }
            for portion in portions {
                rows.push(PortionLine {
                    given_on: line.given_on,
                    item: line.item.clone(),
                    quantity: line.quantity,
                    quantity_unit: line.quantity_unit.clone(),
                    village: portion.village_name,
                    group_name: portion.group_name,
                    head: portion.head_name,
                    household_number: portion.household_number,
                    received_on: date(portion.received_on.as_deref().unwrap_or_default()),
                    received_by: portion.received_by,
                });
            }
            lines.push(line);
        }
        Ok((lines, rows))
    }

    /// The township of a place that may lie above one.
    fn township(&self, code: &str) -> Result<String, ApiError> {
        self.name(code.get(..9).unwrap_or_default())
    }
}
