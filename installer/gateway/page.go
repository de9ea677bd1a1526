package gateway

import (
	"fmt"
	"html"
	"net/http"
	"strconv"
	"strings"
)

// page is an answer of the gateway's own: short, in French and English, and
// complete in itself, so that it loads nothing from anywhere.
type page struct {
	status          int
	retry           int // seconds, 0 for none
	titleFR, textFR string
	titleEN, textEN string
	quoted          []quote
	links           []link
}

// quote is in somebody else's words.
type quote struct{ language, text string }

// link leads elsewhere; english is empty when the text has no language.
type link struct{ address, text, english string }

func pageUnknownHost(status int) page {
	return page{status: status,
		titleFR: "Ce nom n’est pas servi ici", textFR: "L’adresse demandée ne mène à aucun service de cette machine. Vérifiez comment elle est écrite.",
		titleEN: "This name is not served here", textEN: "The address leads to no service of this machine. Check how it is written."}
}

func pageNotFound() page {
	return page{status: http.StatusNotFound,
		titleFR: "Page introuvable", textFR: "Il n’y a rien à cette adresse.",
		titleEN: "Page not found", textEN: "There is nothing at this address."}
}

func pageMaintenance() page {
	return page{status: http.StatusServiceUnavailable, retry: 300,
		titleFR: "Service en maintenance", textFR: "Ce service est arrêté pour un moment. Revenez dans quelques minutes.",
		titleEN: "Under maintenance", textEN: "This service is stopped for a while. Come back in a few minutes."}
}

func pageUnreachable() page {
	return page{status: http.StatusServiceUnavailable, retry: 10,
		titleFR: "Service momentanément injoignable", textFR: "Ce service ne répond pas en ce moment. Réessayez dans quelques instants.",
		titleEN: "Service unreachable", textEN: "This service does not answer at the moment. Try again shortly."}
}

func pageBroken() page {
	return page{status: http.StatusBadGateway, retry: 10,
		titleFR: "Réponse interrompue", textFR: "Ce service a interrompu sa réponse. Réessayez dans quelques instants.",
		titleEN: "Answer interrupted", textEN: "This service broke off its answer. Try again shortly."}
}

func pageSilent() page {
	return page{status: http.StatusGatewayTimeout, retry: 30,
		titleFR: "Réponse trop longue à venir", textFR: "Ce service n’a pas répondu à temps. Réessayez un peu plus tard.",
		titleEN: "No answer in time", textEN: "This service did not answer in time. Try again a little later."}
}

func pageTooLarge(limit int64) page {
	mebibytes := strconv.FormatFloat(float64(limit)/(1<<20), 'f', -1, 64)
	return page{status: http.StatusRequestEntityTooLarge,
		titleFR: "Envoi trop volumineux", textFR: "Ce service accepte au plus " + mebibytes + "\u00a0Mio par envoi.",
		titleEN: "Upload too large", textEN: "This service takes at most " + mebibytes + " MiB at once."}
}

func pageUploadBroken() page {
	return page{status: http.StatusRequestTimeout,
		titleFR: "Envoi interrompu", textFR: "L’envoi s’est interrompu avant la fin. Recommencez.",
		titleEN: "Upload interrupted", textEN: "The upload stopped before its end. Start again."}
}

func pageMalformed() page {
	return page{status: http.StatusBadRequest,
		titleFR: "Demande mal formée", textFR: "Cette demande peut se lire de plusieurs façons\u00a0: elle n’a pas été transmise.",
		titleEN: "Malformed request", textEN: "This request can be read in several ways: it was not forwarded."}
}

func pageMethod() page {
	return page{status: http.StatusMethodNotAllowed,
		titleFR: "Méthode refusée", textFR: "Ces pages se lisent et ne reçoivent rien.",
		titleEN: "Method not allowed", textEN: "These pages are read and receive nothing."}
}

const pageLayout = `<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>%[1]s</title>
<style>
:root { color-scheme: light dark; }
body { font: 1.1rem/1.5 sans-serif; max-width: 34rem; margin: 12vh auto; padding: 0 1rem; overflow-wrap: anywhere; }
blockquote { margin: 1rem 0; padding-left: 1rem; border-left: .2rem solid; }
ul { padding-left: 1.2rem; }
</style>
</head>
<body>
<h1>%[1]s</h1>
<p>%[2]s</p>
%[5]s<section lang="en">
<h2>%[3]s</h2>
<p>%[4]s</p>
%[6]s</section>
%[7]s</body>
</html>
`

// write answers with the page. Its texts are the room's own and the operator's,
// so nothing that a stranger sent is in it.
func (p page) write(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	header.Set("Content-Type", "text/html; charset=utf-8")
	header.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "no-store")
	if p.retry > 0 {
		header.Set("Retry-After", strconv.Itoa(p.retry))
	}
	w.WriteHeader(p.status)
	if r.Method != http.MethodHead {
		_, _ = fmt.Fprintf(w, pageLayout, p.titleFR, p.textFR, p.titleEN, p.textEN, p.quotes(false), p.quotes(true), p.list())
	}
}

// quotes are those in English, or those in any other language.
func (p page) quotes(english bool) string {
	var text strings.Builder
	for _, quote := range p.quoted {
		if (quote.language == "en") != english {
			continue
		}
		fmt.Fprintf(&text, "<blockquote lang=\"%s\">%s</blockquote>\n", html.EscapeString(quote.language), html.EscapeString(quote.text))
	}
	return text.String()
}

// list leads on. Whoever is there is not told who came from here.
func (p page) list() string {
	if len(p.links) == 0 {
		return ""
	}
	var text strings.Builder
	text.WriteString("<ul>\n")
	for _, link := range p.links {
		fmt.Fprintf(&text, "<li><a rel=\"noreferrer\" href=\"%s\">%s", html.EscapeString(link.address), html.EscapeString(link.text))
		if link.english != "" {
			fmt.Fprintf(&text, " / <span lang=\"en\">%s</span>", html.EscapeString(link.english))
		}
		text.WriteString("</a></li>\n")
	}
	text.WriteString("</ul>\n")
	return text.String()
}
