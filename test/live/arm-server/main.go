// Command arm-server serves lists of Microsoft.Authorization over HTTP with the server side that Microsoft generates for its own SDK:
// its routes, its models, its marshaller and its paging. What a list holds is put there by PUT /held.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/authorization/armauthorization/v2/fake"
	fakepreview "github.com/Azure/azure-sdk-for-go/sdk/resourcemanager/authorization/armauthorization/v3/fake"
)

const provider = "/providers/Microsoft.Authorization/"

// place names one list: its scope in lower case, "/" for the one above everything.
type place struct {
	Scope  string `json:"scope"`
	List   string `json:"list"`
	Filter string `json:"filter"`
}

// held is what a list holds, in the form in which it is put there.
type held struct {
	place
	Items []json.RawMessage `json:"items"`
}

type server struct {
	mu       sync.Mutex
	lists    map[place][]json.RawMessage
	pageSize int
	fake     *fake.ServerFactoryTransport
	preview  *fakepreview.ServerFactoryTransport
	versions map[string]string
}

func main() {
	address := flag.String("address", "127.0.0.1:0", "where to listen; port 0: any")
	pageSize := flag.Int("page-size", 2, "how many items a page has at most")
	flag.Parse()
	versions, err := versionsOfTheClient()
	if err != nil {
		log.Fatalf("cannot learn which versions Microsoft's client asks for: %v", err)
	}
	own := &server{versions: versions, pageSize: *pageSize}
	own.begin()
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatalf("cannot listen at %s: %v", *address, err)
	}
	fmt.Fprintf(os.Stdout, "http://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, own))
}

// begin forgets all that was held, and all pages that were not asked for.
func (s *server) begin() {
	s.lists = map[place][]json.RawMessage{}
	s.fake = fake.NewServerFactoryTransport(s.generated())
	s.preview = fakepreview.NewServerFactoryTransport(s.generatedPreview())
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.URL.Path == "/held" {
		s.hold(w, r)
		return
	}
	// The generated routes want a scope before the provider, and know none for what is above everything.
	if strings.HasPrefix(r.URL.Path, provider) {
		r.URL.Path = "/" + root + r.URL.Path
		r.URL.RawPath = ""
	}
	at := strings.LastIndex(r.URL.Path, provider)
	if r.Method != http.MethodGet || at < 0 {
		refuse(w, http.StatusNotFound, "InvalidResourceType", "no list is at "+r.URL.Path)
		return
	}
	list, page, _ := strings.Cut(r.URL.Path[at+len(provider):], "/")
	version, known := s.versions[list]
	if !known {
		refuse(w, http.StatusNotFound, "InvalidResourceType", "the generated server has no list "+list)
		return
	}
	// A next link has no query.
	if asked := r.URL.Query().Get("api-version"); page == "" && asked != version {
		refuse(w, http.StatusBadRequest, "InvalidApiVersionParameter", fmt.Sprintf("%s is asked for with %q, Microsoft's client asks with %q", list, asked, version))
		return
	}
	r.URL.Scheme, r.URL.Host = "http", r.Host
	request := r.WithContext(context.WithValue(r.Context(), runtime.CtxAPINameKey{}, operations[list]))
	answer := s.fake.Do
	if list == "roleDefinitions" {
		answer = s.preview.Do
	}
	response, err := answer(request)
	if err != nil {
		var refused *azcore.ResponseError
		if errors.As(err, &refused) {
			refuse(w, refused.StatusCode, refused.ErrorCode, r.URL.Path)
			return
		}
		refuse(w, http.StatusInternalServerError, "ServerError", err.Error())
		return
	}
	defer response.Body.Close()
	w.Header().Set("content-type", "application/json; charset=utf-8")
	w.WriteHeader(response.StatusCode)
	var body json.RawMessage
	if err := json.NewDecoder(response.Body).Decode(&body); err == nil {
		_, _ = w.Write(body)
	}
}

// hold puts one list there, or with DELETE takes all away.
func (s *server) hold(w http.ResponseWriter, r *http.Request) {
	if r.Method == http.MethodDelete {
		s.begin()
		w.WriteHeader(http.StatusNoContent)
		return
	}
	var list held
	if err := json.NewDecoder(r.Body).Decode(&list); err != nil {
		refuse(w, http.StatusBadRequest, "InvalidRequestContent", err.Error())
		return
	}
	s.lists[list.place] = list.Items
	w.WriteHeader(http.StatusNoContent)
}

func refuse(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("content-type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]string{"code": code, "message": message}})
}
