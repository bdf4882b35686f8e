package memory

type past struct{}
