package main_test

import (
	"encoding/json"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// kept starts a server with the seeds in a store, and makes a token for it.
func kept(t *testing.T) (p *process, path, token string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "store.gpkg")
	p = start(t, "--store", path, "--seed")
	out, err := exec.Command("cairn", "token", "create", "--store", path, "--name", "amal", "--can", "write").Output()
	if err != nil {
		t.Fatal(err)
	}
	return p, path, strings.TrimSpace(string(out))
}

// past is what a feature's history says.
type past struct {
	Revisions []struct {
		Op      string
		By      *string
		Feature *struct {
			Geometry   struct{ Coordinates []float64 }
			Properties map[string]any
		}
	}
}

// history reads a feature's history; the newest comes first.
func (p *process) history(t *testing.T, path string) past {
	t.Helper()
	answer, err := http.Get(p.address + "/collections/" + path + "/history?f=json")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	var h past
	if err == nil {
		err = json.Unmarshal(body, &h)
	}
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("history of %s: %s, %v: %s", path, answer.Status, err, body)
	}
	return h
}

// patch changes a feature over HTTP, with a token.
func (p *process) patch(t *testing.T, path, token, body string) (status int) {
	t.Helper()
	r, err := http.NewRequest(http.MethodPatch, p.address+"/collections/"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	r.Header.Set("Content-Type", "application/merge-patch+json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return answer.StatusCode
}
