package situation

import "cairn/geo"

// Schema returns what is declared of one of the five collections, with what each
// property means for people; nil for any other. Further properties are allowed. What it
// refuses, [WriteRule] refuses for a finer reason, or it is a value that nobody could use:
// a number where words are, a word that is not in its list.
func Schema(in geo.Name) *geo.Schema {
	fields := map[geo.Name][]geo.Field{
		Places: placeFields(), Events: eventFields(), Claims: claimFields(), Control: controlFields(), Sources: sourceFields(),
	}[in]
	if fields == nil {
		return nil
	}
	for i, f := range fields {
		if to, ok := References(in, f.Name); ok {
			fields[i].Limits.Refers = to
		}
	}
	frame := geo.Frame{}
	if in != Sources {
		frame.Location = &geo.Location{Title: "Position", Description: "Where it is, in longitude and latitude (WGS 84); none if that is not known."}
	}
	return geo.NewDeclared(frame, fields...)
}

// What follows makes fields.

func kinds(k geo.Kinds, name, title, description string) geo.Field {
	return geo.Field{Name: name, Title: title, Description: description, Limits: &geo.Limits{Kinds: k}}
}

func text(name, title, description string) geo.Field {
	return kinds(geo.Text, name, title, description)
}

func moment(name, title, description string) geo.Field {
	return kinds(geo.Date|geo.DateTime, name, title, description)
}

func needed(f geo.Field) geo.Field {
	f.Limits.Required = true
	return f
}

func oneOf[W ~string](f geo.Field, list ...W) geo.Field {
	for _, w := range list {
		f.Limits.Enum = append(f.Limits.Enum, string(w))
	}
	return f
}

func oneOfWords[W ~string](f geo.Field, list []Word[W]) geo.Field {
	for _, w := range list {
		f = oneOf(f, w.Word)
	}
	return f
}

// precisions are how exactly a time is told.
func precisions(f geo.Field) geo.Field {
	return oneOf(f, "hour", "day", "month", "year", "unknown")
}

func accuracy() geo.Field {
	f := kinds(geo.Number, "position_accuracy", "Accuracy of the position", "How far the true position may lie from the one shown.")
	f.Unit, f.Limits.Minimum = "m", new(float64)
	return f
}

// What several collections have.
func link() geo.Field { return text("link", "Link", "The address of the report that tells it.") }
func reporter() geo.Field {
	return text("reported_by", "Reporter", "The id in sources of who reports the statement.")
}
func timePrecision() geo.Field {
	return precisions(text("time_precision", "Precision of the time", "How exactly start and end are told."))
}
func note() []geo.Field {
	return []geo.Field{
		text("note", "Note", "What else a reader should know, in a neutral sentence."),
		text("note_ar", "Note in Arabic", "The note in Arabic."),
	}
}

func placeFields() []geo.Field {
	return []geo.Field{
		text("name", "Name", "What the place is called, in English."),
		text("name_ar", "Name in Arabic", "What the place is called in Arabic."),
		text("name_ku", "Name in Kurdish", "What the place is called in Kurdish (Kurmanji)."),
		text("name_ku_basis", "Basis of the Kurdish name", "Where the Kurdish name comes from."),
		kinds(geo.Array, "name_en_variants", "Other spellings", "Other spellings of the name in Latin letters."),
		text("name_in_report", "Name in the report", "How the report spells it."),
		text("kind", "Kind", "What kind of place it is, such as prison, camp, town or city."),
		kinds(geo.Boolean, "reference_only", "For orientation", "Whether it is only shown for orientation: the report tells nothing about the place itself."),
		accuracy(),
		oneOf(text("position_confidence", "Confidence in the position", "How sure the position is."), "high", "medium", "low"),
		text("position_source", "Source of the position", "Where the position comes from, and how sources differ."),
		text("summary", "Summary", "What the place is, in one neutral sentence."),
		text("summary_ar", "Summary in Arabic", "The summary in Arabic."),
		text("reported_by", "Reporter", "The id in sources of the report that names the place."),
		link(),
	}
}

func eventFields() []geo.Field {
	return append([]geo.Field{
		text("title", "Title", "What is told to have happened, in a few words."),
		text("title_ar", "Title in Arabic", "The title in Arabic."),
		text("kind", "Kind", "What kind of event it is told to be, such as takeover, escape, siege or withdrawal."),
		text("place", "Place", "The id in places of where it happened; none if it has no place."),
		moment("start", "From", "When it began, as told: a day, or a moment with its offset from UTC."),
		moment("end", "To", "When it was over, as told; none if no end is told."),
		moment("start_latest", "At the latest", "The last day on which it can have begun, where the first is not certain."),
		timePrecision(),
		text("summary", "Summary", "What is told, in one neutral sentence that names who tells it."),
		text("summary_ar", "Summary in Arabic", "The summary in Arabic."),
		text("claimed_by", "Source", "The id in sources of who tells that it happened."),
		text("reported_by", "Reporter", "The id in sources of who reports what is told."),
		link(),
		accuracy(),
	}, note()...)
}

