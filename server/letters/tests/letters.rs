//! Each letter is made, says what it was given, and is the same each time.
#![allow(clippy::unwrap_used, reason = "a test stops where something is wrong")]

mod fixture;

use domain::money::Cents;
use fixture::{address, office, packet, reimbursements, text};
use letters::activation::{Activation, activation};
use letters::markup::parse;
use letters::packet::{Packet, SectionKey, packet as print_packet};
use letters::reimbursement_list::reimbursement_list;
use letters::turning_65::{Turning65Letter, turning_65};
use letters::{Language, Paper, Size};

fn papers() -> impl Iterator<Item = Paper> {
    Language::ALL
        .into_iter()
        .flat_map(|language| Size::ALL.into_iter().map(move |size| Paper { language, size }))
}

#[test]
fn a_packet_says_every_figure_that_it_was_given_in_each_language_and_size() {
    for paper in papers() {
        let given = packet(paper);
        let pdf = print_packet(&given).unwrap();
        let said = text(&pdf.bytes);
        for words in expected(&given) {
            assert!(said.contains(&words), "{paper:?} does not say {words:?}:\n{said}");
        }
        let date = if paper.language == Language::En { "January 1, 2027" } else { "1 de enero de 2027" };
        assert!(said.contains(date), "{said}");
    }
}

/// Every name and amount of the input, as people read it.
fn expected(given: &Packet) -> Vec<String> {
    let mut words = vec![given.office.city.clone(), given.office.phone.clone()];
    if let Some(recipient) = &given.recipient {
        words.extend([
            recipient.number.clone(),
            recipient.address.name.clone(),
            recipient.address.street.clone(),
        ]);
    }
    let amounts = |of: &letters::packet::Amounts| [of.premium, of.city, of.own].map(|cents| cents.display());
    for contract in given.holders.iter().flat_map(|holder| &holder.contracts) {
        words.extend(contract.amounts.iter().flat_map(amounts));
        words.extend(contract.covered.iter().cloned());
    }
    for price in given.prices.iter().flat_map(|group| &group.rows) {
        words.extend(amounts(&price.amounts));
        words.extend(price.now.map(|now| now.display()));
    }
    words.extend(given.payment.map(|payment| payment.monthly.display()));
    for line in given.reimbursement.iter().flat_map(|of| &of.lines) {
        words.extend([line.due, line.paid, line.due - line.paid, line.listed].map(Cents::display));
    }
    words.extend(given.sections.iter().map(|section| section.title.clone()));
    words
}

#[test]
fn what_another_of_the_household_holds_is_told_with_their_name() {
    for paper in papers() {
        let said = text(&print_packet(&packet(paper)).unwrap().bytes);
        let words = match paper.language {
            Language::En => [
                "Agnes Pettingill has this.",
                "July 1, 2026, Agnes Pettingill: who",
                "Agnes Pettingill alone",
            ],
            Language::Es => [
                "Agnes Pettingill tiene este.",
                "1 de julio de 2026, Agnes Pettingill: cambió",
                "solo Agnes Pettingill",
            ],
        };
        for words in words {
            assert!(said.contains(words), "{paper:?} {words}: {said}");
        }
    }
}

#[test]
fn a_missing_price_and_what_was_paid_too_much_are_told_where_there_are_any() {
    for paper in papers() {
        let words = match paper.language {
            Language::En => {
                ["the totals are without it", "What was paid too much", "On a list, not paid yet"]
            }
            Language::Es => ["los totales no lo incluyen", "Lo pagado de más", "En una lista, sin pagar"],
        };
        let mut given = packet(paper);
        let line = &mut given.reimbursement.as_mut().unwrap().lines[0];
        line.paid = line.due + Cents::new(101_45);
        let said = text(&print_packet(&given).unwrap().bytes);
        for words in words.into_iter().chain(["−$101.45"]) {
            assert!(said.contains(words), "{paper:?} {words}: {said}");
        }

        let line = &mut given.reimbursement.as_mut().unwrap().lines[0];
        (line.paid, line.listed) = (line.due, Cents::ZERO);
        given.holders[0].contracts.retain(|one| one.amounts.is_some());
        given.payment.as_mut().unwrap().incomplete = false;
        let said = text(&print_packet(&given).unwrap().bytes);
        for words in words {
            assert!(!said.contains(words), "{paper:?} {words}: {said}");
        }
    }
}

#[test]
fn the_same_packet_is_the_same_file_and_another_is_another() {
    let paper = Paper::default();
    let first = print_packet(&packet(paper)).unwrap();
    assert_eq!(first, print_packet(&packet(paper)).unwrap());

    // As it comes back from where it was kept.
    let kept = serde_json::to_string(&packet(paper)).unwrap();
    let again: Packet = serde_json::from_str(&kept).unwrap();
    assert_eq!(first, print_packet(&again).unwrap());

    let mut other = packet(paper);
    other.holders[0].contracts[0].covered.push("Somebody Else".into());
    assert_ne!(first.bytes, print_packet(&other).unwrap().bytes);
}

