//! What another day or other rules would bring.

use serde_json::Value;

use super::{fleet, run, write};

#[test]
fn a_day_brings_stages_and_waivers_that_have_ended() {
    let folder = fleet();
    let ask = |day: &str, format: &str| {
        run(folder.path(), &["impact", "--history", "fleet.db", "--as-of", day, "--format", format])
    };
    let said = ask("2027-01-01", "text");
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    insta::assert_snapshot!(said.out);
    let json: Value = serde_json::from_str(&ask("2027-01-01", "json").out).unwrap();
    let spared = json["as-of"]["standards"].as_array().unwrap().iter().map(|own| own["spared"].as_u64().unwrap());
    assert_eq!((&json["as-of"]["newly-blocked"], spared.sum::<u64>()), (&1.into(), 2));
    insta::assert_snapshot!(ask("2026-11-30", "text").out);
    let past = ask("2026-11-21", "text");
    assert_eq!(past.code, 2);
    insta::assert_snapshot!(past.err);
}

const RULE: &str = r#"# METADATA
# title: Nobody is named as the maintainer
# description: Somebody has to be asked.
# custom:
#   kinds: [dockerfile]
#   level: error
#   help: Add the label `maintainer`.
package waylint.rules.next.maintainer_missing

deny contains "no label names a maintainer" if not labelled

labelled if {
	some stage in input.stages
	some instruction in stage.instructions
	instruction.keyword == "LABEL"
}
"#;

#[test]
fn other_rules_are_tried_on_repositories() {
    let folder = fleet();
    write(folder.path(), &[("next/next/maintainer_missing.rego", RULE)]);
    let args = ["impact", "--config", "platform.yaml", "--since", "2026-11-22", "--policy", "next", "clones"];
    let said = run(folder.path(), &args);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    insta::assert_snapshot!(said.out);
    assert_eq!(run(folder.path(), &["impact", "--policy", "next"]).code, 2);
}
