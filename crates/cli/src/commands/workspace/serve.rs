//! `holdfast serve`.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::Context;
use clap::{Args, ValueEnum};
use holdfast_app::error::AppError;
use holdfast_domain::bilingual;
use holdfast_domain::lang::{Bilingual, Lang};
use holdfast_domain::refusal::Refusal;
use holdfast_identity::error::IdentityError;
use holdfast_identity::random::SystemRandom;
use holdfast_server::frame::log::subscribe;
use holdfast_server::frame::state::Settings;
use holdfast_server::start::{Options, StartError, start};

use super::place::Place;
use crate::clock;
use crate::terminal::print;

/// Serves the pages and the interface of a workspace until Ctrl-C. The first visitor makes the administrator.
#[derive(Args)]
pub struct ServeCommand {
    #[command(flatten)]
    place: Place,
    /// The address to listen on; 0.0.0.0:7878 is every network that the machine is in
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:7878")]
    listen: SocketAddr,
    /// A proxy in front of the server says where requests come from (X-Forwarded-For)
    #[arg(long)]
    behind_proxy: bool,
    /// Browsers reach the server by https (through a proxy): cookies are sent that way alone
    #[arg(long)]
    https: bool,
    /// The largest file that may be uploaded, MiB
    #[arg(long, value_name = "MIB", default_value_t = 2048, value_parser = clap::value_parser!(u64).range(1..=1_048_576))]
    upload_mib: u64,
    /// The form of the log on standard error
    #[arg(long, value_enum, default_value_t = LogForm::Text)]
    log: LogForm,
}

#[derive(Clone, Copy, ValueEnum)]
enum LogForm {
    /// One line of words a request
    Text,
    /// One JSON object a line
    Json,
}

/// What a server or a command about its people is started with.
pub(super) fn options(place: &Place, settings: Settings) -> Options {
    Options {
        folder: place.folder().to_path_buf(),
        database_url: std::env::var("DATABASE_URL").ok().filter(|url| !url.is_empty()),
        now: Arc::new(clock::now_us),
        environment: Arc::new(|name: &str| std::env::var(name).ok()),
        random: Arc::new(SystemRandom),
        settings,
    }
}

/// Where the place, the database or the port that was named cannot be used: exit code 3, in both languages.
pub(super) fn told(error: StartError) -> anyhow::Error {
    let refusal = match error {
        StartError::App(error) => return error.into(),
        StartError::Identity(IdentityError::Refused(refusal)) => *refusal,
        StartError::Folder { path, source } => Refusal::new(
            "no-folder",
            bilingual!(
                "文件夹打不开，也建立不了（{source}）",
                "the folder can neither be opened nor made ({source})"
            ),
            Bilingual::new(
                "用 -w 换一个文件夹，或检查路径和权限",
                "choose another folder with -w, or check the path and its permissions",
            ),
        )
        .in_file(path.display().to_string()),
        StartError::Store(error) => Refusal::new(
            "no-database",
            bilingual!(
                "运行数据库打不开：{error}",
                "the operational database cannot be opened: {error}"
            ),
            Bilingual::new(
                "检查环境变量 DATABASE_URL 和数据库是否在运行；没有设置它时，检查工作区里 holdfast.db 的权限和磁盘空间",
                "check the variable DATABASE_URL and that the database runs; where it is not set, the permissions of holdfast.db in the workspace and free space",
            ),
        ),
        other => return other.into(),
    };
    AppError::from(refusal).into()
}

fn cannot_listen(address: SocketAddr, source: &std::io::Error) -> AppError {
    Refusal::new(
        "cannot-listen",
        bilingual!(
            "不能监听 {address}（{source}）",
            "cannot listen on {address} ({source})"
        ),
        Bilingual::new(
            "换一个端口，例如 --listen 127.0.0.1:7879",
            "choose another port, e.g. --listen 127.0.0.1:7879",
        ),
    )
    .into()
}

/// A runtime for what waits.
pub(super) fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("the system gives no threads")
}

impl ServeCommand {
    /// Runs the command.
    pub fn run(self, lang: Lang) -> anyhow::Result<()> {
        subscribe(matches!(self.log, LogForm::Json));
        let settings = Settings {
            behind_proxy: self.behind_proxy,
            secure_cookies: self.https,
            upload_bytes: self.upload_mib << 20,
        };
        let options = options(&self.place, settings);
        runtime()?.block_on(async move {
            // Listening comes first: a port that is taken is told before anything else is opened.
            let listener = tokio::net::TcpListener::bind(self.listen)
                .await
                .map_err(|source| cannot_listen(self.listen, &source))?;
            let state = start(options).await.map_err(told)?;
            let first = state.identity.needs_setup().await?;
            let address = listener.local_addr()?;
            print(&greeting(address, first, lang)).context("standard output")?;
            holdfast_server::serve::serve(listener, state).await?;
            Ok(())
        })
    }
}

fn greeting(address: SocketAddr, first: bool, lang: Lang) -> String {
    let mut text = match lang {
        Lang::Zh => format!("Holdfast 已启动：http://{address}/\n按 Ctrl-C 停止。\n"),
        Lang::En => format!("Holdfast is at http://{address}/\nCtrl-C stops it.\n"),
    };
    if first {
        text.push_str(match lang {
            Lang::Zh => "还没有用户：第一个打开页面的人将成为管理员。\n",
            Lang::En => "There are no people yet: whoever opens the page first becomes the administrator.\n",
        });
    }
    if !address.ip().is_loopback() {
        text.push_str(match lang {
            Lang::Zh => "注意：其他机器也能访问，且未加密；请放在提供 https 的代理之后并加上 --https --behind-proxy。\n",
            Lang::En => "Note: other machines can reach it, without encryption; put a proxy with https in front and add --https --behind-proxy.\n",
        });
    }
    text
}
