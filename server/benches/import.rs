//! A census of 100,000 people, imported by `portal import`, then once more. It says itself how long it took
//! and how much memory it held at most.

mod support;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use anyhow::{Result, ensure};
use support::portal::Place;

const PEOPLE: usize = 100_000;

fn main() -> Result<()> {
    let place = Place::new(None)?;
    let units = place.file("units.csv");
    std::fs::write(&units, "code,name,kind\nCITY,City,city\nSCHOOL,School,school\n")?;
    import(&place, "units", &units)?;
    let census = place.file("census.csv");
    write_census(&census)?;
    println!("census of {PEOPLE} people, {} MiB:", census.metadata()?.len() / 1024 / 1024);
    print!("first import: {}", import(&place, "census", &census)?);
    print!("same file again: {}", import(&place, "census", &census)?);
    Ok(())
}

/// Half of them employees, each with a spouse.
fn write_census(path: &Path) -> Result<()> {
    let mut file = BufWriter::new(File::create(path)?);
    writeln!(
        file,
        "ref,given_name,family_name,birth_date,email,subscriber_ref,relationship,population,unit,hours_per_week,hired,pay_calendar"
    )?;
    for n in 1..=PEOPLE / 2 {
        let unit = if n % 3 == 0 { "SCHOOL" } else { "CITY" };
        let (year, month, day) = (1960 + n % 40, 1 + n % 12, 1 + n % 28);
        writeln!(
            file,
            "E{n:06},Given{n},Family{},{year}-{month:02}-{day:02},e{n}@mail.example,,,ACTIVE,{unit},37.5,2015-01-05,weekly_52",
            n % 997
        )?;
        writeln!(
            file,
            "E{n:06}-01,Spouse{n},Family{},{year}-{month:02}-{day:02},,E{n:06},spouse,,,,,",
            n % 997
        )?;
    }
    Ok(file.flush()?)
}

/// What the portal says of the import.
fn import(place: &Place, kind: &str, file: &Path) -> Result<String> {
    let output = place.command().args(["import", kind]).arg(file).output()?;
    ensure!(output.status.success(), "not imported: {}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}
