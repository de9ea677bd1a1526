package catalog

import "github.com/hashicorp/hcl/v2"

// Privacy is what the register of processing and the privacy page need.
type Privacy struct {
	Purpose        Text
	LegalBasis     string
	Data           []PrivacyData
	KeepsAddresses Text  // nil: see KeepsNone
	KeepsNone      *bool // false when written `keeps_addresses = false`: tried, keeps none; nil: not known
	Recipients     []string
	ThirdParties   []ThirdParty
	Range          hcl.Range
}

// PrivacyData is one kind of personal data.
type PrivacyData struct {
	Name       string
	Subjects   Text
	Categories Text
	Retention  Text
}

// ThirdParty is a host that pages of the service load something from.
type ThirdParty struct {
	Host   string
	Reason Text
}

// Rights is how a person leaves.
type Rights struct {
	Export    Text
	Erase     Text
	Within    string // period, "30 days"
	Formats   []string
	Accepts   []string
	Elsewhere []string
	Remains   Text
	Range     hcl.Range
}

// Guide is help in one language.
type Guide struct {
	Language   string
	User       string // Markdown file of the module
	Technical  string
	Accessible Text
	Range      hcl.Range
}

// Exception is a dependency on something proprietary.
type Exception struct {
	Name      string
	Reason    Text
	Precedent string
	Range     hcl.Range
}

// Notice is shown after the first deployment; secrets marked `reveal` are in
// its scope.
type Notice struct {
	ByLanguage map[string]hcl.Expression
	Range      hcl.Range
}
