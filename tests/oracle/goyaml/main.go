// Command goyaml says how Go tools read YAML, for comparing waylint's own reading with it.
//
// It reads texts from its standard input, one as a JSON string a line, and writes one line for each: what every document is,
// as kubectl and its relatives make JSON of it, and the error that ended reading. See README.md.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v2"
)

// Answer is one line.
type Answer struct {
	// Documents are values whose scalars say their type: "i:15", "u:18446744073709551615", "f:" and the bits, "s:text".
	Documents []any `json:"documents"`
	// Error is why reading ended before the end.
	Error string `json:"error,omitempty"`
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	input := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := input.ReadBytes('\n')
		if len(line) > 0 {
			var text string
			if err := json.Unmarshal(line, &text); err != nil {
				fmt.Fprintln(os.Stderr, "goyaml: a line is no text:", err)
				os.Exit(2)
			}
			if err := encoder.Encode(read(text)); err != nil {
				fmt.Fprintln(os.Stderr, "goyaml:", err)
				os.Exit(2)
			}
			// Whoever asks waits for each answer.
			out.Flush()
		}
		if err != nil {
			return
		}
	}
}

func read(text string) Answer {
	answer := Answer{Documents: []any{}}
	decoder := yaml.NewDecoder(strings.NewReader(text))
	for {
		var document any
		err := decoder.Decode(&document)
		if errors.Is(err, io.EOF) {
			return answer
		}
		if err == nil {
			document, err = plain(document)
		}
		if err != nil {
			answer.Error = err.Error()
			return answer
		}
		answer.Documents = append(answer.Documents, document)
	}
}

// plain is a value as sigs.k8s.io/yaml would give it to JSON, its scalars with their types.
func plain(value any) (any, error) {
	switch value := value.(type) {
	case map[any]any:
		object := make(map[string]any, len(value))
		for key, below := range value {
			name, err := nameOf(key)
			if err != nil {
				return nil, err
			}
			if object[name], err = plain(below); err != nil {
				return nil, err
			}
		}
		return object, nil
	case []any:
		array := make([]any, len(value))
		for index, item := range value {
			var err error
			if array[index], err = plain(item); err != nil {
				return nil, err
			}
		}
		return array, nil
	case nil, bool:
		return value, nil
	case int:
		return "i:" + strconv.Itoa(value), nil
	case uint64:
		return "u:" + strconv.FormatUint(value, 10), nil
	case float64:
		return "f:" + strconv.FormatUint(math.Float64bits(value), 16), nil
	case string:
		return "s:" + value, nil
	default:
		return nil, fmt.Errorf("a value of type %T", value)
	}
}

// nameOf is a key as text. Other types of keys are refused by those who make JSON of YAML.
func nameOf(key any) (string, error) {
	switch key := key.(type) {
	case string:
		return key, nil
	case int:
		return strconv.Itoa(key), nil
	case bool:
		return strconv.FormatBool(key), nil
	default:
		return "", fmt.Errorf("a key of type %T", key)
	}
}
