# METADATA
# title: All of version 1
package a.b["c-d"]

import rego.v1
import future.keywords
import data.lib.x as y
import input.spec

default allow := false

default f(_) := {"a": [1, -2.5e3, .5]}

deny contains msg if {
  some name, c in input.containers # each
  not c.image
  count([v | v := c.env[_]; v.x == 1]) > 0; c["a b"].if != null
  msg := sprintf("%v: %s", [name, `raw\`])
}

p.q.s := v if { v := {k: x | some k, x in y.z} } else := {1, "two"} | set() if not x with input.a as 1 with data.f as g

q if every k, v in {"a": true, "b": (1 + 2) * 3 % 4,} { k, v in spec; v - -1 == -v }

r := $"a{x}b\{{$`raw {y + 1}
{[1, 2][i]}`}\n\u00e9\ud83d\ude00" if {
  a and not b or (c and d with input as {}) and { e; f(x) }
  not { h; i = j }
  {"a": 1}.a; f(x).y in [1 | 2, 3]
}

g(x, [y, {"z": z}]) := x & y if x <= y / 2 { z }
