//! Telling others what was approved: the workers that drain the outbox.
//!
//! Each delivery is at-least-once with the entry's id as its key, and each consumer writes its result in
//! the transaction that marks the entry done: a crash in between repeats nothing.

mod run;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use chrono::Duration;
use domain::payroll::{CatchUp, PayrollLine};
use records::messages::{self, Message};
use records::outbox::{self, Entry, Topic};
use records::payroll::{self, Told};
use records::{audit, people};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::{Actor, City, Desk};

pub use run::run;

/// What a message to a member is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// We have your submission.
    Received,
    /// We need something from you.
    Returned,
    /// It is approved.
    Approved,
    /// It is denied.
    Denied,
    /// We have put your records right.
    Corrected,
    /// Somebody of their household reaches an age limit.
    AgeLimit,
    /// Somebody of their household becomes 65.
    Medicare,
    /// Open enrollment ends soon and you have not acted.
    Reminder,
    /// We have looked at a document of yours.
    Document,
    /// We have a question about a claim for reimbursement.
    Reimbursement,
    /// The day of your retirement is agreed.
    Retiring,
    /// A seminar: that there is one, that you have a seat, that it is near or called off.
    Seminar,
}

/// An outbox entry for the mail consumer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailEntry {
    /// What about.
    pub about: About,
    /// To whom.
    pub person: Uuid,
    /// The submission's reference number; `None` for a reminder, a document and a change of standing.
    pub reference: Option<String>,
}

/// An outbox entry for the payroll consumer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PayrollEntry {
    /// The submission.
    pub submission: Uuid,
    /// Whose deductions.
    pub person: Uuid,
    /// The lines.
    pub lines: Vec<PayrollLine>,
    /// Pays that were paid before, to be made good.
    #[serde(default)]
    pub catch_up: Vec<CatchUp>,
}

/// A way to send e-mail.
pub trait Mail: Send + Sync {
    /// Hands a message with an address to a mail server. The error is for the log and the desk: no
    /// confidential value.
    fn send<'a>(
        &'a self,
        message: &'a Message,
    ) -> Pin<Box<dyn Future<Output = std::result::Result<(), String>> + Send + 'a>>;
}

/// Entries of one notice: more than anybody approves between two rounds.
const PAYROLL_ROUND: i64 = 5_000;

/// Messages of one round: few enough to be sent before their lease is over.
const MAIL_ROUND: i64 = 50;

/// How long a worker has for a round of messages.
const MAIL_LEASE: Duration = Duration::minutes(30);

impl Desk {
    /// Makes the next payroll notice of everything that waits; `None` where nothing does.
    pub async fn make_payroll_notice(&self) -> Result<Option<i64>> {
        let now = self.now();
        let mut write = self.store.begin().await?;
        let entries = outbox::claim(&mut write, Topic::Payroll, PAYROLL_ROUND, now, Duration::zero()).await?;
        if entries.is_empty() {
            return Ok(None);
        }
        let mut told = Vec::with_capacity(entries.len());
        for entry in &entries {
            match serde_json::from_value::<PayrollEntry>(entry.payload.0.clone()) {
                Ok(PayrollEntry { submission, person, lines, catch_up }) => {
                    outbox::done(&mut write, entry.id, now).await?;
                    told.push(Told { submission, person, lines, catch_up });
                }
                Err(error) => {
                    outbox::failed(&mut write, entry, &error.to_string(), now, wait(entry)).await?;
                }
            }
        }
        let number = payroll::make_notice(&mut write, &told, now).await?;
        if let Some(number) = number {
            let entry = audit::Entry {
                at: now,
                actor: &Actor::portal("payroll").id,
                action: "payroll_notice.made",
                subject: &format!("payroll_notice:{number}"),
                detail: serde_json::json!({ "submissions": told.len() }),
            };
            audit::append(&mut write, entry).await?;
        }
        write.commit().await?;
        Ok(number)
    }

    /// Writes, and where there is a way sends, the messages that wait. Returns how many entries there were.
    pub async fn send_mail(&self, mail: Option<&Arc<dyn Mail>>) -> Result<usize> {
        let now = self.now();
        let mut write = self.store.begin().await?;
        let entries = outbox::claim(&mut write, Topic::Mail, MAIL_ROUND, now, MAIL_LEASE).await?;
        let mut to_send = Vec::new();
        for entry in &entries {
            let Ok(asked) = serde_json::from_value::<MailEntry>(entry.payload.0.clone()) else {
                outbox::failed(&mut write, entry, "not a mail entry", now, wait(entry)).await?;
                continue;
            };
            let message = match self.message(&mut write, entry, &asked).await {
                Ok(message) => message,
                // One that can't be written must not keep the others.
                Err(Error::NotFound(_)) => {
                    outbox::failed(&mut write, entry, "no such person", now, wait(entry)).await?;
                    continue;
                }
                Err(error) => return Err(error),
            };
            messages::keep(&mut write, &message).await?;
            match (mail, &message.address) {
                (Some(_), Some(_)) => to_send.push((entry, message)),
                // Kept, and shown at the desk: nobody can be reached by it.
                _ => outbox::done(&mut write, entry.id, now).await?,
            }
        }
        write.commit().await?;

        for (entry, message) in to_send {
            let Some(mail) = mail else { continue };
            let outcome = mail.send(&message).await;
            let mut write = self.store.begin().await?;
            match outcome {
                Ok(()) => {
                    messages::sent(&mut write, message.id, self.now()).await?;
                    outbox::done(&mut write, entry.id, self.now()).await?;
                }
                Err(why) => outbox::failed(&mut write, entry, &why, self.now(), wait(entry)).await?,
            }
            write.commit().await?;
        }
        Ok(entries.len())
    }

