//! `holdfast user`: people, for whoever has the machine in hand.

use std::io::Read as _;

use anyhow::Context;
use clap::{Args, Subcommand};
use holdfast_domain::lang::Lang;
use holdfast_identity::error::IdentityError;
use holdfast_identity::people::first::First;
use holdfast_identity::sign_in::open::Device;
use holdfast_server::frame::state::Settings;
use holdfast_server::start::door;

use super::place::Place;
use super::serve::{options, runtime, told};
use crate::clock;
use crate::terminal::print;

/// Makes the first administrator without a browser, and lets somebody in again.
#[derive(Args)]
pub struct UserCommand {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// The first administrator, with a password from standard input: 建立第一个管理员
    Setup(Setup),
    /// A temporary password for somebody who cannot get in; the second factor is removed: 为无法登录的人重置
    Reset(Reset),
}

/// Somebody who cannot get in.
#[derive(Args)]
struct Reset {
    /// What is typed to sign in
    login: String,
    #[command(flatten)]
    place: Place,
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
        match self.what {
            What::Setup(setup) => setup.run(lang),
            What::Reset(reset) => reset.run(lang),
        }
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

impl Reset {
    fn run(self, lang: Lang) -> anyhow::Result<()> {
        let options = options(&self.place, Settings::default());
        runtime()?.block_on(async {
            let (_, identity) = door(&options).await.map_err(told)?;
            let found = identity.rescue(&self.login, clock::now_us()).await;
            let password = found.map_err(|error| match (error, lang) {
                (IdentityError::NotFound, Lang::Zh) => anyhow::anyhow!("没有登录名为 {} 的用户", self.login),
                (IdentityError::NotFound, Lang::En) => anyhow::anyhow!("nobody has the login {}", self.login),
                (error, _) => told(error.into()),
            })?;
            let text = match lang {
                Lang::Zh => format!("临时密码 {password} ；登录后须立即修改，二次验证已移除\n"),
                Lang::En => {
                    format!("temporary password {password}; it must be changed at once, the second factor is removed\n")
                }
            };
            print(&text).context("standard output")
        })
    }
}
