package situation

// The rule that answers follow: docs/situation-rule.md. Numbers in the comments
// of this package are those of its paragraphs.
const (
	RuleID      = "newest-per-source"
	RuleVersion = 1
	Rule        = "newest-per-source/1" // as answers name it
)
