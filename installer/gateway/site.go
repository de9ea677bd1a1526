package gateway

import (
	"errors"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"
)

// currentLink is the link in the public folder that a publication moves.
const currentLink = "current"

// site serves the published folder. The link is followed at each request, so
// a publication needs no reload; os.Root holds every step inside the folder,
// links included.
type site struct {
	public string
}

// serve answers one request for a static file. Folders are their index.html
// and are never listed.
func (s *site) serve(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		pageMethod().write(w, r)
		return
	}
	root, version, err := s.open()
	if err != nil {
		pageMaintenance().write(w, r)
		return
	}
	defer root.Close()
	name, found := find(root, r.URL.Path)
	switch {
	case !found:
		s.notFound(w, r, root)
	case strings.HasSuffix(name, "/"):
		target := url.URL{Path: "/" + name, RawQuery: r.URL.RawQuery}
		http.Redirect(w, r, target.String(), http.StatusMovedPermanently)
	default:
		s.send(w, r, root, name, version)
	}
}

// open gives the folder that the link leads to, and its name as a version.
func (s *site) open() (*os.Root, string, error) {
	if s.public == "" {
		return nil, "", fs.ErrNotExist
	}
	public, err := os.OpenRoot(s.public)
	if err != nil {
		return nil, "", err
	}
	defer public.Close()
	version, err := public.Readlink(currentLink)
	if err != nil {
		return nil, "", err
	}
	root, err := public.OpenRoot(version)
	return root, path.Base(version), err
}

// find gives the file for a path. One that ends with "/" is a folder asked
// for without its final slash: relative links of its page would go wrong.
func find(root *os.Root, asked string) (name string, found bool) {
	clean := strings.TrimPrefix(path.Clean("/"+asked), "/")
	if hidden(clean) || strings.ContainsRune(clean, 0) {
		return "", false
	}
	if clean == "" {
		clean = "."
	}
	info, err := root.Stat(clean)
	switch {
	case err != nil:
		return "", false
	case !info.IsDir():
		return clean, info.Mode().IsRegular() && !strings.HasSuffix(asked, "/")
	}
	index := path.Join(clean, "index.html")
	if info, err := root.Stat(index); err != nil || !info.Mode().IsRegular() {
		return "", false
	}
	if !strings.HasSuffix(asked, "/") {
		return clean + "/", true
	}
	return index, true
}

// hidden tells names that are not meant for publication.
func hidden(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") && part != ".well-known" {
			return true
		}
	}
	return false
}

func (s *site) send(w http.ResponseWriter, r *http.Request, root *os.Root, name, version string) {
	file, err := root.Open(name)
	if err != nil {
		s.notFound(w, r, root)
		return
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		s.notFound(w, r, root)
		return
	}
	dressFile(w.Header(), name)
	// The folder's name is the hash of what it holds; dates of files may lie.
	w.Header().Set("Etag", `"`+strings.Trim(version, `"`)+`"`)
	http.ServeContent(w, r, name, info.ModTime(), file)
}

// dressFile keeps browsers from fetching anything elsewhere and from keeping
// a page much longer than a publication lasts.
func dressFile(header http.Header, name string) {
	header.Set("Content-Type", mediaType(name))
	header.Set("Cache-Control", "public, max-age=300")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Referrer-Policy", "no-referrer")
	header.Set("Content-Security-Policy", "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'")
}

// mediaType does not ask the machine first: the gateway's image has no table
// and the collective reads properties files as text.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".properties", ".txt", ".md", ".asc":
		return "text/plain; charset=utf-8"
	case ".html":
		return "text/html; charset=utf-8"
	case ".ico":
		return "image/x-icon"
	case ".woff2":
		return "font/woff2"
	case ".atom":
		return "application/atom+xml; charset=utf-8"
	}
	if known := mime.TypeByExtension(path.Ext(name)); known != "" {
		return known
	}
	return "application/octet-stream"
}

// notFound prefers the page that the publication brings.
func (s *site) notFound(w http.ResponseWriter, r *http.Request, root *os.Root) {
	content, err := readPage(root, "404.html")
	if err != nil {
		pageNotFound().write(w, r)
		return
	}
	dressFile(w.Header(), "404.html")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusNotFound)
	if r.Method != http.MethodHead {
		_, _ = w.Write(content)
	}
}

const maximumPage = 1 << 20

func readPage(root *os.Root, name string) ([]byte, error) {
	file, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	content, err := io.ReadAll(io.LimitReader(file, maximumPage+1))
	if err == nil && len(content) > maximumPage {
		return nil, errors.New("the page is too large")
	}
	return content, err
}
