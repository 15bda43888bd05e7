//! Documents: who may send, see, take back and decide, and that none of it is ever in clear text at rest.
#![allow(clippy::unwrap_used, reason = "a test that lacks its office can only stop")]

mod office;

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};

use chrono::Duration;
use desk::documents::{LARGEST_PART, Scan, ScanVerdict, TypedDecision, TypedDocument};
use desk::enroll::household::TypedDependent;
use desk::enroll::occasion::OccasionId;
use desk::error::FieldError;
use desk::imports::{ImportOrder, Outcome};
use desk::people::Field;
use desk::{Actor, Clock, Desk, Error, Role};
use domain::document::{DocumentDecision, DocumentKind, DocumentState};
use office::{member, noon, office, pdf, person, send, staff};
use records::Store;
use records::audit::{self, Verdict};
use records::documents::{Document, of_submission};
use records::import::{Kind, Source};
use records::testing::{both, fill_disk};
use uuid::Uuid;

const SSN: &str = "219-09-9998";
const OTHER_SSN: &str = "219-09-9997";
const MARKER: &str = "MARISOL-THISTLEWOOD-BORN-IN-ALDERBROOK";

fn typed(about: Uuid) -> TypedDocument {
    TypedDocument {
        kind: DocumentKind::BirthCertificate.to_string(),
        about: about.to_string(),
        replaces: String::new(),
        name: format!("{MARKER}.pdf"),
    }
}

async fn ana(desk: &Desk) -> Actor {
    member(&person(desk, "E00001").await)
}

async fn found(desk: &Desk, id: Uuid) -> Document {
    records::documents::get(desk.store(), id).await.unwrap()
}

async fn sent(desk: &Desk, text: &str) -> (Actor, Uuid) {
    let ana = ana(desk).await;
    let id = desk.send_document(&ana, &typed(ana.person.unwrap()), pdf(text, 0)).await.unwrap();
    (ana, id)
}

fn problems(outcome: desk::Result<impl std::fmt::Debug>) -> Vec<(String, String)> {
    match outcome {
        Err(Error::Fields(errors)) => {
            errors.into_iter().map(|FieldError { field, problem, .. }| (field, problem)).collect()
        }
        other => panic!("{other:?}"),
    }
}

fn problem(outcome: desk::Result<impl std::fmt::Debug>) -> String {
    problems(outcome).remove(0).1
}

fn decision(decision: DocumentDecision, words: &str) -> TypedDecision {
    TypedDecision { decision: decision.to_string(), words: words.into(), due: String::new() }
}

/// Sends choices for Ana, with the document that she sent before, and returns the submission's id.
async fn submitted_with(desk: &Desk, document: Uuid) -> Uuid {
    let fields =
        [("health.choice", "keep"), ("dental.choice", "waive"), ("dental.waiver_reason", "not_wanted")];
    let submission = send(desk, "E00001", &fields, "key 1").await.unwrap();
    let parts = of_submission(desk.store(), submission.id).await.unwrap();
    assert!(parts.iter().any(|part| part.id == document));
    submission.id
}

#[tokio::test]
async fn a_document_is_seen_by_its_sender_and_the_desk_alone() {
    for store in both().await {
        let desk = office(store, 2).await;
        let (ana, id) = sent(&desk, "certificate").await;
        let stranger = member(&person(&desk, "E00002").await);
        let opened = desk.open_document(&ana, id).await.unwrap();
        assert_eq!(
            (opened.media_type.as_str(), opened.file_name.as_str()),
            ("application/pdf", "birth_certificate-2026-05-05.pdf")
        );
        assert!(opened.content.windows(11).any(|window| window == b"certificate"));
        assert_eq!(desk.open_document(&staff(Role::Director), id).await.unwrap(), opened);

        for actor in [&stranger, &staff(Role::Payroll), &staff(Role::Treasurer)] {
            assert!(matches!(desk.open_document(actor, id).await, Err(Error::NotFound(_))), "{}", actor.name);
            assert!(desk.delete_document(actor, id).await.is_err());
            assert!(matches!(desk.due_documents(actor).await, Err(Error::Forbidden)));
            let decided = desk.decide_document(actor, id, 1, &decision(DocumentDecision::Verify, "")).await;
            assert!(matches!(decided, Err(Error::Forbidden)));
        }
        assert!(desk.my_documents(&stranger).await.unwrap().documents.is_empty());
        let mine = desk.my_documents(&ana).await.unwrap();
        assert_eq!((mine.documents.len(), mine.documents[0].may_delete), (1, true));
        assert_eq!(mine.documents[0].about.as_deref(), Some("Ana1 Reis"));
        let people: Vec<_> = mine.people.iter().map(|one| one.name.as_str()).collect();
        assert_eq!(people, ["Ana1 Reis", "Rui1 Reis"]);

        // About somebody of another household, or of a kind that there is not.
        let other = TypedDocument { kind: "passport".into(), ..typed(stranger.person.unwrap()) };
        let refused = problems(desk.send_document(&ana, &other, pdf("a", 0)).await);
        let choice = |field: &str| (field.to_owned(), "not_a_choice".to_owned());
        assert_eq!(refused, [choice("kind"), choice("about")]);
        assert!(matches!(audit::verify(desk.store()).await.unwrap(), Verdict::Whole(_)));
    }
}

