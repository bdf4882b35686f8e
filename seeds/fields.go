package seeds

// Field says what a property of a collection means.
type Field struct {
	Name        string
	Title       string // for people, in English
	Description string // one sentence
	Unit        string // "m", "people", or empty
}

// Fields returns what the properties of one collection of the set mean, in no
// particular order; those whose name says it all are not among them.
func (s Set) Fields(collection string) []Field {
	return append(fields()[collection], common()...)
}

// common are properties that several collections have.
func common() []Field {
	return []Field{
		{"claimed_by", "Source", "The source that states it.", ""},
		{"reported_by", "Reporter", "The source that reports the statement.", ""},
		{"reported_to", "Told to", "The medium that the source told it to, where that is another.", ""},
		{"claimed_at", "Stated on", "The day on which the source stated it.", ""},
		{"claimed_at_precision", "Precision of the day", "Whether the day of the statement is known.", ""},
		{"start", "From", "The first day on which it holds, as stated.", ""},
		{"end", "To", "The last day on which it holds, as stated; none if no end is stated.", ""},
		{"time_precision", "Precision of the time", "How exactly the time is told: day, year or unknown.", ""},
		{"verification", "Verification", "Whether anybody has verified the statement.", ""},
		{"not_verified_by", "Could not verify", "The source that says it could not verify the statement.", ""},
		{"link", "Link", "The address of the report.", ""},
		{"place", "Place", "The id of the place that it is about.", ""},
		{"position_accuracy", "Accuracy of the position", "How far the true position may lie from the one shown.", "m"},
		{"summary", "Summary", "What is told, in one neutral sentence.", ""},
		{"paraphrase", "In words", "The statement in a sentence of ours that names its source.", ""},
	}
}

func fields() map[string][]Field {
	return map[string][]Field{
		"places": {
			{"name_in_report", "Name in the report", "How the report spells it.", ""},
			{"name_ku_basis", "Basis of the Kurdish name", "Where the Kurdish name comes from.", ""},
			{"name_en_variants", "Other spellings", "Other spellings of the name in Latin letters.", ""},
			{"kind", "Kind", "What kind of place it is.", ""},
			{"reference_only", "For orientation", "Shown for orientation: the report tells nothing about the place itself.", ""},
			{"position_confidence", "Confidence in the position", "How sure the position is: high, medium or low.", ""},
			{"position_source", "Source of the position", "Where the position comes from, and how sources differ.", ""},
		},
		"events": {
			{"kind", "Kind", "What kind of event it is told to be.", ""},
			{"start_latest", "At the latest", "The last day on which it can have begun.", ""},
		},
		"claims": {
			{"subject", "Subject", "The id of the place or event that the claim is about.", ""},
			{"subject_collection", "Collection of the subject", "The collection that the subject is in.", ""},
			{"attribute", "Attribute", "What about the subject is stated.", ""},
			{"value_number", "Number", "The number that is stated.", ""},
			{"value_text", "Word", "The words that are stated.", ""},
			{"value_party", "Party", "The party that is named.", ""},
			{"qualifier", "Qualifier", "Whether the number is exact, about, at least or at most.", ""},
			{"unit", "Unit", "What the number counts.", ""},
			{"stance", "Stance", "Whether the source states it, or says that it could not verify it.", ""},
		},
		"control": {
			{"subject", "Subject", "The id of the place.", ""},
			{"status", "Status", "held, contested, besieged, vacated or unknown, as the source states it.", ""},
			{"party", "Party", "The party that is stated to hold the place, or to have left it.", ""},
			{"besieged_by", "Besieger", "The party that is stated to besiege the place.", ""},
		},
		"sources": {
			{"party", "Party", "The party that the source speaks for.", ""},
			{"role", "Role", "What kind of source it is.", ""},
			{"speaks", "Speaks", "Whether it speaks itself, or only acts.", ""},
			{"channel", "Channel", "The medium through which it spoke.", ""},
		},
	}
}
