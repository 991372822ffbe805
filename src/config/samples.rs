//! Which files are there to be looked at, copied or developed in, and not to be delivered.

/// Folders of samples and of setups for developers, with or without a dot before.
const FOLDERS: [&str; 9] =
    ["demo", "demo-env", "demos", "devcontainer", "example", "examples", "playground", "sample", "samples"];

/// What says the same in the name of a Dockerfile.
const WORDS: [&str; 4] = ["demo", "dev", "devcontainer", "example"];

/// Whether a file is a sample or a setup for developers, by its path below the root of its repository. Unlike test data such
/// files have to work, so it matters only to what a rule says of the day when others build them.
pub fn is_sample(file: &str) -> bool {
    let file = file.to_lowercase();
    let (folders, name) = file.rsplit_once(['/', '\\']).unwrap_or(("", &file));
    let words = || name.split(['.', '-', '_']);
    folders.split(['/', '\\']).any(|folder| FOLDERS.contains(&folder.trim_start_matches('.')))
        || words().any(|word| word == "dockerfile") && words().any(|word| WORDS.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_known_by_their_names() {
        let files = [
            ("examples/proxy/Dockerfile", true),
            ("hack/demo-env/Dockerfile", true),
            (".devcontainer/Dockerfile", true),
            ("scripts/Dockerfile.devcontainer", true),
            ("docker/app-dev.Dockerfile", true),
            ("Dockerfile", false),
            ("devices/Dockerfile", false),
            ("docker/Dockerfile.device", false),
            ("dev/Dockerfile", false),
            ("docker/examples", false),
        ];
        for (file, expected) in files {
            assert_eq!(is_sample(file), expected, "{file}");
        }
    }
}