#[tokio::test]
async fn the_same_file_for_the_same_purpose_is_one_document() {
    for store in both().await {
        let desk = office(store, 1).await;
        let (ana, first) = sent(&desk, "once").await;
        assert_eq!(sent(&desk, "once").await.1, first);
        let spouse = desk.my_documents(&ana).await.unwrap().people[1].id;
        let other = desk.send_document(&ana, &typed(spouse), pdf("once", 0)).await.unwrap();
        assert_ne!(other, first);
    }
}

#[tokio::test]
async fn an_upload_goes_on_where_it_was_cut_short() {
    for store in both().await {
        let desk = office(store, 2).await;
        let ana = ana(&desk).await;
        let stranger = member(&person(&desk, "E00002").await);
        let file = pdf("in parts", 2 * LARGEST_PART);
        let begun = desk.begin_upload(&ana, &typed(ana.person.unwrap()), file.len() as u64).await.unwrap();
        let (id, part) = (begun.id, LARGEST_PART);

        // Out of order, too large, or a stranger's: nothing is kept.
        let stale = desk.append_upload(&ana, id, part as u64, &file[part..2 * part]).await;
        assert!(matches!(stale, Err(Error::Stale(_))));
        assert!(desk.append_upload(&ana, id, 0, &file[..part + 1]).await.is_err());
        assert!(matches!(desk.append_upload(&stranger, id, 0, b"a").await, Err(Error::NotFound(_))));
        assert_eq!(desk.upload(&ana, id).await.unwrap().offset, 0);

        desk.append_upload(&ana, id, 0, &file[..part]).await.unwrap();
        // The answer was lost, and the part comes again.
        assert!(matches!(desk.append_upload(&ana, id, 0, &file[..part]).await, Err(Error::Stale(_))));
        assert_eq!(desk.upload(&ana, id).await.unwrap().offset, part as u64);
        assert!(matches!(desk.finish_upload(&ana, id).await, Err(Error::Stale(_))), "cut short");
        for (place, rest) in file.chunks(part).enumerate().skip(1) {
            desk.append_upload(&ana, id, (place * part) as u64, rest).await.unwrap();
        }
        assert!(matches!(desk.finish_upload(&stranger, id).await, Err(Error::NotFound(_))));
        let document = desk.finish_upload(&ana, id).await.unwrap();
        assert!(matches!(desk.finish_upload(&ana, id).await, Err(Error::NotFound(_))), "once");
        let opened = desk.open_document(&ana, document).await.unwrap();
        assert!(opened.content.windows(8).any(|window| window == b"in parts"));
        assert_eq!(desk.my_documents(&ana).await.unwrap().documents.len(), 1);
    }
}

