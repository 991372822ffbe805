//! Schemas from addresses: fetched with permission, kept, and read from where they are kept.
//!
//! This is the only place that reaches the network. It does so by running `curl`, which knows the proxies and certificates of the
//! machine it is on; waylint itself holds no client.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::named::NamedError;
use crate::digest::{SHA256, hexadecimal};

/// A schema is no larger; the largest known definitions of custom resources have a few megabytes.
const MOST_BYTES: usize = 8 << 20;

/// Where schemas from addresses are kept, and whether new ones may be fetched.
#[derive(Clone, Debug)]
pub struct Store {
    allowed: bool,
    /// None where nobody knows one.
    folder: Option<PathBuf>,
    seconds: u32,
}

/// An address that may be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) url: String,
    /// What the text must have, if the address says so.
    sha256: Option<String>,
}

const WRITE_IT: &str = "write `https://host/path`, with `#sha256=` and the digest behind it to pin what is there";
const ALLOW_IT: &str = "run once with `--allow-network`, or name a file or folder instead";

impl Address {
    /// Whether a name is an address and not a path.
    pub(super) fn is_one(name: &str) -> bool {
        name.contains("://")
    }

    /// From text: `https`, or `http` to this very machine; without credentials.
    pub(super) fn parse(text: &str) -> Result<Self, NamedError> {
        let wrong = |message: &str| NamedError { path: text.into(), message: message.to_owned(), help: WRITE_IT };
        let (url, pin) = text.split_once('#').map_or((text, None), |(url, pin)| (url, Some(pin)));
        let (scheme, rest) = url.split_once("://").ok_or_else(|| wrong("is no address"))?;
        let authority = rest.split(['/', '?']).next().unwrap_or_default();
        let is_plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b'\\' | b'<' | b'>');
        if authority.is_empty() || !url.bytes().all(|byte| is_plain(byte) || byte == b' ' && url.contains("{{")) {
            return Err(wrong("is no address"));
        }
        if authority.contains('@') {
            return Err(wrong("holds credentials, which are never sent"));
        }
        if authority.contains('{') {
            return Err(wrong("leaves the host open, which documents would fill in"));
        }
        match scheme {
            "https" => {}
            "http" if is_this_machine(authority) => {}
            _ => return Err(wrong("is not fetched: only `https` is")),
        }
        let sha256 = match pin.map(|pin| pin.strip_prefix("sha256=")) {
            None => None,
            Some(Some(pin)) if pin.len() == 64 && pin.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
                Some(pin.to_ascii_lowercase())
            }
            Some(_) => return Err(wrong("is pinned by something that is no SHA-256")),
        };
        Ok(Self { url: url.to_owned(), sha256 })
    }

    fn error(&self, message: impl Into<String>, help: &'static str) -> NamedError {
        NamedError { path: self.url.clone().into(), message: message.into(), help }
    }

    /// Where it is kept, below the folder: the host, for people, and a name that nothing else has.
    fn kept(&self) -> PathBuf {
        let host = self.url.split(['/', '?']).nth(2).unwrap_or_default().replace([':', '[', ']'], "_");
        let digest = hexadecimal(&(SHA256.digest)(self.url.as_bytes()));
        Path::new(&host).join(&digest[..32])
    }

    fn check(&self, bytes: &[u8]) -> Result<(), NamedError> {
        let Some(wanted) = &self.sha256 else { return Ok(()) };
        let found = hexadecimal(&(SHA256.digest)(bytes));
        if found == *wanted {
            return Ok(());
        }
        let message = format!("holds another text than it is pinned to: its SHA-256 is {found}");
        Err(self.error(message, "look at what changed there before you pin the new digest"))
    }
}

fn is_this_machine(authority: &str) -> bool {
    let host = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next(),
        None => authority.split(':').next(),
    };
    let host = host.unwrap_or_default();
    host == "localhost" || host.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
}

