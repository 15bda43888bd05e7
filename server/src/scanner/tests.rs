use std::path::Path;
use std::process::{Child, Command, Stdio};

use tokio::net::{TcpListener, UnixListener};

use super::*;

/// The test file of the European Institute for Computer Anti-Virus Research, in two halves: whole it would
/// have this source put away by a scanner.
fn eicar() -> Vec<u8> {
    [r"X5O!P%@AP[4\PZX54(P^)7CC)7}$", "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"].concat().into_bytes()
}

/// Speaks the protocol as clamd does: takes one file, and answers.
async fn listen<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S) {
    let mut greeting = [0; 10];
    stream.read_exact(&mut greeting).await.unwrap();
    assert_eq!(&greeting, b"zINSTREAM\0");
    let mut file = Vec::new();
    loop {
        let length = stream.read_u32().await.unwrap() as usize;
        if length == 0 {
            break;
        }
        let mut chunk = vec![0; length];
        stream.read_exact(&mut chunk).await.unwrap();
        file.extend(chunk);
        if file.len() > 1024 * 1024 {
            stream.write_all(b"INSTREAM size limit exceeded. ERROR\0").await.unwrap();
            return;
        }
    }
    let found = file.windows(eicar().len()).any(|window| window == eicar());
    let answer: &[u8] = if found { b"stream: Eicar-Test-Signature FOUND\0" } else { b"stream: OK\0" };
    stream.write_all(answer).await.unwrap();
}

#[tokio::test]
async fn it_speaks_the_protocol_over_tcp_and_over_a_socket() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("clamd.sock");
    let unix = UnixListener::bind(&path).unwrap();
    let tcp = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let places = [format!("tcp://{}", tcp.local_addr().unwrap()), format!("unix://{}", path.display())];
    tokio::spawn(async move {
        loop {
            tokio::select! {
                Ok((stream, _)) = tcp.accept() => listen(stream).await,
                Ok((stream, _)) = unix.accept() => listen(stream).await,
            }
        }
    });
    for place in places {
        let scanner = Scanner::parse(&place).unwrap();
        assert_eq!(scanner.scan(b"a birth certificate").await, Ok(ScanVerdict::Clean));
        assert_eq!(scanner.scan(&[7; 600 * 1024]).await, Ok(ScanVerdict::Clean), "several chunks");
        let found = ScanVerdict::Infected("Eicar-Test-Signature".into());
        assert_eq!(scanner.scan(&eicar()).await, Ok(found));
        let refused = scanner.scan(&vec![7; 3 * 1024 * 1024]).await;
        assert!(refused.is_err(), "what it does not take is not clean");
    }
}

#[tokio::test]
async fn a_scanner_that_is_not_there_says_nothing_is_clean() {
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    assert!(Scanner::Tcp(gone.to_string()).scan(b"a").await.is_err());
    assert!(Scanner::Unix("/nowhere/clamd.sock".into()).scan(b"a").await.is_err());
}

#[test]
fn an_address_says_how_it_is_reached() {
    assert_eq!(Scanner::parse("tcp://127.0.0.1:3310").unwrap(), Scanner::Tcp("127.0.0.1:3310".into()));
    assert_eq!(
        Scanner::parse("unix:///run/clamav/clamd.ctl").unwrap(),
        Scanner::Unix("/run/clamav/clamd.ctl".into())
    );
    for bad in ["", "127.0.0.1:3310", "tcp://127.0.0.1", "tcp://:3310", "unix://relative", "http://a:1"] {
        assert!(Scanner::parse(bad).is_err(), "{bad}");
    }
}

struct Clamd(Child);

impl Drop for Clamd {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A real clamd that knows one signature, the test file's: its own data base is for the operator to keep.
fn clamd(folder: &Path) -> Option<Clamd> {
    let signatures = folder.join("signatures");
    std::fs::create_dir(&signatures).unwrap();
    let hex: String = eicar().iter().map(|byte| format!("{byte:02x}")).collect();
    std::fs::write(signatures.join("test.ndb"), format!("Eicar-Test-Signature:0:0:{hex}\n")).unwrap();
    let socket = folder.join("clamd.sock");
    let settings = folder.join("clamd.conf");
    let text = format!(
        "Foreground yes\nDatabaseDirectory {}\nLocalSocket {}\nOfficialDatabaseOnly no\n",
        signatures.display(),
        socket.display()
    );
    std::fs::write(&settings, text).unwrap();
    let mut command = Command::new("clamd");
    command.arg("--config-file").arg(&settings).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().ok().map(Clamd)
}

#[tokio::test]
async fn a_real_clamd_finds_the_test_file() {
    let folder = tempfile::tempdir().unwrap();
    let Some(_running) = clamd(folder.path()) else {
        println!("clamd is not installed: the test against a real one was not run");
        return;
    };
    let socket = folder.path().join("clamd.sock");
    for _ in 0..300 {
        if socket.exists() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let scanner = Scanner::Unix(socket.display().to_string());
    assert_eq!(scanner.scan(b"a birth certificate").await, Ok(ScanVerdict::Clean));
    assert!(matches!(scanner.scan(&eicar()).await, Ok(ScanVerdict::Infected(_))));
}
