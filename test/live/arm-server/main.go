// Command arm-server serves lists of Microsoft.Authorization over HTTP with the server side that Microsoft generates for its own SDK:
// its routes, its models, its marshaller and its paging. What the lists hold is put there by PUT /data.
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
)

const provider = "/providers/Microsoft.Authorization/"

// data is what the lists hold: items by scope (in lower case, "/" for the one above everything), list and filter.
type data struct {
	PageSize int `json:"pageSize"`
	Lists    []struct {
		Scope  string            `json:"scope"`
		List   string            `json:"list"`
		Filter string            `json:"filter"`
		Items  []json.RawMessage `json:"items"`
	} `json:"lists"`
}

type server struct {
	mu       sync.Mutex
	data     data
	fake     *fake.ServerFactoryTransport
	versions map[string]string
}

func main() {
	address := flag.String("address", "127.0.0.1:0", "where to listen; port 0: any")
	flag.Parse()
	versions, err := versionsOfTheClient()
	if err != nil {
		log.Fatalf("cannot learn which versions Microsoft's client asks for: %v", err)
	}
	own := &server{versions: versions}
	own.begin(data{PageSize: 2})
	listener, err := net.Listen("tcp", *address)
	if err != nil {
		log.Fatalf("cannot listen at %s: %v", *address, err)
	}
	fmt.Fprintf(os.Stdout, "http://%s\n", listener.Addr())
	log.Fatal(http.Serve(listener, own))
}

// begin takes other data, and forgets the pages that were not asked for.
func (s *server) begin(held data) {
	s.data = held
	s.fake = fake.NewServerFactoryTransport(s.lists())
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.Method == http.MethodPut && r.URL.Path == "/data" {
		var held data
		if err := json.NewDecoder(r.Body).Decode(&held); err != nil {
			refuse(w, http.StatusBadRequest, "InvalidRequestContent", err.Error())
			return
		}
		s.begin(held)
		w.WriteHeader(http.StatusNoContent)
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
	response, err := s.fake.Do(request)
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

func refuse(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("content-type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]string{"code": code, "message": message}})
}
