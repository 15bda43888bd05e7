//! Part B reimbursement before today: claims in every state, and a list that Accounting has paid. None of the cast
//! has claimed anything.

use std::collections::BTreeSet;

use anyhow::Result;
use chrono::{Datelike, Days, Duration, NaiveDate};
use desk::documents::TypedDocument;
use desk::part_b::{Party, TypedClaim, TypedClose};
use desk::{Actor, Clock, Desk};
use domain::deadline::{CITY_ZONE, start_of_day};
use domain::document::DocumentKind;
use domain::part_b::PartBYear;
use uuid::Uuid;

use super::cast;
use super::city::City;
use super::queue::staff;

/// What becomes of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// Of the year before: verified, and paid with the first list.
    Paid,
    /// Verified: the next list pays it.
    Verified,
    /// Waits, and claims the standard premium.
    Waits,
    /// Waits, and claims an income-related amount.
    WaitsForALook,
    /// Went back with words.
    Returned,
}

/// The fate of each party in turn, so that a small city sees every one of them.
const FATES: [Fate; 9] = [
    Fate::Verified,
    Fate::Waits,
    Fate::Paid,
    Fate::Verified,
    Fate::WaitsForALook,
    Fate::Paid,
    Fate::Waits,
    Fate::Verified,
    Fate::Returned,
];

/// Those who have claimed something: the others are missing.
const CLAIMS: usize = 45;

/// What is written to those whose claim goes back.
const RETURNED: &str =
    "The letter is of another year. Please send the one of this year, or the bill that you paid last.";

/// Days ago on which claims came, were decided about, were listed and paid.
const CAME: u64 = 27;
const DECIDED: u64 = 24;
const CLOSED: u64 = 21;
const PAID: u64 = 19;

/// Plays the reimbursement up to the opening of open enrollment.
pub(crate) async fn fill(desk: &Desk, city: &City) -> Result<()> {
    let at = |days: u64, hour: i64| {
        let day = city.today - Days::new(days);
        desk.at(Clock::showing(start_of_day(day, CITY_ZONE) + Duration::hours(hour)))
    };
    let year = (city.today - Days::new(CAME)).year();
    let (Some(figures), Some(before)) = (PartBYear::of(year), PartBYear::of(year - 1)) else {
        return Ok(());
    };
    let (coordinator, generalist) =
        (staff(desk, city, "coordinator").await?, staff(desk, city, "generalist").await?);
    let accounting = staff(desk, city, "accounting").await?;
    let cast: BTreeSet<String> =
        cast::members(city).into_iter().filter_map(|member| member.person_ref).collect();

    let missing = at(CAME, 9).part_b_outlook(&coordinator).await?.missing;
    let parties = missing.into_iter().map(|one| one.party).filter(|party| !cast.contains(&party.payee_ref));
    let mut filed = Vec::new();
    for (party, fate) in parties.take(CLAIMS).zip(FATES.into_iter().cycle()) {
        // Whose Part B began this year has nothing to claim of the one before.
        let fate = match fate {
            Fate::Paid if !party.entitlement.touches(before.year) => Fate::Verified,
            fate => fate,
        };
        let of = if fate == Fate::Paid { &before } else { &figures };
        let adjusted = of.tiers().nth(1).filter(|_| fate == Fate::WaitsForALook);
        let typed = claim(&party, of, adjusted.unwrap_or(of.standard));
        let then = at(CAME, 10);
        let id = match fate {
            Fate::Waits | Fate::WaitsForALook | Fate::Returned => {
                let sender = Actor {
                    helping: None,
                    id: format!("demo|{}", party.payee_ref),
                    name: format!("{} {}", party.given_name, party.family_name),
                    person: Some(party.payee),
                    roles: BTreeSet::new(),
                };
                let letter = letter(&party.person_name, of.year, &typed.premium);
                let document = TypedDocument {
                    kind: DocumentKind::SsaAwardLetter.to_string(),
                    about: party.person.to_string(),
                    replaces: String::new(),
                    name: format!("ssa-{}.pdf", of.year),
                };
                let document = then.send_document(&sender, &document, letter).await?.to_string();
                then.file_part_b_claim(&sender, &TypedClaim { document, ..typed.clone() }).await?
            }
            Fate::Paid | Fate::Verified => {
                let reason = format!("Paper form of {}", city.today - Days::new(CAME + 3));
                let number = party.payee_ref.parse()?;
                then.enter_part_b_claim(&generalist, &number, &TypedClaim { reason, ..typed.clone() }).await?
            }
        };
        filed.push((id, fate));
    }

    let of = |wanted: Fate| filed.iter().filter(move |(_, fate)| *fate == wanted).map(|(id, _)| (*id, 1));
    let decided = at(DECIDED, 11);
    let paid: Vec<(Uuid, i64)> = of(Fate::Paid).collect();
    decided.verify_standard_part_b(&coordinator, &paid).await?;
    for (id, version) in of(Fate::Returned) {
        decided.return_part_b_claim(&coordinator, id, version, RETURNED).await?;
    }
    if !paid.is_empty() {
        let through = format!("{}-12", before.year);
        let typed = TypedClose { number: "1".into(), through };
        at(CLOSED, 14).close_part_b_list(&coordinator, &typed).await?;
        let day: NaiveDate = city.today - Days::new(PAID);
        at(PAID, 9).mark_part_b_list_paid(&accounting, 1, &day.to_string()).await?;
    }
    let verified: Vec<(Uuid, i64)> = of(Fate::Verified).collect();
    at(PAID, 15).verify_standard_part_b(&coordinator, &verified).await?;
    Ok(())
}

/// A claim of the whole year.
fn claim(party: &Party, of: &PartBYear, premium: domain::money::Cents) -> TypedClaim {
    let over = premium - of.standard;
    TypedClaim {
        person: party.person.to_string(),
        year: of.year.to_string(),
        from: "1".into(),
        through: "12".into(),
        premium: premium.to_string(),
        income_related: if over.is_zero() { String::new() } else { over.to_string() },
        ..TypedClaim::default()
    }
}

/// An invented letter of Social Security, as a PDF of one page.
fn letter(name: &str, year: i32, premium: &str) -> Vec<u8> {
    let plain: String =
        name.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { ' ' }).collect();
    let lines = [
        "SPECIMEN - demonstration only".to_owned(),
        "Your new benefit amount".to_owned(),
        format!("For {plain}"),
        format!("Beginning January {year} the monthly premium for"),
        format!("Medicare Medical Insurance - Part B - is ${premium}."),
    ];
    let text: String = lines.iter().map(|line| format!("({line}) Tj 0 -28 Td ")).collect();
    let content = format!("BT /F1 18 Tf 72 700 Td {text}ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let (mut file, mut starts) = ("%PDF-1.4\n".to_owned(), Vec::new());
    for (number, object) in objects.iter().enumerate() {
        starts.push(file.len());
        file.push_str(&format!("{} 0 obj\n{object}\nendobj\n", number + 1));
    }
    let table = file.len();
    file.push_str("xref\n0 6\n0000000000 65535 f \n");
    for start in starts {
        file.push_str(&format!("{start:010} 00000 n \n"));
    }
    file.push_str(&format!("trailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n"));
    file.into_bytes()
}
