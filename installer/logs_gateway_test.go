package installer

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer/gateway"
	"framagit.org/chatiere/chatiere/installer/gateway/access"
	"framagit.org/chatiere/chatiere/installer/plan"
	"framagit.org/chatiere/chatiere/installer/site"
	"github.com/google/go-cmp/cmp"
)

func TestGatewayLogs_OnlyWhatSomebodyDecided(t *testing.T) {
	kinds := []site.LogKind{
		{Kind: "access", Content: "full", Retention: "14 days"}, {Kind: "creation", Content: "none"},
		{Kind: "application", Retention: "7 days"},
	}
	nothing := `{"access":{"content":"none"},"creation":{"content":"none"}}`
	for _, test := range []struct {
		logs *site.Logs
		want string
	}{
		{nil, nothing},
		{&site.Logs{Kinds: kinds}, nothing}, // left to decide
		{&site.Logs{DecidedBy: "bureau"}, nothing},
		{&site.Logs{DecidedBy: "bureau", Kinds: kinds}, `{"access":{"content":"full","retention":"14 days"},"creation":{"content":"none"}}`},
		{&site.Logs{DecidedBy: "bureau", Kinds: []site.LogKind{{Kind: "creation", Content: "full", Retention: "12 months"}}},
			`{"access":{"content":"none"},"creation":{"content":"full","retention":"12 months"}}`},
	} {
		settings := gatewayLogs(test.logs)
		if got := text(settings); got != test.want || settings.Check() != nil {
			t.Errorf("%+v: got %s and %v, want %s", test.logs, got, settings.Check(), test.want)
		}
	}
}

func TestWantedRoutes_HaveTheLogsThatTheGatewayIsToldOf(t *testing.T) {
	decided := &site.Site{}
	if _, told := wantedRoutes(decided)[plan.LogsKey]; told {
		t.Error("undecided: got logs in the routes, want none")
	}
	decided.Logs = &site.Logs{DecidedBy: "bureau", Kinds: []site.LogKind{{Kind: "access", Content: "anonymous", Retention: "2 weeks"}}}
	settings := gatewayLogs(decided.Logs)
	want, served := wantedRoutes(decided), servedRoutes(gateway.Routes{Logs: &settings}, plan.Observed{})
	if diff := cmp.Diff(want[plan.LogsKey], served[plan.LogsKey]); diff != "" || want[plan.LogsKey] == "" {
		t.Errorf("once told: (-want +got)\n%s", diff)
	}
	if _, told := servedRoutes(gateway.Routes{Logs: &access.Settings{}}, plan.Observed{})[plan.LogsKey]; told {
		t.Error("told to keep nothing: got logs, want none")
	}
}

func TestExpireVisits_GoesByWhatTheGatewayWasTold(t *testing.T) {
	state := State{Folder: t.TempDir()}
	now := time.Date(2026, 11, 22, 3, 0, 0, 0, time.UTC)
	folder := filepath.Join(state.Gateway(), access.AccessFolder)
	old := filepath.Join(folder, "2026-11-01.log")
	if err := errors.Join(os.MkdirAll(folder, 0o700), os.WriteFile(old, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		logs *access.Settings
		want int
	}{
		{nil, 0}, {&access.Settings{Access: access.Rule{Content: access.Full, Retention: access.Days(30)}}, 0},
		{&access.Settings{Access: access.Rule{Content: access.Full, Retention: access.Days(14)}}, 1},
	} {
		if err := gateway.Save(state.Gateway(), gateway.Routes{Logs: test.logs}); err != nil {
			t.Fatal(err)
		}
		if got, err := state.expireVisits(now); err != nil || got != test.want {
			t.Errorf("%+v: got %d files deleted and %v, want %d", test.logs, got, err, test.want)
		}
	}
}

func TestVisits_AreThoseOfTheServiceSinceTheLastLook(t *testing.T) {
	state := State{Folder: t.TempDir()}
	recorder := access.New(access.Options{Folder: state.Gateway()})
	recorder.Set(&access.Settings{Access: access.Rule{Content: access.Anonymous, Retention: access.Days(14)}})
	logs := &logView{standing: &standing{request: Request{State: state}}, query: LogQuery{Service: "wiki"}}
	look := func() (texts []string) {
		err := logs.visits(func(line LogLine) { texts = append(texts, line.Service+"/"+line.Container+" "+line.Text[:6]) })
		if err != nil {
			t.Fatal(err)
		}
		return texts
	}
	for _, path := range []string{"/a", "/b"} {
		stop := recorder.Start(t.Context())
		visitOnce(t, recorder, "wiki", path)
		visitOnce(t, recorder, "pads", path)
		stop()
		if diff := cmp.Diff([]string{"wiki/gateway GET " + path}, look()); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", path, diff)
		}
	}
	logs.query.Container, logs.visit = "app", access.Mark{}
	if got := look(); got != nil {
		t.Errorf("asked for a container: got %q, want nothing", got)
	}
}

func visitOnce(t testing.TB, recorder *access.Recorder, service, path string) {
	t.Helper()
	exchange := recorder.Begin(httptest.NewRecorder(), httptest.NewRequest("GET", path, nil), recorder.Tally(service))
	exchange.WriteHeader(http.StatusOK)
	exchange.End()
}
