package main

import (
	"encoding/json"
	"path"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/types"
)

// Views are the places of views: by name, then by `apiVersion/kind` of a document ("" for documents that are no
// Kubernetes objects), a list of ways down from its root. Which places a kind has is read from policies/views.yaml by
// waylint and passed on; walking there is done here.
type Views map[string]map[string][]Way

// Way is one way down, and how the texts at its end are read, if they are: "expressions", "condition", "commands".
type Way struct {
	Steps []Step `json:"steps"`
	Reads string `json:"reads"`
}

// Texts are what stands in texts, by way of reading and text: what waylint reads there is not compared here, but what
// rules make of it.
type Texts map[string]map[string][]json.RawMessage

// Step is one step of a way: a key, or every element.
type Step struct {
	Key    *string  `json:"key"`
	Except []string `json:"except"`
	Only   []string `json:"only"`
}

// views and texts are those of the job at hand.
var (
	views Views
	texts Texts
)

func init() {
	view := &rego.Function{Name: "waylint.view", Decl: types.NewFunction(types.Args(types.S, types.A), types.A)}
	rego.RegisterBuiltin2(view, func(_ rego.BuiltinContext, name, document *ast.Term) (*ast.Term, error) {
		view, ok := name.Value.(ast.String)
		if !ok {
			return nil, nil
		}
		ways, ok := views[string(view)][kind(document)]
		if !ok {
			ways = views[string(view)][""]
		}
		var found []*ast.Term
		for _, way := range ways {
			if way.Reads == "" {
				found = walk(document, way.Steps, nil, found)
				continue
			}
			for _, part := range walk(document, way.Steps, nil, nil) {
				at, node := part.Get(ast.StringTerm("at")), part.Get(ast.StringTerm("node"))
				found = read(way.Reads, at.Value.(*ast.Array), node, found)
			}
		}
		return ast.ArrayTerm(found...), nil
	})
}

// below is a way that goes on: one of its own, since ways that begin alike must not share their ends.
func below(at *ast.Array, step *ast.Term) *ast.Array {
	var steps []*ast.Term
	at.Foreach(func(step *ast.Term) { steps = append(steps, step) })
	return ast.NewArray(append(steps, step)...)
}

// read adds what stands in the texts of a node: in all texts below it, or in the one that it is.
func read(reads string, at *ast.Array, node *ast.Term, found []*ast.Term) []*ast.Term {
	all := reads == "expressions"
	switch value := node.Value.(type) {
	case ast.String:
		for _, raw := range texts[reads][string(value)] {
			part, err := term(raw)
			if err != nil {
				panic(err)
			}
			found = append(found, ast.ObjectTerm(
				[2]*ast.Term{ast.StringTerm("at"), ast.NewTerm(at)},
				[2]*ast.Term{ast.StringTerm("node"), part},
			))
		}
	case *ast.Array:
		for index := 0; all && index < value.Len(); index++ {
			found = read(reads, below(at, ast.IntNumberTerm(index)), value.Elem(index), found)
		}
	case ast.Object:
		for _, key := range value.Keys() {
			if all {
				found = read(reads, below(at, key), value.Get(key), found)
			}
		}
	}
	return found
}

// kind is what a Kubernetes object says it is.
func kind(document *ast.Term) string {
	object, ok := document.Value.(ast.Object)
	if !ok {
		return ""
	}
	text := func(key string) (string, bool) {
		value := object.Get(ast.StringTerm(key))
		if value == nil {
			return "", false
		}
		text, ok := value.Value.(ast.String)
		return string(text), ok
	}
	version, first := text("apiVersion")
	kind, second := text("kind")
	if !first || !second {
		return ""
	}
	return version + "/" + kind
}

func walk(node *ast.Term, way []Step, taken, found []*ast.Term) []*ast.Term {
	if len(way) == 0 {
		at := ast.ArrayTerm(append([]*ast.Term(nil), taken...)...)
		return append(found, ast.ObjectTerm(
			[2]*ast.Term{ast.StringTerm("at"), at},
			[2]*ast.Term{ast.StringTerm("node"), node},
		))
	}
	step, rest := way[0], way[1:]
	switch value := node.Value.(type) {
	case ast.Object:
		if step.Key != nil {
			key := ast.StringTerm(*step.Key)
			if below := value.Get(key); below != nil {
				found = walk(below, rest, append(taken, key), found)
			}
			break
		}
		value.Foreach(func(key, below *ast.Term) {
			if name, ok := key.Value.(ast.String); ok && step.takes(string(name)) {
				found = walk(below, rest, append(taken, key), found)
			}
		})
	case *ast.Array:
		if step.Key == nil {
			for index := range value.Len() {
				found = walk(value.Elem(index), rest, append(taken, ast.IntNumberTerm(index)), found)
			}
		}
	}
	return found
}

func (step Step) takes(key string) bool {
	is := func(globs []string) bool {
		for _, glob := range globs {
			// A `*` also covers `/`, which nothing else may do with path.Match.
			if ok, _ := path.Match(strings.ReplaceAll(glob, "/", "\x00"), strings.ReplaceAll(key, "/", "\x00")); ok {
				return true
			}
		}
		return false
	}
	return !is(step.Except) && (len(step.Only) == 0 || is(step.Only))
}
