package main

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/types"
)

// Functions that trivy adds to Rego in Go. Here and in the counterpart they do something simple, the same on both sides.
func init() {
	one := types.NewFunction(types.Args(types.A), types.A)
	two := types.NewFunction(types.Args(types.A, types.A), types.A)
	rego.RegisterBuiltin2(&rego.Function{Name: "result.new", Decl: two},
		func(_ rego.BuiltinContext, message, cause *ast.Term) (*ast.Term, error) {
			return ast.ObjectTerm(
				[2]*ast.Term{ast.StringTerm("msg"), message},
				[2]*ast.Term{ast.StringTerm("cause"), cause},
			), nil
		})
	stub := func(name string, run func(text string) *ast.Term) {
		rego.RegisterBuiltin1(&rego.Function{Name: name, Decl: one}, func(_ rego.BuiltinContext, argument *ast.Term) (*ast.Term, error) {
			text, _ := argument.Value.(ast.String)
			return run(string(text)), nil
		})
	}
	stub("isManaged", func(string) *ast.Term { return ast.BooleanTerm(true) })
	stub("cidr.is_public", func(text string) *ast.Term { return ast.BooleanTerm(!strings.HasPrefix(text, "10.")) })
	stub("cidr.count_addresses", func(text string) *ast.Term { return ast.IntNumberTerm(len(text)) })
	stub("squealer.scan_string", func(text string) *ast.Term {
		return ast.ObjectTerm([2]*ast.Term{ast.StringTerm("transgressionFound"), ast.BooleanTerm(strings.Contains(text, "AKIA"))})
	})
	stub("sh.parse_commands", func(text string) *ast.Term {
		var commands []*ast.Term
		for _, command := range strings.Split(strings.ReplaceAll(text, ";", "&&"), "&&") {
			var words []*ast.Term
			for _, word := range strings.Fields(command) {
				words = append(words, ast.StringTerm(word))
			}
			commands = append(commands, ast.ArrayTerm(words...))
		}
		return ast.ArrayTerm(commands...)
	})
}
