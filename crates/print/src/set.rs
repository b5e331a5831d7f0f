//! A form is set: compiled once, then written as PDF or drawn.

use paper::{Answer, Asked, PrintError, Wish};
use typst::{diag::SourceDiagnostic, foundations::Smart, utils::Scalar};
use typst_layout::{Page, PagedDocument};
use typst_pdf::PdfOptions;
use typst_render::RenderOptions;

use crate::{fonts, glyphs, job, world::Forms};

/// Wider than any screen that is looked at it on, and still a few MB.
const WIDTH_MAX: u32 = 2_400;
/// Pages of one answer.
const PICTURES_MAX: usize = 8;

/// Does what is asked.
pub(crate) fn set(asked: &Asked) -> Result<Answer, PrintError> {
    let form = |detail: String| PrintError::Form { detail };
    let data = job::data(asked)?;
    let world = Forms::new(fonts::load(), data).ok_or_else(|| form("no main form".to_owned()))?;
    let document: PagedDocument = typst::compile(&world)
        .output
        .map_err(|found| form(said(&found)))?;
    glyphs::check(&document)?;
    let pages = document.pages();
    let pieces = match asked.wish {
        Wish::Pdf => vec![pdf(&document, &asked.paper.foot.number)?],
        Wish::Pictures {
            from,
            count,
            width_px,
        } => pages
            .iter()
            .skip(from)
            .take(count.min(PICTURES_MAX))
            .map(|page| picture(page, width_px.clamp(1, WIDTH_MAX)))
            .collect::<Result<_, _>>()?,
    };
    Ok(Answer {
        pages: pages.len(),
        pieces,
    })
}

/// Without tags, which make it ten times as big, and without a date, so that the same paper has the same bytes.
fn pdf(document: &PagedDocument, number: &str) -> Result<Vec<u8>, PrintError> {
    let options = PdfOptions {
        ident: Smart::Custom(number.to_owned()),
        creator: Smart::Custom(Some("zhucun".to_owned())),
        tagged: false,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(document, &options).map_err(|found| PrintError::Form {
        detail: said(&found),
    })
}

fn picture(page: &Page, width_px: u32) -> Result<Vec<u8>, PrintError> {
    let options = RenderOptions {
        pixel_per_pt: Scalar::new(f64::from(width_px) / page.frame.width().to_pt()),
        render_bleed: false,
    };
    typst_render::render(page, &options)
        .encode_png()
        .map_err(|error| PrintError::Form {
            detail: error.to_string(),
        })
}

fn said(found: &[SourceDiagnostic]) -> String {
    found
        .iter()
        .map(|one| one.message.to_string())
        .collect::<Vec<_>>()
        .join("; ")
}
