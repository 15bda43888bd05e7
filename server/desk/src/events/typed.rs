//! A kind of event as typed on the desk's form.

use std::str::FromStr;

use domain::event::{Bilingual, EventCode, EventKind, Fault, Permit, ProofRule, Window};
use serde::{Deserialize, Serialize};

use crate::error::FieldError;

/// A kind of event as typed. Lists of words come from boxes that were ticked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedEvent {
    /// The title in English.
    pub title_en: String,
    /// The title in Spanish.
    pub title_es: String,
    /// The lead in English.
    pub lead_en: String,
    /// The lead in Spanish.
    pub lead_es: String,
    /// Words of [`domain::class::Population`].
    pub populations: Vec<String>,
    /// A word of [`domain::event::Entry`].
    pub entry: String,
    /// Days before the event.
    pub before: String,
    /// Days after the event.
    pub after: String,
    /// Words of [`domain::event::EffectiveRule`].
    pub effective: Vec<String>,
    /// A word of [`domain::event::EndRule`].
    pub ends: String,
    /// Rows; one without a benefit is left out.
    pub permits: Vec<TypedPermit>,
    /// Rows; one without people is left out.
    pub proof: Vec<TypedProof>,
}

/// A row of the table of permits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedPermit {
    /// A word of [`domain::benefit::Benefit`], or nothing.
    pub benefit: String,
    /// A word of [`domain::event::Change`].
    pub change: String,
    /// A word of [`domain::event::Whom`].
    pub whom: String,
    /// The statute or regulation.
    pub source: String,
}

/// A row of the list of proofs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedProof {
    /// A word of [`domain::event::Whom`], or nothing.
    pub whom: String,
    /// Words of [`domain::document::DocumentKind`].
    pub documents: Vec<String>,
    /// Days after the submission.
    pub due_days: String,
}

/// The longest title, lead and source, in characters.
const LONGEST: [usize; 3] = [100, 500, 200];
/// The most rows of permits, and of proofs.
const MOST: usize = 100;

impl TypedEvent {
    /// The form that makes `kind`.
    pub fn of(kind: &EventKind) -> TypedEvent {
        TypedEvent {
            title_en: kind.title.en.clone(),
            title_es: kind.title.es.clone(),
            lead_en: kind.lead.en.clone(),
            lead_es: kind.lead.es.clone(),
            populations: words(&kind.populations),
            entry: kind.entry.to_string(),
            before: kind.window.before.to_string(),
            after: kind.window.after.to_string(),
            effective: words(&kind.effective),
            ends: kind.ends.to_string(),
            permits: kind
                .permits
                .iter()
                .map(|permit| TypedPermit {
                    benefit: permit.benefit.to_string(),
                    change: permit.change.to_string(),
                    whom: permit.whom.to_string(),
                    source: permit.source.clone(),
                })
                .collect(),
            proof: kind
                .proof
                .iter()
                .map(|rule| TypedProof {
                    whom: rule.whom.to_string(),
                    documents: words(&rule.documents),
                    due_days: rule.due_days.to_string(),
                })
                .collect(),
        }
    }

    /// What was typed as a kind, which may still have faults ([`EventKind::check`]); or every field that
    /// can't be read.
    pub(super) fn parse(&self, code: &EventCode) -> Result<EventKind, Vec<FieldError>> {
        let mut reader = Reader::default();
        let kind = EventKind {
            code: code.clone(),
            title: Bilingual {
                en: reader.text("title_en", &self.title_en, LONGEST[0]),
                es: reader.text("title_es", &self.title_es, LONGEST[0]),
            },
            lead: Bilingual {
                en: reader.text("lead_en", &self.lead_en, LONGEST[1]),
                es: reader.text("lead_es", &self.lead_es, LONGEST[1]),
            },
            populations: reader.words("populations", &self.populations),
            entry: reader.word("entry", &self.entry).unwrap_or(domain::event::Entry::StaffOnly),
            window: Window {
                before: reader.days("before", &self.before),
                after: reader.days("after", &self.after),
            },
            effective: reader.words("effective", &self.effective),
            ends: reader.word("ends", &self.ends).unwrap_or(domain::event::EndRule::EveOfEffective),
            permits: self.permits(&mut reader),
            proof: self.proof(&mut reader),
        };
        if reader.faults.is_empty() { Ok(kind) } else { Err(reader.faults) }
    }

    fn permits(&self, reader: &mut Reader) -> Vec<Permit> {
        reader.count("permits", self.permits.len());
        let rows = self.permits.iter().enumerate().filter(|(_, row)| !row.benefit.is_empty());
        rows.filter_map(|(place, row)| {
            let field = |name: &str| format!("permits[{place}][{name}]");
            let source = reader.text(&field("source"), &row.source, LONGEST[2]);
            Some(Permit {
                benefit: reader.word(&field("benefit"), &row.benefit)?,
                change: reader.word(&field("change"), &row.change)?,
                whom: reader.word(&field("whom"), &row.whom)?,
                source,
            })
        })
        .collect()
    }

