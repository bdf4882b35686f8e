// Package docs carries the documents that the server hands out, as they stand
// in this folder. It knows nobody.
//
//	os.Stdout.WriteString(docs.SituationRule)
package docs

import _ "embed"

// SituationRule is the published rule by which the shown status of a place is
// derived from claims: the text of situation-rule.md, Markdown in UTF-8. It must
// not be changed.
//
//go:embed situation-rule.md
var SituationRule string
