package server_test

import (
	"encoding/json"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"cairn/server"
)

// TestStories plays testdata/*.txtar. A file without data is about the seeds, in a
// store that keeps its past if its first lines say so;
// otherwise each part NAME.geojson is a collection. The part "story" has
// requests, and what is expected of the answer:
//
//	GET /collections?f=json        a request; the lines under it are about it
//	> Accept: text/html            a header of the request
//	>> {"type":"Feature",…}        a line of the request's body
//	< 200                          the status
//	< Content-Type: text/html*     a header of the answer; * stands for any text
//	< Etag                         a header that must be there, whatever it says
//	<! Content-Length              one that must not
//	= features.0.id "aqtan-prison" a place in the JSON, and its value there
//	= features.length 3            how many there are
//	= links[rel=next].type "…"     the first entry of a list with rel "next"
//	? properties.name              a place that must be in the JSON; ?! must not
//	~ text                         the body has this text; ~! it has not
//	@ NAME links[rel=next].href    keep a value (or a header, as header.Etag): {NAME} stands for it from here on
//
// Every answer must be what the OpenAPI document of the same server says.
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			w, story := worldOf(t, a)
			play(t, w, story)
		})
	}
}

func worldOf(t *testing.T, a *txtar.Archive) (*world, string) {
	t.Helper()
	data, story := map[string]string{}, ""
	for _, f := range a.Files {
		if name, ok := strings.CutSuffix(f.Name, ".geojson"); ok {
			data[name] = string(f.Data)
		} else if f.Name == "story" {
			story = string(f.Data)
		} else {
			t.Fatalf("part %q is neither story nor data", f.Name)
		}
	}
	if strings.Contains(string(a.Comment), "(keeps the past)") {
		return serveKeeper(t), story
	}
	if len(data) == 0 {
		return serveSeeds(t), story
	}
	return serve(t, server.Config{Store: storeOf(t, data)}), story
}

// scene is one request of a story with its answer.
type scene struct {
	t       *testing.T
	line    int
	method  string
	target  string
	headers []string
	sent    string // body
	answer  *httptest.ResponseRecorder
	body    any
	kept    map[string]string
}

func play(t *testing.T, w *world, story string) {
	t.Helper()
	contract := contractOf(t, w)
	kept := map[string]string{}
	var sc *scene
	for i, line := range strings.Split(story, "\n") {
		for name, value := range kept {
			line = strings.ReplaceAll(line, "{"+name+"}", value)
		}
		word, rest, _ := strings.Cut(line, " ")
		switch word {
		case "", "#":
			continue
		case ">":
			sc.headers = append(sc.headers, rest)
			continue
		case ">>":
			sc.sent += rest + "\n"
			continue
		case "<", "<!", "=", "?", "?!", "~", "~!", "@":
			if sc == nil {
				t.Fatalf("line %d: nothing was asked yet", i+1)
			}
			if sc.answer == nil {
				sc.answer = w.send(sc.method, sc.target, sc.sent, sc.headers...)
				sc.body = nil
				_ = json.Unmarshal(sc.answer.Body.Bytes(), &sc.body) // some answers are no JSON
				contract.check(t, sc)
			}
			sc.line = i + 1
			sc.expect(word, rest)
		default:
			sc = &scene{t: t, line: i + 1, method: word, target: strings.TrimPrefix(rest, "http://example.com"), kept: kept}
		}
	}
}

func (sc *scene) errorf(format string, args ...any) {
	sc.t.Helper()
	sc.t.Errorf("line %d, %s %s: "+format, append([]any{sc.line, sc.method, sc.target}, args...)...)
}

func (sc *scene) expect(word, rest string) {
	sc.t.Helper()
	switch word {
	case "<":
		sc.head(rest)
	case "<!":
		if got, ok := sc.answer.Header()[rest]; ok {
			sc.errorf("header %s is there: %q", rest, got)
		}
	case "=":
		path, want, _ := strings.Cut(rest, " ")
		got, ok := find(sc.body, path)
		if b, err := json.Marshal(got); !ok || err != nil || string(b) != canonical(want) {
			sc.errorf("%s: got %s, want %s", path, b, want)
		}
	case "?", "?!":
		if _, ok := find(sc.body, rest); ok != (word == "?") {
			sc.errorf("%s: there %v", rest, ok)
		}
	case "~", "~!":
		if strings.Contains(sc.answer.Body.String(), rest) != (word == "~") {
			sc.errorf("body and %s %q: %.600s", word, rest, sc.answer.Body)
		}
	case "@":
		name, path, _ := strings.Cut(rest, " ")
		if header, ok := strings.CutPrefix(path, "header."); ok {
			sc.kept[name] = sc.answer.Header().Get(header)
			return
		}
		got, ok := find(sc.body, path)
		if !ok {
			sc.errorf("%s is not there to keep: %.600s", path, sc.answer.Body)
		}
		sc.kept[name], _ = got.(string)
	}
}

func (sc *scene) head(want string) {
	sc.t.Helper()
	name, value, isHeader := strings.Cut(want, ":")
	if status, err := strconv.Atoi(want); err == nil {
		if sc.answer.Code != status {
			sc.errorf("status %d, want %d: %.600s", sc.answer.Code, status, sc.answer.Body)
		}
		return
	}
	got, ok := sc.answer.Header()[name]
	value = strings.TrimSpace(value)
	if !ok || isHeader && !like(strings.Join(got, ", "), value) {
		sc.errorf("header %s: got %q, want %q", name, got, value)
	}
}

// like compares a text with a pattern in which * stands for any text.
func like(got, pattern string) bool {
	parts := strings.Split(pattern, "*")
	if !strings.HasPrefix(got, parts[0]) {
		return false
	}
	got = got[len(parts[0]):]
	for i, part := range parts[1:] {
		if i == len(parts)-2 {
			return strings.HasSuffix(got, part)
		}
		at := strings.Index(got, part)
		if at < 0 {
			return false
		}
		got = got[at+len(part):]
	}
	return got == ""
}

func canonical(text string) string {
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return text
	}
	b, err := json.Marshal(v)
	if err != nil {
		return text
	}
	return string(b)
}

// find returns what stands at a place in a JSON value.
func find(v any, path string) (any, bool) {
	for step := range strings.SplitSeq(path, ".") {
		step, condition, filtered := strings.Cut(step, "[")
		switch x := v.(type) {
		case map[string]any:
			var ok bool
			if v, ok = x[step]; !ok {
				return nil, false
			}
		case []any:
			if step == "length" {
				return len(x), true
			}
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(x) {
				return nil, false
			}
			v = x[i]
		default:
			return nil, false
		}
		if filtered {
			var ok bool
			if v, ok = pick(v, strings.TrimSuffix(condition, "]")); !ok {
				return nil, false
			}
		}
	}
	return v, true
}

func pick(v any, condition string) (any, bool) {
	name, want, _ := strings.Cut(condition, "=")
	list, _ := v.([]any)
	for _, one := range list {
		if m, ok := one.(map[string]any); ok && m[name] == want {
			return m, true
		}
	}
	return nil, false
}
