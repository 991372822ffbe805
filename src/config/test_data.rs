//! Which files are test data: inputs of tests and what is archived, and not what is delivered.

use std::{path::Path, sync::LazyLock};

use super::pattern::FilePatterns;

/// Folders of tests by the customs of languages and tools, from the root of a repository on, and files that only tests build or
/// start; what is kept and no longer delivered counts among them. Hidden folders there, such as `.github`, say how a
/// repository is built and tested, and are no test data whatever lies in them; nor is an environment called `test`, to which
/// something is delivered. In a `.github` below a folder GitHub runs nothing: it is a sample, or came along with somebody
/// else's code.
pub(super) const USUAL: [&str; 36] = [
    "[Tt]est/",
    "[Tt]ests/",
    "*[-_]test/",
    "*[-_]tests/",
    "testdata/",
    "testfiles*/",
    "test[-_]*/",
    "[Tt]est[A-Z]*/",
    "*[a-z.]Tests/",
    "_test*/",
    "[Ff]ixtures/",
    "*[-_]fixtures/",
    "__tests__/",
    "__fixtures__/",
    "e2e/",
    "smoke/",
    "archived/",
    "_archived/",
    "deprecated/",
    "[Dd]ockerfile[-._]{test,*tests,testing,e2e,integration,smoke}",
    "*[-._]{test,tests,e2e,integration}.[Dd]ockerfile",
    "{e2e,loadtest}[-._]*[Dd]ockerfile",
    "{e2e,loadtest}.[Dd]ockerfile",
    "*compose*[-._]{test,tests,testing,e2e,integration,smoke}.{yml,yaml}",
    "*compose*[-._]{test,tests,testing,e2e,integration,smoke}[-._]*.{yml,yaml}",
    "*compose*.ci.{yml,yaml}",
    "*compose*-ci.{yml,yaml}",
    "!/.*/",
    "!**/overlays/*/",
    "!**/environments/*/",
    "!**/envs/*/",
    "!**/clusters/*/",
    "!**/deploy/[Tt]est/",
    "!**/k8s/[Tt]est/",
    "!**/manifests/[Tt]est/",
    "*/**/.github/",
];

/// Whether a file is test data where no configuration says what is. `file` is relative to the root of its repository.
pub(super) fn is_usual(file: &Path) -> bool {
    static PATTERNS: LazyLock<Option<FilePatterns>> =
        LazyLock::new(|| FilePatterns::new(Path::new(""), &USUAL.map(str::to_owned)).ok());
    let name = file.to_string_lossy();
    // Compiling the patterns is a tenth of a run over a few files, most of which have none of these words in their names.
    WORDS.iter().any(|word| name.contains(word)) && PATTERNS.as_ref().is_some_and(|patterns| patterns.name(file))
}

/// One of these is in the name of every file that a pattern takes.
const WORDS: [&str; 11] = [
    "est",
    ".ci.",
    "-ci.",
    "ixtures",
    "e2e",
    "smoke",
    "archived",
    "deprecated",
    "integration",
    "/.github/",
    "\\.github\\",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_has_a_word() {
        for pattern in USUAL.iter().filter(|pattern| !pattern.starts_with('!')) {
            assert!(WORDS.iter().any(|word| pattern.contains(word)), "{pattern}");
        }
    }

    #[test]
    fn folders_of_tests_are_known_by_their_names() {
        let files = [
            ("test/Dockerfile", true),
            ("src/test/resources/compose.yaml", true),
            ("Tests/Fixtures/compose.yaml", true),
            ("internal/testdata/a/Dockerfile", true),
            ("integration-tests/compose.yaml", true),
            ("web/__tests__/Dockerfile", true),
            ("core/test-resources/compose.yaml", true),
            ("_test_tools/httpd/Dockerfile", true),
            ("tools/TestSuite/compose.yaml", true),
            ("src/Shop.IntegrationTests/compose.yaml", true),
            ("integration/proxy/compose.yaml", false),
            ("overlays/test/kustomization.yaml", false),
            ("platform/environments/test/app.yaml", false),
            ("clusters/e2e/apps/app.yaml", false),
            ("deploy/test/deployment.yaml", false),
            ("test/deploy/deployment.yaml", true),
            ("tests/manifests/app.yaml", true),
            ("spec/fixtures/.github/workflows/ci.yml", true),
            (".github/workflows/e2e.yml", false),
            (".github/actions/test/action.yml", false),
            ("tests", false),
            ("contest/Dockerfile", false),
            ("Dockerfile.test", true),
            ("docker/Dockerfile.fuzztests", true),
            ("examples/_archived/web/Dockerfile", true),
            ("unarchived/Dockerfile", false),
            ("docker/Dockerfile.integration", true),
            ("docker/app-test.dockerfile", true),
            ("build/e2e-go.dockerfile", true),
            ("build/loadtest.dockerfile", true),
            ("parser/testfiles-negative/Dockerfile", true),
            ("docker/docker-compose.ci.yml", true),
            ("lib/__fixtures__/2.Dockerfile", true),
            ("docker/docker-compose.civic.yml", false),
            ("Dockerfile.tester", false),
            ("latest.Dockerfile", false),
            ("docker-compose.test.yml", true),
            ("deploy/compose-e2e.override.yaml", true),
            ("compose.testnet.yaml", false),
            (".github/workflows/compose-test.yml", false),
            ("tester/Dockerfile", false),
            ("skeletons/service/.github/workflows/ci.yml", true),
            ("crates/parser/.github/actions/setup/action.yml", true),
        ];
        for (file, expected) in files {
            assert_eq!(is_usual(Path::new(file)), expected, "{file}");
        }
    }
}
