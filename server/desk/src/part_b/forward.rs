//! A new year: the standard premium needs no new proof, where the city's rule says so.

use chrono::Datelike;
use domain::month::Month;
use domain::part_b::ledger::Statement;
use domain::part_b::{Charged, ClaimOrigin, ClaimState, PartBYear};
use records::part_b::claims::{self, NewClaim};
use records::part_b::parties;
use records::submissions::By;
use uuid::Uuid;

use super::ledger::ledger_of;
use super::note;
use crate::error::Result;
use crate::{Actor, Desk};

impl Desk {
    /// Takes the standard premium of this year for proven, for those whose last month of the year before was
    /// proven to be the standard one and who have claimed nothing of this year. Once for each, however often it is
    /// asked for; how many that were. Nobody before CMS's figures of the year are known.
    pub async fn carry_part_b_forward(&self) -> Result<usize> {
        let year = self.today().year();
        let (Some(figures), Some(from), Some(through), Some(before)) =
            (PartBYear::of(year), Month::new(year, 1), Month::new(year, 12), Month::new(year - 1, 12))
        else {
            return Ok(0);
        };
        let actor = Actor::portal("part-b");
        let claims = claims::all(&self.store, None).await?;
        let mut carried = 0;
        for party in parties::all(&self.store, None).await? {
            let claimed = claims.iter().any(|claim| {
                (claim.subscriber, claim.person, claim.year) == (party.subscriber, party.person, year)
                    && claim.state != ClaimState::Replaced
            });
            let was_standard = ledger_of(&party, &claims, &[])
                .charged(before)
                .is_some_and(|charged| charged.is_standard(before.year()));
            let allowed = self.part_b.rule(party.class, year).carry_forward;
            let counts = party.entitlement.counts(before) && party.entitlement.touches(year);
            if claimed || !was_standard || !allowed || !counts {
                continue;
            }
            let new = NewClaim {
                id: Uuid::now_v7(),
                subscriber: party.subscriber,
                person: party.person,
                origin: ClaimOrigin::Carried,
                claimed: Statement { from, through, charged: Charged::standard_of(&figures) },
                document: None,
                words: "",
            };
            let now = self.now();
            let mut write = self.store.begin().await?;
            let by = By { actor: &actor.id, name: &actor.name, at: now };
            if claims::carry(&mut write, &new, by).await? {
                let claim = claims::get_in(&mut write, new.id).await?;
                note(&mut write, &actor, "part_b_claim.carried", &claim, now).await?;
                carried += 1;
            }
            write.commit().await?;
        }
        Ok(carried)
    }
}
