package gateway

import (
	"encoding/json"
	"net/http"
)

// controls answers the installer on the control socket. Who may open the
// socket is decided by its mode.
func (g *Gateway) controls() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /reload", g.controlReload)
	mux.HandleFunc("GET /status", g.controlStatus)
	g.controlCertificates(mux)
	return mux
}

func (g *Gateway) controlReload(w http.ResponseWriter, _ *http.Request) {
	outcome, err := g.reload()
	if err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	answerJSON(w, outcome)
}

func (g *Gateway) controlStatus(w http.ResponseWriter, _ *http.Request) {
	answerJSON(w, g.status())
}

func (g *Gateway) status() Status {
	table := g.table.Load()
	former, _ := g.formerGateway().Report()
	return Status{
		Revision: Revision, Started: g.started,
		Routes: table.status(), Leaving: withFormer(g.leaving.status(), former), Refused: table.refused, Absent: g.absent(),
		Certificates: g.keeper.Status(), Limits: g.limits.Counts(), Notices: g.keeper.Notices(),
		Records: g.records.Status(),
		Front:   g.frontStatus(),
		Listens: g.listens, Former: g.formerStatus(), Behind: g.formerGateway().Lives(), Authority: g.keeper.Authority(),
	}
}

func (g *Gateway) absent() []Refusal {
	g.reading.Lock()
	defer g.reading.Unlock()
	if g.entrances == nil {
		return nil
	}
	return g.entrances.absent()
}

func answerJSON(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(value)
}
