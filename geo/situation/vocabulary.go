package situation

// Status is how a place stands, or how one source says that it stands.
type Status string

// The statuses, as they are written in rows of control and in answers.
const (
	Held      Status = "held"
	Contested Status = "contested"
	Besieged  Status = "besieged"
	Vacated   Status = "vacated"
	Unknown   Status = "unknown"
)

// Qualifier says how a number of a claim is meant.
type Qualifier string

// The qualifiers. A claim need not have one; its number then counts as exact.
const (
	Exact   Qualifier = "exact"
	About   Qualifier = "about"
	AtLeast Qualifier = "at_least"
	AtMost  Qualifier = "at_most"
	InWords Qualifier = "word"
)

// Stance says what a source does with a matter.
type Stance string

// The stances.
const (
	States         Stance = "states"
	CouldNotVerify Stance = "could_not_verify"
)

// Word is one word of a closed list, with its meaning for people.
type Word[W ~string] struct {
	Word    W
	Meaning string
}

// Statuses returns every status with its meaning.
func Statuses() []Word[Status] {
	return []Word[Status]{
		{Held, "one party holds the place, and nobody who is heard says otherwise"},
		{Contested, "sources name different holders, or one says that several fight for the place"},
		{Besieged, "the holder, if one is named, is surrounded by another party"},
		{Vacated, "the holder left, and nobody is named who came since"},
		{Unknown, "nothing is told that would say who holds the place"},
	}
}

// Qualifiers returns every qualifier with its meaning.
func Qualifiers() []Word[Qualifier] {
	return []Word[Qualifier]{
		{Exact, "the number itself"},
		{About, "the number, rounded by whoever tells it"},
		{AtLeast, "the number or more"},
		{AtMost, "the number or less"},
		{InWords, "told in words; there is no number"},
	}
}

// Stances returns every stance with its meaning.
func Stances() []Word[Stance] {
	return []Word[Stance]{
		{States, "the source states it"},
		{CouldNotVerify, "the source says that it could not verify it; this contradicts nobody"},
	}
}

// isOneOf reports whether w is in a closed list.
func isOneOf[W ~string](w W, list []Word[W]) bool {
	for _, each := range list {
		if each.Word == w {
			return true
		}
	}
	return false
}
