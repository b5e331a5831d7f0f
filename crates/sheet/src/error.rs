//! Why a file is refused. Nothing of it is stored then.

use std::path::PathBuf;

/// A file that is refused, with the values that a person needs to put it right.
#[derive(Debug, thiserror::Error)]
pub enum SheetError {
    /// The file cannot be opened or read.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// It needs a password to open.
    #[error("the workbook is locked with a password")]
    PasswordProtected,
    /// A web page under the name of a workbook.
    #[error("the file is a web page, not a workbook")]
    HtmlTable,
    /// An XML table of Excel 2003 under the name of a workbook.
    #[error("the file is an XML table of Excel 2003")]
    XmlTable,
    /// Nothing in it.
    #[error("the file is empty")]
    EmptyFile,
    /// Something else: a text document, a picture, an archive.
    #[error("the file is no workbook and no table of text: {found}")]
    NotAWorkbook {
        /// What it seems to be.
        found: &'static str,
    },
    /// A workbook of a kind that is not read: .xlsb, .ods.
    #[error("workbooks of the kind {kind} are not read")]
    UnsupportedFormat {
        /// Which kind.
        kind: &'static str,
    },
    /// Broken off or damaged.
    #[error("the file is damaged: {detail}")]
    Damaged {
        /// What the reader met.
        detail: String,
    },
    /// It unpacks to far more than a roster can be.
    #[error("{part} unpacks to more than {limit} bytes")]
    ZipBomb {
        /// Which part.
        part: String,
        /// How much is read at most.
        limit: u64,
    },
    /// More sheets than a roster has.
    #[error("the workbook has {sheets} sheets, at most {limit} are read")]
    TooManySheets {
        /// How many it has.
        sheets: usize,
        /// How many are read.
        limit: usize,
    },
    /// More bytes, rows or cells than are read.
    #[error("the file has more than {limit} {what}")]
    TooLarge {
        /// Of what.
        what: &'static str,
        /// How much is read at most.
        limit: u64,
    },
    /// A cell with something in it, far outside any roster.
    #[error("sheet {sheet} has a filled cell far away, in row {row}, column {column}")]
    FarCell {
        /// Which sheet.
        sheet: String,
        /// Its row, from 1.
        row: u32,
        /// Its column, from 1.
        column: u32,
    },
    /// Parts of a text file are in one encoding and parts in another.
    #[error("the text is in mixed encodings, the first odd line is {line}")]
    MixedEncoding {
        /// The first line in the other encoding, from 1.
        line: usize,
    },
    /// A quoted field that never ends.
    #[error("the quoted field that begins in line {line} never ends")]
    OpenQuote {
        /// Its line, from 1.
        line: usize,
    },
    /// No row is the header of a roster.
    #[error("no row looks like the header of a roster")]
    NoHeader,
    /// There is a header and nobody under it.
    #[error("there is nobody under the header")]
    NoRows,
    /// The sheet that was asked for is not there.
    #[error("there is no sheet {name}")]
    SheetNotFound {
        /// Its name.
        name: String,
    },
    /// The layout that was asked for is none of H1–H4.
    #[error("there is no layout {name}")]
    UnknownLayout {
        /// Its name.
        name: String,
    },
    /// Somebody stopped it.
    #[error("stopped")]
    Cancelled,
    /// A workbook cannot be written.
    #[error("cannot write the workbook: {0}")]
    Write(#[from] rust_xlsxwriter::XlsxError),
}

impl SheetError {
    /// The word for it, the same in every language and version.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { .. } => "cannot_read",
            Self::PasswordProtected => "password_protected",
            Self::HtmlTable => "html_table",
            Self::XmlTable => "xml_table",
            Self::EmptyFile => "empty_file",
            Self::NotAWorkbook { .. } => "not_a_workbook",
            Self::UnsupportedFormat { .. } => "unsupported_format",
            Self::Damaged { .. } => "damaged_file",
            Self::ZipBomb { .. } => "zip_bomb",
            Self::TooManySheets { .. } => "too_many_sheets",
            Self::TooLarge { .. } => "too_large",
            Self::FarCell { .. } => "far_cell",
            Self::MixedEncoding { .. } => "mixed_encoding",
            Self::OpenQuote { .. } => "open_quote",
            Self::NoHeader => "no_header",
            Self::NoRows => "no_rows",
            Self::SheetNotFound { .. } => "sheet_not_found",
            Self::UnknownLayout { .. } => "unknown_layout",
            Self::Cancelled => "cancelled",
            Self::Write(_) => "cannot_write",
        }
    }

    /// What the person can do about it, in Chinese and English.
    pub fn hint(&self) -> (&'static str, &'static str) {
        match self {
            Self::Io { .. } => (
                "检查文件是否还在、是否被别的程序占用",
                "Check that the file is there and not held by another program",
            ),
            Self::PasswordProtected => (
                "在 Excel 里打开，文件 ▸ 信息 ▸ 保护工作簿，去掉密码后另存",
                "Open it in Excel, remove the password under File ▸ Info ▸ Protect Workbook, and save it",
            ),
            Self::HtmlTable | Self::XmlTable => (
                "这是网页导出的表格，在 Excel 或 WPS 里打开，另存为 .xlsx 再导入",
                "This is an exported web page: open it in Excel or WPS, save it as .xlsx and import that",
            ),
            Self::EmptyFile | Self::NoRows => (
                "换有人员名单的文件",
                "Choose the file with the people in it",
            ),
            Self::NotAWorkbook { .. } | Self::UnsupportedFormat { .. } => (
                "在 Excel 或 WPS 里另存为 .xlsx 再导入",
                "Save it as .xlsx in Excel or WPS and import that",
            ),
            Self::Damaged { .. } => (
                "重新下载或拷贝一次；能在 Excel 里打开就另存为 .xlsx",
                "Copy it again; if Excel still opens it, save it as .xlsx",
            ),
            Self::ZipBomb { .. } | Self::TooLarge { .. } => (
                "把名单复制到新工作簿，按乡镇分开导入",
                "Copy the roster into a new workbook and import township by township",
            ),
            Self::TooManySheets { .. } => (
                "只留有名单的工作表，按乡镇分开导入",
                "Keep only the sheets with the roster, township by township",
            ),
            Self::FarCell { .. } => (
                "删除那个单元格所在的行或列，保存后再导入",
                "Delete the row or column of that cell, save and import again",
            ),
            Self::MixedEncoding { .. } => (
                "两段文字的编码不同，分别打开后用 Excel 存成一个 .xlsx",
                "Two parts were saved in different encodings: open each in Excel and save them as one .xlsx",
            ),
            Self::OpenQuote { .. } => (
                "补上那一行缺的引号，或用 Excel 另存为 .xlsx",
                "Close the quote in that line, or save it as .xlsx in Excel",
            ),
            Self::NoHeader => (
                "表头要有姓名、证件号码、与户主关系等列名",
                "The header needs columns such as 姓名, 证件号码, 与户主关系",
            ),
            Self::SheetNotFound { .. } => ("看一下工作表的名字", "Check the name of the sheet"),
            Self::UnknownLayout { .. } => {
                ("版式是 H1、H2、H3 或 H4", "The layout is H1, H2, H3 or H4")
            }
            Self::Cancelled => ("什么都没有改", "Nothing was changed"),
            Self::Write(_) => ("检查磁盘空间", "Check the space on the disk"),
        }
    }
}