#[tokio::test]
async fn what_is_refused_leaves_nothing_behind() {
    for store in both().await {
        let desk = office(store, 1).await;
        let ana = ana(&desk).await;
        let about = typed(ana.person.unwrap());
        for (file, why) in [
            (Vec::new(), "file_empty"),
            (vec![b'%'; 15 * 1024 * 1024 + 1], "file_too_large"),
            (b"MZ calls itself certificate.pdf".to_vec(), "file_wrong_type"),
            ([pdf("a", 0), b"PK\x05\x06".to_vec(), vec![0; 18]].concat(), "file_polyglot"),
            (pdf("a", 0)[..200].to_vec(), "file_damaged"),
        ] {
            assert_eq!(problem(desk.send_document(&ana, &about, file.clone()).await), why);
            if let Ok(upload) = desk.begin_upload(&ana, &about, file.len() as u64).await {
                desk.append_upload(&ana, upload.id, 0, &file).await.unwrap();
                assert_eq!(problem(desk.finish_upload(&ana, upload.id).await), why);
                assert!(matches!(desk.upload(&ana, upload.id).await, Err(Error::NotFound(_))));
            }
        }
        let left = desk.begin_upload(&ana, &about, 100).await.unwrap();
        let tomorrow = desk.at(Clock::showing(noon() + Duration::hours(25)));
        tomorrow.tidy().await.unwrap();
        assert!(desk.upload(&ana, left.id).await.is_err(), "nobody went on with it");
        assert!(desk.my_documents(&ana).await.unwrap().documents.is_empty());
        let mut write = desk.store().begin().await.unwrap();
        let taken = records::documents::taken_in(&mut write, ana.person.unwrap(), None).await.unwrap();
        assert_eq!(taken, (0, 0));
    }
}

#[tokio::test]
async fn a_document_is_taken_back_before_its_review_begins_only() {
    for store in both().await {
        let desk = office(store, 1).await;
        let clerk = staff(Role::Coordinator);
        let (ana, free) = sent(&desk, "free").await;
        desk.delete_document(&ana, free).await.unwrap();
        assert!(matches!(desk.open_document(&ana, free).await, Err(Error::NotFound(_))));
        assert!(matches!(desk.open_document(&clerk, free).await, Err(Error::NotFound(_))));
        assert!(matches!(desk.delete_document(&ana, free).await, Err(Error::NotFound(_))));

        let (_, decided) = sent(&desk, "decided").await;
        desk.decide_document(&clerk, decided, 1, &decision(DocumentDecision::Verify, "")).await.unwrap();
        assert!(matches!(desk.delete_document(&ana, decided).await, Err(Error::Locked)));

        let (_, part) = sent(&desk, "part").await;
        let submission = submitted_with(&desk, part).await;
        desk.claim(&clerk, submission, 1).await.unwrap();
        assert!(matches!(desk.delete_document(&ana, part).await, Err(Error::Locked)));
        assert!(desk.my_documents(&ana).await.unwrap().documents.iter().all(|one| !one.may_delete));
        desk.release(&clerk, submission).await.unwrap();
        desk.delete_document(&ana, part).await.unwrap();
        let left = desk.submission_documents(&clerk, submission).await.unwrap();
        assert_eq!(left.iter().map(|one| one.document.id).collect::<Vec<_>>(), [decided]);
    }
}

