//! Builtins of OPA that a linter has no use for, and what to do without them.

use super::{Builtin, builtin};
use crate::rego::fail::{ErrorKind, Fail, Outcome};

const NETWORK: &str =
    "a run reads nothing but its files; put the data into a file beside the rules and read it from `data`";
const CERTIFICATES: &str = "certificates and keys are not available in waylint; check them where they are issued, and here only where they stand";
const SIGNATURES: &str =
    "signatures of tokens are not available in waylint; `io.jwt.decode` reads a token without checking who signed it";
const GRAPHQL: &str = "GraphQL is not available in waylint; check the schema with a linter of its own";
const METADATA: &str = "rules cannot read rules in waylint; write what is needed as a value in the rule";

/// What stands for them in programs that replace them by `with`: calls that are not replaced end the query.
const STAND_INS: &[Builtin] = &[
    builtin("http.send", 1, |_, _| fail(NETWORK)),
    builtin("net.lookup_ip_addr", 1, |_, _| fail(NETWORK)),
    builtin("providers.aws.sign_req", 3, |_, _| fail(NETWORK)),
    builtin("crypto.parse_private_keys", 1, |_, _| fail(CERTIFICATES)),
    builtin("crypto.x509.parse_and_verify_certificates", 1, |_, _| fail(CERTIFICATES)),
    builtin("crypto.x509.parse_and_verify_certificates_with_options", 2, |_, _| fail(CERTIFICATES)),
    builtin("crypto.x509.parse_certificate_request", 1, |_, _| fail(CERTIFICATES)),
    builtin("crypto.x509.parse_certificates", 1, |_, _| fail(CERTIFICATES)),
    builtin("crypto.x509.parse_keypair", 2, |_, _| fail(CERTIFICATES)),
    builtin("crypto.x509.parse_rsa_private_key", 1, |_, _| fail(CERTIFICATES)),
    builtin("io.jwt.decode_verify", 2, |_, _| fail(SIGNATURES)),
    builtin("io.jwt.encode_sign", 3, |_, _| fail(SIGNATURES)),
    builtin("io.jwt.encode_sign_raw", 3, |_, _| fail(SIGNATURES)),
    builtin("rego.metadata.chain", 0, |_, _| fail(METADATA)),
    builtin("rego.metadata.rule", 0, |_, _| fail(METADATA)),
    builtin("rego.parse_module", 2, |_, _| fail(METADATA)),
    builtin("graphql.is_valid", 2, |_, _| fail(GRAPHQL)),
    builtin("graphql.parse", 2, |_, _| fail(GRAPHQL)),
    builtin("graphql.parse_and_verify", 2, |_, _| fail(GRAPHQL)),
    builtin("graphql.parse_query", 1, |_, _| fail(GRAPHQL)),
    builtin("graphql.parse_schema", 1, |_, _| fail(GRAPHQL)),
    builtin("graphql.schema_is_valid", 1, |_, _| fail(GRAPHQL)),
];

fn fail(reason: &str) -> Outcome {
    Err(Fail::error(ErrorKind::Builtin, format!("a function is called that `with` does not replace here: {reason}")))
}

/// What stands for a refused builtin where `with` replaces it.
pub fn stand_in(name: &str) -> Option<&'static Builtin> {
    STAND_INS.iter().find(|builtin| builtin.name == name)
}

/// Why a builtin of OPA is not one of ours, and what to do; nothing for all other names.
pub fn refused(name: &str) -> Option<&'static str> {
    let reason = match name {
        "http.send" | "net.lookup_ip_addr" | "providers.aws.sign_req" => NETWORK,
        "crypto.parse_private_keys" => CERTIFICATES,
        "io.jwt.decode_verify" | "io.jwt.encode_sign" | "io.jwt.encode_sign_raw" => SIGNATURES,
        "rego.metadata.chain" | "rego.metadata.rule" | "rego.parse_module" => METADATA,
        _ if name.starts_with("crypto.x509.") => CERTIFICATES,
        _ if name.starts_with("io.jwt.verify_") => SIGNATURES,
        _ if name.starts_with("graphql.") => GRAPHQL,
        _ => return None,
    };
    Some(reason)
}

#[cfg(test)]
mod tests {
    use super::super::{all, refused};

    #[test]
    fn what_is_refused_does_not_exist() {
        assert!(all().all(|builtin| refused(builtin.name).is_none()));
        for name in ["http.send", "crypto.x509.parse_keypair", "io.jwt.verify_hs256", "graphql.parse"] {
            assert!(refused(name).is_some(), "{name}");
        }
        assert_eq!(refused("io.jwt.decode"), None);
        assert!(super::STAND_INS.iter().all(|builtin| refused(builtin.name).is_some()));
    }
}
