//! What the build packs, packed once more.

#[path = "../../../build/schemas.rs"]
mod packer;

use std::{fs, path::Path};

use tempfile::TempDir;
use waylint::embedded::BUNDLE;

use crate::command::root;

/// The bundle and its index, made from the texts below a folder.
fn packed(root: &Path) -> (Vec<u8>, String) {
    let out = TempDir::new().unwrap();
    packer::write(root, out.path()).unwrap();
    (fs::read(out.path().join("schemas.lz4")).unwrap(), fs::read_to_string(out.path().join("schemas.rs")).unwrap())
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn the_bundle_is_byte_for_byte_what_the_texts_make() {
    let (bundle, index) = packed(&root());
    assert!(bundle.len() > 100_000, "{}", bundle.len());
    assert!(bundle == BUNDLE, "the bundle that is carried is not what the texts make");
    assert_eq!(index, include_str!(concat!(env!("OUT_DIR"), "/schemas.rs")), "nor is its index");
    // In another folder, and once more.
    let elsewhere = TempDir::new().unwrap();
    copy(&root().join("schemas"), &elsewhere.path().join("schemas"));
    assert!(packed(elsewhere.path()) == (bundle.clone(), index.clone()), "texts elsewhere make another bundle");
    // One letter of one text is seen.
    let path = elsewhere.path().join("schemas/files/helm-chart.yaml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replacen("appVersion:", "appVersiom:", 1)).unwrap();
    let (other, same) = packed(elsewhere.path());
    assert!(other != bundle && text.contains("appVersion:"), "a changed text makes the same bundle");
    let chunks = |index: &str| index.lines().filter(|line| line.contains("Object {")).count();
    assert_eq!(chunks(&same), chunks(&index), "what is in it is called as before");
}
