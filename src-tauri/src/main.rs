//! `zhucun-desktop`: the window. One command `call(name, request)` for the page, the sync loop beside it.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

use std::{path::PathBuf, process::ExitCode, sync::Arc};

use tauri::{Emitter, Manager};

mod backup;
mod call;
mod clipboard;
mod export;
mod fault;
mod idle;
mod launch;
mod photo;
mod print;
mod profiles;
mod roster;
mod safety;
mod shell;
mod sync_loop;
mod text;
mod window;

use shell::Shell;

fn main() -> ExitCode {
    if let Err(error) = launch::set_environment() {
        tracing::warn!("the environment of the window could not be set: {error}");
    }
    let arguments = match launch::arguments(std::env::args_os().skip(1)) {
        Ok(arguments) => arguments,
        Err(text) => {
            use std::io::Write;
            _ = writeln!(std::io::stderr().lock(), "{text}");
            return ExitCode::from(2);
        }
    };
    match run(arguments.profile) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            use std::io::Write;
            _ = writeln!(std::io::stderr().lock(), "{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(profile: Option<PathBuf>) -> anyhow::Result<()> {
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .invoke_handler(tauri::generate_handler![
            backup::backup_choose,
            backup::backup_save,
            call::call,
            export::export_list,
            photo::photo_paste,
            photo::photo_put,
            print::print_close,
            print::print_open,
            print::print_pages,
            print::print_paper,
            print::print_save,
            roster::roster_choose,
            roster::roster_doubts,
            roster::roster_put,
            text::save_text
        ])
        .register_asynchronous_uri_scheme_protocol("photo", photo::serve)
        .on_window_event(window::on_event)
        .setup(move |app| {
            let profile = match profile {
                Some(profile) => profile,
                // A folder of its own: the browser part writes beside it.
                None => app.path().app_data_dir()?.join("profile"),
            };
            let handle = app.handle().clone();
            let tell = move |event: &str, word| _ = handle.emit(event, word);
            let shell = Arc::new(Shell::new(&profile, Box::new(tell)));
            app.manage(Arc::clone(&shell));
            idle::watch(Arc::clone(&shell));
            backup::watch(Arc::clone(&shell));
            for window in app.webview_windows().into_values() {
                window::prepare(&window);
            }
            Ok(())
        })
        .run(tauri::generate_context!())?;
    Ok(())
}
