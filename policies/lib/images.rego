# METADATA
# title: Images and the registries that the platform knows
package waylint.lib.images

# METADATA
# description: An image's name in full. On Docker Hub those without a folder are in `library`.
in_full(image) := regex.replace(image, `^docker\.io/([^/]+)$`, "docker.io/library/$1")

# METADATA
# description: Whether an image, written with its registry, is from one that is denied or is not from an allowed one.
foreign(image) if {
	some pattern in data.platform.registries.deny
	holds(pattern, image)
}

foreign(image) if {
	allowed := data.platform.registries.allow
	every pattern in allowed { not holds(pattern, image) }
}

# METADATA
# description: The image under the mirror of its registry; undefined if it has none.
mirror(image) := sprintf("%s%s", [mirrors[longest], substring(full, count(longest), -1)]) if {
	mirrors := data.platform.registries.mirrors
	full := in_full(image)
	fitting := [name | some name, _ in mirrors; within(name, full)]
	longest := [name | some name in fitting; count(name) == max([count(other) | some other in fitting])][0]
}

holds(pattern, image) if {
	some name in spellings(image)
	within(pattern, name)
}

# METADATA
# description: All ways to write an image. Images of Docker Hub are written with `library` or without, and without its name.
spellings(image) := {image, in_full(image), trim_prefix(image, "docker.io/")}

# A registry, or registry and path, holds all that is below it.
within(pattern, image) if matches(pattern, image)

within(pattern, image) if matches(sprintf("%s/*", [trim_suffix(pattern, "/")]), image)

# METADATA
# description: Whether a name fits a pattern, in which `*` stands for any characters.
matches(pattern, name) if {
	parts := [regex.replace(part, `[.+?()\[\]{}|^$\\]`, `\$0`) | some part in split(pattern, "*")]
	regex.match(sprintf("^%s$", [concat(".*", parts)]), name)
}