// statement is what claims and rows of control have in common, in its order.
func statement() []geo.Field {
	return []geo.Field{
		moment("start", "From", "From when on it holds, as stated: a day, or a moment with its offset from UTC; none if that is not told."),
		moment("end", "To", "Until when it holds, as stated; none if no end is stated."),
		timePrecision(),
		needed(text("claimed_by", "Source", "The id in sources of who states it.")),
		reporter(),
		text("reported_to", "Told to", "The medium that the source told it to, where that is another than the reporter."),
		moment("claimed_at", "Stated on", "When the source stated it."),
		precisions(text("claimed_at_precision", "Precision of the day", "How exactly it is known when the source stated it.")),
		oneOf(text("verification", "Verification", "Whether anybody else has verified the statement. If in doubt: unverified."), "unverified", "corroborated", "verified", "refuted"),
		text("not_verified_by", "Could not verify", "The id in sources of who says that it could not verify the statement."),
	}
}

// wording is what both have at their end.
func wording() []geo.Field {
	return append([]geo.Field{
		link(),
		text("paraphrase", "In words", "The statement in one sentence of ours that names its source; no quotation."),
		text("paraphrase_ar", "In words, in Arabic", "The same sentence in Arabic."),
	}, append(note(), accuracy())...)
}

func claimFields() []geo.Field {
	all := []geo.Field{
		needed(text("subject", "Subject", "The id of the place or event that the claim is about.")),
		needed(oneOf(text("subject_collection", "Collection of the subject", "Which collection the subject is in."), Places, Events)),
		text("place", "Place", "The id in places of where the subject is; none if it has no place."),
		needed(text("attribute", "Attribute", "What about the subject is stated, as one word: escaped, recaptured, holds and the like. Claims about the same attribute are shown side by side.")),
		kinds(geo.Number, "value_number", "Number", "The number that is stated; none if there is none."),
		text("value_text", "Words", "The words that are stated."),
		text("value_text_ar", "Words in Arabic", "The words in Arabic."),
		text("value_party", "Party", "The party that the statement names, by the word that sources have for it."),
		oneOfWords(text("qualifier", "Qualifier", "How the number is meant: as it is, rounded, or as a bound; word if there are only words."), Qualifiers()),
		text("unit", "Unit", "What the number counts, such as people."),
	}
	told := statement()
	// Claims tell first who says it, then of when.
	all = append(all, told[3:8]...)
	all = append(all, told[:3]...)
	all = append(all, told[8:]...)
	all = append(all, needed(oneOfWords(text("stance", "Stance", "Whether the source states it, or says that it could not verify it."), Stances())))
	return append(all, wording()...)
}

func controlFields() []geo.Field {
	all := []geo.Field{
		needed(text("subject", "Subject", "The id in places of the place.")),
		oneOf(text("subject_collection", "Collection of the subject", "Which collection the subject is in: places."), Places),
		text("place", "Place", "The id in places of the place, once more, as in the other collections."),
		needed(oneOfWords(text("status", "Status", "How the place stands, as the source states it."), Statuses())),
		text("party", "Party", "The party that is stated to hold the place, or to have left it. Needed where the status is held."),
		text("besieged_by", "Besieger", "The party that is stated to besiege the place."),
	}
	return append(append(all, statement()...), wording()...)
}

func sourceFields() []geo.Field {
	return []geo.Field{
		text("name", "Name", "What the source is called, in English."),
		text("name_ar", "Name in Arabic", "What the source is called in Arabic."),
		text("party", "Party", "The party that the source speaks for, as one word; claims and control use the same."),
		text("party_name", "Name of the party", "What the party is called, in English."),
		text("party_name_ar", "Name of the party in Arabic", "What the party is called in Arabic."),
		text("role", "Role", "What kind of source it is, such as ministry, armed group or news medium."),
		kinds(geo.Boolean, "speaks", "Speaks", "Whether it speaks itself; false for one that is only told of."),
		text("channel", "Channel", "The medium through which it spoke."),
		text("reported_by", "Reporter", "The id in sources of the report that names the source."),
		link(),
	}
}
