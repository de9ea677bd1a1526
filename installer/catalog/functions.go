package catalog

import "strings"

// FunctionNames lists the functions that a module may call, in the order of
// design/modules.md. Package site implements each of them under this name.
func FunctionNames() []string {
	return strings.Fields(`
		abs ceil floor max min pow signum parseint
		upper lower title trim trimspace trimprefix trimsuffix replace split
		join substr strlen format formatlist indent regex regexall startswith
		endswith
		length contains concat compact distinct flatten keys values lookup
		merge range reverse sort slice zipmap element coalesce coalescelist
		setunion setintersection setsubtract one
		tostring tonumber tobool tolist toset tomap can try
		jsonencode jsondecode yamlencode yamldecode csvdecode base64encode
		base64decode urlencode
		formatdate timeadd
		sha256 sha512
		bcrypt htpasswd templatefile fqdn bytes`)
}

// knownFunction is made once: a catalogue may hold a thousand modules.
var knownFunction = functionSet()

func functionSet() map[string]bool {
	known := map[string]bool{}
	for _, name := range FunctionNames() {
		known[name] = true
	}
	return known
}
