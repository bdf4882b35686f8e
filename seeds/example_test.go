package seeds_test

import (
	"encoding/json"
	"fmt"

	"cairn/seeds"
)

// Count what each collection of the first set holds.
func Example() {
	set := seeds.Sets()[0]
	fmt.Println(set.Title)
	for _, c := range set.Collections {
		f, err := set.Open(c.Name)
		if err != nil {
			fmt.Println(err)
			return
		}
		var doc struct{ Features []json.RawMessage }
		err = json.NewDecoder(f).Decode(&doc)
		f.Close()
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(c.Title, len(doc.Features))
	}
	// Output:
	// North-eastern Syria, 20 January 2026
	// Places 5
	// Events 8
	// Claims 20
	// Control 9
	// Sources 11
}

// A set that does not exist, and a collection that is not in the set.
func ExampleLookup() {
	_, ok := seeds.Lookup("atlantis")
	fmt.Println(ok)

	set, ok := seeds.Lookup("syria-2026-01-20")
	fmt.Println(ok)
	_, err := set.Open("rumours")
	fmt.Println(err)
	// Output:
	// false
	// true
	// open collection "rumours" of seed set "syria-2026-01-20": file does not exist
}
