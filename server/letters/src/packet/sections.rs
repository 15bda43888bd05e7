//! The sections of the packet, and the texts that the portal ships with. The office writes its own over them.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::Language;

/// A section of the packet, in the order in which they are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SectionKey {
    /// On the cover.
    Welcome,
    /// What you have, and how it is paid.
    Have,
    /// Prices to come.
    NextYear,
    /// What has changed.
    Changes,
    /// Medicare: steps and dates.
    Medicare,
    /// Part B reimbursement.
    Reimbursement,
    /// Life insurance.
    Life,
    /// What happens when somebody dies.
    Survivors,
    /// Whom to ask.
    Contacts,
    /// Above the forms.
    Forms,
}

impl SectionKey {
    /// Every section.
    pub const ALL: [SectionKey; 10] = [
        SectionKey::Welcome,
        SectionKey::Have,
        SectionKey::NextYear,
        SectionKey::Changes,
        SectionKey::Medicare,
        SectionKey::Reimbursement,
        SectionKey::Life,
        SectionKey::Survivors,
        SectionKey::Contacts,
        SectionKey::Forms,
    ];

    /// As it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            SectionKey::Welcome => "welcome",
            SectionKey::Have => "have",
            SectionKey::NextYear => "next_year",
            SectionKey::Changes => "changes",
            SectionKey::Medicare => "medicare",
            SectionKey::Reimbursement => "reimbursement",
            SectionKey::Life => "life",
            SectionKey::Survivors => "survivors",
            SectionKey::Contacts => "contacts",
            SectionKey::Forms => "forms",
        }
    }

    /// From its stored word.
    pub fn from_word(word: &str) -> Option<SectionKey> {
        SectionKey::ALL.into_iter().find(|key| key.as_str() == word)
    }
}

/// What a section says, in both languages, in the markup of [`crate::markup`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SectionText {
    /// English heading.
    pub title_en: String,
    /// English text.
    pub body_en: String,
    /// Spanish heading.
    pub title_es: String,
    /// Spanish text.
    pub body_es: String,
}

impl SectionText {
    /// The heading.
    pub fn title(&self, language: Language) -> &str {
        match language {
            Language::En => &self.title_en,
            Language::Es => &self.title_es,
        }
    }

    /// The text.
    pub fn body(&self, language: Language) -> &str {
        match language {
            Language::En => &self.body_en,
            Language::Es => &self.body_es,
        }
    }
}

#[expect(clippy::expect_used, reason = "a test reads the same file")]
static SHIPPED: LazyLock<Vec<(SectionKey, SectionText)>> = LazyLock::new(|| {
    let sections = include_str!("../../sections.txt").split("\n=== ").skip(1);
    sections.map(|one| read(one).expect("sections.txt")).collect()
});

/// `key`, then four parts under `--- `: headings and texts.
fn read(section: &str) -> Option<(SectionKey, SectionText)> {
    let mut parts = section.split("\n--- ");
    let key = SectionKey::from_word(parts.next()?.trim())?;
    let mut text = || {
        let (title, body) = parts.next()?.split_once('\n')?;
        Some((title.trim().to_owned(), body.trim().to_owned()))
    };
    let ((title_en, body_en), (title_es, body_es)) = (text()?, text()?);
    Some((key, SectionText { title_en, body_en, title_es, body_es }))
}

/// The text of a section that the portal ships with.
pub fn shipped(key: SectionKey) -> SectionText {
    let found = SHIPPED.iter().find(|(one, _)| *one == key);
    found.map(|(_, text)| text.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::parse;

    #[test]
    fn every_section_ships_with_text_in_both_languages_that_is_understood() {
        for key in SectionKey::ALL {
            let text = shipped(key);
            for language in Language::ALL {
                assert!(!text.title(language).is_empty(), "{key:?} {language:?}");
                assert!(!parse(text.body(language)).unwrap().is_empty(), "{key:?} {language:?}");
            }
            assert_ne!(text.body_en, text.body_es);
            assert_eq!(SectionKey::from_word(key.as_str()), Some(key));
        }
    }
}
