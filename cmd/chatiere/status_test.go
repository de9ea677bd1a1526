package main

import (
	"strings"
	"testing"
	"time"

	"framagit.org/chatiere/chatiere/installer"
	"framagit.org/chatiere/chatiere/installer/gateway/certificates"
	"framagit.org/chatiere/chatiere/installer/locale"
	"github.com/google/go-cmp/cmp"
)

// faulty is a chaton that has one of everything to say.
func faulty(now time.Time) installer.Status {
	day := time.Date(2026, time.November, 12, 9, 0, 0, 0, time.Local)
	return installer.Status{
		Services: []installer.ServiceStatus{
			{
				Name: "wiki", Module: "dokuwiki", Version: "1.0.0", URL: "https://wiki.essai.localhost",
				State: installer.Unhealthy, OnTrial: true, Memory: 96 << 20, MemoryLimit: 512 << 20,
				Containers: []installer.ContainerStatus{
					{Name: "app", State: installer.Unhealthy, Since: now.Add(-7 * time.Minute), Problem: "wrong answer: 500", Restarts: 2, Memory: 84 << 20, MemoryLimit: 256 << 20},
					{Name: "db", State: installer.Running, Since: now.Add(-73 * time.Hour), Memory: 12 << 20, MemoryLimit: 256 << 20},
				},
				Volumes: []installer.VolumeStatus{
					{Name: "data", Object: "essai-wiki-data-g2", Generation: 2, Current: true, Created: day, Size: 3 << 20},
					{Name: "data", Object: "essai-wiki-data-g1", Generation: 1, Created: day, Size: 1536 << 10},
				},
			},
			{
				Name: "voix", Module: "mumble", Version: "1.0.0", State: installer.Running, Ports: []string{"voix.essai.localhost:64738"},
			},
			{
				Name: "pads", Module: "etherpad", Version: "1.0.0", URL: "https://pads.essai.localhost", State: installer.Restarting,
				Containers: []installer.ContainerStatus{{Name: "app", State: installer.Restarting, Problem: "ended for want of memory", MemoryLimit: 64 << 20}},
			},
		},
		Certificates: []certificates.Certificate{}, Gateway: true, Pending: 4,
		Differences: []installer.Difference{{Cause: "changed by hand", Objects: []string{"wiki/app", "pads/app"}}},
		Retired: []installer.Retired{{Service: "forum", Since: day, Volumes: []installer.VolumeStatus{
			{Name: "data", Object: "essai-forum-data-g1", Generation: 1, Size: 2 << 30},
		}}},
		Run:     &installer.Holder{Command: "chatiere apply --yes", User: "root", Process: 7, Since: day},
		Tasks:   []installer.Record{{Task: "certificates", Last: day, LastGood: day, Problem: "no answer"}},
		Machine: installer.Machine{Memory: 4 << 30, MemoryFree: 1 << 30, Disk: 40 << 30, DiskFree: 10 << 30},
	}
}

func TestStatus_SaysEverythingThatWantsAPerson(t *testing.T) {
	a, out := spoken(t)
	a.printStatus(faulty(clock()))
	want := `Needs somebody: the task certificates failed
A run is under way: chatiere apply --yes, by root, since 2026-11-12 09:00.
No backup elsewhere yet.
Nobody is told of a fault yet: run chatiere status now and then.
wiki  unhealthy  https://wiki.essai.localhost  dokuwiki 1.0.0  on trial  memory 96_MiB of 512_MiB
  app  unhealthy  for 7 min  wrong answer: 500  started again by the engine: 2  memory 84_MiB of 256_MiB
  db  running  for 3 days  memory 12_MiB of 256_MiB
  volume data  3_MiB
  essai-wiki-data-g1  older generation, kept  1.5_MiB  made on 12_November_2026
voix  running  voix.essai.localhost:64738  mumble 1.0.0
pads  restarting  https://pads.essai.localhost  etherpad 1.0.0
  app  restarting  ended for want of memory
certificates  failed: no answer  last time 2026-11-12 09:00  last success 2026-11-12 09:00
memory of the machine: 1_GiB free of 4_GiB
disk of the machine: 10_GiB free of 40_GiB
forum  removed, its data is kept  since 12_November_2026  volume essai-forum-data-g1 2_GiB  to destroy it: chatiere destroy --data forum
What runs is not what was put in place:
  changed by hand: wiki/app and pads/app
4 operations to do: chatiere plan
`
	if diff := cmp.Diff(unbroken(want), out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestStatus_PlainFormIsOneFactALine(t *testing.T) {
	a, out := spoken(t)
	a.plain, a.printer = true, locale.New("fr")
	a.service(faulty(clock()).Services[0])
	want := `wiki : en panne
wiki : https://wiki.essai.localhost
wiki : dokuwiki 1.0.0
wiki : à l’essai
wiki : mémoire 96_Mio sur 512_Mio
wiki/app : en panne
wiki/app : depuis 7_min
wiki/app : mauvaise réponse_: 500
wiki/app : relances par le moteur_: 2
wiki/app : mémoire 84_Mio sur 256_Mio
wiki/db : en marche
wiki/db : depuis 3_jours
wiki/db : mémoire 12_Mio sur 256_Mio
wiki/volume data : 3_Mio
wiki/essai-wiki-data-g1 : génération plus ancienne, gardée
wiki/essai-wiki-data-g1 : 1,5_Mio
wiki/essai-wiki-data-g1 : faite le 12_novembre_2026
`
	if diff := cmp.Diff(strings.ReplaceAll(unbroken(want), " : ", "\u00a0: "), out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestStatus_JSONKeysAreLowerCase(t *testing.T) {
	a, out := spoken(t)
	err := a.resultJSON(installer.Status{
		Services: []installer.ServiceStatus{{
			Name: "wiki", Module: "dokuwiki", Version: "1.0.0", URL: "https://wiki.essai.localhost", State: "running", OnTrial: true,
			Containers: []installer.ContainerStatus{{Name: "app", State: "running", Memory: 1, MemoryLimit: 2}},
			Volumes:    []installer.VolumeStatus{{Name: "data", Object: "essai-wiki-data-g1", Generation: 1, Current: true, Size: -1}},
		}},
		Certificates: []certificates.Certificate{}, Gateway: true, Pending: 1, Problems: []string{}, Alarms: []string{},
		Differences: []installer.Difference{}, Retired: []installer.Retired{}, Tasks: []installer.Record{},
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(statusKeys, out.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// statusKeys is the interface of `status --json`.
const statusKeys = `{
  "services": [
    {
      "name": "wiki",
      "module": "dokuwiki",
      "version": "1.0.0",
      "url": "https://wiki.essai.localhost",
      "state": "running",
      "on_trial": true,
      "memory": 0,
      "memory_limit": 0,
      "containers": [
        {
          "name": "app",
          "state": "running",
          "restarts": 0,
          "memory": 1,
          "memory_limit": 2
        }
      ],
      "volumes": [
        {
          "name": "data",
          "object": "essai-wiki-data-g1",
          "generation": 1,
          "current": true,
          "size": -1
        }
      ]
    }
  ],
  "gateway": true,
  "mode": "",
  "certificates": [],
  "alerts": false,
  "pending": 1,
  "edited": false,
  "differences": [],
  "alarms": [],
  "problems": [],
  "retired": [],
  "run": null,
  "tasks": [],
  "machine": {
    "memory": 0,
    "memory_free": 0,
    "disk": 0,
    "disk_free": 0
  }
}
`

// unbroken writes the spaces that do not break, which nobody sees in a test.
func unbroken(text string) string { return strings.ReplaceAll(text, "_", "\u00a0") }
