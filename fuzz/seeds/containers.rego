package t

containers contains c if some c in input.spec.containers

default limit := 2
limit := input.limit if input.limit > 0

tag(image) := parts[1] if parts := split(image, ":")
else := "latest"

deny contains {"message": sprintf("%s has no tag", [c.name]), "at": ["spec"]} if {
  some c in containers
  not tag(c.image) == "1"
}

deny contains "too many" if count(containers) > limit
deny contains v if { walk(input, [["kind"], v]); v != "Pod" }
