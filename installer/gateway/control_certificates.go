package gateway

import "net/http"

// controlCertificates adds what is asked about certificates.
func (g *Gateway) controlCertificates(mux *http.ServeMux) {
	mux.HandleFunc("POST /certificates/reload", g.controlReloadCertificates)
	mux.HandleFunc("POST /certificates/retry", g.controlAttempt(g.keeper.Retry))
	mux.HandleFunc("POST /certificates/replace", g.controlAttempt(g.keeper.Replace))
}

func (g *Gateway) controlReloadCertificates(w http.ResponseWriter, _ *http.Request) {
	if err := g.keeper.Reload(); err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	answerJSON(w, struct{}{})
}

// controlAttempt begins an attempt for a name; a refusal says why.
func (g *Gateway) controlAttempt(begin func(name string) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		name := r.FormValue("name")
		if err := begin(name); err != nil {
			http.Error(w, err.Error(), http.StatusUnprocessableEntity)
			return
		}
		certificate, _ := g.status().Certificate(name)
		answerJSON(w, certificate)
	}
}
