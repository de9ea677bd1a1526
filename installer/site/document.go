package site

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Document is the site as it is kept on disk, with every secret replaced by
// its name. Equal sites give equal bytes.
func (s *Site) Document(secrets Secrets) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(s); err != nil {
		return nil, fmt.Errorf("write the site as JSON: %w", err)
	}
	return []byte(secrets.Redact(buffer.String())), nil
}
