//! Telling payroll and members: by the worker, into files, again after a failure.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod office;

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use desk::tell::{Mail, run};
use desk::{Clock, Role};
use office::{office, person, send, staff};
use records::messages::{self, Message};
use records::outbox::{self, Topic};
use records::testing::both;
use tokio::sync::watch;

/// A mail server that is down for the first messages.
struct Down(AtomicUsize);

impl Mail for Down {
    fn send<'a>(&'a self, _: &'a Message) -> Pin<Box<dyn Future<Output = Result<(), String>> + Send + 'a>> {
        let down =
            self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_ok();
        Box::pin(async move { if down { Err("down".into()) } else { Ok(()) } })
    }
}

#[tokio::test]
async fn the_worker_makes_notices_and_their_files_until_it_is_stopped() {
    for store in both().await {
        let desk = office(store, 2).await;
        let folder = tempfile::tempdir().unwrap();
        let (stop, stopped) = watch::channel(false);
        let worker = tokio::spawn(run(desk.clone(), None, Some(folder.path().to_owned()), stopped));
        for (reference, number) in [("E00001", 1), ("E00002", 2)] {
            let sent = send(&desk, reference, &[("health.choice", "plan:PPO")], "a").await.unwrap();
            desk.approve(&staff(Role::Coordinator), sent.id, sent.version).await.unwrap();
            let file = folder.path().join(format!("payroll-notice-{number:06}.csv"));
            for _ in 0..100 {
                if file.exists() {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            let bytes = std::fs::read(&file).unwrap();
            assert_eq!(bytes, desk.payroll_csv(&staff(Role::Payroll), number).await.unwrap());
        }
        stop.send(true).unwrap();
        tokio::time::timeout(Duration::from_secs(10), worker).await.unwrap().unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "nothing unfinished is left");
    }
}

#[tokio::test]
async fn a_message_waits_for_the_mail_server_and_keeps_no_other() {
    for store in both().await {
        let desk = office(store, 1).await;
        let clerk = person(&desk, "E00001").await;
        send(&desk, "E00001", &[("health.choice", "plan:PPO")], "a").await.unwrap();
        // Somebody who is not in the records, before one who is.
        let nobody =
            serde_json::json!({ "about": "reminder", "person": uuid::Uuid::nil(), "reference": null });
        let mut write = desk.store().begin().await.unwrap();
        outbox::push(&mut write, Topic::Mail, &nobody, desk.now() - chrono::Duration::minutes(1))
            .await
            .unwrap();
        write.commit().await.unwrap();

        let mail: Arc<dyn Mail> = Arc::new(Down(AtomicUsize::new(1)));
        assert_eq!(desk.send_mail(Some(&mail)).await.unwrap(), 2);
        assert_eq!(desk.send_mail(Some(&mail)).await.unwrap(), 0, "both wait for another try");
        let kept = messages::page(desk.store(), None, 10).await.unwrap();
        assert_eq!((kept.len(), kept[0].sent_at), (1, None));

        let later = desk.at(Clock::showing(desk.now() + chrono::Duration::minutes(1)));
        later.send_mail(Some(&mail)).await.unwrap();
        let sent = messages::page(desk.store(), None, 10).await.unwrap();
        assert_eq!(
            (sent.len(), sent[0].person_ref.clone(), sent[0].sent_at.is_some()),
            (1, clerk.ref_, true)
        );
        assert_eq!(outbox::waiting(desk.store()).await.unwrap(), 1, "the one to nobody");
    }
}
