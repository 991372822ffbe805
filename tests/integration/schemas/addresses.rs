//! Schemas from addresses, on a server of the test's own.

use std::{
    io::{BufRead, BufReader, Write},
    net::TcpListener,
    sync::{Arc, Mutex},
    thread,
};

use tempfile::TempDir;

use super::cases::{DEFINITION, WIDGET, check};
use crate::command::repository;

const SCHEMA: &str = r#"{"type": "object", "properties": {"spec": {"type": "object", "additionalProperties": false}}}"#;
const DIGEST: &str = "07eeab6cbd5fdb7868b731ee7277c8bee907e456369b8eaa9d9662f8ffcab286";

/// A server on this machine, and the paths that it was asked for.
struct Server {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let heard = asked.clone();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
                let path = lines.next().unwrap_or_default().split(' ').nth(1).unwrap_or_default().to_owned();
                let head: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
                assert!(!head.iter().any(|line| line.to_ascii_lowercase().starts_with("authorization")), "{head:?}");
                heard.lock().unwrap().push(path.clone());
                // Who has read enough hangs up.
                let _ = stream.write_all(&answer(&path));
            }
        });
        Self { address, asked }
    }

    fn url(&self, path: &str) -> String {
        format!("{}/{path}", self.address)
    }

    fn asked(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

fn answer(path: &str) -> Vec<u8> {
    let (head, body) = match path {
        "/shop.example.com/widget_v1.json" => ("200 OK", SCHEMA.to_owned()),
        "/definition.yaml" => ("200 OK", DEFINITION.to_owned()),
        "/shop.example.com/page_v1.json" => ("200 OK", "<html>Sign in</html>".to_owned()),
        "/shop.example.com/large_v1.json" => ("200 OK", " ".repeat(9 << 20)),
        "/shop.example.com/busy_v1.json" => ("503 Service Unavailable", String::new()),
        "/shop.example.com/moved_v1.json" => ("302 Found\r\nLocation: http://127.0.0.1:1/a.json", String::new()),
        _ => ("404 Not Found", String::new()),
    };
    format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len()).into_bytes()
}

/// Judges the widget by a schema that is named.
fn judge(folder: &TempDir, schema: &str, more: &[&str]) -> (i32, String) {
    check(folder, &[&["--cache-dir", "cache", "--schema", schema, "widget.yaml"], more].concat())
}

#[test]
fn an_address_is_fetched_once_and_only_with_permission() {
    let server = Server::start();
    let folder = repository(&[("widget.yaml", WIDGET)]);
    let url = server.url("shop.example.com/widget_v1.json");
    let (code, out) = judge(&folder, &url, &[]);
    assert!(code == 2 && out.contains("not allowed") && out.contains("--allow-network"), "{out}");
    assert_eq!(server.asked(), 0);
    for _ in 0..2 {
        let (code, out) = judge(&folder, &url, &["--allow-network"]);
        assert!(code == 1 && out.contains("unknown field `colour`"), "{out}");
        assert_eq!(server.asked(), 1, "what was fetched once is kept");
    }
    let (code, out) = judge(&folder, &url, &[]);
    assert!(code == 1 && out.contains("unknown field `colour`"), "without the network: {out}");
    let (code, out) = judge(&folder, &server.url("definition.yaml"), &["--allow-network"]);
    assert!(code == 1 && out.contains("unknown field `sise`"), "definitions will do as well: {out}");
}

#[test]
fn a_template_is_asked_for_the_objects_that_are_met() {
    let server = Server::start();
    let other = WIDGET.replace("kind: Widget", "kind: Gadget");
    let folder = repository(&[("widget.yaml", WIDGET), ("again.yaml", WIDGET), ("gadget.yaml", &other)]);
    let template = server.url("{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json");
    let (code, out) = judge(&folder, &template, &["."]);
    assert!(code == 2 && out.contains("not allowed"), "{out}");
    let (code, out) = judge(&folder, &template, &["--allow-network", "."]);
    assert!(code == 1 && out.contains("widget.yaml:4:8: error schema/unknown-field"), "{out}");
    assert!(out.contains("no schema is known for Gadget"), "{out}");
    assert_eq!(server.asked(), 2, "once for each kind");
    let (code, out) = judge(&folder, &template, &["."]);
    assert!(code == 1 && out.contains("unknown field `colour`") && server.asked() == 2, "{out}");
}

#[test]
fn what_cannot_be_had_says_why() {
    let server = Server::start();
    let folder = repository(&[("widget.yaml", WIDGET)]);
    let url = |name: &str| server.url(&format!("shop.example.com/{name}"));
    let pinned = |digest: &str| format!("{}#sha256={digest}", url("widget_v1.json"));
    for (schema, why) in [
        (url("nothing_v1.json"), "nothing at this address"),
        (url("page_v1.json"), "is no JSON"),
        (url("large_v1.json"), "more than 8 MiB"),
        (url("busy_v1.json"), "answers 503"),
        (url("moved_v1.json"), "not `https`"),
        (pinned(&"0".repeat(64)), "another text"),
        (pinned("12"), "no SHA-256"),
        (url("widget_v1.json").replace("http:", "ftp:"), "only `https`"),
        (url("widget_v1.json").replace("//", "//me:secret@"), "credentials"),
        ("http://127.0.0.1:1/a/b_v1.json".to_owned(), "cannot be fetched"),
    ] {
        let (code, out) = judge(&folder, &schema, &["--allow-network"]);
        assert!(code == 2 && out.contains(why), "{schema}: {out}");
    }
    let (code, out) = judge(&folder, &pinned(DIGEST), &["--allow-network"]);
    assert!(code == 1 && out.contains("unknown field `colour`"), "{out}");
    let template = url("busy_{{.ResourceAPIVersion}}.json");
    let (code, out) = judge(&folder, &template, &["--allow-network"]);
    assert!(code == 3 && out.contains("answers 503"), "what objects ask for is a failure of the run: {out}");
}
