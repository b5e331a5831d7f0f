//! Embeds the screens that npm has built.

use std::path::Path;

const PAGE: &str = "../ui/dist/index.html";
/// What the window shows when the program was built before its screens.
const WITHOUT_SCREENS: &str = "<!doctype html><meta charset=utf-8><title>驻村</title><p>界面还没有生成：在 ui 里运行 npm run build。\
                               <p>The screens are not built: run npm run build in ui.\n";

fn main() {
    let page = Path::new(PAGE);
    if !page.exists()
        && let Some(dir) = page.parent()
    {
        // The folder is a build output: checking the workspace must not need npm.
        let made =
            std::fs::create_dir_all(dir).and_then(|()| std::fs::write(page, WITHOUT_SCREENS));
        if let Err(error) = made {
            println!("cargo::warning={PAGE}: {error}");
        }
    }
    println!("cargo::rerun-if-changed=../ui/dist");
    tauri_build::build();
}
