//! A load generator for loopback: keep-alive connections, each a `hyper` client, no more.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use http::{Method, Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// A request to send.
pub type Call = Request<Full<Bytes>>;

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub location: Option<String>,
    pub body: Bytes,
    pub took: Duration,
}

/// One connection to a server on this machine.
pub struct Client {
    port: u16,
    sender: SendRequest<Full<Bytes>>,
}

impl Client {
    pub async fn connect(port: u16) -> Result<Client> {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        let stream = TcpStream::connect(address).await.context("the server under load does not answer")?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(async move {
            // The server closing an idle connection ends it; a request in flight sees the error itself.
            let _ = connection.await;
        });
        Ok(Client { port, sender })
    }

    /// Asks for a page as a browser does that holds `cookie`.
    pub async fn get(&mut self, path: &str, cookie: &str) -> Result<Answer> {
        let call = self.call(Method::GET, path, cookie).body(Full::default())?;
        self.send(call).await
    }

    /// Sends a form as a browser does that holds `cookie`.
    pub async fn post(&mut self, path: &str, cookie: &str, form: &[(&str, &str)]) -> Result<Answer> {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let call = self
            .call(Method::POST, path, cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Full::from(body))?;
        self.send(call).await
    }

    fn call(&self, method: Method, path: &str, cookie: &str) -> http::request::Builder {
        Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, format!("127.0.0.1:{}", self.port))
            .header(header::ACCEPT, "text/html")
            .header(header::COOKIE, cookie)
    }

    async fn send(&mut self, call: Call) -> Result<Answer> {
        let begun = Instant::now();
        self.sender.ready().await?;
        let response = self.sender.send_request(call).await?;
        let status = response.status();
        let location = response.headers().get(header::LOCATION);
        let location = location.and_then(|value| value.to_str().ok()).map(str::to_owned);
        let body = response.into_body().collect().await?.to_bytes();
        Ok(Answer { status, location, body, took: begun.elapsed() })
    }
}

/// Requests a second that `connections` clients get answered with 200 in `lasting`, each asking again, with
/// the next of `cookies`, as soon as it has its answer. Any other status is an error.
pub async fn throughput(
    port: u16,
    connections: usize,
    lasting: Duration,
    path: &'static str,
    cookies: &[String],
) -> Result<f64> {
    let begun = Instant::now();
    let mut clients = JoinSet::new();
    for number in 0..connections {
        // Each client begins elsewhere, so that together they ask for everybody.
        let mut cookies = cookies.to_vec();
        let first = number * cookies.len() / connections;
        cookies.rotate_left(first);
        clients.spawn(async move {
            let mut client = Client::connect(port).await?;
            let mut answered = 0u64;
            for cookie in cookies.iter().cycle() {
                if begun.elapsed() >= lasting {
                    break;
                }
                let answer = client.get(path, cookie).await?;
                ensure!(answer.status == StatusCode::OK, "answered {} under load", answer.status);
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
pub fn quantile(sorted: &[Duration], share: f64) -> Duration {
    let place = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1)) - 1;
    sorted.get(place).copied().unwrap_or_default()
}

/// The middle of what was measured.
pub fn median(mut measured: Vec<f64>) -> f64 {
    measured.sort_by(f64::total_cmp);
    measured.get(measured.len() / 2).copied().unwrap_or_default()
}
