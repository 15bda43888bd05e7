//! Retiree packets: one, and those of 900 people for the mail: how long, and how much memory at most.

mod support;

use std::time::Instant;

use anyhow::{Context, Result, ensure};
use desk::packet::runs::Audience;
use desk::packet::{Paper, Size};
use desk::{Actor, Desk};
use records::{packet_runs, packets, people};
use support::city::desk;
use support::portal::Place;
use uuid::Uuid;

/// Packets of the run.
const MANY: usize = 900;
/// Employees, retirees and survivors of a city that has so many.
const PEOPLE: usize = 2_600;
/// Single packets that are timed.
const SINGLE: usize = 20;

#[tokio::main]
async fn main() -> Result<()> {
    let place = Place::new(None)?;
    place.make_city(PEOPLE)?;
    let desk = desk(place.store().await?).await?;
    let everybody = packets::addressees(desk.store(), desk.today()).await?;
    ensure!(everybody.len() >= MANY, "the city has {} of them only", everybody.len());

    let first = single(&desk, everybody[0].id).await?;
    let mut times = Vec::new();
    for one in &everybody[..SINGLE] {
        times.push(single(&desk, one.id).await?);
    }
    times.sort_by(f64::total_cmp);
    println!("one packet: the first {first:.0} ms, then median {:.0} ms", times[SINGLE / 2]);

    let begun = Instant::now();
    let coordinator = Actor::portal("bench");
    let id = desk.begin_packet_run(&coordinator, Audience::All, Size::Normal).await?;
    desk.work_off_packets(&|| true).await?;
    let seconds = begun.elapsed().as_secs_f64();
    let run = packet_runs::get(desk.store(), id).await?;
    let print = desk.packet_print_file(&coordinator, id).await?;
    println!(
        "{} packets with {} pages in one file of {} MiB: {seconds:.0} s ({:.1} minutes), {} MiB at most",
        run.made,
        run.pages.unwrap_or(0),
        print.len() / 1024 / 1024,
        seconds / 60.0,
        peak_memory()? / 1024,
    );
    Ok(())
}

/// Milliseconds that somebody waits for their packet.
async fn single(desk: &Desk, person: Uuid) -> Result<f64> {
    let name = people::person(desk.store(), person).await?.name();
    let actor = Actor {
        id: format!("bench|{person}"),
        name,
        person: Some(person),
        roles: Default::default(),
        helping: None,
    };
    let begun = Instant::now();
    desk.my_packet(&actor, Paper::default()).await?;
    Ok(begun.elapsed().as_secs_f64() * 1000.0)
}

/// The most memory that this process has held, in KiB, by the kernel's count.
fn peak_memory() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).context("no VmHWM")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}
