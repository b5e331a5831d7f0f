//! What a file says of itself.

use super::{
    lines::columns,
    table::{Field, Table},
};

/// What a file says of itself on its second sheet, so that the first stays as counties read it in again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notes {
    /// What the rows were narrowed to, in words.
    pub filter: String,
    /// When, as tables of record write it.
    pub made_at: String,
    /// How much the county does not have yet, in words.
    pub unsynced: String,
}

impl Notes {
    pub(super) fn table(&self, rows: usize) -> Option<Table> {
        if *self == Self::default() {
            return None;
        }
        let said = [
            ("范围", Field::text(&self.filter)),
            ("行数", Field::Count(rows as i64)),
            ("导出时间", Field::text(&self.made_at)),
            ("同步", Field::text(&self.unsynced)),
        ];
        Some(Table {
            sheet: "说明".to_owned(),
            title: String::new(),
            columns: columns(&[("项目", 12), ("内容", 60)]),
            rows: said
                .into_iter()
                .map(|(name, value)| vec![Field::text(name), value])
                .collect(),
        })
    }
}