#[tokio::test]
async fn the_desk_decides_and_the_member_answers() {
    for store in both().await {
        let desk = office(store, 1).await;
        let clerk = staff(Role::Generalist);
        let (ana, id) = sent(&desk, "blurred").await;
        let submission = submitted_with(&desk, id).await;
        let waiting = desk.due_documents(&clerk).await.unwrap();
        assert_eq!((waiting.for_the_office.len(), waiting.for_members.len()), (1, 0));
        assert!(waiting.for_the_office[0].reference.is_some());

        for (words, due, why) in [
            ("  ", "", "words_missing"),
            ("a", "soon", "not_a_date"),
            ("a", "2026-05-05", "due_over"),
            ("a", "2029-01-01", "due_too_far"),
        ] {
            let typed = TypedDecision { due: due.into(), ..decision(DocumentDecision::AskAgain, words) };
            assert_eq!(problem(desk.decide_document(&clerk, id, 1, &typed).await), why);
        }
        let words = "The seal can't be read.";
        desk.decide_document(&clerk, id, 1, &decision(DocumentDecision::AskAgain, words)).await.unwrap();
        let stale = desk.decide_document(&clerk, id, 1, &decision(DocumentDecision::Verify, "")).await;
        assert!(matches!(stale, Err(Error::Stale(_))));

        let mine = desk.my_documents(&ana).await.unwrap().documents;
        assert_eq!(
            (mine[0].document.state, mine[0].document.words.as_str()),
            (DocumentState::AskedAgain, words)
        );
        assert_eq!(mine[0].document.due_on, Some("2026-06-04".parse().unwrap()));
        desk.send_mail(None).await.unwrap();
        let mail = desk.messages(&staff(Role::Coordinator), None).await.unwrap().listed;
        let told = mail.iter().find(|message| message.body.contains("/my/documents")).unwrap();
        assert!(!told.body.contains("seal") && !told.body.contains("irth") && !told.subject.contains("irth"));

        let answer = TypedDocument { replaces: id.to_string(), ..typed(ana.person.unwrap()) };
        let better = desk.send_document(&ana, &answer, pdf("sharp", 0)).await.unwrap();
        let beside = desk.submission_documents(&clerk, submission).await.unwrap();
        let ids: Vec<Uuid> = beside.iter().map(|one| one.document.id).collect();
        assert_eq!(ids, [id, better], "the answer stands beside the same submission");
        assert!(desk.due_documents(&clerk).await.unwrap().for_members.is_empty());

        desk.decide_document(&clerk, better, 1, &decision(DocumentDecision::Refuse, "Not hers."))
            .await
            .unwrap();
        desk.decide_document(&clerk, better, 2, &decision(DocumentDecision::Verify, "")).await.unwrap();
        let verified = found(&desk, better).await;
        assert_eq!((verified.state, verified.words.as_str()), (DocumentState::Verified, ""));
        assert!(matches!(
            desk.send_document(
                &ana,
                &TypedDocument { replaces: better.to_string(), ..answer },
                pdf("more", 0)
            )
            .await,
            Err(Error::NotFound(_))
        ));
        assert!(matches!(audit::verify(desk.store()).await.unwrap(), Verdict::Whole(_)));
    }
}

struct FakeScanner(Result<ScanVerdict, String>);

impl Scan for FakeScanner {
    fn scan<'a>(
        &'a self,
        _content: &'a [u8],
    ) -> Pin<Box<dyn Future<Output = Result<ScanVerdict, String>> + Send + 'a>> {
        Box::pin(async { self.0.clone() })
    }
}

#[tokio::test]
async fn what_the_scanner_finds_or_can_not_see_is_not_taken() {
    for store in both().await {
        let desk = office(store, 1).await;
        assert!(!desk.scans_documents());
        let ana = ana(&desk).await;
        let about = typed(ana.person.unwrap());
        for (answer, why) in [
            (Ok(ScanVerdict::Infected("Eicar-Test-Signature".into())), "file_infected"),
            (Err("connection refused".into()), "scanner_unavailable"),
        ] {
            let guarded = desk.clone().with_scanner(Arc::new(FakeScanner(answer)));
            assert!(guarded.scans_documents());
            assert_eq!(problem(guarded.send_document(&ana, &about, pdf("a", 0)).await), why);
        }
        let guarded = desk.clone().with_scanner(Arc::new(FakeScanner(Ok(ScanVerdict::Clean))));
        guarded.send_document(&ana, &about, pdf("a", 0)).await.unwrap();
    }
}

#[tokio::test]
async fn fifty_at_once_are_all_kept() {
    for store in both().await {
        let desk = office(store, 1).await;
        let ana = ana(&desk).await;
        let sending = (0..50).map(|n| {
            let (desk, ana) = (desk.clone(), ana.clone());
            tokio::spawn(async move {
                desk.send_document(&ana, &typed(ana.person.unwrap()), pdf(&format!("number {n}"), 100_000))
                    .await
            })
        });
        for one in sending.collect::<Vec<_>>() {
            one.await.unwrap().unwrap();
        }
        assert_eq!(desk.my_documents(&ana).await.unwrap().documents.len(), 50);
    }
}

