package web_test

import (
	"fmt"
	"io/fs"

	"cairn/web"
)

// A server asks once, at its start, whether there is a page to show.
func ExampleFS() {
	page := web.FS()
	_, err := fs.Stat(page, ".keep")
	fmt.Println("the file system is there:", err == nil)
	// Output: the file system is there: true
}