#[test]
fn large_print_is_large() {
    let sizes =
        |size| fixture::font_sizes(&print_packet(&packet(Paper { size, ..Paper::default() })).unwrap().bytes);
    let (normal, large) = (sizes(Size::Normal), sizes(Size::Large));
    assert!(normal.contains(&12), "{normal:?}");
    assert!(large.contains(&18), "{large:?}");
    // All but the head, the window of the envelope, and the foot of a page.
    let small: Vec<_> = large.iter().filter(|size| **size < 18).collect();
    assert!(small.iter().all(|size| [&12, &16].contains(size)), "{small:?}");
}

#[test]
fn the_public_packet_names_nobody() {
    for paper in papers() {
        let mut prices = packet(paper).prices;
        for price in prices.iter_mut().flat_map(|group| &mut group.rows) {
            price.held = false;
            price.held_by.clear();
        }
        let given = Packet {
            prices,
            recipient: None,
            holders: vec![],
            payment: None,
            changes: vec![],
            medicare: vec![],
            reimbursement: None,
            life: vec![],
            ..packet(paper)
        };
        let said = text(&print_packet(&given).unwrap().bytes);
        assert!(!said.contains("Pettingill"), "{said}");
        for words in expected(&given) {
            assert!(said.contains(&words), "{words:?}:\n{said}");
        }
    }
}

#[test]
fn what_somebody_wrote_is_never_code() {
    let mut given = packet(Paper::default());
    let nasty = "#panic(\"x\") $sum_1^2$ @ref *bold* <label> `raw` \\ #import \"/etc/passwd\"";
    given.holders[0].name = nasty.into();
    given.holders[0].own = false;
    let section = given.sections.iter_mut().find(|one| one.key == SectionKey::Life).unwrap();
    section.title = "#let x = 1".into();
    section.body = parse("Costs #sys.version and $5").unwrap();
    let said = text(&print_packet(&given).unwrap().bytes);
    assert!(
        said.contains("#panic(\"x\") $sum_1^2$ @ref *bold* <label> `raw` \\ #import \"/etc/passwd\""),
        "{said}"
    );
    assert!(said.contains("#let x = 1") && said.contains("Costs #sys.version and $5"), "{said}");
}

#[test]
fn an_activation_letter_shows_code_and_address_on_its_first_page() {
    for paper in papers() {
        let letter = Activation {
            paper,
            office: office(),
            to: address(),
            made_on: "2026-11-24".parse().unwrap(),
            code: "K7PM-3XQ9-T4RD".into(),
            valid_until: "2027-01-23".parse().unwrap(),
            address: "benefits.example/activate".into(),
        };
        let pdf = activation(&letter).unwrap();
        let said = fixture::text_of_page(&pdf.bytes, 1);
        for words in ["K7PM-3XQ9-T4RD", "Everett Pettingill", "12 Mill Road", "benefits.example/activate"] {
            assert!(said.contains(words), "{words}: {said}");
        }
    }
}

#[test]
fn a_letter_about_medicare_says_who_by_when_and_what_it_costs_to_be_late() {
    for paper in papers() {
        let day = |text: &str| text.parse().unwrap();
        let ahead = Turning65Letter {
            paper,
            office: office(),
            to: address(),
            made_on: day("2026-11-24"),
            name: "Agnes Pettingill".into(),
            own: false,
            birthday: day("2027-03-15"),
            begins: day("2027-03-01"),
            enroll_from: day("2026-12-01"),
            enroll_until: day("2027-06-30"),
            address: "benefits.example/my".into(),
        };
        let late = Turning65Letter { made_on: day("2030-01-05"), own: true, ..ahead.clone() };
        let (days, penalty) = match paper.language {
            Language::En => (
                ["March 15, 2027", "March 1, 2027", "December 1, 2026", "June 30, 2027"],
                "may pay more for Part B for life",
            ),
            Language::Es => (
                [
                    "15 de marzo de 2027",
                    "1 de marzo de 2027",
                    "1 de diciembre de 2026",
                    "30 de junio de 2027",
                ],
                "puede pagar más por la Parte B de por vida",
            ),
        };
        let [ahead, late] = [ahead, late].map(|letter| text(&turning_65(&letter).unwrap().bytes));
        for words in ["Everett Pettingill", "12 Mill Road", "18A", "413-555-0142", "benefits.example/my"] {
            assert!(ahead.contains(words) && late.contains(words), "{words}: {ahead} {late}");
        }
        for words in days {
            assert!(ahead.contains(words) && late.contains(words), "{words}: {ahead} {late}");
        }
        assert!(ahead.contains("Agnes Pettingill") && !ahead.contains(penalty), "{ahead}");
        assert!(late.contains(penalty), "{late}");
    }
}

#[test]
fn a_list_for_accounting_adds_up_by_unit_and_in_all() {
    let list = reimbursements();
    let totals = list.totals();
    assert_eq!(totals.iter().map(|total| total.lines).collect::<Vec<_>>(), [2, 1]);
    let said = text(&reimbursement_list(&list).unwrap().bytes);
    for words in ["$1,217.40", "−$17.40", "$1,200.00", "$608.70", "$1,808.70", "Pettingill, Everett"] {
        assert!(said.contains(words), "{words}: {said}");
    }
}
