//! A progress bar in a terminal, silence in a pipe.

use std::io::{IsTerminal, stderr};
use std::sync::Mutex;
use std::time::Duration;

use holdfast_app::progress::Progress;
use holdfast_domain::lang::{Bilingual, Lang};
use indicatif::{ProgressBar, ProgressStyle};

/// Shows phases one after the other on standard error.
pub struct TerminalProgress {
    lang: Lang,
    bar: Mutex<Option<ProgressBar>>,
    visible: bool,
}

impl TerminalProgress {
    /// Visible only when standard error is a terminal.
    pub fn new(lang: Lang) -> Self {
        Self {
            lang,
            bar: Mutex::new(None),
            visible: stderr().is_terminal(),
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        if let Ok(mut bar) = self.bar.lock()
            && let Some(bar) = bar.take()
        {
            bar.finish_and_clear();
        }
    }
}

impl Progress for TerminalProgress {
    fn phase(&self, name: Bilingual) {
        self.finish();
        if !self.visible {
            return;
        }
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template("{spinner} {msg} {wide_bar} {percent}% {elapsed}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.set_message(name.get(self.lang).to_owned());
        bar.enable_steady_tick(Duration::from_millis(120));
        if let Ok(mut slot) = self.bar.lock() {
            *slot = Some(bar);
        }
    }

    fn advance(&self, done: u64, total: u64) {
        if let Ok(bar) = self.bar.lock()
            && let Some(bar) = bar.as_ref()
        {
            bar.set_length(total.max(done));
            bar.set_position(done);
        }
    }
}
