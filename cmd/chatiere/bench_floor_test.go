package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
)

// bare speaks with the engine in its own words and does nothing else: what is
// left is the engine's own time.
type bare struct{ client *http.Client }

func newBare() *bare {
	return &bare{&http.Client{Transport: &http.Transport{
		MaxIdleConnsPerHost: 64,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", "/var/run/docker.sock")
		},
	}}}
}

func (b *bare) post(ctx context.Context, path string, body, into any) error {
	data, err := json.Marshal(body)
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://engine/v1.41"+path, bytes.NewReader(data))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := b.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	said, err := io.ReadAll(answer.Body)
	switch {
	case err != nil:
		return err
	case answer.StatusCode >= 300:
		return fmt.Errorf("POST %s: %s: %s", path, answer.Status, said)
	case into == nil:
		return nil
	}
	return json.Unmarshal(said, into)
}

// up makes one network with one container in it, and starts it.
func (b *bare) up(ctx context.Context, slug, image string, index int) error {
	name, labels := fmt.Sprintf("%s-%s", slug, steadyName(index)), map[string]string{"org.chatiere.chaton": slug}
	err := b.post(ctx, "/networks/create", map[string]any{
		"Name": name, "Driver": "bridge", "Internal": true, "Labels": labels,
		"IPAM": map[string]any{"Driver": "default", "Config": []any{map[string]string{"Subnet": peerSubnet(index)}}},
	}, nil)
	if err != nil {
		return err
	}
	var created struct{ ID string }
	err = b.post(ctx, "/containers/create?name="+name, map[string]any{
		"Image": image, "Env": []string{"WORD=" + name}, "Labels": labels,
		"Healthcheck": map[string]any{"Test": []string{"CMD", "/server", "check"}, "Interval": 30 * time.Second, "Timeout": 5 * time.Second, "StartPeriod": 30 * time.Second, "Retries": 3},
		"HostConfig": map[string]any{
			"NetworkMode": name, "ReadonlyRootfs": true, "CapDrop": []string{"ALL"}, "SecurityOpt": []string{"no-new-privileges:true"},
			"Memory": 32 << 20, "MemorySwap": 32 << 20, "NanoCpus": 1e9, "PidsLimit": 256,
			"RestartPolicy": map[string]string{"Name": "unless-stopped"},
			"LogConfig":     map[string]any{"Type": "local", "Config": map[string]string{"max-size": "10m", "max-file": "3"}},
		},
	}, &created)
	if err != nil {
		return err
	}
	return b.post(ctx, "/containers/"+created.ID+"/start", nil, nil)
}

// floor is how long the engine itself needs for as many containers, as many at
// a time as said.
func floor(t testing.TB, slug, image string, count, atATime int) time.Duration {
	t.Helper()
	engine := newBare()
	group, ctx := errgroup.WithContext(t.Context())
	group.SetLimit(atATime)
	began := time.Now()
	for index := range count {
		group.Go(func() error { return engine.up(ctx, slug, image, index) })
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	return time.Since(began)
}

// peerSubnet is beside the pools that a chaton takes.
func peerSubnet(index int) string { return fmt.Sprintf("10.199.%d.0/26", index) }
