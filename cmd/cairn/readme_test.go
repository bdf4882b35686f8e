package main_test

import (
	"bytes"
	"encoding/json"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const readme = "../../README.md"

// TestReadmeCommands runs every command of the README that asks a server, against
// the seeds: lines of ```sh blocks that begin with curl, ogrinfo or ogr2ogr. A
// comment "# → TEXT" under a command says what its answer has in it.
func TestReadmeCommands(t *testing.T) {
	commands := readmeCommands(t)
	if len(commands) < 8 {
		t.Fatalf("the README has %d commands; is it still written as this test reads it?", len(commands))
	}
	p := start(t)
	dir := t.TempDir()
	for _, c := range commands {
		name, _, _ := strings.Cut(c.line, " ")
		t.Run(name, func(t *testing.T) {
			if _, err := exec.LookPath(name); err != nil {
				if os.Getenv("CI") == "true" {
					t.Fatalf("%s is not installed", name)
				}
				t.Skipf("%s is not installed, so this line of the README is not run: %s", name, c.line)
			}
			cmd := exec.Command("bash", "-c", strings.ReplaceAll(c.line, "http://localhost:8080", p.address))
			cmd.Dir = dir
			var stdout, stderr bytes.Buffer
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			if err := cmd.Run(); err != nil {
				t.Fatalf("%s\n%v\n%s%s", c.line, err, &stdout, &stderr)
			}
			for _, want := range c.want {
				if !strings.Contains(stdout.String(), want) {
					t.Errorf("%s\ndoes not say %s but\n%s", c.line, want, &stdout)
				}
			}
		})
	}
}

// example is a command of the README and what its answer has in it.
type example struct {
	line string
	want []string
}

func readmeCommands(t *testing.T) []example {
	t.Helper()
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	var all []example
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		running := false
		for line := range strings.Lines(strings.ReplaceAll(block[1], "\\\n", " ")) {
			line = strings.TrimSpace(line)
			switch want, ok := strings.CutPrefix(line, "# → "); {
			case ok && running:
				last := &all[len(all)-1]
				last.want = append(last.want, want)
			default:
				running = regexp.MustCompile(`^(curl|ogrinfo|ogr2ogr) `).MatchString(line)
				if running {
					all = append(all, example{line: line})
				}
			}
		}
	}
	return all
}

// TestReadmeLinks checks that every file the README points to is there.
func TestReadmeLinks(t *testing.T) {
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	for _, link := range regexp.MustCompile(`\]\(([^)#]+)`).FindAllStringSubmatch(string(text), -1) {
		if u, err := url.Parse(link[1]); err != nil || u.Scheme != "" {
			continue
		}
		if _, err := os.Stat(filepath.Join("../..", link[1])); err != nil {
			t.Errorf("the README points to %s: %v", link[1], err)
		}
	}
}

// TestReadmeRooms checks that the map of the code has every package.
func TestReadmeRooms(t *testing.T) {
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list(t) {
		if room := "`" + strings.TrimPrefix(p.ImportPath, "cairn/") + "`"; !bytes.Contains(text, []byte(room)) {
			t.Errorf("the map of the code in the README has no %s", room)
		}
	}
}

// TestDependenciesAreExplained checks that docs/dependencies.md has every direct
// module and package.
func TestDependenciesAreExplained(t *testing.T) {
	text, err := os.ReadFile("../../docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	words, used := string(text), map[string]bool{}
	for _, p := range list(t) {
		for _, path := range slices.Concat(p.Imports, p.TestImports, p.XTestImports) {
			if !outside(path) {
				continue
			}
			module := explained(words, path)
			if module == "" {
				t.Errorf("docs/dependencies.md does not explain %s, which %s imports", path, p.ImportPath)
			}
			used[module] = true
		}
	}
	for _, row := range regexp.MustCompile(`(?m)^\| ([a-z.]+/\S+) \|`).FindAllStringSubmatch(words, -1) {
		if !used[row[1]] {
			t.Errorf("docs/dependencies.md explains %s, which nothing imports", row[1])
		}
	}
	manifest, err := os.ReadFile("../../web/package.json")
	if err != nil {
		t.Fatal(err)
	}
	var npm struct{ Dependencies, DevDependencies map[string]string }
	if err := json.Unmarshal(manifest, &npm); err != nil {
		t.Fatal(err)
	}
	for _, names := range []map[string]string{npm.Dependencies, npm.DevDependencies} {
		for name, version := range names {
			if !strings.Contains(words, name) && !strings.Contains(words, strings.TrimPrefix(name, "@fontsource/ibm-plex")) {
				t.Errorf("docs/dependencies.md does not explain %s %s", name, version)
			}
		}
	}
}

// explained returns the module, among those that the words have a row for, that a
// package is in; "" if there is none.
func explained(words, path string) string {
	for {
		if strings.Contains(words, "| "+path+" |") {
			return path
		}
		i := strings.LastIndexByte(path, '/')
		if i < 0 {
			return ""
		}
		path = path[:i]
	}
}
