//! A virus scanner that speaks clamd's protocol (INSTREAM), over TCP or a Unix socket.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use anyhow::{Result, bail};
use desk::documents::{Scan, ScanVerdict};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};

/// How long the scanner has for one file.
const PATIENCE: Duration = Duration::from_secs(30);
/// Bytes that are sent at a time.
const CHUNK: usize = 256 * 1024;
/// The longest answer that is read.
const LONGEST_ANSWER: u64 = 4096;

/// The configured scanner. It is asked anew for each file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Scanner {
    /// `host:port`.
    Tcp(String),
    /// The path of a socket.
    Unix(String),
}

impl Scanner {
    /// Reads `tcp://host:port` or `unix:///path`.
    pub(crate) fn parse(address: &str) -> Result<Scanner> {
        let tcp = address.strip_prefix("tcp://").filter(|place| {
            place.rsplit_once(':').is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok())
        });
        let unix = address.strip_prefix("unix://").filter(|path| path.starts_with('/'));
        match (tcp, unix) {
            (Some(place), _) => Ok(Scanner::Tcp(place.to_owned())),
            (_, Some(path)) => Ok(Scanner::Unix(path.to_owned())),
            _ => bail!("scanner is tcp://host:port or unix:///path: {address}"),
        }
    }

    async fn ask(&self, content: &[u8]) -> std::io::Result<String> {
        match self {
            Scanner::Tcp(place) => converse(TcpStream::connect(place).await?, content).await,
            Scanner::Unix(path) => converse(UnixStream::connect(path).await?, content).await,
        }
    }
}

impl Scan for Scanner {
    fn scan<'a>(
        &'a self,
        content: &'a [u8],
    ) -> Pin<Box<dyn Future<Output = Result<ScanVerdict, String>> + Send + 'a>> {
        Box::pin(async move {
            match tokio::time::timeout(PATIENCE, self.ask(content)).await {
                Err(_) => Err("it did not answer in time".to_owned()),
                Ok(Err(error)) => Err(error.to_string()),
                Ok(Ok(answer)) => verdict(&answer),
            }
        })
    }
}

/// Sends a file in chunks, each with its length in front, and a chunk of length 0 at the end; reads the answer.
async fn converse<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    content: &[u8],
) -> std::io::Result<String> {
    // One that refuses a file in its middle hangs up: its answer is worth more than our error.
    let sent = async {
        stream.write_all(b"zINSTREAM\0").await?;
        for chunk in content.chunks(CHUNK) {
            stream.write_all(&(chunk.len() as u32).to_be_bytes()).await?;
            stream.write_all(chunk).await?;
        }
        stream.write_all(&0u32.to_be_bytes()).await?;
        stream.flush().await
    }
    .await;
    let mut answer = Vec::new();
    stream.take(LONGEST_ANSWER).read_to_end(&mut answer).await?;
    if answer.is_empty() {
        sent?;
    }
    Ok(String::from_utf8_lossy(&answer).trim_end_matches(['\0', '\n']).to_owned())
}

/// What an answer such as `stream: OK` or `stream: Eicar-Signature FOUND` says.
fn verdict(answer: &str) -> Result<ScanVerdict, String> {
    let said = answer.strip_prefix("stream: ").unwrap_or(answer);
    match said.strip_suffix(" FOUND") {
        Some(virus) => Ok(ScanVerdict::Infected(virus.to_owned())),
        None if said == "OK" => Ok(ScanVerdict::Clean),
        None => Err(format!("it answered: {said}")),
    }
}

#[cfg(test)]
mod tests;
