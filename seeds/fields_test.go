package seeds_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"cairn/seeds"
)

// Every property that is described is there, in one collection at least, and is
// described once.
func TestFields(t *testing.T) {
	for _, set := range seeds.Sets() {
		used := map[string]bool{}
		described := map[string]bool{}
		for _, c := range set.Collections {
			names := propertiesOf(t, set, c.Name)
			var seen []string
			for _, f := range set.Fields(c.Name) {
				if slices.Contains(seen, f.Name) {
					t.Errorf("%s of %s is described twice", f.Name, c.Name)
				}
				seen = append(seen, f.Name)
				described[f.Name] = true
				used[f.Name] = used[f.Name] || names[f.Name]
				if f.Title == "" || !strings.HasSuffix(f.Description, ".") {
					t.Errorf("%s of %s: %q, %q", f.Name, c.Name, f.Title, f.Description)
				}
			}
		}
		for name := range described {
			if !used[name] {
				t.Errorf("no collection of %s has the property %s", set.Name, name)
			}
		}
	}
}

func propertiesOf(t *testing.T, set seeds.Set, collection string) map[string]bool {
	t.Helper()
	file, err := set.Open(collection)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var all struct {
		Features []struct{ Properties map[string]any }
	}
	if err := json.NewDecoder(file).Decode(&all); err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, f := range all.Features {
		for name := range f.Properties {
			names[name] = true
		}
	}
	return names
}
