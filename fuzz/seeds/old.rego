package t

containers[c] { c = input.spec.containers[_] }
names = {n | n = containers[_].name}
f(x) = y { y := lower(x) } else = 1 { is_number(x) }
violation[{"msg": msg}] {
  c := containers[i]
  not startswith(c.image, "x")
  msg := sprintf("%v %v", [f(c.name), input.spec[k]])
}
default allow = false
allow { count(names) == 2; regex.match("^[a-z]+$", names[_]) }
