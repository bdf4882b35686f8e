package server_test

import (
	"net/http"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"

	"cairn/server"
)

// TestAskingExamples asks what the page about asking has as examples: all of it must
// be understood.
func TestAskingExamples(t *testing.T) {
	text, err := os.ReadFile("../docs/asking.md")
	if err != nil {
		t.Fatal(err)
	}
	w := serve(t, server.Config{Store: storeOf(t, map[string]string{"all": `{"type":"Feature","id":"a","geometry":{"type":"Point","coordinates":[40.74,36.06]},
		"properties":{"kind":"prison","reference_only":false,"value_number":5,"name":"x","claimed_by":"sdf","attribute":"y","not_verified_by":"cnn","title":"t","time":"2026-01-19",
		"start":"2026-01-19","end":"2026-01-20","claimed_at":"2026-01-20","best":5,"low":1,"actors":["IS"]}}`})})
	_, block, _ := strings.Cut(string(text), "```\n")
	block, _, _ = strings.Cut(block, "```")
	asked := 0
	for line := range strings.Lines(block) {
		for _, filter := range regexp.MustCompile(`\s{3,}`).Split(strings.TrimSpace(line), -1) {
			filter = strings.ReplaceAll(filter, "((…))", "((1 1,2 1,2 2,1 1))")
			if answer := w.get("/collections/all/items?filter=" + url.QueryEscape(filter)); answer.Code != http.StatusOK {
				t.Errorf("filter %s: status %d: %.300s", filter, answer.Code, answer.Body)
			}
			asked++
		}
	}
	for _, m := range regexp.MustCompile("`(?:/collections/{c}/)?((?:nearest|aggregate)\\?[^`]+|[a-z-]+=[^`]+)`").FindAllStringSubmatch(string(text), -1) {
		target := m[1]
		switch {
		case strings.HasPrefix(target, "to="), strings.HasPrefix(target, "filter-lang="):
			continue // with others only
		case strings.HasPrefix(target, "group="):
			target = "aggregate?cell=1000&" + target
			if !strings.Contains(target, "hex") {
				target = strings.Replace(target, "cell=1000&", "", 1)
			}
		case !strings.Contains(target, "?"):
			target = "items?" + target
		}
		if answer := w.get("/collections/all/" + target); answer.Code != http.StatusOK {
			t.Errorf("%s: status %d: %.300s", target, answer.Code, answer.Body)
		}
		asked++
	}
	if asked < 25 {
		t.Errorf("%d examples found", asked)
	}
}
