package k8s.psp

import data.lib.core

violation[{"msg": msg, "details": {}}] {
  some i
  c := input_containers[i]
  not exempt(c.image)
  msg := sprintf("%v", [c.name]) # why
}

default allow = false

allow { input.user == "root" } else = true { input.x[_] } else = [1, 2][_]

p[x] = y { y := {a | a = core.z[x]}; x } { x = 1 }

a.b[c].d = 1 { c }

exempt(image) = true { startswith(image, "x"); _ = image } { image }

q["if"]

in := {contains: 1 | if = every}