    async fn message(&self, write: &mut records::Write, entry: &Entry, asked: &MailEntry) -> Result<Message> {
        let person = people::person_in(write, asked.person).await?;
        let spanish = person.language == "es";
        let (subject, body) = words(&self.city, asked, spanish);
        Ok(Message {
            id: entry.id,
            person_id: person.id,
            address: person.email,
            subject,
            body,
            created_at: entry.created_at,
            sent_at: None,
        })
    }
}

/// Subject and text. No plan, no amount, no reason: whoever reads over a shoulder learns nothing.
fn words(city: &City, asked: &MailEntry, spanish: bool) -> (String, String) {
    let pick =
        |english: &'static str, spanish_words: &'static str| if spanish { spanish_words } else { english };
    let (subject, line) = match asked.about {
        About::Received => (
            pick("We have your benefits form", "Recibimos su formulario de beneficios"),
            pick(
                "We received your form. You can read it, and see where it stands, here:",
                "Recibimos su formulario. Puede leerlo y ver en qué estado está aquí:",
            ),
        ),
        About::Returned => (
            pick("We need something from you", "Necesitamos algo de usted"),
            pick(
                "The benefits office has a question about your form. Please read it here:",
                "La oficina de beneficios tiene una pregunta sobre su formulario. Léala aquí:",
            ),
        ),
        About::Approved => (
            pick("Your benefits form was approved", "Su formulario de beneficios fue aprobado"),
            pick(
                "Your form was approved. You can see it here:",
                "Su formulario fue aprobado. Puede verlo aquí:",
            ),
        ),
        About::Corrected => (
            pick("We corrected your benefits record", "Corregimos su registro de beneficios"),
            pick(
                "The benefits office corrected your record. You can see what it says now here:",
                "La oficina de beneficios corrigió su registro. Puede ver lo que dice ahora aquí:",
            ),
        ),
        About::Denied => (
            pick("A decision about your benefits form", "Una decisión sobre su formulario de beneficios"),
            pick(
                "The benefits office has decided about your form. Please read the decision here:",
                "La oficina de beneficios tomó una decisión sobre su formulario. Léala aquí:",
            ),
        ),
        About::AgeLimit => (
            pick("A change in your household's coverage", "Un cambio en la cobertura de su hogar"),
            pick(
                "Coverage of somebody in your household will change. See who, when and what you can do here:",
                "La cobertura de alguien de su hogar va a cambiar. Vea de quién, cuándo y qué puede hacer aquí:",
            ),
        ),
        About::Medicare => (
            pick("Medicare and your coverage", "Medicare y su cobertura"),
            pick(
                "You or somebody whom you cover will be 65 and has to enroll in Medicare. See who, by when and how here:",
                "Usted o alguien a quien cubre cumplirá 65 años y tiene que inscribirse en Medicare. Vea quién, hasta cuándo y cómo aquí:",
            ),
        ),
        About::Reminder => (
            pick("Open enrollment ends soon", "La inscripción abierta termina pronto"),
            pick(
                "You have not sent a form for open enrollment yet. See what goes on by itself, and choose, here:",
                "Todavía no ha enviado un formulario de inscripción abierta. Vea qué continúa por sí solo y elija aquí:",
            ),
        ),
        About::Document => (
            pick("About a document that you sent", "Sobre un documento que usted envió"),
            pick(
                "The benefits office has looked at a document that you sent. Please read the answer here:",
                "La oficina de beneficios revisó un documento que usted envió. Lea la respuesta aquí:",
            ),
        ),
        About::Reimbursement => (
            pick("About a claim that you sent", "Sobre una solicitud que usted envió"),
            pick(
                "The benefits office has a question about a claim that you sent. Please read it here:",
                "La oficina de beneficios tiene una pregunta sobre una solicitud que usted envió. Léala aquí:",
            ),
        ),
        About::Retiring => (
            pick("About your retirement", "Sobre su jubilación"),
            pick(
                "There is news about your retirement. See the day, and what comes next, here:",
                "Hay novedades sobre su jubilación. Vea la fecha y lo que sigue aquí:",
            ),
        ),
        About::Seminar => (
            pick("A seminar about retiring", "Un seminario sobre la jubilación"),
            pick(
                "There is news about a retirement seminar. See when and where it is, and whether you have a seat, here:",
                "Hay novedades sobre un seminario de jubilación. Vea cuándo y dónde es, y si tiene un lugar, aquí:",
            ),
        ),
    };
    let page = match (&asked.reference, asked.about) {
        (_, About::Corrected | About::AgeLimit | About::Medicare) => "/my".to_owned(),
        (Some(reference), _) => format!("/my/receipts/{reference}"),
        (None, About::Document) => "/my/documents".to_owned(),
        (None, About::Retiring) => "/my/retiring".to_owned(),
        (None, About::Seminar) => "/my/seminars".to_owned(),
        (None, About::Received | About::Returned | About::Approved | About::Denied) => {
            "/my/retirement".to_owned()
        }
        (None, About::Reimbursement) => "/my/part-b".to_owned(),
        (None, _) => "/my/enroll".to_owned(),
    };
    let path = if spanish { format!("/es{page}") } else { page };
    let office = pick("Benefits office", "Oficina de beneficios");
    (subject.to_owned(), format!("{line}\n\n{}{path}\n\n{office}, {}\n", city.base_url, city.name))
}

/// How long to wait before the next try: doubling from 5 seconds, with up to a quarter more by the entry's
/// id, so that entries that failed together do not come back together.
fn wait(entry: &Entry) -> Duration {
    let doubled = 5_000i64 << entry.attempts.clamp(0, 12);
    let jitter = (entry.id.as_u128() & 0xff) as i64 * doubled / 1_024;
    Duration::milliseconds(doubled + jitter)
}
