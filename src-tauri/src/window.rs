//! The window itself: input method, and how it closes.

use std::sync::Arc;

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

/// The page has no say in closing. Forms have kept their drafts at each pause; the profile closes with its note.
pub(crate) fn on_event(window: &Window, event: &WindowEvent) {
    if let WindowEvent::CloseRequested { api, .. } = event {
        api.prevent_close();
        let app = window.app_handle().clone();
        _ = window.hide();
        // Not on the window's thread: a sync that is under way is waited for.
        std::thread::spawn(move || {
            if let Some(shell) = app.try_state::<Arc<Shell>>() {
                shell.close();
            }
            app.exit(0);
        });
    }
}
