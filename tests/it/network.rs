//! No network: nothing that could open a connection is built in, no source asks for one, and none is opened while the
//! program does what it can do.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cli_run::Folder;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let files = files.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    files.chain(folders.iter().flat_map(|folder| rust_files(folder))).collect()
}

/// Sockets of this machine (the display's) are none of these.
#[test]
fn no_source_asks_for_a_connection() {
    let words = [
        "std::net",
        "::TcpStream",
        "TcpListener",
        "UdpSocket",
        "ToSocketAddrs",
        "libc::socket",
        "reqwest",
        "hyper::",
        "ureq",
        "curl::",
    ];
    let files = rust_files(&root().join("src"));
    assert!(files.len() > 50);
    for file in files {
        let code = fs::read_to_string(&file).unwrap();
        for word in words {
            assert!(!code.contains(word), "{} has {word}", file.display());
        }
    }
}

/// What each package of the lock file depends on, by name.
fn lock() -> BTreeMap<String, BTreeSet<String>> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let mut packages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in lock.split("[[package]]").skip(1) {
        let quoted = |line: &str| line.split('"').nth(1).unwrap().split(' ').next().unwrap().to_owned();
        let name = quoted(package.lines().find(|line| line.starts_with("name = ")).unwrap());
        let needs = package.lines().filter(|line| line.starts_with(" \"")).map(quoted);
        packages.entry(name).or_default().extend(needs);
    }
    packages
}

#[test]
fn no_package_that_speaks_to_other_machines_is_built_in() {
    let packages = lock();
    let manifest = fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let section = manifest.split("\n[dependencies]\n").nth(1).unwrap().split("\n[").next().unwrap();
    let named =
        section.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "));
    let mut waiting: Vec<String> = named.map(|(name, _)| name.to_owned()).collect();
    assert!(waiting.iter().any(|name| name == "serde_json") && packages.contains_key("serde_json"));
    let mut all = BTreeSet::new();
    while let Some(name) = waiting.pop() {
        // Only for programs that run in a browser, which this one does not.
        if name != "wasm-bindgen-futures" && all.insert(name.clone()) {
            waiting.extend(packages.get(&name).into_iter().flatten().cloned());
        }
    }
    assert!(all.len() > 40, "{all:?}");
    let banned = [
        "reqwest",
        "hyper",
        "ureq",
        "curl",
        "isahc",
        "surf",
        "attohttpc",
        "minreq",
        "tokio",
        "socket2",
        "async-std",
        "rustls",
        "openssl",
        "native-tls",
        "tungstenite",
        "quinn",
        "h2",
        "trust-dns-resolver",
        "hickory-resolver",
        "ssh2",
        "git2",
        "lettre",
        "sentry",
        "opentelemetry",
    ];
    for name in banned {
        assert!(!all.contains(name), "{name} is built in");
    }
}

/// Everything that the command line does, one after the other.
fn scenario() -> Vec<Vec<&'static str>> {
    vec![
        vec!["new", "-o", "n.diptych.json", "left.txt", "links.md", "--reader", "Ana"],
        vec!["text", "links.md", "--json"],
        vec!["tag", "n.diptych.json", "--source", "1", "--quote", "Nobody armed", "--tag", "road"],
        vec!["info", "n.diptych.json"],
        vec!["check", "n.diptych.json"],
        vec!["compare", "n.diptych.json", "--format", "md"],
        vec!["compare", "n.diptych.json", "--format", "csv", "-o", "n.csv"],
        vec!["search", "n.diptych.json", "road"],
        vec!["versions", "n.diptych.json", "--details"],
        vec!["info", "http://example.org/n.diptych.json"],
    ]
}

/// The calls to the network that `strace` saw; nothing where it can't trace (no such program, or not allowed).
fn traced(folder: &Folder, program: &str, arguments: &[&str]) -> Option<Vec<String>> {
    let log = folder.path().join("trace.log");
    let _ = fs::remove_file(&log);
    let mut command = Command::new("strace");
    command.args(["-f", "-qq", "-e", "trace=%network", "-o"]).arg(&log).arg(program).args(arguments);
    command.current_dir(folder.path()).env("DIPTYCH_DATA", folder.path().join(".data"));
    let output = command.output().ok()?;
    let said = String::from_utf8_lossy(&output.stderr);
    if said.contains("strace: ") || said.contains("PTRACE") {
        return None;
    }
    let seen = fs::read_to_string(&log).ok()?;
    Some(seen.lines().filter(|line| line.contains('(')).map(str::to_owned).collect())
}

#[cfg(target_os = "linux")]
#[test]
fn no_socket_is_opened_by_any_command() {
    let folder = Folder::new();
    folder.put(
        "links.md",
        "# A\n\n[x](http://example.org) ![y](http://example.org/y.png) <img src=\"http://example.org/z\">\n",
    );
    // Bash opens a socket for this; so it is known that one would be seen.
    let opens = "exec 3<>/dev/udp/127.0.0.1/9";
    let Some(seen) = traced(&folder, "bash", &["-c", opens]) else {
        eprintln!(
            "sockets could not be watched here: strace is missing or may not trace; the other two tests stand"
        );
        return;
    };
    assert!(seen.iter().any(|line| line.contains("socket(")), "a socket that is opened is seen: {seen:?}");
    for arguments in scenario() {
        let seen = traced(&folder, env!("CARGO_BIN_EXE_diptych"), &arguments).unwrap();
        assert!(seen.is_empty(), "{arguments:?} used the network: {seen:?}");
    }
    assert!(folder.read("n.csv").contains("road"), "the commands did their work");
}
