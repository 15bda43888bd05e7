//! Backups: one file with all that the records hold, made while they are in use, and put back into an empty
//! database of the same engine.
//!
//! Confidential fields and documents stay sealed in it. Their key is not in it: it is kept elsewhere.

use std::fs::{self, OpenOptions};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use percent_encoding::percent_decode_str;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, PgConnection};
use tokio::process::Command;
use url::Url;

use crate::error::{Error, Result};

/// Writes a backup of the database at `url` to a new file, whole or not at all. On SQLite it is a database
/// of its own, on PostgreSQL an archive of `pg_dump`, which is not compressed: what the city keeps its
/// backups with does that. [`Error::File`] where the file is there already.
pub async fn backup(url: &str, to: &Path) -> Result<()> {
    if to.exists() {
        return Err(Error::File {
            path: to.display().to_string(),
            source: std::io::ErrorKind::AlreadyExists.into(),
        });
    }
    let part = Part::new(to)?;
    if is_sqlite(url) {
        let mut from = SqliteConnectOptions::from_str(url)?.connect().await?;
        let target = part.0.to_str().ok_or(Error::Corrupt("path"))?;
        sqlx::query("VACUUM INTO $1").bind(target).execute(&mut from).await?;
        from.close().await?;
    } else {
        let mut dump = Command::new("pg_dump");
        dump.args(["--format=custom", "--compress=0", "--no-owner", "--no-privileges", "--file"])
            .arg(&part.0);
        run(dump, url).await?;
    }
    part.finish(to)
}

/// Puts a backup into the empty database at `url`, whole or not at all. [`Error::NotEmpty`] where there is
/// something in it.
pub async fn restore(from: &Path, url: &str) -> Result<()> {
    if is_sqlite(url) {
        let options = SqliteConnectOptions::from_str(url)?;
        let to = options.get_filename().to_owned();
        if to.exists() {
            return Err(Error::NotEmpty);
        }
        let part = Part::new(&to)?;
        // Not `fs::copy`, which would also copy who may read it.
        let copied = fs::File::open(from).and_then(|mut from| {
            let mut to = OpenOptions::new().write(true).open(&part.0)?;
            std::io::copy(&mut from, &mut to)
        });
        copied.map_err(|source| Error::File { path: from.display().to_string(), source })?;
        let mut copy = options.filename(&part.0).connect().await?;
        let whole: String = sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut copy).await?;
        copy.close().await?;
        if whole != "ok" {
            return Err(Error::Corrupt("backup"));
        }
        part.finish(&to)
    } else {
        let mut target = PgConnection::connect(url).await?;
        let tables: i64 = sqlx::query_scalar(
            "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema()",
        )
        .fetch_one(&mut target)
        .await?;
        target.close().await?;
        if tables > 0 {
            return Err(Error::NotEmpty);
        }
        let mut restore = Command::new("pg_restore");
        restore.args(["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]).arg(from);
        run(restore, url).await
    }
}

fn is_sqlite(url: &str) -> bool {
    url.starts_with("sqlite:")
}

/// Runs one of PostgreSQL's own programs against the database. The password goes to it by the environment:
/// everybody on the machine can read arguments.
async fn run(mut program: Command, url: &str) -> Result<()> {
    let tool = program.as_std().get_program().to_string_lossy().into_owned();
    let failed = |said: String| Error::Tool { tool: tool.clone(), said };
    let mut address = Url::parse(url).map_err(|_| Error::UnknownEngine)?;
    if let Some(password) = address.password() {
        program.env("PGPASSWORD", percent_decode_str(password).decode_utf8_lossy().as_ref());
        address.set_password(None).map_err(|()| Error::UnknownEngine)?;
    }
    program.args(["--no-password", "--dbname", address.as_str()]);
    let output = program.output().await.map_err(|source| failed(source.to_string()))?;
    if output.status.success() {
        Ok(())
    } else {
        Err(failed(String::from_utf8_lossy(&output.stderr).trim().to_owned()))
    }
}

/// A file under a name of its own, readable by its owner alone, until it is whole. It goes with this value.
struct Part(PathBuf);

impl Part {
    fn new(whole: &Path) -> Result<Part> {
        let mut name = whole.as_os_str().to_owned();
        name.push(".part");
        let part = Part(name.into());
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&part.0).map_err(|source| part.error(source))?;
        Ok(part)
    }

    fn finish(&self, whole: &Path) -> Result<()> {
        let synced = OpenOptions::new().write(true).open(&self.0).and_then(|file| file.sync_all());
        synced.and_then(|()| fs::rename(&self.0, whole)).map_err(|source| self.error(source))
    }

    fn error(&self, source: std::io::Error) -> Error {
        Error::File { path: self.0.display().to_string(), source }
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Where it is whole it has its own name by now.
        let _ = fs::remove_file(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Store;
    use crate::demonstration::{CAST, get, put};
    use crate::testing::{databases, vault};

    #[tokio::test]
    async fn a_backup_of_records_in_use_is_put_back_into_an_empty_database_and_nowhere_else() {
        let (full, empty) = (databases().await, databases().await);
        for (url, other) in full.iter().zip(&empty) {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("backup");
            let store = Store::open(url, vault()).await.unwrap();
            let mut write = store.begin().await.unwrap();
            put(&mut write, CAST, &"kept").await.unwrap();
            write.commit().await.unwrap();
            let mut open = store.begin().await.unwrap();
            put(&mut open, CAST, &"not committed").await.unwrap();
            backup(url, &file).await.unwrap();
            open.commit().await.unwrap();
            #[cfg(unix)]
            {
                let mode =
                    std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&file).unwrap().permissions());
                assert_eq!(mode & 0o777, 0o600);
            }
            assert!(matches!(backup(url, &file).await, Err(Error::File { .. })), "it is never written over");
            assert!(matches!(restore(&file, url).await, Err(Error::NotEmpty)));

            let torn = folder.path().join("torn");
            let bytes = fs::read(&file).unwrap();
            fs::write(&torn, &bytes[..bytes.len() / 2]).unwrap();
            assert!(restore(&torn, other).await.is_err());
            restore(&file, other).await.unwrap();
            let restored = Store::open(other, vault()).await.unwrap();
            assert_eq!(get(&restored, CAST).await.unwrap(), Some("kept".to_owned()));
            let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
            assert_eq!(left.len(), 2, "{left:?}");
        }
    }

    #[tokio::test]
    async fn a_database_that_is_not_there_has_no_backup() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("backup");
        let url = format!("sqlite:{}", folder.path().join("missing.sqlite").display());
        assert!(backup(&url, &file).await.is_err());
        let error = backup("postgres://nobody:secret-word@127.0.0.1:1/none", &file).await.unwrap_err();
        assert!(matches!(error, Error::Tool { .. }) && !error.to_string().contains("secret-word"), "{error}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