    fn proof(&self, reader: &mut Reader) -> Vec<ProofRule> {
        reader.count("proof", self.proof.len());
        let rows = self.proof.iter().enumerate().filter(|(_, row)| !row.whom.is_empty());
        rows.filter_map(|(place, row)| {
            let field = |name: &str| format!("proof[{place}][{name}]");
            Some(ProofRule {
                documents: reader.words(&field("documents"), &row.documents),
                due_days: reader.days(&field("due_days"), &row.due_days),
                whom: reader.word(&field("whom"), &row.whom)?,
            })
        })
        .collect()
    }
}

fn words(values: &[impl ToString]) -> Vec<String> {
    values.iter().map(ToString::to_string).collect()
}

/// Reads fields and keeps what is wrong with them.
#[derive(Default)]
struct Reader {
    faults: Vec<FieldError>,
}

impl Reader {
    fn wrong(&mut self, field: &str, problem: &str, detail: String) {
        self.faults.push(FieldError::new(field, problem).naming(detail));
    }

    fn text(&mut self, field: &str, typed: &str, longest: usize) -> String {
        if typed.chars().count() > longest {
            self.wrong(field, "too_long", longest.to_string());
        }
        typed.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn word<T: FromStr>(&mut self, field: &str, typed: &str) -> Option<T> {
        let read = typed.parse().ok();
        if read.is_none() {
            self.wrong(field, "not_a_choice", String::new());
        }
        read
    }

    fn words<T: FromStr>(&mut self, field: &str, typed: &[String]) -> Vec<T> {
        let read: Vec<T> = typed.iter().filter_map(|word| word.parse().ok()).collect();
        if read.len() != typed.len() {
            self.wrong(field, "not_a_choice", String::new());
        }
        read
    }

    fn days(&mut self, field: &str, typed: &str) -> u32 {
        let days = typed.trim().parse().ok().filter(|days| *days <= 9_999);
        if days.is_none() {
            self.wrong(field, "not_days", String::new());
        }
        days.unwrap_or_default()
    }

    fn count(&mut self, field: &str, rows: usize) {
        if rows > MOST {
            self.wrong(field, "too_many", MOST.to_string());
        }
    }
}

/// What keeps a draft from being published, at the part of the form that it is in.
pub(super) fn fault(fault: Fault) -> FieldError {
    let field = match fault {
        Fault::NoTitle => "title",
        Fault::NoLead => "lead",
        Fault::NoPopulation => "populations",
        Fault::EmptyWindow | Fault::LongWindow => "window",
        Fault::NoEffectiveRule | Fault::EffectiveRuleTwice | Fault::ReachesBack => "effective",
        Fault::NothingPermitted | Fault::PermitTwice | Fault::NoSource | Fault::ImpossiblePermit => "permits",
        Fault::NoDocument | Fault::ProofDueAtOnce => "proof",
    };
    FieldError::new(field, fault.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_that_is_filled_in_from_a_kind_makes_that_kind() {
        for kind in crate::events::shipped() {
            assert_eq!(TypedEvent::of(&kind).parse(&kind.code), Ok(kind));
        }
    }

    #[test]
    fn each_field_that_can_not_be_read_is_named() {
        let kind = crate::events::shipped().remove(0);
        let code = kind.code.clone();
        let typed = TypedEvent {
            title_es: "x".repeat(101),
            populations: vec!["ACTIVE".into(), "NOBODY".into()],
            entry: String::new(),
            after: "a month".into(),
            before: "-1".into(),
            permits: vec![
                TypedPermit::default(),
                TypedPermit { benefit: "health".into(), change: "sell".into(), ..TypedPermit::default() },
            ],
            proof: vec![TypedProof {
                whom: "spouse".into(),
                due_days: "soon".into(),
                ..TypedProof::default()
            }],
            ..TypedEvent::of(&kind)
        };
        let faults = typed.parse(&code).unwrap_err();
        let found: Vec<_> = faults.iter().map(|f| (f.field.as_str(), f.problem.as_str())).collect();
        assert_eq!(
            found,
            [
                ("title_es", "too_long"),
                ("populations", "not_a_choice"),
                ("entry", "not_a_choice"),
                ("before", "not_days"),
                ("after", "not_days"),
                ("permits[1][change]", "not_a_choice"),
                ("proof[0][due_days]", "not_days"),
            ]
        );
        let many = TypedEvent { permits: vec![TypedPermit::default(); 101], ..TypedEvent::of(&kind) };
        assert_eq!(many.parse(&code).unwrap_err()[0].problem, "too_many");
    }
}
