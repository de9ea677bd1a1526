package site

// Answers is what the first sitting knows at its end: enough for Compose to
// write a chaton.hcl that runs. The wizard and `init --answers FILE` fill the
// same struct, so both write the same file.
type Answers struct {
	Language string // "fr" or "en"
	Name     string
	Slug     string // "" is derived from Name
	Domain   string // "" means none yet: <slug>.localhost, with the internal CA
	Email    string
	Issuer   string // "" follows from Domain: internal under .localhost, else letsencrypt
	Services []ServiceAnswers
}

// ServiceAnswers is one chosen service.
type ServiceAnswers struct {
	Name     string // "" is the module's name
	Module   string
	Settings map[string]string // variable -> value as HCL source text would read without quotes
}
