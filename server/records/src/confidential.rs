//! Confidential fields of a person: whether they are on file, and, for those who may, what they are.

use uuid::Uuid;

use crate::db::{Store, reading};
use crate::error::{Error, Result};

/// A field that is encrypted at rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// Social Security number.
    Ssn,
    /// Medicare Beneficiary Identifier.
    Mbi,
}

impl Field {
    const fn column(self) -> &'static str {
        match self {
            Field::Ssn => "ssn_sealed",
            Field::Mbi => "mbi_sealed",
        }
    }
}

/// Whether a person's `field` is on file; nothing is opened.
pub async fn is_on_file(store: &Store, person: Uuid, field: Field) -> Result<bool> {
    let sql = format!("SELECT {} IS NOT NULL FROM person WHERE id = $1", field.column());
    let found: Option<bool> =
        reading!(store, on => sqlx::query_scalar(&sql).bind(person).fetch_optional(on).await)?;
    found.ok_or(Error::NotFound("person"))
}

/// A person's `field`, opened. Who asks writes it into the audit trail.
pub async fn open(store: &Store, person: Uuid, field: Field) -> Result<Option<String>> {
    let sql = format!("SELECT {} FROM person WHERE id = $1", field.column());
    let sealed: Option<Option<Vec<u8>>> =
        reading!(store, on => sqlx::query_scalar(&sql).bind(person).fetch_optional(on).await)?;
    sealed.ok_or(Error::NotFound("person"))?.map(|sealed| store.vault.open(&sealed)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::writing;
    use crate::testing::both;

    #[tokio::test]
    async fn what_is_sealed_is_told_apart_and_opened() {
        for store in both().await {
            let person = Uuid::now_v7();
            let birth: chrono::NaiveDate = "1950-01-01".parse().unwrap();
            let mut write = store.begin().await.unwrap();
            let sealed = write.vault.seal("219099999").unwrap();
            writing!(write, on => sqlx::query(
                "INSERT INTO person (id, given_name, family_name, search_name, birth, ssn_sealed)
                 VALUES ($1, 'Ana', 'Reis', 'reis, ana', $2, $3)")
                .bind(person).bind(birth).bind(sealed).execute(on).await.map(drop))
            .unwrap();
            write.commit().await.unwrap();

            assert!(is_on_file(&store, person, Field::Ssn).await.unwrap());
            assert!(!is_on_file(&store, person, Field::Mbi).await.unwrap());
            assert_eq!(open(&store, person, Field::Ssn).await.unwrap().as_deref(), Some("219099999"));
            assert_eq!(open(&store, person, Field::Mbi).await.unwrap(), None);
            assert!(matches!(open(&store, Uuid::now_v7(), Field::Ssn).await, Err(Error::NotFound(_))));
        }
    }
}
