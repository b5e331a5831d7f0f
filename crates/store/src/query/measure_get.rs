//! One measure, as a row of the list.

use domain::Id;

use super::{
    Asking,
    measure_list::{MeasureRow, measure_row},
};
use crate::{Store, StoreError};

impl Store {
    /// The measure of this id, if it lies in the caller's area.
    pub fn measure(&self, asking: Asking<'_>, id: Id) -> Result<Option<MeasureRow>, StoreError> {
        let households = self.index.current(self.connection())?;
        measure_row(self.connection(), &households, asking, id)
    }
}