impl Store {
    /// A store below a folder, or where the system keeps such things.
    pub fn new(allowed: bool, folder: Option<PathBuf>) -> Self {
        let own = |name: &str, below: &str| {
            let value = std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute())?;
            Some(value.join(below).join("waylint"))
        };
        let folder = folder
            .or_else(|| own("XDG_CACHE_HOME", ""))
            .or_else(|| own("LOCALAPPDATA", ""))
            .or_else(|| own("HOME", ".cache"));
        Self { allowed, folder: folder.map(|folder| folder.join("schemas")), seconds: 30 }
    }

    /// A store that fetches nothing.
    pub fn closed() -> Self {
        Self::new(false, None)
    }

    /// Whether there is any point in asking for addresses of a host.
    pub(super) fn is_of_use(&self, address: &Address) -> Result<(), NamedError> {
        let kept = self.path(address)?;
        if self.allowed || kept.parent().is_some_and(Path::is_dir) {
            return Ok(());
        }
        Err(address.error("nothing of it is kept, and fetching it was not allowed", ALLOW_IT))
    }

    /// The text behind an address, and whether it was fetched just now; none if there is nothing.
    pub(super) fn text(&self, address: &Address) -> Result<Option<(String, bool)>, NamedError> {
        let (bytes, is_new) = match fs::read(self.path(address)?) {
            Ok(bytes) => (Some(bytes), false),
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(
                    address.error(format!("what is kept of it cannot be read: {error}"), "mend the cache folder")
                );
            }
            Err(_) if !self.allowed => {
                return Err(address.error("is not kept, and fetching it was not allowed", ALLOW_IT));
            }
            Err(_) => (self.fetch(address)?, true),
        };
        let Some(bytes) = bytes else { return Ok(None) };
        address.check(&bytes)?;
        let text = String::from_utf8(bytes);
        let text = text.map_err(|_| address.error("is no text in UTF-8", "name the address of a schema"))?;
        Ok(Some((text, is_new)))
    }

    /// Whether something is kept of an address.
    pub(super) fn has(&self, address: &Address) -> bool {
        self.path(address).is_ok_and(|path| path.is_file())
    }

    /// Whether new addresses may be fetched.
    pub(super) fn is_allowed(&self) -> bool {
        self.allowed
    }

    /// Keeps a text that turned out to be a schema. Whoever reads it at the same time sees all of it or nothing.
    pub(super) fn keep(&self, address: &Address, text: &str) -> Result<(), NamedError> {
        let path = self.path(address)?;
        let draft = path.with_extension(format!("{}.new", std::process::id()));
        let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
        let written = folder.and_then(|()| fs::write(&draft, text)).and_then(|()| fs::rename(&draft, &path));
        written.map_err(|error| {
            let message = format!("cannot be kept in {}: {error}", path.display());
            address.error(message, "name a folder that you may write to with `--cache-dir`")
        })
    }

    fn path(&self, address: &Address) -> Result<PathBuf, NamedError> {
        let folder = self.folder.as_ref();
        let folder =
            folder.ok_or_else(|| address.error("there is no folder to keep it in", "name one: `--cache-dir`"))?;
        Ok(folder.join(address.kept()))
    }

    /// What an address answers: its text, or that there is nothing.
    fn fetch(&self, address: &Address) -> Result<Option<Vec<u8>>, NamedError> {
        let mut curl =
            self.command(address).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(
                |error| {
                    address.error(format!("`curl` cannot be run: {error}"), "install curl, or download it yourself")
                },
            )?;
        let mut bytes = Vec::new();
        let read = curl.stdout.take().map(|out| out.take(MOST_BYTES as u64 + 1).read_to_end(&mut bytes));
        if bytes.len() > MOST_BYTES || read.is_some_and(|read| read.is_err()) {
            // Whether it can be ended does not matter: nobody listens to it any more.
            let _ = curl.kill();
            let _ = curl.wait();
            return Err(too_large(address));
        }
        let said = curl.wait_with_output().map_err(|error| address.error(error.to_string(), ALLOW_IT))?;
        let words = String::from_utf8_lossy(&said.stderr);
        let (problem, status) = words.trim().rsplit_once('\n').unwrap_or(("", words.trim()));
        match (said.status.code(), status) {
            (Some(0), "200") => Ok(Some(bytes)),
            (Some(0), "404" | "410") => Ok(None),
            (Some(0), status) => {
                Err(address.error(format!("the server answers {status}"), "open the address in a browser to see why"))
            }
            (Some(28), _) => Err(address.error(
                format!("did not answer within {} seconds", self.seconds),
                "try again, or download it and name the file",
            )),
            (Some(63), _) => Err(too_large(address)),
            (Some(1), _) => Err(address.error("leads to another address that is not `https`", WRITE_IT)),
            (_, _) => {
                let problem = problem.lines().next().unwrap_or_default().trim_start_matches("curl: ");
                Err(address.error(
                    format!("cannot be fetched: {problem}"),
                    "check the address, the proxy and the certificates",
                ))
            }
        }
    }

    /// Bounded in size and time, without the user's own settings of curl, with the environment's proxies. Redirections lead to
    /// `https` alone.
    fn command(&self, address: &Address) -> Command {
        let mut curl = Command::new("curl");
        curl.args(["--disable", "--silent", "--show-error", "--globoff", "--location", "--max-redirs", "5"]);
        curl.args(["--proto", if address.url.starts_with("http:") { "=http" } else { "=https" }]);
        curl.args(["--proto-redir", "=https", "--user-agent", concat!("waylint/", env!("CARGO_PKG_VERSION"))]);
        curl.args(["--connect-timeout", "10", "--max-time", &self.seconds.to_string()]);
        curl.args(["--max-filesize", &MOST_BYTES.to_string(), "--write-out", "%{stderr}\n%{http_code}"]);
        curl.args(["--url", &address.url]);
        curl
    }
}

fn too_large(address: &Address) -> NamedError {
    let message = format!("has more than {} MiB, which is more than a schema has", MOST_BYTES >> 20);
    address.error(message, "name the address of a schema")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_https_or_this_machine() {
        for good in ["https://example.com/a.json", "http://127.0.0.1:80/a", "http://[::1]:80/a", "http://localhost/a"] {
            assert!(Address::parse(good).is_ok(), "{good}");
        }
        for (bad, why) in [
            ("http://example.com/a.json", "only `https`"),
            ("ftp://example.com/a.json", "only `https`"),
            ("file:///etc/passwd", "no address"),
            ("https://user:word@example.com/a", "credentials"),
            ("https://{{.Group}}/a", "host"),
            ("https://example.com/a#sha256=12", "SHA-256"),
            ("http://127.0.0.1.example.com/a", "only `https`"),
            ("https://example.com/a b", "no address"),
        ] {
            let error = Address::parse(bad).unwrap_err();
            assert!(error.message.contains(why), "{bad}: {error}");
        }
    }

    #[test]
    fn who_does_not_answer_is_not_waited_for() {
        let server = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = Address::parse(&format!("http://{}/a.json", server.local_addr().unwrap())).unwrap();
        let folder = std::env::temp_dir().join("waylint-nothing-is-kept-here");
        let store = Store { allowed: true, folder: Some(folder), seconds: 1 };
        let error = store.text(&address).unwrap_err();
        assert!(error.message.contains("within 1 seconds"), "{error}");
    }
}
