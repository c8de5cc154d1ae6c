use super::*;
use crate::webhooks::signature::{SignatureHeaders, verify_signature};
use chrono::DateTime;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Answers one request with these bytes; gives back what it was asked.
async fn receiver(answer: Vec<u8>) -> (u16, tokio::task::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let task = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut asked = Vec::new();
        while !asked.ends_with(b"}") {
            let mut part = [0; 4_096];
            let read = stream.read(&mut part).await.unwrap();
            asked.extend_from_slice(&part[..read]);
        }
        let _ = stream.write_all(&answer).await;
        String::from_utf8(asked).unwrap()
    });
    (port, task)
}

fn message(port: u16, secrets: &[SigningSecret]) -> (Client, Message) {
    let targets = Targets::new(&[format!("127.0.0.1:{port}")]);
    let url = targets.check(&format!("http://127.0.0.1:{port}/hook")).unwrap();
    let body = r#"{"a":1}"#.to_owned();
    let message =
        Message { url, id: "msg_1".to_owned(), timestamp: 1_700_000_000, body, secrets: secrets.to_vec() };
    (client(targets).unwrap(), message)
}

fn header<'a>(asked: &'a str, name: &str) -> &'a str {
    asked.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": ")).unwrap()
}

#[tokio::test]
async fn what_is_sent_is_signed_with_every_secret_and_long_answers_are_cut() {
    let answer = [&b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"[..], &[b'x'; 100_000]].concat();
    let (port, task) = receiver(answer).await;
    let secrets = [SigningSecret::new([1; 32]), SigningSecret::new([2; 32])];
    let (client, message) = message(port, &secrets);
    let answer = send(&client, &message).await;
    assert_eq!((answer.status, answer.response.map(|text| text.len())), (Some(200), Some(1_024)));
    let asked = task.await.unwrap();
    let headers = SignatureHeaders {
        id: header(&asked, "webhook-id"),
        timestamp: header(&asked, "webhook-timestamp"),
        signature: header(&asked, "webhook-signature"),
    };
    let now = DateTime::from_timestamp(1_700_000_010, 0).unwrap();
    for secret in secrets {
        verify_signature(&[secret], &headers, message.body.as_bytes(), now).unwrap();
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let answer = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n".to_vec();
    let (port, task) = receiver(answer).await;
    let (client, message) = message(port, &[SigningSecret::new([1; 32])]);
    assert_eq!(send(&client, &message).await.status, Some(302));
    task.await.unwrap();
}

#[tokio::test]
async fn nobody_there_is_an_error_in_words() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let (client, message) = message(port, &[]);
    let answer = send(&client, &message).await;
    assert!(answer.status.is_none() && answer.error.unwrap().contains("refused"));
}
