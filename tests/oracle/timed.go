package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
)

// timed prepares one query for all entry points of a job, reads all documents, and then, for every line of input, asks
// about each document once and writes the nanoseconds of the processor that took, and how many elements were found.
func timed(job Job, input io.Reader, out *bufio.Writer) error {
	views, texts = job.Views, job.Read
	modules, err := parse(job)
	if err != nil {
		return err
	}
	store, err := data(job.Data)
	if err != nil {
		return err
	}
	options := []func(*rego.Rego){
		rego.Query("answer := [" + strings.Join(job.Entries, ", ") + "]"),
		rego.Store(store),
	}
	for _, module := range modules {
		options = append(options, rego.ParsedModule(module))
	}
	ctx := context.Background()
	query, err := rego.New(options...).PrepareForEval(ctx)
	if err != nil {
		return err
	}
	file, err := os.Open(job.Documents)
	if err != nil {
		return err
	}
	defer file.Close()
	var documents []ast.Value
	for line := range lines(file) {
		document, err := term(line)
		if err != nil {
			return err
		}
		documents = append(documents, document.Value)
	}
	for range lines(input) {
		found, start := 0, processor()
		for _, document := range documents {
			results, err := query.Eval(ctx, rego.EvalParsedInput(document))
			if err != nil {
				continue
			}
			for _, result := range results {
				for _, entry := range result.Bindings["answer"].([]any) {
					if elements, ok := entry.([]any); ok {
						found += len(elements)
					}
				}
			}
		}
		fmt.Fprintf(out, "{\"nanoseconds\": %d, \"found\": %d}\n", processor()-start, found)
		out.Flush()
	}
	return nil
}

// processor is the time of the processor that this process has used, its garbage collector included.
func processor() int64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return usage.Utime.Nano() + usage.Stime.Nano()
}
