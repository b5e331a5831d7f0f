//! The id of a row that is made: where the world has one such row only, it follows from what the row is about.

use domain::{
    Cells, Id, RecordInfo,
    records::{
        self, Household, HouseholdPlan, HousingSolution, Income, Record, RemarkOff, Stay,
        VillagePlan,
    },
};

use crate::{
    error::ApiError,
    host::{Host, Replica},
};

/// One row where the world has one: its id follows from what it is about.
pub(crate) fn new_id(
    host: &dyn Host,
    replica: &Replica<'_>,
    info: &RecordInfo,
    cells: &Cells,
) -> Result<Id, ApiError> {
    let text = |field: u16| domain::cell::cell(cells, field).as_text();
    let row = |field: u16| domain::cell::cell(cells, field).as_id();
    let year = |field: u16| domain::cell::cell(cells, field).as_integer();
    let key = || host.id_key(replica.store());
    if info.table == Household::INFO.table && !text(Household::number).is_empty() {
        return Ok(Household::id(&key()?, text(Household::number)));
    }
    if info.table == Stay::INFO.table
        && let Some(person) = row(Stay::person_id)
        && let Some(on) = records::date(domain::cell::cell(cells, Stay::stayed_on))
    {
        return Ok(Stay::id(&key()?, person, on));
    }
    if info.table == HouseholdPlan::INFO.table
        && let Some(household) = row(HouseholdPlan::household_id)
        && let Some(year) = year(HouseholdPlan::year)
    {
        return Ok(HouseholdPlan::id(&key()?, household, year));
    }
    if info.table == VillagePlan::INFO.table
        && let Some(year) = year(VillagePlan::year)
    {
        return Ok(VillagePlan::id(
            &key()?,
            text(VillagePlan::division_code),
            year,
        ));
    }
    if info.table == HousingSolution::INFO.table
        && let Some(household) = row(HousingSolution::household_id)
    {
        return Ok(HousingSolution::id(&key()?, household));
    }
    if info.table == Income::INFO.table
        && let Some(household) = row(Income::household_id)
        && let Some(year) = year(Income::year)
    {
        return Ok(Income::id(&key()?, household, year, text(Income::item)));
    }
    if info.table == RemarkOff::INFO.table
        && let Some(household) = row(RemarkOff::household_id)
    {
        let member = row(RemarkOff::member_id);
        return Ok(RemarkOff::id(
            &key()?,
            household,
            member,
            text(RemarkOff::rule),
        ));
    }
    Ok(host.env().new_id())
}
