//! The cases of `tests/data/rego.txt` in OPA. With `WAYLINT_ORACLE_RECORD` set, the file's answers are OPA's afterwards.

use std::fs;

use super::job::{Document, Job, Outcome};
use crate::recorded::{Case, cases, file};

#[test]
#[ignore = "needs OPA, see tests/oracle/README.md"]
fn cases_are_as_in_opa() {
    let record = std::env::var_os("WAYLINT_ORACLE_RECORD").is_some();
    let mut outcome = Outcome::default();
    let mut text = fs::read_to_string(file()).unwrap();
    for case in cases() {
        let job = job(&case);
        if record {
            let answer = job.opa_only();
            text = text.replace(&case.text, &case.with_answer(&answer));
        } else {
            let answer = job.opa_only();
            if answer != case.answer {
                println!("{}: recorded {}, OPA says {answer}", case.name, case.answer);
            }
            outcome.add(job.run());
        }
    }
    if record {
        fs::write(file(), text).unwrap();
    }
    outcome.conclude("cases");
}

fn job(case: &Case) -> Job {
    let mut job = Job { name: case.name.clone(), version: case.version, data: case.data.clone(), ..Job::default() };
    job.modules = case.modules.clone();
    job.entries = vec!["data.t.answer".to_owned()];
    job.documents = case.input.iter().map(|input| Document::Json(input.clone())).collect();
    job
}
