//! Digests as text. What needs keys, certificates or a source of chance is not here.

use super::{Builtin, builtin};
use crate::{
    digest::{Algorithm, MD5, SHA1, SHA256, SHA512, hexadecimal},
    rego::{
        fail::{Fail, Outcome},
        memory::Memory,
        value::Value,
    },
};

pub(super) const BUILTINS: &[Builtin] = &[
    builtin("crypto.md5", 1, |memory, arguments| digest(memory, arguments, MD5)),
    builtin("crypto.sha1", 1, |memory, arguments| digest(memory, arguments, SHA1)),
    builtin("crypto.sha256", 1, |memory, arguments| digest(memory, arguments, SHA256)),
    builtin("crypto.hmac.md5", 2, |memory, arguments| hmac(memory, arguments, MD5)),
    builtin("crypto.hmac.sha1", 2, |memory, arguments| hmac(memory, arguments, SHA1)),
    builtin("crypto.hmac.sha256", 2, |memory, arguments| hmac(memory, arguments, SHA256)),
    builtin("crypto.hmac.sha512", 2, |memory, arguments| hmac(memory, arguments, SHA512)),
    builtin("crypto.hmac.equal", 2, equal),
];

fn digest(memory: &mut Memory<'_>, arguments: &[Value], algorithm: Algorithm) -> Outcome {
    let &[text] = arguments else { return Err(Fail::Undefined) };
    let source = memory.as_str(text).ok_or(Fail::Undefined)?;
    let digest = hexadecimal(&(algorithm.digest)(source.as_bytes()));
    Ok(memory.string(&digest).placed_as(text))
}

fn hmac(memory: &mut Memory<'_>, arguments: &[Value], algorithm: Algorithm) -> Outcome {
    let &[text, key] = arguments else { return Err(Fail::Undefined) };
    let (source, key) = (memory.as_str(text).ok_or(Fail::Undefined)?, memory.as_str(key).ok_or(Fail::Undefined)?);
    let digest = hexadecimal(&algorithm.hmac(key.as_bytes(), source.as_bytes()));
    Ok(memory.string(&digest).placed_as(text))
}

/// Whether two digests are the same.
fn equal(memory: &mut Memory<'_>, arguments: &[Value]) -> Outcome {
    let &[first, second] = arguments else { return Err(Fail::Undefined) };
    let (first, second) = (memory.as_str(first).ok_or(Fail::Undefined)?, memory.as_str(second).ok_or(Fail::Undefined)?);
    Ok(Value::bool(first == second))
}

#[cfg(test)]
mod tests {
    use super::super::check::{call, table};

    #[test]
    fn digests_of_published_messages() {
        table("crypto.md5", &[(r#"["abc"]"#, r#""900150983cd24fb0d6963f7d28e17f72""#), ("[1]", "undefined")]);
        table("crypto.sha1", &[(r#"["abc"]"#, r#""a9993e364706816aba3e25717850c26c9cd0d89d""#)]);
        table(
            "crypto.sha256",
            &[
                (r#"["abc"]"#, r#""ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad""#),
                (r#"[""]"#, r#""e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855""#),
            ],
        );
        assert!(
            call("crypto.hmac.sha512", r#"["what do ya want for nothing?", "Jefe"]"#).starts_with("\"164b7a7bfcf819e2")
        );
        table(
            "crypto.hmac.md5",
            &[(r#"["what do ya want for nothing?", "Jefe"]"#, r#""750c783e6ab0b503eaa86e310a5db738""#)],
        );
        table("crypto.hmac.equal", &[(r#"["a", "a"]"#, "true"), (r#"["a", "b"]"#, "false")]);
    }
}
