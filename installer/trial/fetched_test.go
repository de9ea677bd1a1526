package trial

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFetchedBy_PageFetchesByItselfAndLinksDoNot(t *testing.T) {
	page := answered(200, `<!doctype html>
<link rel="stylesheet" href="/a.css"><link rel="canonical" href="https://no.example/">
<link rel="preconnect" href="https://fonts.example">
<style>@import "b.css"; body { background: url( 'c.png' ) } /* url(no.png) */</style>
<a href="https://no.example/">a link</a><form action="https://no.example/"></form>
<img src="d.png" srcset="e.png 1x, //cdn.example/f.png 2x"><script src="g.js"></script><script>fetch("/no")</script>
<p style="background-image: url(h.png)"><video poster="i.png"><source src="j.mp4"></video>
<meta http-equiv="refresh" content="0; url=/k"><iframe src="l.html"></iframe>`, "Content-Type", "text/html; charset=utf-8")
	want := []string{"/a.css", "https://fonts.example", "b.css", "c.png", "d.png", "e.png", "//cdn.example/f.png", "g.js", "h.png", "i.png", "j.mp4", "/k", "l.html"}
	if diff := cmp.Diff(want, fetchedBy(page)); diff != "" {
		t.Errorf("page (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"/a.css", "b.css"}, sheetsOf(page)); diff != "" {
		t.Errorf("style sheets (-want +got):\n%s", diff)
	}
	sheet := answered(200, `@import url(one.css); @font-face { src: url("https://fonts.example/x.woff2") }`, "Content-Type", "text/css")
	if diff := cmp.Diff([]string{"one.css", "one.css", "https://fonts.example/x.woff2"}, fetchedBy(sheet)); diff != "" {
		t.Errorf("style sheet (-want +got):\n%s", diff)
	}
}
