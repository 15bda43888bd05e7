//! Statements for many rows at once.

use sqlx::{Database, Encode, QueryBuilder, Type};

/// `sql` with a list of `values` in parentheses behind it: `… WHERE id IN` becomes `… WHERE id IN ($1, $2)`.
/// An empty list matches nothing.
pub(super) fn any_of<'a, DB, T>(sql: &str, values: &'a [T]) -> QueryBuilder<'a, DB>
where
    DB: Database,
    T: Encode<'a, DB> + Type<DB> + Clone + Send + 'a,
{
    let mut query = QueryBuilder::new(sql);
    query.push(if values.is_empty() { " (NULL" } else { " (" });
    let mut list = query.separated(", ");
    for value in values {
        list.push_bind(value.clone());
    }
    query.push(")");
    query
}
