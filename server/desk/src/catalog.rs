//! The catalog, kept in memory until it changes.

use std::sync::{Arc, PoisonError, RwLock};

use records::catalog::{self, Catalog};

use crate::{Desk, Result};

/// The catalog that was read last, and its version.
pub(crate) type Kept = Arc<RwLock<Option<(String, Arc<Catalog>)>>>;

impl Desk {
    /// Plans, rates, splits, units and plan years as they are now; public. One small read where nothing
    /// has changed, in this process or in another.
    pub async fn catalog(&self) -> Result<Arc<Catalog>> {
        let version = catalog::version(&self.store).await?;
        let kept = self.catalog.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, catalog)) = kept.filter(|(known, _)| *known == version) {
            return Ok(catalog);
        }
        let catalog = Arc::new(catalog::load(&self.store).await?);
        *self.catalog.write().unwrap_or_else(PoisonError::into_inner) = Some((version, catalog.clone()));
        Ok(catalog)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{City, Clock};
    use records::catalog::{Unit, UnitKind};

    #[tokio::test]
    async fn a_change_shows_and_no_change_costs_nothing() {
        let city = City { name: "Alderbrook".into(), base_url: String::new(), demonstration: true };
        for store in records::testing::both().await {
            let desk = Desk::new(store, Clock::system(), city.clone());
            let first = desk.catalog().await.unwrap();
            assert!(Arc::ptr_eq(&first, &desk.catalog().await.unwrap()));

            let unit = Unit { code: "CITY".parse().unwrap(), name: "City".into(), kind: UnitKind::City };
            let mut write = desk.store().begin().await.unwrap();
            catalog::put_unit(&mut write, &unit).await.unwrap();
            catalog::touch(&mut write).await.unwrap();
            write.commit().await.unwrap();
            assert_eq!(desk.catalog().await.unwrap().units, [unit]);
            assert!(first.units.is_empty());
        }
    }
}
