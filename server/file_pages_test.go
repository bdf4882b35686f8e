package server_test

import (
	"html"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"cairn/geo/memory"
	"cairn/server"
)

// TestFilePages follows the next links of files, which stand in a header: all that
// match come, page by page, in the format that was asked for by f or by Accept.
func TestFilePages(t *testing.T) {
	store := memory.New(toldAt)
	load(t, store, "wells", strings.NewReader(wells(103)))
	w := serve(t, server.Config{Store: store})
	next := regexp.MustCompile(`^<http://example\.com([^>]+)>; rel="next"; type="(.+)"$`)
	for _, c := range []struct{ query, accept string }{
		{"f=csv&", ""}, {"f=geojsonseq&", ""}, {"f=kml&", ""}, {"f=fgb&", ""}, {"f=parquet&", ""}, {"f=gpkg&", ""},
		{"", "text/csv"}, {"", "application/geo+json-seq"}, {"", "application/vnd.google-earth.kml+xml"},
		{"f=csv&sortby=-depth,name&", ""}, {"f=kml&crs=OGC:CRS84&bbox=39,35,40,36&", ""},
	} {
		target, pages, returned := "/collections/wells/items?limit=20&"+c.query+"filter=depth>=0", 0, 0
		media := ""
		headers := []string{"Accept: " + c.accept}
		for target != "" {
			answer := w.get(target, headers...)
			headers = nil // the address alone says it from here on
			n, err := strconv.Atoi(answer.Header().Get("Ogc-Numberreturned"))
			if answer.Code != http.StatusOK || err != nil || answer.Header().Get("Ogc-Numbermatched") != "103" {
				t.Fatalf("%s: status %d, %v: %.200s", target, answer.Code, answer.Header(), answer.Body)
			}
			if got := answer.Header().Get("Content-Type"); media != "" && got != media {
				t.Errorf("%s: %s, the page before was %s", target, got, media)
			}
			media = answer.Header().Get("Content-Type")
			pages++
			returned += n
			link := answer.Header().Get("Link")
			target = ""
			if m := next.FindStringSubmatch(link); m != nil {
				target = m[1]
				if m[2] != media {
					t.Errorf("the next page is told to be %s, this is %s", m[2], media)
				}
			} else if link != "" {
				t.Errorf("Link: %s", link)
			}
		}
		if pages != 6 || returned != 103 {
			t.Errorf("%s, Accept %q: %d features on %d pages, want 103 on 6", c.query, c.accept, returned, pages)
		}
	}
}

// TestDownloadLinks follows what the page offers as all of it: it must be all of it.
func TestDownloadLinks(t *testing.T) {
	store := memory.New(toldAt)
	load(t, store, "few", strings.NewReader(wells(40)))
	load(t, store, "many", strings.NewReader(wells(10_001)))
	w := serve(t, server.Config{Store: store})
	for _, c := range []struct {
		query   string
		matched string
		geojson bool // one page of GeoJSON can hold it
	}{
		{"few/items?f=html&limit=5", "40", true},
		{"few/items?f=html&limit=5&filter=depth>=0&sortby=-name&bom=true&cursor=", "40", true},
		{"many/items?f=html", "10001", false},
	} {
		page := w.get("/collections/" + c.query).Body.String()
		_, page, _ = strings.Cut(page, `<p class="files">`)
		page, _, _ = strings.Cut(page, "</p>")
		links := regexp.MustCompile(`href="http://example\.com([^"]+)" type="([^"]+)" download`).FindAllStringSubmatch(page, -1)
		if len(links) < 6 || strings.Contains(page, ">GeoJSON<") != c.geojson {
			t.Errorf("%s: downloads %s", c.query, page)
		}
		for _, l := range links {
			target, media := html.UnescapeString(l[1]), html.UnescapeString(l[2])
			answer := w.get(target)
			got := answer.Header().Get("Ogc-Numberreturned")
			if media == "application/geo+json" {
				got = strconv.Itoa(read(t, answer).NumberReturned)
			}
			if answer.Code != http.StatusOK || got != c.matched || answer.Header().Get("Content-Type") != media {
				t.Errorf("%s: %s: status %d, %s of %s, %s", c.query, target, answer.Code, got, c.matched, answer.Header().Get("Content-Type"))
			}
		}
	}
}
