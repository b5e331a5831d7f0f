//! The two fonts that a form is set in, inside the program: regular and bold of Noto Sans SC, cut for the mainland. No
//! other font of the machine is asked, so that a form looks the same everywhere.

use typst::{foundations::Bytes, text::Font};

const FONTS: [&[u8]; 2] = [
    include_bytes!("../fonts/NotoSansSC_400Regular.ttf"),
    include_bytes!("../fonts/NotoSansSC_700Bold.ttf"),
];

pub(crate) fn load() -> Vec<Font> {
    let font = |bytes: &'static [u8]| Font::new(Bytes::new(bytes), 0);
    FONTS.into_iter().filter_map(font).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn regular_and_bold_are_there() {
        let weights: Vec<u16> = load()
            .iter()
            .map(|font| font.info().variant.weight.to_number())
            .collect();
        assert_eq!(weights, [400, 700]);
    }
}
