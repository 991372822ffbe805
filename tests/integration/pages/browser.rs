//! A real browser without a window, spoken to over a pipe in its own protocol (DevTools): pages are opened, clicked and asked.

use std::{
    env, fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

/// How long a page may take until what is waited for is there. Generous: machines of pipelines are busy.
const PATIENCE: Duration = Duration::from_secs(60);

/// A browser with one page.
pub(super) struct Browser {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    session: Option<String>,
    number: u64,
    /// What the page complained about: errors of scripts, refused files, messages to the console.
    pub(super) complaints: Vec<String>,
    /// Every address that was asked for.
    pub(super) requests: Vec<String>,
    _profile: tempfile::TempDir,
}

/// Where a browser of the right sort is, if there is one.
pub(super) fn find() -> Option<PathBuf> {
    if let Some(named) = env::var_os("WAYLINT_BROWSER") {
        return Some(named.into());
    }
    let names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
    let folders: Vec<PathBuf> = env::split_paths(&env::var_os("PATH")?).collect();
    names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name))).find(|file| file.is_file())
}

impl Browser {
    /// Starts a browser. The protocol goes over its third and fourth file, which a shell lays upon our two.
    pub(super) fn start(program: &Path) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1"])
            .arg(program)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--remote-debugging-pipe"])
            .args(["--window-size=1280,900", "--lang=en"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (to, from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let mut browser = Self {
            child,
            to,
            from,
            session: None,
            number: 0,
            complaints: Vec::new(),
            requests: Vec::new(),
            _profile: profile,
        };
        let target = browser.ask("Target.createTarget", json!({"url": "about:blank"}))["targetId"].clone();
        let session = browser.ask("Target.attachToTarget", json!({"targetId": target, "flatten": true}));
        browser.session = Some(session["sessionId"].as_str().unwrap().to_owned());
        for domain in ["Page", "Runtime", "Network", "Log"] {
            browser.ask(&format!("{domain}.enable"), json!({}));
        }
        browser
    }

    /// Asks for something that cannot be refused.
    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.try_ask(method, params).unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    /// Asks for something and waits for the answer; what happens meanwhile is noted.
    fn try_ask(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        self.number += 1;
        let mut message = json!({"id": self.number, "method": method, "params": params});
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        self.to.write_all(format!("{message}\0").as_bytes()).unwrap();
        loop {
            let mut bytes = Vec::new();
            self.from.read_until(0, &mut bytes).unwrap();
            assert!(!bytes.is_empty(), "the browser has gone");
            let said: Value = serde_json::from_slice(&bytes[..bytes.len() - 1]).unwrap();
            if said["id"] == json!(self.number) {
                return if said["error"].is_null() { Ok(said["result"].clone()) } else { Err(said["error"].clone()) };
            }
            self.note(&said);
        }
    }

    fn note(&mut self, said: &Value) {
        let params = &said["params"];
        match said["method"].as_str() {
            Some("Runtime.exceptionThrown") => self.complaints.push(params["exceptionDetails"].to_string()),
            Some("Runtime.consoleAPICalled") => self.complaints.push(params["args"].to_string()),
            Some("Log.entryAdded") => self.complaints.push(params["entry"]["text"].to_string()),
            Some("Network.requestWillBeSent") => {
                self.requests.push(params["request"]["url"].as_str().unwrap_or_default().to_owned());
            }
            _ => {}
        }
    }

    /// Opens a page and waits until it is there.
    pub(super) fn open(&mut self, file: &Path, fragment: &str) {
        // By way of an empty page: a change behind `#` alone would load nothing.
        self.ask("Page.navigate", json!({"url": "about:blank"}));
        let file = fs::canonicalize(file).unwrap();
        self.ask("Page.navigate", json!({"url": format!("file://{}{fragment}", file.display())}));
        self.wait("location.protocol === 'file:' && document.readyState === 'complete'");
    }

    /// What an expression comes to in the page.
    pub(super) fn value(&mut self, expression: &str) -> Value {
        let said = self
            .ask("Runtime.evaluate", json!({"expression": expression, "returnByValue": true, "awaitPromise": true}));
        assert!(said["exceptionDetails"].is_null(), "{expression}: {}", said["exceptionDetails"]);
        said["result"]["value"].clone()
    }

    /// The text of what a selector finds first.
    pub(super) fn text(&mut self, selector: &str) -> String {
        let text = self.value(&format!("document.querySelector({})?.textContent ?? '(nothing)'", json!(selector)));
        text.as_str().unwrap().to_owned()
    }

    /// Waits until an expression is true.
    pub(super) fn wait(&mut self, expression: &str) {
        let began = Instant::now();
        while !self.is_true(expression) {
            assert!(began.elapsed() < PATIENCE, "never came: {expression}; complaints: {:?}", self.complaints);
            thread::sleep(Duration::from_millis(25));
        }
    }

    /// Whether an expression is true; while one page gives way to another there is none to ask.
    fn is_true(&mut self, expression: &str) -> bool {
        let asked = json!({"expression": format!("Boolean({expression})"), "returnByValue": true});
        self.try_ask("Runtime.evaluate", asked).is_ok_and(|said| said["result"]["value"] == json!(true))
    }

    /// Clicks what a selector finds first, with the mouse, where it is.
    pub(super) fn click(&mut self, selector: &str) {
        self.wait(&format!("document.querySelector({})", json!(selector)));
        let place = self.value(&format!(
            "(() => {{ const one = document.querySelector({}); one.scrollIntoView({{block: 'center', inline: 'center', behavior: 'instant'}}); \
             const box = one.getClientRects()[0]; return [box.x + box.width / 2, box.y + box.height / 2]; }})()",
            json!(selector)
        ));
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({"type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1});
            self.ask("Input.dispatchMouseEvent", event);
        }
    }

    /// Presses a key.
    pub(super) fn press(&mut self, key: &str) {
        let code = match key {
            "Enter" => 13,
            "Tab" => 9,
            "ArrowUp" => 38,
            "ArrowDown" => 40,
            "ArrowLeft" => 37,
            "ArrowRight" => 39,
            _ => 0,
        };
        let text = if key == "Enter" { "\r" } else { "" };
        for kind in ["keyDown", "keyUp"] {
            let event = json!({"type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code, "text": if kind == "keyDown" { text } else { "" }});
            self.ask("Input.dispatchKeyEvent", event);
        }
    }

    /// Types into what has the focus.
    pub(super) fn write(&mut self, text: &str) {
        self.ask("Input.insertText", json!({"text": text}));
    }

    /// That nothing was complained about, and that nothing was asked for but files.
    #[track_caller]
    pub(super) fn assert_quiet(&self) {
        assert_eq!(self.complaints, Vec::<String>::new());
        let outside: Vec<_> = self
            .requests
            .iter()
            .filter(|url| !["file:", "data:", "about:"].iter().any(|scheme| url.starts_with(scheme)))
            .collect();
        assert!(outside.is_empty(), "{outside:?}");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
