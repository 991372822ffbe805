// Command oracle says what OPA makes of modules and documents, for comparing waylint's own evaluator with it.
//
// It reads jobs from its standard input, one JSON object a line, and writes one JSON object a line for every document and
// entry point of each. See README.md.
package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// Job is one program and what it is asked.
type Job struct {
	// Name stands in every line of the answer.
	Name string `json:"name"`
	// Version is the grammar of modules that do not say: "v0" or "v1".
	Version string `json:"version"`
	// Modules are files and folders; of folders, every .rego file below them.
	Modules []string `json:"modules"`
	// Texts are further modules, by name.
	Texts map[string]string `json:"texts"`
	// Data is what `data` is without rules.
	Data json.RawMessage `json:"data"`
	// NowNS is the time, in nanoseconds since 1970.
	NowNS int64 `json:"now_ns"`
	// Documents is a file with one document a line; without it and without Inputs, `input` is undefined.
	Documents string `json:"documents"`
	// Inputs are documents that stand in the job itself.
	Inputs []json.RawMessage `json:"inputs"`
	// Entries are references: "data.a.deny".
	Entries []string `json:"entries"`
	// Views are the places of each view by kind; see view.go.
	Views Views `json:"views"`
	// Texts are what stands in the texts that views read.
	Read Texts `json:"read"`
	// Timed says that the job is to be timed: the time of one round over all documents for every further line of input.
	Timed bool `json:"timed"`
}

// Answer is one line: what an entry point is for a document. Neither value nor error: it is undefined.
type Answer struct {
	Job      string `json:"job"`
	Document int    `json:"document"`
	Entry    string `json:"entry"`
	// Value is the value as Rego text: keys and elements of sets in order, numbers as written.
	Value string `json:"value,omitempty"`
	// Error is the kind of error that ended the query.
	Error string `json:"error,omitempty"`
	// Message is what OPA says of the error.
	Message string `json:"message,omitempty"`
}

func main() {
	out := bufio.NewWriterSize(os.Stdout, 1<<20)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	input := bufio.NewReaderSize(os.Stdin, 1<<20)
	for line := range lines(input) {
		var job Job
		if err := json.Unmarshal(line, &job); err != nil {
			fmt.Fprintln(os.Stderr, "oracle: a line is no job:", err)
			os.Exit(2)
		}
		var err error
		if job.Timed {
			err = timed(job, input, out)
		} else {
			err = run(job, func(answer Answer) {
				if err := encoder.Encode(answer); err != nil {
					panic(err)
				}
			})
		}
		if err != nil {
			fmt.Fprintf(os.Stderr, "oracle: %s: %v\n", job.Name, err)
			os.Exit(2)
		}
		out.Flush()
	}
}

// run answers a job. An error is a fault of the job; what OPA finds wrong is an answer.
func run(job Job, answer func(Answer)) error {
	views, texts = job.Views, job.Read
	modules, err := parse(job)
	if err != nil {
		answer(failure(job, -1, "", err))
		return nil
	}
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
		answer(failure(job, -1, "", compiler.Errors))
		return nil
	}
	store, err := data(job.Data)
	if err != nil {
		return err
	}
	var entries []ast.Body
	for _, entry := range job.Entries {
		body, err := ast.ParseBody("answer = " + entry)
		if err == nil {
			body, err = compiler.QueryCompiler().Compile(body)
		}
		if err != nil {
			answer(failure(job, -1, entry, err))
			body = nil
		}
		entries = append(entries, body)
	}
	number := 0
	each := func(input *ast.Term) error {
		for i, entry := range job.Entries {
			if entries[i] != nil {
				answer(evaluate(job, compiler, store, entries[i], entry, input, number))
			}
		}
		number++
		return nil
	}
	if job.Documents == "" && job.Inputs == nil {
		return each(nil)
	}
	for _, text := range job.Inputs {
		input, err := term(text)
		if err != nil {
			return err
		}
		if err := each(input); err != nil {
			return err
		}
	}
	if job.Documents == "" {
		return nil
	}
	file, err := os.Open(job.Documents)
	if err != nil {
		return err
	}
	defer file.Close()
	for line := range lines(file) {
		input, err := term(line)
		if err != nil {
			return err
		}
		if err := each(input); err != nil {
			return err
		}
	}
	return nil
}

func parse(job Job) (map[string]*ast.Module, error) {
	texts := map[string]string{}
	for name, text := range job.Texts {
		texts[name] = text
	}
	for _, path := range job.Modules {
		err := filepath.WalkDir(path, func(file string, entry os.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(file, ".rego") {
				return err
			}
			text, err := os.ReadFile(file)
			texts[file] = string(text)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	version := ast.RegoV1
	if job.Version == "v0" {
		version = ast.RegoV0
	}
	modules := map[string]*ast.Module{}
	for name, text := range texts {
		module, err := ast.ParseModuleWithOpts(name, text, ast.ParserOptions{RegoVersion: version, ProcessAnnotation: true})
		if err != nil {
			return nil, err
		}
		modules[name] = module
	}
	return modules, nil
}

func data(text json.RawMessage) (storage.Store, error) {
	object := map[string]any{}
	if len(text) > 0 {
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		if err := decoder.Decode(&object); err != nil {
			return nil, err
		}
	}
	return inmem.NewFromObject(object), nil
}

func term(text []byte) (*ast.Term, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	read, err := ast.InterfaceToValue(value)
	return ast.NewTerm(read), err
}

func evaluate(
	job Job, compiler *ast.Compiler, store storage.Store, body ast.Body, entry string, input *ast.Term, number int,
) Answer {
	ctx, stop := context.WithTimeout(context.Background(), time.Minute)
	defer stop()
	cancel := topdown.NewCancel()
	defer context.AfterFunc(ctx, cancel.Cancel)()
	found := Answer{Job: job.Name, Document: number, Entry: entry}
	err := storage.Txn(ctx, store, storage.TransactionParams{}, func(transaction storage.Transaction) error {
		query := topdown.NewQuery(body).
			WithCompiler(compiler).
			WithStore(store).
			WithTransaction(transaction).
			WithCancel(cancel).
			WithInput(input).
			WithTime(time.Unix(0, job.NowNS))
		return query.Iter(ctx, func(result topdown.QueryResult) error {
			found.Value = result[ast.Var("answer")].String()
			return nil
		})
	})
	if err != nil {
		return failure(job, number, entry, err)
	}
	return found
}

// failure is an error as an answer. Documents are -1 where nothing was evaluated.
func failure(job Job, number int, entry string, err error) Answer {
	kind := "other"
	var evaluation *topdown.Error
	var compilation ast.Errors
	switch {
	case errors.As(err, &evaluation):
		kind = evaluation.Code
	case errors.As(err, &compilation):
		slices.SortFunc(compilation, func(a, b *ast.Error) int { return strings.Compare(a.Code, b.Code) })
		kind = compilation[0].Code
	}
	return Answer{Job: job.Name, Document: number, Entry: entry, Error: kind, Message: err.Error()}
}

// lines yields lines of any length.
func lines(from io.Reader) func(func([]byte) bool) {
	return func(yield func([]byte) bool) {
		reader := bufio.NewReaderSize(from, 1<<20)
		for {
			line, err := reader.ReadBytes('\n')
			if len(bytes.TrimSpace(line)) > 0 && !yield(line) {
				return
			}
			if err != nil {
				return
			}
		}
	}
}
