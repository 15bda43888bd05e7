//! E-mail by SMTP.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};
use desk::tell::Mail;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message as Letter};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls as Encryption, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use records::messages::Message;

use crate::config::{Smtp, Tls};

/// How long the mail server has for an answer.
const PATIENCE: Duration = Duration::from_secs(15);

/// The configured mail server.
pub(crate) struct MailServer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl MailServer {
    /// Connects when the first message is sent.
    pub(crate) fn new(smtp: &Smtp) -> Result<MailServer> {
        let encryption = || TlsParameters::new(smtp.host.clone());
        let (encryption, port) = match smtp.tls {
            Tls::Starttls => (Encryption::Required(encryption()?), 587),
            Tls::Implicit => (Encryption::Wrapper(encryption()?), 465),
            Tls::None => (Encryption::None, 25),
        };
        // Dangerous is what lettre calls a builder that leaves encryption to us; it is chosen above.
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host)
            .port(smtp.port.unwrap_or(port))
            .tls(encryption)
            .timeout(Some(PATIENCE));
        if let Some(user) = &smtp.user {
            let password = smtp.secret()?.context("smtp.user needs a password")?;
            builder = builder.credentials(Credentials::new(user.clone(), password));
        }
        let from = smtp.from.parse().with_context(|| format!("smtp.from is no address: {}", smtp.from))?;
        Ok(MailServer { transport: builder.build(), from })
    }

    /// The message as it goes over the wire. Its id is the message's own, so that a message that arrives
    /// twice can be told by it.
    fn letter(&self, message: &Message) -> Option<Letter> {
        let to = message.address.as_deref()?.parse().ok()?;
        let mut letter = Letter::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(&message.subject)
            .date(SystemTime::from(message.created_at))
            .message_id(Some(format!("<{}@{}>", message.id, self.from.email.domain())))
            .header(ContentType::TEXT_PLAIN)
            .body(message.body.clone())
            .ok()?;
        // RFC 3834: holiday notices are not sent back.
        let name = HeaderName::new_from_ascii_str("Auto-Submitted");
        letter.headers_mut().insert_raw(HeaderValue::new(name, "auto-generated".to_owned()));
        Some(letter)
    }
}

impl Mail for MailServer {
    fn send<'a>(
        &'a self,
        message: &'a Message,
    ) -> Pin<Box<dyn Future<Output = std::result::Result<(), String>> + Send + 'a>> {
        Box::pin(async move {
            let letter = self.letter(message).ok_or("the address can't be used")?;
            // The server's own words may name the address: the code says enough.
            self.transport.send(letter).await.map(drop).map_err(|error| match error.status() {
                Some(code) => format!("the mail server answered {code}"),
                None if error.is_timeout() => "the mail server did not answer in time".to_owned(),
                None => "the mail server can't be reached".to_owned(),
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    use tokio::net::TcpListener;

    fn message(address: &str) -> Message {
        Message {
            id: uuid::Uuid::from_u128(7),
            person_id: uuid::Uuid::nil(),
            address: Some(address.to_owned()),
            subject: "Recibimos su formulario".into(),
            body: "Puede leerlo aquí:\n\nhttp://127.0.0.1/es/my/receipts/OE-1\n".into(),
            created_at: chrono::DateTime::UNIX_EPOCH,
            sent_at: None,
        }
    }

    /// A mail server that takes one message, or refuses its address, and returns what it was told.
    async fn served(refuses: bool) -> (std::result::Result<(), String>, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let smtp = Smtp {
            host: "127.0.0.1".into(),
            port: Some(listener.local_addr().unwrap().port()),
            tls: Tls::None,
            user: None,
            password: None,
            password_file: None,
            from: "Benefits Office <benefits@alderbrook.example>".into(),
        };
        let server = tokio::spawn(async move {
            let (socket, _) = listener.accept().await.unwrap();
            let (read, mut write) = socket.into_split();
            let mut lines = BufReader::new(read).lines();
            let (mut told, mut body) = (String::new(), false);
            write.write_all(b"220 test\r\n").await.unwrap();
            while let Ok(Some(line)) = lines.next_line().await {
                told.push_str(&line);
                told.push('\n');
                let answer: &[u8] = match line.split(' ').next().unwrap_or_default() {
                    "." => {
                        body = false;
                        b"250 ok\r\n"
                    }
                    _ if body => continue,
                    "DATA" => {
                        body = true;
                        b"354 go on\r\n"
                    }
                    "RCPT" if refuses => b"550 no such user\r\n",
                    "QUIT" => break,
                    _ => b"250 ok\r\n",
                };
                write.write_all(answer).await.unwrap();
                if line == "." || line.starts_with("RSET") || (refuses && line.starts_with("RCPT")) {
                    break;
                }
            }
            told
        });
        let outcome = MailServer::new(&smtp).unwrap().send(&message("ana@alderbrook.example")).await;
        (outcome, server.await.unwrap())
    }

    #[tokio::test]
    async fn a_message_goes_out_with_its_own_id() {
        let (outcome, told) = served(false).await;
        outcome.unwrap();
        for part in [
            "RCPT TO:<ana@alderbrook.example>",
            "From: \"Benefits Office\" <benefits@alderbrook.example>",
            "Message-ID: <00000000-0000-0000-0000-000000000007@alderbrook.example>",
            "Auto-Submitted: auto-generated",
            "Subject: Recibimos su formulario",
            "Content-Type: text/plain; charset=utf-8",
        ] {
            assert!(told.contains(part), "{part} in {told}");
        }
    }

    #[tokio::test]
    async fn a_refusal_names_no_address() {
        let (outcome, _) = served(true).await;
        let why = outcome.unwrap_err();
        assert!(why.contains("550") && !why.contains('@'), "{why}");
    }

    #[test]
    fn a_sender_that_is_none_is_refused_at_the_start() {
        let smtp = Smtp {
            host: "127.0.0.1".into(),
            port: None,
            tls: Tls::None,
            user: None,
            password: None,
            password_file: None,
            from: "benefits".into(),
        };
        assert!(MailServer::new(&smtp).is_err());
    }
}
