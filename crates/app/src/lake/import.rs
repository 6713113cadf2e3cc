//! Sources into the lake, and the panel up to date.

use holdfast_domain::bilingual;
use holdfast_domain::lang::Bilingual;
use holdfast_domain::refusal::Refusal;
use holdfast_domain::source::SourceSpec;
use holdfast_engine::ingest::{self, BatchReport, Import};
use holdfast_engine::panel;

use super::session::Session;
use crate::error::AppError;
use crate::progress::{Progress, begin};
use crate::workspace::open::Environment;

/// What to import.
pub struct ImportOptions<'a> {
    /// Only this source; absent: all, in the order of the file.
    pub source: Option<&'a str>,
    /// Read, check and compare, write nothing.
    pub dry_run: bool,
    /// The batch's id.
    pub batch_id: Option<&'a str>,
    /// The present, microseconds.
    pub now_us: i64,
    /// Asks for an environment variable.
    pub environment: Environment<'a>,
}

/// What a refresh did.
#[derive(Clone, Debug)]
pub struct Refreshed {
    /// Batches, in order.
    pub batches: Vec<BatchReport>,
    /// The panel, by grain.
    pub panel: Vec<panel::Refreshed>,
}

/// Imports sources, each as one commit.
///
/// # Errors
/// The first source that is refused; those before it are in the lake.
pub fn import(
    session: &Session,
    options: &ImportOptions,
    progress: &(dyn Progress + Sync),
) -> Result<Vec<BatchReport>, AppError> {
    let mut reports = Vec::new();
    for source in chosen(session, options.source)? {
        let id = &source.id;
        begin(progress, bilingual!("导入 {id}", "importing {id}"))?;
        let config = &session.workspace.config;
        let password = session.workspace.password(source, options.environment)?;
        let job = Import {
            lake: &session.lake,
            spec: source,
            base: &session.workspace.root,
            zone: &session.workspace.zone,
            currency: &config.currency,
            now_us: options.now_us,
            dry_run: options.dry_run,
            batch_id: options.batch_id,
            password: password.as_deref(),
            progress: &|_, done, total| progress.advance(done, total),
            waiting: &|| progress.phase(bilingual!("等待另一个导入结束", "waiting for another import to end")),
        };
        reports.extend(ingest::import(&job)?);
    }
    Ok(reports)
}

fn chosen<'a>(session: &'a Session, source: Option<&str>) -> Result<Vec<&'a SourceSpec>, AppError> {
    let sources = &session.workspace.config.sources;
    let Some(id) = source else {
        return Ok(sources.iter().collect());
    };
    if let Some(found) = sources.iter().find(|source| source.id == id) {
        return Ok(vec![found]);
    }
    let ids: Vec<&str> = sources.iter().map(|source| source.id.as_str()).collect();
    let ids = ids.join(", ");
    Err(Refusal::new(
        "no-such-source",
        Bilingual::new("没有这个来源", "there is no such source"),
        bilingual!("holdfast.toml 里的来源：{ids}", "sources in holdfast.toml: {ids}"),
    )
    .with_value(id)
    .into())
}

/// Imports all sources and builds the panel's stale periods again.
///
/// # Errors
/// See [`import`].
pub fn refresh(
    session: &Session,
    options: &ImportOptions,
    progress: &(dyn Progress + Sync),
) -> Result<Refreshed, AppError> {
    let batches = import(session, options, progress)?;
    begin(progress, Bilingual::new("更新面板", "bringing the panel up to date"))?;
    let grains = &session.workspace.config.panel.grains;
    let panel = panel::refresh(&session.lake, &session.workspace.zone, grains, options.now_us, || {})?;
    Ok(Refreshed { batches, panel })
}
