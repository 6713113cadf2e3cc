//! `holdfast user`: people, for whoever has the machine in hand.

use std::io::Read as _;

use anyhow::Context;
use clap::{Args, Subcommand};
use holdfast_domain::lang::Lang;
use holdfast_identity::people::first::First;
use holdfast_identity::sign_in::open::Device;
use holdfast_server::frame::state::Settings;
use holdfast_server::start::door;

use super::place::Place;
use super::serve::{options, runtime, told};
use crate::clock;
use crate::terminal::print;

/// Makes the first administrator without a browser.
#[derive(Args)]
pub struct UserCommand {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// The first administrator, with a password from standard input: 建立第一个管理员
    Setup(Setup),
}

/// The first administrator.
#[derive(Args)]
struct Setup {
    /// What is typed to sign in
    login: String,
    /// The name that others see [default: the login]
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    place: Place,
}

impl UserCommand {
    /// Runs the command.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        let What::Setup(setup) = self.what;
        setup.run(lang)
    }
}

impl Setup {
    fn run(self, lang: Lang) -> anyhow::Result<()> {
        let mut password = String::new();
        // A pipe that never ends is not read for ever.
        std::io::stdin()
            .take(4096)
            .read_to_string(&mut password)
            .context("standard input")?;
        let first = First {
            name: self.name.unwrap_or_else(|| self.login.clone()),
            login: self.login,
            password: password.trim_end_matches(['\r', '\n']).to_owned(),
            lang,
        };
        let device = Device {
            address: "console".to_owned(),
            agent: "holdfast user setup".to_owned(),
            previous: None,
        };
        let options = options(&self.place, Settings::default());
        runtime()?.block_on(async {
            let (_, identity) = door(&options).await.map_err(told)?;
            let opened = identity
                .set_up(&first, &device, clock::now_us())
                .await
                .map_err(|error| told(error.into()))?;
            let login = &opened.signed_in.user.login;
            let text = match lang {
                Lang::Zh => format!("管理员 {login} 已建立\n"),
                Lang::En => format!("{login} is the administrator\n"),
            };
            print(&text).context("standard output")
        })
    }
}
