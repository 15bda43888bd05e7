use chrono::Duration;

use super::*;
use crate::testing::both;

fn typed(purpose: Purpose, owner: Option<Uuid>, ordinal: i64, characters: &str) -> Typed<'_> {
    Typed { purpose, owner, ordinal, characters }
}

async fn spent(store: &Store, code: Typed<'_>, now: DateTime<Utc>) -> Option<Good> {
    let mut write = store.begin().await.unwrap();
    let good = spend(&mut write, code, now).await.unwrap();
    write.commit().await.unwrap();
    good
}

#[tokio::test]
async fn a_code_is_good_once_until_it_expires_and_is_nowhere_to_be_read() {
    for store in both().await {
        let (now, owner) = (Utc::now(), Uuid::now_v7());
        let code = typed(Purpose::Activation, None, 1, "ABCDEFGH2345");
        let late = now + Duration::days(60);
        let mut write = store.begin().await.unwrap();
        put(&mut write, code, owner, "Pat", now, late).await.unwrap();
        write.commit().await.unwrap();

        let found = find(&store, code, now).await.unwrap().unwrap();
        assert_eq!((found.owner, found.made_by_name.as_str()), (owner, "Pat"));
        assert_eq!(find(&store, code, late).await.unwrap(), None, "expired");
        for other in [
            typed(Purpose::Invitation, None, 1, "ABCDEFGH2345"),
            typed(Purpose::Activation, None, 2, "ABCDEFGH2345"),
            typed(Purpose::Activation, Some(owner), 1, "ABCDEFGH2345"),
            typed(Purpose::Activation, None, 1, "ABCDEFGH2346"),
        ] {
            assert_eq!(spent(&store, other, now).await, None);
        }
        assert_eq!(spent(&store, code, late).await, None, "expired");
        assert!(spent(&store, code, now).await.is_some());
        assert_eq!(spent(&store, code, now).await, None, "spent");
        assert_eq!(find(&store, code, now).await.unwrap(), None);

        let kept: Vec<Vec<u8>> = reading!(store, on =>
            sqlx::query_scalar("SELECT code_hash FROM access_code").fetch_all(on).await)
        .unwrap();
        assert!(kept.iter().all(|hash| hash.len() == 32 && !hash.windows(4).any(|part| part == b"ABCD")));
    }
}

#[tokio::test]
async fn of_many_who_use_a_code_at_once_one_has_it() {
    for store in both().await {
        let now = Utc::now();
        let code = typed(Purpose::Activation, None, 1, "ABCDEFGH2345");
        let mut write = store.begin().await.unwrap();
        put(&mut write, code, Uuid::now_v7(), "Pat", now, now + Duration::days(1)).await.unwrap();
        write.commit().await.unwrap();
        let (a, b, c, d) = tokio::join!(
            spent(&store, code, now),
            spent(&store, code, now),
            spent(&store, code, now),
            spent(&store, code, now)
        );
        assert_eq!([a, b, c, d].iter().flatten().count(), 1);
    }
}

#[tokio::test]
async fn a_sheet_is_used_in_its_order_and_a_new_one_voids_it() {
    for store in both().await {
        let (now, account) = (Utc::now(), Uuid::now_v7());
        let late = now + Duration::days(1);
        let mut write = store.begin().await.unwrap();
        for (ordinal, characters) in [(2, "BBBB2222"), (1, "AAAA2222")] {
            let code = typed(Purpose::Sheet, Some(account), ordinal, characters);
            put(&mut write, code, account, "Pat", now, late).await.unwrap();
        }
        write.commit().await.unwrap();
        let ordinals = async || {
            let good = good(&store, Purpose::Sheet, account, now).await.unwrap();
            good.iter().map(|code| code.ordinal).collect::<Vec<_>>()
        };
        assert_eq!(ordinals().await, [1, 2]);
        assert!(spent(&store, typed(Purpose::Sheet, Some(account), 1, "AAAA2222"), now).await.is_some());
        assert_eq!(ordinals().await, [2]);
        let mut write = store.begin().await.unwrap();
        void(&mut write, Purpose::Mailed, account, now).await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(ordinals().await, [2], "another purpose");
        let mut write = store.begin().await.unwrap();
        end_account(&mut write, account, now).await.unwrap();
        write.commit().await.unwrap();
        assert!(ordinals().await.is_empty());
        assert_eq!(spent(&store, typed(Purpose::Sheet, Some(account), 2, "BBBB2222"), now).await, None);
    }
}

#[tokio::test]
async fn a_helpers_account_is_found_by_its_address_until_it_ends() {
    for store in both().await {
        let now = stored(Utc::now());
        let account = Account {
            id: Uuid::now_v7(),
            person_id: None,
            name: "Lena Ortiz".into(),
            email: None,
            new_email: Some("lena@example.org".into()),
            made_at: now,
        };
        let mut write = store.begin().await.unwrap();
        insert_account(&mut write, &account).await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(account_at(&store, "lena@example.org").await.unwrap(), None, "not confirmed");
        let mut write = store.begin().await.unwrap();
        set_email(&mut write, account.id, Some("lena@example.org"), None).await.unwrap();
        write.commit().await.unwrap();
        assert_eq!(account_at(&store, "lena@example.org").await.unwrap().map(|a| a.id), Some(account.id));

        let mut write = store.begin().await.unwrap();
        let again = Account { id: Uuid::now_v7(), email: Some("lena@example.org".into()), ..account.clone() };
        assert!(insert_account(&mut write, &again).await.unwrap_err().is_duplicate());
        drop(write);
        let mut write = store.begin().await.unwrap();
        end_account(&mut write, account.id, now).await.unwrap();
        assert!(matches!(set_email(&mut write, account.id, None, None).await, Err(Error::NotFound(_))));
        write.commit().await.unwrap();
        assert_eq!(super::account(&store, account.id).await.unwrap(), None);
        assert_eq!(account_at(&store, "lena@example.org").await.unwrap(), None);
    }
}
