# METADATA
# title: Base image is of one platform only
# description: >-
#   With a constant `--platform` the build makes the same image for every platform it is asked for; on another machine it runs in
#   emulation, or not at all.
# related_resources:
# - ref: https://docs.docker.com/reference/build-checks/from-platform-flag-const-disallowed/
# custom:
#   kinds: [dockerfile]
#   level: note
#   help: Leave `--platform` out, use `$BUILDPLATFORM`, or name the platform in the name of the stage.
#   fix: unsafe
#   equivalents:
#     buildkit: [FromPlatformFlagConstDisallowed]
#     hadolint: [DL3029]
#     kics: [dockerfile/Using Platform Flag with FROM Command]
#     semgrep: [dockerfile.best-practice.avoid-platform-with-from.avoid-platform-with-from]
#     terrascan: [AC_DOCKER_0001]
#   options:
#     type: object
#     additionalProperties: false
#     properties:
#       every:
#         type: boolean
#         description: Whether stages that are not in the image, from which files are copied, count too.
#         default: false
package waylint.rules.dockerfile.constant_platform

import data.waylint.lib.dockerfile

deny contains {"at": at, "message": message, "fix": fix} if {
	some stage, _ in input.stages
	dockerfile.counts("dockerfile/constant-platform", stage)
	from := input.stages[stage].instructions[0]
	some platform in from.flags.platform
	not contains(platform, "$")
	not names_its_platform(input.stages[stage].name)
	not is_for_one(input.stages[stage].base)
	at := ["stages", stage, "instructions", 0]
	message := sprintf("the platform of the base image is always %s", [platform])
	fix := {"title": "remove the flag", "safe": false, "edits": [{"op": "remove", "at": array.concat(at, ["flags", "platform"])}]}
}

# A stage that says which platform it is for means it.
names_its_platform(name) if regex.match(`(?i)(linux|windows|amd64|x86|arm|aarch|386|ppc|s390|riscv)`, name)

# So does a base image that there is for one architecture: `arm64v8/ruby`.
is_for_one(base) if regex.match(`(?i)(^|[^a-z])(amd64|x86_64|arm32v[5-7]|arm64(v8)?|aarch64|armhf|armv[5-8]|i386|ppc64(le)?|s390x|riscv64)($|[^a-z0-9])`, base.text)
