//! `portal serve`: the web server and the work beside it, until it is asked to stop.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use axum::ServiceExt;
use axum::extract::Request;
use chrono::NaiveDate;
use desk::Desk;
use desk::tell::Mail;
use records::audit::{self, Verdict};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tower::ServiceBuilder;
use tower::util::MapRequestLayer;

use crate::config::Config;
use crate::demo::{self, DemoArgs};
use crate::http::{self, Live, Portal};
use crate::mail::MailServer;
use crate::open;

/// How often the audit trail is gone through.
const AUDIT_EVERY: Duration = Duration::from_secs(24 * 3600);
/// How often what only takes room is done away with.
const TIDY_EVERY: Duration = Duration::from_secs(600);
/// How often those are looked for who reach an age that counts, and documents that are kept no longer: what was
/// told is not told again.
const DAYS_WORK_EVERY: Duration = Duration::from_secs(3600);

/// Arguments of `portal serve`.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct ServeArgs {
    /// The port to listen on [default: the configured one, or 3000]
    #[arg(long)]
    port: Option<u16>,
    /// sqlite:FILE or postgres://… [default: the configured one]
    #[arg(long, value_name = "URL")]
    pub(crate) database_url: Option<String>,
    /// The folder of the built site
    #[arg(long, value_name = "DIR")]
    site: Option<PathBuf>,
    /// Make the demonstration city, where the database is empty
    #[arg(long)]
    demo: bool,
    /// The day that a new demonstration city shows; one that is there already moves on to it
    #[arg(long, value_name = "DATE", requires = "demo")]
    today: Option<NaiveDate>,
}

/// Serves until SIGINT or SIGTERM; requests in flight are finished.
pub(crate) async fn run(args: ServeArgs, mut config: Config) -> Result<()> {
    if let Some(port) = args.port {
        config.port = port;
    }
    if let Some(site) = args.site {
        config.site = site;
    }
    http::announce_assets(&config.site)?;
    let store = open::store(&config).await?;
    if args.demo {
        make_city(&config, &store, args.today).await?;
    }

    let address = SocketAddr::new(config.listen, config.port);
    let listener =
        TcpListener::bind(address).await.with_context(|| format!("{address} can't be listened on"))?;
    config.port = listener.local_addr()?.port();
    let mail =
        config.smtp.as_ref().map(MailServer::new).transpose()?.map(|mail| Arc::new(mail) as Arc<dyn Mail>);
    let desk = open::over(&config, store).await?;
    let desk = match &mail {
        Some(mail) => desk.with_mail(mail.clone()),
        None => desk,
    };

    let (stop, stopping) = watch::channel(false);
    let live = Live::start(desk.clone(), stopping.clone());
    let portal = Portal::new(desk.clone(), &config, live)?;
    let router = http::router(portal, &config);
    let service = ServiceBuilder::new().layer(MapRequestLayer::new(http::take_language)).service(router);

    let telling = tokio::spawn(desk::tell::run(desk.clone(), mail, config.notices.clone(), stopping.clone()));
    let keeping = tokio::spawn(keep_house(desk.clone(), stopping.clone()));
    greet(&desk).await?;

    let mut asked = stopping.clone();
    let make = ServiceExt::<Request>::into_make_service_with_connect_info::<SocketAddr>(service);
    let serving = axum::serve(listener, make).with_graceful_shutdown(async move {
        let _ = asked.wait_for(|stop| *stop).await;
    });
    tokio::spawn(async move {
        asked_to_stop().await;
        let _ = stop.send(true);
    });
    serving.await?;
    let _ = tokio::join!(telling, keeping);
    desk.store().close().await;
    Ok(())
}

async fn make_city(config: &Config, store: &records::Store, today: Option<NaiveDate>) -> Result<()> {
    let made = demo::demonstration(store).await?;
    if made.as_ref().is_some_and(|made| !made.complete) {
        bail!("the making of the demonstration city was interrupted: begin again with an empty database");
    }
    let desk = open::of_demonstration(config, store.clone()).await?;
    if let Some(mut made) = made {
        match today {
            Some(day) if day > desk.today() => {
                let actor = desk::Actor::portal("demonstration");
                desk.move_demonstration(&actor, &mut made, day).await?;
                eprintln!("The demonstration city moves on to {day}.");
            }
            Some(day) if day < desk.today() => {
                eprintln!("The demonstration city is at {} and does not go back to {day}.", desk.today());
            }
            _ => {}
        }
        return Ok(());
    }
    let usual = demo::DemoOptions::on(desk.today());
    let args = DemoArgs { people: usual.people, seed: usual.seed, today, database_url: None };
    demo::run(&desk, &args).await.map(drop)
}

/// Says where the portal is and, for the demonstration, who one can be.
async fn greet(desk: &Desk) -> Result<()> {
    println!("{} is at {}", desk.city().name, desk.city().base_url);
    let cast = demo::cast(desk.store()).await?;
    if !cast.is_empty() {
        println!("Sign in there as, among others:");
        for member in cast {
            println!("  {:24} {}", member.name, member.caption_en);
        }
    }
    Ok(())
}

/// Work that nobody asks for: the audit trail is gone through nightly, what is over is tidied away.
async fn keep_house(desk: Desk, mut stop: watch::Receiver<bool>) {
    let mut audit = tokio::time::interval(AUDIT_EVERY);
    let mut tidy = tokio::time::interval(TIDY_EVERY);
    let mut days_work = tokio::time::interval(DAYS_WORK_EVERY);
    loop {
        tokio::select! {
            _ = audit.tick() => match audit::verify(desk.store()).await {
                Ok(Verdict::Whole(links)) => tracing::info!(links, "the audit trail is whole"),
                Ok(Verdict::Broken(link)) => tracing::error!(link, "the audit trail is broken at this link"),
                Err(error) => tracing::error!(%error, "the audit trail can't be read"),
            },
            _ = tidy.tick() => if let Err(error) = desk.tidy().await {
                tracing::warn!(%error, "what is over can't be tidied away");
            },
            _ = days_work.tick() => {
                match desk.foresee_age_limits().await {
                    Ok(foreseen) => tracing::info!(foreseen.told, foreseen.proposed, "age limits are foreseen"),
                    Err(error) => tracing::error!(%error, "age limits can't be foreseen"),
                }
                match desk.foresee_medicare().await {
                    Ok(told) => tracing::info!(told, "those who become 65 are told"),
                    Err(error) => tracing::error!(%error, "those who become 65 can't be told"),
                }
                match desk.carry_part_b_forward().await {
                    Ok(carried) => tracing::info!(carried, "Part B premiums of the year are carried forward"),
                    Err(error) => tracing::error!(%error, "Part B premiums can't be carried forward"),
                }
                match desk.remind_of_seminars().await {
                    Ok(told) => tracing::info!(told, "those who have a seat are reminded"),
                    Err(error) => tracing::error!(%error, "those who have a seat can't be reminded"),
                }
                match desk.expire_documents().await {
                    Ok(destroyed) => tracing::info!(destroyed, "documents are kept as long as the rule says"),
                    Err(error) => tracing::error!(%error, "documents that have outlived the rule can't be destroyed"),
                }
            }
            changed = stop.changed() => if changed.is_err() || *stop.borrow() { return },
        }
    }
}

async fn asked_to_stop() {
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
    }
}
