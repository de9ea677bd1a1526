package site

import "framagit.org/chatiere/chatiere/installer/catalog"

// Text is a sentence for people by language.
type Text = catalog.Text

// Publication is what a chaton says of itself: the publish level of
// design/chaton.md, as the operator wrote it. Nothing in it is needed to run.
// Pointers and slices are nil when the operator has not answered yet.
type Publication struct {
	Contact       Contact
	Organization  *Organization
	People        []Person
	Holdings      []Holding
	Hosting       *Machine
	Machines      []Machine
	Suppliers     []Supplier
	Page          Page // the `site` block
	Backup        *Backup
	Logs          *Logs
	Mail          *Mail
	Alert         *Alert
	Finances      *Finances
	Years         []Year
	Meetings      []Meeting
	Contributions []Contribution
	Pauses        []Pause
	Charter       *Charter
	Membership    *Membership
}

// Contact is how to write to the chaton. Security and Abuse default to Email.
type Contact struct {
	Email     string
	Security  string
	Abuse     string
	Languages []string
}

// Organization is who is behind the chaton.
type Organization struct {
	Type         string
	LegalName    string
	Registration string
	Address      string
	Country      string
	Phone        string
	Founded      string
	Description  Text
	Social       map[string]string
	Chatrooms    map[string]string
	Funding      map[string]string
}

// Person is somebody of the team. Contact never leaves the dossier.
type Person struct {
	ID      string
	Name    string
	Roles   []string
	Publish string // name, role, nothing
	Contact string
	Root    []string
	Signed  string
	Until   string
}

// Holding is what a team needs that is on no machine.
type Holding struct {
	ID      string
	What    Text
	Where   Text
	Holders []string
	Expires string
}

// Machine is a machine and who hosts it. The one that chatiere runs on has
// no ID.
type Machine struct {
	ID              string
	Provider        string
	ProviderAddress string
	ProviderPhone   string
	ProviderType    string
	ServerType      string
	Place           string
	Country         string
	Control         string
	Role            Text
	Addresses       []string
}

// Supplier is a third party that the chaton depends on.
type Supplier struct {
	ID      string
	Name    string
	Country string
	Purpose Text
	Sees    string
	Read    string
	By      string
}

// Page is the `site` block: where the public pages stand.
type Page struct {
	Host      string
	Publish   string // gateway, folder, none
	Folder    string
	Logo      string
	Accent    string
	Templates string
	Versions  string            // public or private
	Elsewhere map[string]string // page id -> address of a page written elsewhere
	Files     map[string]string // page id -> Markdown file of the operator's
}

// Backup is what the operator declares about backups. Running them is a
// later room's work.
type Backup struct {
	Repository string
	Place      string
	Schedule   string
	Keep       map[string]int
	Drill      string
	Copies     []BackupCopy
}

// BackupCopy is one more place.
type BackupCopy struct {
	ID         string
	Repository string
	Place      string
	Schedule   string
}

// Logs is what is kept of what people do.
type Logs struct {
	DecidedBy string
	On        string
	Kinds     []LogKind
}

// LogKind is one kind of log: access, creation, application, system, front.
type LogKind struct {
	Kind      string
	Content   string
	Retention string
	Reason    Text
}

// Mail is the relay; its password is in the vault.
type Mail struct {
	Host       string
	Port       int
	Encryption string
	User       string
	From       string
}

// Alert is whom to tell.
type Alert struct {
	Email []string
	Ntfy  string
}

// Finances is how the chaton lives.
type Finances struct{ Model Text }

// Year is a closed year's accounts and report.
type Year struct {
	ID       string
	Accounts string
	Activity string
}

// Meeting is where people can be met.
type Meeting struct {
	ID    string
	When  Text
	Where Text
}

// Contribution is something given back to free software.
type Contribution struct {
	ID   string
	On   string
	What Text
	URL  string
}

// Pause is a time in which the team answers late.
type Pause struct {
	ID    string
	From  string
	Until string
	Text  Text
}

// Charter is the organisation's acceptance of the charter.
type Charter struct {
	Text      string
	SHA256    string
	Accepted  string
	By        string
	DecidedBy Text
	Pledges   []Pledge
}

// Pledge is one commitment, by whom and when.
type Pledge struct {
	ID        string // the duty's last part, "user-meetings"
	Statement Text
	By        string
	On        string
}

// Membership is written only once the collective has voted.
type Membership struct {
	Accepted string
	Decision string
}
