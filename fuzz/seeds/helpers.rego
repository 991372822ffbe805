package t

by_name[c.name] := c if some c in input.spec.containers
named contains k if some k, _ in by_name
total := sum([n | some x in input; n := count(x)])
first(xs) := xs[0] if is_array(xs)
pairs := {[i, v] | some i, v in input}
deep.er.still := object.get(input, ["a", "b"], [])

deny contains $"{k}: {by_name[k].image}" if some k in named
deny contains x if { [x, _] = pairs[_]; x in {0, "kind"} } 
deny contains json.marshal(y) if { y := first(input) with input as [input] ; every z in y { z != 1 } }
deny contains n if { n := total * 2 - 1; n % 2 == 1; not n < 0 }
