package web_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"cairn/web"
)

func TestFSIsNeverEmpty(t *testing.T) {
	if _, err := fs.Stat(web.FS(), ".keep"); err != nil {
		t.Fatalf("the embedded folder has no .keep, so it would not compile on a fresh clone: %v", err)
	}
}

// TestBuiltPage holds what the server's content policy demands of the page: no
// inline script or style, and every file it names is inside.
func TestBuiltPage(t *testing.T) {
	page := web.FS()
	index, err := fs.ReadFile(page, "index.html")
	if err != nil {
		const missing = "the page is not built (npm ci && npm run build in web/)"
		if os.Getenv("CI") == "true" {
			t.Fatal(missing)
		}
		t.Skip("left out: " + missing)
	}
	text := string(index)
	for _, bad := range []string{"<style", " style=", " onload=", " onclick=", "javascript:", "http://", "https://"} {
		if strings.Contains(text, bad) {
			t.Errorf("index.html contains %q", bad)
		}
	}
	if regexp.MustCompile(`<script[^>]*>[^<]`).MatchString(text) {
		t.Error("index.html has an inline script")
	}
	names := regexp.MustCompile(`(?:src|href)="\./([^"]+)"`).FindAllStringSubmatch(text, -1)
	if len(names) == 0 {
		t.Fatal("index.html names no file of its own")
	}
	for _, name := range names {
		if _, err := fs.Stat(page, name[1]); err != nil {
			t.Errorf("index.html names %s: %v", name[1], err)
		}
	}
}

// TestAssetsStayFiles looks into the style sheets: a font or an image inside a
// data: address would be refused by the content policy.
func TestAssetsStayFiles(t *testing.T) {
	page := web.FS()
	sheets, err := fs.Glob(page, "assets/*.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range sheets {
		sheet, err := fs.ReadFile(page, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"data:font", "data:application", "url(http", "@import"} {
			if strings.Contains(string(sheet), bad) {
				t.Errorf("%s contains %q", name, bad)
			}
		}
	}
}
