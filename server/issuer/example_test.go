package issuer_test

import (
	"fmt"

	"cairn/server/issuer"
)

// An issuer that anybody on the way could take the place of is none.
func Example() {
	_, err := issuer.New(issuer.Config{URL: "http://id.example.org", Audience: "cairn", Claim: "groups", WriteRole: "editors"})
	fmt.Println(err)
	// Output: issuer: "http://id.example.org" is not https, so that anybody on the way could say whose token is whose
}
