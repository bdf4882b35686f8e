package docs_test

import (
	"fmt"
	"strings"

	"cairn/docs"
)

// The first line of the rule is its title.
func Example() {
	title, _, _ := strings.Cut(docs.SituationRule, "\n")
	fmt.Println(title)
	// Output: # The situation rule
}
