//! The `# METADATA` block of a Rego module as YAML text. Also used by the build script, so it stands on `std` alone.

/// The block above the package line without its comment signs, and the number of lines before it.
pub(crate) fn metadata_block(text: &str) -> Option<(String, u32)> {
    let mut block = None;
    for (number, line) in text.lines().enumerate() {
        let line = line.trim_end();
        if line == "# METADATA" {
            block = Some((String::new(), number as u32 + 1));
        } else if line.starts_with("package ") {
            return block;
        } else if let Some((block, _)) = &mut block {
            let content = line.strip_prefix('#')?;
            block.push_str(content.strip_prefix(' ').unwrap_or(content));
            block.push('\n');
        }
    }
    None
}
