//! The window itself: input method, and how it closes.

use std::{sync::Arc, time::Duration};

use tauri::{Manager, WebviewWindow, Window, WindowEvent};

use crate::shell::Shell;

/// The toolkit switches the input method's inline text off; without it no composition event reaches the page, and
/// Enter that takes a candidate would save the form.
pub(crate) fn prepare(window: &WebviewWindow) {
    #[cfg(target_os = "linux")]
    {
        let prepared = window.with_webview(|webview| {
            use webkit2gtk::{InputMethodContextExt, WebViewExt};
            if let Some(context) = webview.inner().input_method_context() {
                context.set_enable_preedit(true);
            }
        });
        if let Err(error) = prepared {
            tracing::warn!("the input method was not prepared: {error}");
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = window;
}

/// For a page that is at work; one that hangs does not keep the window open.
const PATIENCE: Duration = Duration::from_secs(2);

/// The page has no say in closing, but what was typed since the last pause is written first; the profile closes with
/// its note.
pub(crate) fn on_event(window: &Window, event: &WindowEvent) {
    if let WindowEvent::CloseRequested { api, .. } = event {
        api.prevent_close();
        let app = window.app_handle().clone();
        _ = window.hide();
        // Not on the window's thread: a sync that is under way is waited for.
        std::thread::spawn(move || {
            if let Some(shell) = app.try_state::<Arc<Shell>>() {
                shell.let_page_close(PATIENCE);
            }
            app.exit(0);
        });
    }
}
