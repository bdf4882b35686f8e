package server_test

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"cairn/geo"
	"cairn/geo/memory"
	"cairn/server"
)

// longTexts is a store of features whose texts are long and begin alike.
func longTexts(t *testing.T) (*memory.Keeper, []string) {
	t.Helper()
	store := memory.NewKeeper(memory.Options{Now: toldAt})
	var ids []string
	var text strings.Builder
	for i := range 12 {
		id := fmt.Sprintf("f%02d", i)
		ids = append(ids, id)
		value := fmt.Sprintf(`"%s%02d"`, strings.Repeat(`é\u0001<`, 25_000), i/2) // two are alike each
		if i == 11 {
			value = "0." + strings.Repeat("9", 100_000) // a number, which comes before texts
		}
		fmt.Fprintf(&text, `{"type":"Feature","id":%q,"geometry":null,"properties":{"text":%s,"other":%s,"n":%d}}`+"\n", id, value, value, i)
	}
	for line := range strings.Lines(text.String()) {
		load(t, store, "long", strings.NewReader(line))
	}
	return store, append(ids[11:], ids[:11]...)
}

// pages follows next links from an address and returns the ids, in order.
func pages(t *testing.T, w *world, target string, between func(last string)) (ids []string) {
	t.Helper()
	for page := 0; target != ""; page++ {
		if len(target) > 8<<10 {
			t.Fatalf("a link of %d bytes", len(target))
		}
		f := read(t, w.get(target))
		for _, one := range f.Features {
			ids = append(ids, one.ID)
		}
		if target = strings.TrimPrefix(f.next(), "http://example.com"); between != nil && len(f.Features) > 0 {
			between(ids[len(ids)-1])
		}
		if page > 50 {
			t.Fatal("no end of pages")
		}
	}
	return ids
}

// TestLongSortKeys goes from page to page of features that are sorted by texts much
// longer than an address can be: each comes once.
func TestLongSortKeys(t *testing.T) {
	store, want := longTexts(t)
	w := serve(t, server.Config{Store: store})
	for _, limit := range []int{1, 5} {
		for _, by := range []string{"text", "text,other", "-text,n", "-text,-other,-n"} {
			got := pages(t, w, fmt.Sprintf("/collections/long/items?properties=n&limit=%d&sortby=%s", limit, by), nil)
			sorted := slices.Clone(want)
			if strings.HasPrefix(by, "-") {
				all := read(t, w.get("/collections/long/items?properties=n&limit=100&sortby="+by))
				sorted = nil
				for _, one := range all.Features {
					sorted = append(sorted, one.ID)
				}
			}
			if !slices.Equal(got, sorted) {
				t.Errorf("sortby=%s, limit=%d: %v, want %v", by, limit, got, sorted)
			}
		}
	}
}

// TestLongSortKeyChanges has somebody delete, or change, the feature that each page ends
// with: none comes twice.
func TestLongSortKeyChanges(t *testing.T) {
	for _, c := range []struct {
		by     string
		delete bool
	}{{"text", true}, {"-text", true}, {"text", false}} {
		store, _ := longTexts(t)
		w := serve(t, server.Config{Store: store})
		got := pages(t, w, "/collections/long/items?properties=n&limit=4&sortby="+c.by, func(last string) {
			if !c.delete {
				load(t, store, "long", strings.NewReader(`{"type":"Feature","id":"`+last+`","geometry":null,"properties":{"text":"a"}}`))
			} else if _, err := store.Apply(t.Context(), geo.Change{Op: geo.Delete, In: "long", ID: geo.ID(last)}); err != nil {
				t.Fatal(err)
			}
		})
		seen := map[string]bool{}
		for _, id := range got {
			if seen[id] {
				t.Errorf("sortby=%s: %s comes twice in %v", c.by, id, got)
			}
			seen[id] = true
		}
		if len(got) < 4 {
			t.Errorf("sortby=%s: only %v", c.by, got)
		}
	}
}

// TestLongAddressPages asks what nearly fills an address: the next link, which is
// longer, works all the same; an address as long that is no next link does not.
func TestLongAddressPages(t *testing.T) {
	store, want := longTexts(t)
	w := serve(t, server.Config{Store: store, Limits: server.Limits{Address: 4096}})
	target := "/collections/long/items?properties=n&limit=1&sortby=text,other&filter=n+IN+(0" + strings.Repeat(",1,2,3,4,5,6,7,8,9,10,11", 165) + ")"
	if len(target) > 4096 || len(target) < 4000 {
		t.Fatalf("the address has %d bytes", len(target))
	}
	first := read(t, w.get(target))
	ids := []string{first.Features[0].ID}
	for next := first.next(); next != ""; {
		f := read(t, w.get(strings.TrimPrefix(next, "http://example.com")))
		ids = append(ids, f.Features[0].ID)
		next = f.next()
	}
	if !slices.Equal(ids, want) {
		t.Errorf("%v, want %v", ids, want)
	}
	if a := w.get(target + "&name=" + strings.Repeat("x", 100)); a.Code != http.StatusRequestURITooLong {
		t.Errorf("too long: %d", a.Code)
	}
	if a := w.get("/collections/long/items?sortby=text&cursor=" + strings.Repeat("1", 20<<10)); a.Code != http.StatusRequestURITooLong {
		t.Errorf("much too long: %d", a.Code)
	}
}

// TestCutCursors sends cut keys that the server has not made.
func TestCutCursors(t *testing.T) {
	store, _ := longTexts(t)
	w := serve(t, server.Config{Store: store})
	for list, want := range map[string]int{
		`[{"cut":"é","sum":"00"}]`: 200, `[{"cut":"é"}]`: 200, `[{"cut":5,"sum":""}]`: 200,
		`[{"cut":null}]`: 400, `[{}]`: 400, `[{"cut":{}}]`: 400, `[{"cut":[1]}]`: 400, `[{"cut":"a"},1]`: 400, `[{"cut":"a"`: 400, `[{"sum":1,"cut":"a"}]`: 400,
	} {
		for _, at := range []string{"1", "3", "zzzz"} {
			for _, by := range []string{"text", "-text"} {
				target := "/collections/long/items?properties=n&sortby=" + by + "&cursor=" + at + "~" + base64.RawURLEncoding.EncodeToString([]byte(list))
				if a := w.get(target); a.Code != want {
					t.Errorf("%s at %s: %d, want %d: %.200s", list, at, a.Code, want, a.Body)
				}
			}
		}
	}
}