#[tokio::test]
async fn a_full_disk_keeps_nothing_half_and_an_upload_goes_on_when_there_is_room() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("portal.sqlite").display());
    let desk = office(Store::open(&url, records::testing::vault()).await.unwrap(), 1).await;
    let ana = ana(&desk).await;
    let about = typed(ana.person.unwrap());
    let file = pdf("certificate", 600_000);
    let upload = desk.begin_upload(&ana, &about, file.len() as u64).await.unwrap();
    let (first, rest) = file.split_at(100_000);
    desk.append_upload(&ana, upload.id, 0, first).await.unwrap();

    fill_disk(desk.store(), true).await;
    let refused = desk.append_upload(&ana, upload.id, 100_000, rest).await;
    assert!(matches!(refused, Err(Error::Records(_))), "{refused:?}");
    assert_eq!(desk.upload(&ana, upload.id).await.unwrap().offset, 100_000, "as far as it was");
    fill_disk(desk.store(), true).await;
    let refused = desk.send_document(&ana, &about, pdf("another", 600_000)).await;
    assert!(matches!(refused, Err(Error::Records(_))), "{refused:?}");
    assert!(desk.my_documents(&ana).await.unwrap().documents.is_empty());

    fill_disk(desk.store(), false).await;
    desk.append_upload(&ana, upload.id, 100_000, rest).await.unwrap();
    let id = desk.finish_upload(&ana, upload.id).await.unwrap();
    assert!(desk.open_document(&ana, id).await.is_ok());
    assert!(matches!(audit::verify(desk.store()).await.unwrap(), Verdict::Whole(_)));
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, line: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(line);
        Ok(line.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_file_of_the_database_no_backup_and_no_log_holds_a_document_or_a_social_security_number() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    // For every thread, as files are looked through on others; what the other tests say is caught with it.
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let holds = |bytes: &[u8]| {
        let digits = [SSN, OTHER_SSN].map(|number| number.replace('-', ""));
        let secrets = [MARKER, SSN, OTHER_SSN, digits[0].as_str(), digits[1].as_str()];
        secrets.iter().any(|secret| bytes.windows(secret.len()).any(|window| window == secret.as_bytes()))
    };
    assert!(holds(SSN.as_bytes()) && holds(MARKER.as_bytes()));
    // The files of PostgreSQL are its own; its backup is not.
    let postgres = records::testing::databases().await.pop().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let sqlite = format!("sqlite:{}", folder.path().join("portal.sqlite").display());
    for (url, backup) in [(sqlite, "sqlite.backup"), (postgres, "postgres.backup")] {
        let desk = office(Store::open(&url, records::testing::vault()).await.unwrap(), 1).await;
        let census = format!(
            "ref,given_name,family_name,birth_date,ssn,population,unit,hours_per_week,hired,pay_calendar\n\
             E00077,Ida,Reis,1980-01-02,{SSN},ACTIVE,CITY,37.5,2020-01-06,weekly_52\n"
        );
        let source = Source::bytes("census.csv", census.into_bytes());
        let order = ImportOrder::whole(Kind::Census, &source);
        let imported = desk.import(&Actor::portal("import"), order, &|_| {}).await.unwrap();
        assert_eq!(imported.outcome, Outcome::Written, "{:?}", imported.report);
        let number = "E00077".parse().unwrap();
        let seen = desk.unmask(&staff(Role::Coordinator), &number, Field::Ssn, "a call").await.unwrap();
        assert_eq!(seen, Some(SSN.replace('-', "")), "it is there, sealed");
        let (ana, kept) = sent(&desk, MARKER).await;
        let child = TypedDependent {
            given_name: "Mel".into(),
            family_name: "Reis".into(),
            birth: "3/4/2026".into(),
            relationship: "child".into(),
            ..TypedDependent::default()
        };
        let at = OccasionId::OpenEnrollment;
        let child = desk.save_dependent(&ana, at, None, child).await.unwrap();
        desk.keep_ssn(&ana, at, child, OTHER_SSN).await.unwrap();
        let about = typed(ana.person.unwrap());
        let file = pdf(&format!("{MARKER} in parts"), 0);
        assert!(holds(&file));
        let upload = desk.begin_upload(&ana, &about, file.len() as u64).await.unwrap();
        desk.append_upload(&ana, upload.id, 0, &file).await.unwrap();
        let (_, deleted) = sent(&desk, &format!("{MARKER} deleted")).await;
        desk.delete_document(&ana, deleted).await.unwrap();
        let broken = desk.send_document(&ana, &about, [MARKER.as_bytes(), b"?"].concat()).await;
        assert_eq!(problem(broken), "file_wrong_type");
        assert!(desk.open_document(&ana, kept).await.is_ok());
        records::backup::backup(&url, &folder.path().join(backup)).await.unwrap();

        let scan = || {
            let mut scanned = 0;
            for entry in std::fs::read_dir(folder.path()).unwrap() {
                let path = entry.unwrap().path();
                assert!(!holds(&std::fs::read(&path).unwrap()), "{}", path.display());
                scanned += 1;
            }
            scanned
        };
        assert!(scan() >= 3, "the database, its write-ahead log or the other backup, and the backup");
        desk.finish_upload(&ana, upload.id).await.unwrap();
        desk.store().close().await;
        scan();
    }
    let lines = log.0.lock().unwrap();
    assert!(lines.windows(6).any(|window| window == b"upload"), "statements are in the log");
    let text = String::from_utf8_lossy(&lines);
    let told: Vec<&str> = text.lines().filter(|line| holds(line.as_bytes())).collect();
    assert!(told.is_empty(), "{told:?}");
}

