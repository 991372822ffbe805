//! Builtins of OPA that a linter has no use for, and what to do without them.

const NETWORK: &str =
    "a run reads nothing but its files; put the data into a file beside the rules and read it from `data`";
const CERTIFICATES: &str = "certificates and keys are not available in waylint; check them where they are issued, and here only where they stand";
const SIGNATURES: &str =
    "signatures of tokens are not available in waylint; `io.jwt.decode` reads a token without checking who signed it";
const GRAPHQL: &str = "GraphQL is not available in waylint; check the schema with a linter of its own";
const METADATA: &str = "rules cannot read rules in waylint; write what is needed as a value in the rule";

/// Why a builtin of OPA is not one of ours, and what to do; nothing for all other names.
pub fn refused(name: &str) -> Option<&'static str> {
    let reason = match name {
        "http.send" | "net.lookup_ip_addr" | "providers.aws.sign_req" => NETWORK,
        "crypto.parse_private_keys" => CERTIFICATES,
        "io.jwt.decode_verify" | "io.jwt.encode_sign" | "io.jwt.encode_sign_raw" => SIGNATURES,
        "rego.parse_module" => METADATA,
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
    }
}
