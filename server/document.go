package server

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// json answers with a document.
func (x *exchange) json(v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("write document: %w", err)
	}
	return x.send(http.StatusOK, x.media, append(body, '\n'))
}