#[tokio::test]
async fn proof_goes_with_what_is_sent_with_what_takes_its_place_and_with_what_waits() {
    for store in both().await {
        let desk = office(store, 1).await;
        let (ana, early) = sent(&desk, "early").await;
        let ids = async |submission: Uuid| {
            let parts = of_submission(desk.store(), submission).await.unwrap();
            parts.into_iter().map(|part| part.id).collect::<Vec<_>>()
        };
        let first = send(&desk, "E00001", &[("health.choice", "plan:PPO")], "a").await.unwrap();
        assert_eq!(ids(first.id).await, [early]);
        let late = desk.send_document(&ana, &typed(ana.person.unwrap()), pdf("late", 0)).await.unwrap();
        assert_eq!(ids(first.id).await, [early, late]);

        let again = [("health.choice", "plan:HDP"), ("replaces", first.reference.as_str())];
        let second = send(&desk, "E00001", &again, "b").await.unwrap();
        assert_eq!(ids(second.id).await, [early, late]);
        desk.deny(&staff(Role::Coordinator), second.id, second.version, "No.").await.unwrap();
        let third = send(&desk, "E00001", &[("health.choice", "plan:HDP")], "c").await.unwrap();
        assert_eq!(ids(third.id).await, [] as [Uuid; 0], "what was decided with another one");
    }
}

#[tokio::test]
async fn documents_that_have_outlived_the_rule_are_destroyed_and_the_trail_says_so() {
    for store in both().await {
        let desk = office(store, 1).await;
        let (ana, verified) = sent(&desk, "verified").await;
        let send = async |text: &str| {
            let file = pdf(text, 0);
            desk.send_document(&ana, &typed(ana.person.unwrap()), file).await.unwrap()
        };
        let (refused, waiting) = (send("refused").await, send("waiting").await);
        let coordinator = staff(Role::Coordinator);
        for (id, decision, words) in [(verified, "verify", ""), (refused, "refuse", "Not it.")] {
            let decision =
                TypedDecision { decision: decision.into(), words: words.into(), due: String::new() };
            desk.decide_document(&coordinator, id, 1, &decision).await.unwrap();
        }
        let submission = office::send(&desk, "E00001", &[("health.choice", "plan:PPO")], "a").await.unwrap();
        let years = |years: i32| {
            let now = desk.now();
            let later = chrono::Datelike::with_year(&now, chrono::Datelike::year(&now) + years).unwrap();
            desk.at(Clock::showing(later + Duration::days(3)))
        };
        let left = async || {
            let left = records::documents::of_subscriber(desk.store(), ana.person.unwrap()).await.unwrap();
            left.into_iter().map(|document| document.id).collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(desk.expire_documents().await.unwrap(), 0);
        // What waits for a decision of the desk is not taken away from it.
        assert_eq!(years(1).expire_documents().await.unwrap(), 0);
        assert_eq!(left().await, [verified, refused, waiting].into());
        desk.deny(&coordinator, submission.id, submission.version, "No.").await.unwrap();
        assert_eq!(years(1).expire_documents().await.unwrap(), 2);
        assert_eq!(left().await, [verified].into());
        assert_eq!(years(6).expire_documents().await.unwrap(), 0);
        assert_eq!(years(7).expire_documents().await.unwrap(), 1);
        assert!(matches!(desk.open_document(&coordinator, verified).await, Err(Error::NotFound(_))));
        assert!(matches!(audit::verify(desk.store()).await.unwrap(), Verdict::Whole(_)));
    }
}
