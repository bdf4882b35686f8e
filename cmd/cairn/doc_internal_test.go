package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestDoc holds that doc.go says what the help says; `go generate` writes it anew.
func TestDoc(t *testing.T) {
	var b strings.Builder
	b.WriteString("// Cairn serves facts about places and who states them. Its help, as it prints it:\n")
	for _, args := range [][]string{{"--help"}, {"serve", "--help"}, {"check", "--help"}} {
		var help, stderr bytes.Buffer
		if code := run(t.Context(), args, nil, &help, &stderr, nil); code != 0 {
			t.Fatalf("cairn %v: exit code %d: %s", args, code, &stderr)
		}
		b.WriteString("//\n// cairn " + strings.Join(args, " ") + "\n//\n")
		for line := range strings.Lines(help.String()) {
			line = strings.TrimRight("//\t"+strings.TrimSuffix(line, "\n"), " \t")
			b.WriteString(line + "\n")
		}
	}
	b.WriteString("package main\n\n//go:generate env UPDATE=1 go test . -run ^TestDoc$\n")
	want := b.String()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("doc.go", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("doc.go does not say what the help says; run go generate ./cmd/cairn")
	}
}
