package site

// External is a service that already runs and is not ours to touch.
type External struct {
	URL     string
	Install string
	Backup  *ExternalBackup
}

// ExternalBackup is what the operator declares of a backup that is not ours.
type ExternalBackup struct {
	Schedule Text
	Place    string
	Keep     Text
	Restored string
}

// Closing is the announced end of a service.
type Closing struct {
	Announced  string
	On         string
	DataUntil  string
	Reason     Text
	Successors []string
}

// Software is what a service runs.
type Software struct {
	Name    string
	Version string
	Website string
	Source  string
	License string
	Modules []string
	Package string
}

// Privacy is what the register and the privacy page need.
type Privacy struct {
	Purpose        Text
	LegalBasis     string
	Data           []PrivacyData
	KeepsAddresses Text
	KeepsNone      bool // tried: keeps none
	Recipients     []string
	ThirdParties   []ThirdParty
}

// PrivacyData is one kind of personal data.
type PrivacyData struct {
	Name       string
	Subjects   Text
	Categories Text
	Retention  Text
}

// ThirdParty is a host that pages load something from.
type ThirdParty struct {
	Host   string
	Reason Text
}

// Rights is how a person leaves.
type Rights struct {
	Export    Text
	Erase     Text
	Within    string
	Formats   []string
	Accepts   []string
	Elsewhere []string
	Remains   Text
}

// Guide is help in one language, for a service that has no module to bring it.
type Guide struct {
	Language   string
	User       string
	Technical  string
	Accessible Text
}

// Exception is a dependency on something proprietary.
type Exception struct {
	Name      string
	Reason    Text
	Precedent string
}
