//! A load generator for loopback: keep-alive connections, each a `hyper` client, no more.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use http::{Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// A request to send.
pub(super) type Call = Request<Full<Bytes>>;

/// What came back.
pub(super) struct Answer {
    pub(super) status: StatusCode,
    pub(super) location: Option<String>,
    pub(super) bytes: usize,
    pub(super) took: Duration,
}

/// One connection to a server on this machine.
pub(super) struct Client {
    sender: SendRequest<Full<Bytes>>,
}

impl Client {
    pub(super) async fn connect(port: u16) -> Result<Client> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let stream = TcpStream::connect(address).await.context("the server under load does not answer")?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(async move {
            // The server closing an idle connection ends it; a request in flight sees the error itself.
            let _ = connection.await;
        });
        Ok(Client { sender })
    }

    /// Sends one request and reads the whole answer.
    pub(super) async fn send(&mut self, call: Call) -> Result<Answer> {
        let begun = Instant::now();
        self.sender.ready().await?;
        let response = self.sender.send_request(call).await?;
        let status = response.status();
        let location = response
            .headers()
            .get(http::header::LOCATION)
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned);
        let bytes = response.into_body().collect().await?.to_bytes().len();
        Ok(Answer { status, location, bytes, took: begun.elapsed() })
    }
}

/// Requests a second that `connections` clients get answered with 200 in `lasting`, each asking again as
/// soon as it has its answer. Any other status is an error.
pub(super) async fn throughput(
    port: u16,
    connections: usize,
    lasting: Duration,
    call: impl Fn(usize) -> Call + Clone + Send + 'static,
) -> Result<f64> {
    let begun = Instant::now();
    let mut clients = tokio::task::JoinSet::new();
    for number in 0..connections {
        let call = call.clone();
        clients.spawn(async move {
            let mut client = Client::connect(port).await?;
            let mut answered = 0u64;
            while begun.elapsed() < lasting {
                let answer = client.send(call(number)).await?;
                anyhow::ensure!(answer.status == StatusCode::OK, "answered {} under load", answer.status);
                answered += 1;
            }
            anyhow::Ok(answered)
        });
    }
    let mut answered = 0;
    while let Some(client) = clients.join_next().await {
        answered += client??;
    }
    Ok(answered as f64 / begun.elapsed().as_secs_f64())
}

/// The value below which `share` (0 to 1) of `sorted` lies.
pub(super) fn quantile(sorted: &[Duration], share: f64) -> Duration {
    let place = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1)) - 1;
    sorted.get(place).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_values_that_were_measured() {
        let sorted: Vec<Duration> = (1..=100).map(Duration::from_millis).collect();
        assert_eq!(quantile(&sorted, 0.5), Duration::from_millis(50));
        assert_eq!(quantile(&sorted, 0.99), Duration::from_millis(99));
        assert_eq!(quantile(&sorted[..1], 0.99), Duration::from_millis(1));
        assert_eq!(quantile(&[], 0.99), Duration::ZERO);
    }
}
