package site

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// composing is what Compose writes beside the values. It stands in the
// operator's file, which is theirs, and is therefore not a message.
type composing struct {
	file, domain, language, email, publicly, internally, trial, opened, host string
}

func reasons(language string) composing {
	if language == "en" {
		return composing{
			file:       "What this chaton is. No password ever stands here: secrets are in the vault.",
			domain:     "each service is a name under it",
			language:   "of the public pages and of the services",
			email:      "read by people; may be at another hoster's, so that it works when this machine does not",
			publicly:   "certificates that every browser accepts",
			internally: "own authority: for this machine only, browsers warn",
			trial:      "Each service is on trial: reachable, absent from the home page.",
			opened:     "To open one, add: opened = \"2026-12-01\" (its day).",
			host:       "at https://%s",
		}
	}
	return composing{
		file:       "Ce qu’est ce chaton. Aucun mot de passe ici : les secrets sont au coffre.",
		domain:     "chaque service est un nom dessous",
		language:   "des pages publiques et des services",
		email:      "lue par des personnes ; peut être ailleurs, pour servir quand cette machine est en panne",
		publicly:   "des certificats acceptés par tous les navigateurs",
		internally: "autorité de certification à soi : sur cette machine seulement, les navigateurs préviennent",
		trial:      "Chaque service est à l’essai : joignable, absent de la page d’accueil.",
		opened:     "Pour en ouvrir un, ajouter : opened = \"2026-12-01\" (le jour).",
		host:       "à https://%s",
	}
}

// parseLiteral parses an expression; true when it is none.
func parseLiteral(text string) (hclsyntax.Expression, bool) {
	if guard("answer", []byte(text)).HasErrors() {
		return nil, true
	}
	expression, diags := hclsyntax.ParseExpression([]byte(text), "answer", hcl.InitialPos)
	return expression, diags.HasErrors()
}
