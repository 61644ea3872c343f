// Checks logs and proofs with libraries that others wrote, and makes logs with them: what Vestige writes and reads is held to them.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"filippo.io/torchwood"
	f_log "github.com/transparency-dev/formats/log"
	f_note "github.com/transparency-dev/formats/note"
	f_proof "github.com/transparency-dev/formats/proof"
	"github.com/transparency-dev/merkle/proof"
	"github.com/transparency-dev/merkle/rfc6962"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 3 && args[0] == "log":
		return checkLog(args[1], args[2])
	case len(args) == 4 && args[0] == "proof":
		return checkProof(args[1], args[2], args[3])
	case len(args) == 4 && args[0] == "policy":
		return checkPolicy(args[1], args[2], args[3])
	case len(args) == 4 && args[0] == "consistency":
		return checkConsistency(args[1], args[2], args[3])
	case len(args) == 3 && args[0] == "make":
		return makeLog(args[1], args[2])
	}
	return errors.New("use: log DIR VKEY | proof FILE LEAF VKEY | policy FILE LEAF POLICY | consistency FILE VKEY DIR | make DIR COUNT")
}

// folder reads tiles of a directory in the form of C2SP tlog-tiles; x/mod puts the height of its tiles into their paths.
type folder string

func (f folder) Height() int { return 8 }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, t := range tiles {
		data, err := os.ReadFile(f.path(t))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func (f folder) path(t tlog.Tile) string {
	path := strings.Replace(t.Path(), "tile/8/", "tile/", 1)
	return filepath.Join(string(f), strings.Replace(path, "tile/data/", "tile/entries/", 1))
}

func verifierOf(vkey string) (note.Verifier, error) {
	return f_note.NewVerifier(vkey)
}

func open(dir, vkey string) (tlog.Tree, error) {
	text, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return tlog.Tree{}, err
	}
	verifier, err := verifierOf(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	cp, _, _, err := f_log.ParseCheckpoint(text, verifier.Name(), verifier)
	if err != nil {
		return tlog.Tree{}, err
	}
	return tlog.Tree{N: int64(cp.Size), Hash: tlog.Hash(cp.Hash)}, nil
}

// checkLog opens the checkpoint, reads every entry, and checks that the tiles prove each of them under the signed root.
func checkLog(dir, vkey string) error {
	tree, err := open(dir, vkey)
	if err != nil {
		return err
	}
	hashes := tlog.TileHashReader(tree, folder(dir))
	root, err := tlog.TreeHash(tree.N, hashes)
	if err != nil {
		return err
	}
	if root != tree.Hash {
		return errors.New("the tiles give another root")
	}
	seen := int64(0)
	for seen < tree.N {
		width := min(256, tree.N-seen)
		data, err := os.ReadFile(folder(dir).path(tlog.Tile{H: 8, L: -1, N: seen / 256, W: int(width)}))
		if err != nil {
			return err
		}
		for range width {
			if len(data) < 2 || len(data) < 2+int(data[0])<<8+int(data[1]) {
				return errors.New("a bundle ends too early")
			}
			length := int(data[0])<<8 + int(data[1])
			entry := data[2 : 2+length]
			data = data[2+length:]
			p, err := tlog.ProveRecord(tree.N, seen, hashes)
			if err != nil {
				return err
			}
			if err := tlog.CheckRecord(p, tree.N, tree.Hash, seen, tlog.RecordHash(entry)); err != nil {
				return fmt.Errorf("entry %d: %w", seen, err)
			}
			seen++
		}
		if len(data) > 0 {
			return errors.New("a bundle has too much")
		}
	}
	fmt.Printf("%d entries\n", seen)
	return nil
}

// readBoth reads a tlog-proof file, and the bytes of the leaf that it is about.
func readBoth(file, leaf string) (text, entry []byte, err error) {
	if text, err = os.ReadFile(file); err != nil {
		return nil, nil, err
	}
	entry, err = os.ReadFile(leaf)
	return text, entry, err
}

// checkProof reads a tlog-proof file and checks that it proves the bytes of a leaf.
func checkProof(file, leaf, vkey string) error {
	text, entry, err := readBoth(file, leaf)
	if err != nil {
		return err
	}
	var p f_proof.TLogProof
	if err := p.Unmarshal(text); err != nil {
		return err
	}
	verifier, err := verifierOf(vkey)
	if err != nil {
		return err
	}
	cp, _, _, err := f_log.ParseCheckpoint([]byte(p.Checkpoint), verifier.Name(), verifier)
	if err != nil {
		return err
	}
	var hashes [][]byte
	for _, h := range p.Hashes {
		hashes = append(hashes, h[:])
	}
	hasher := rfc6962.DefaultHasher
	if err := proof.VerifyInclusion(hasher, p.Index, cp.Size, hasher.HashLeaf(entry), hashes, cp.Hash); err != nil {
		return err
	}
	if again := p.Marshal(); !bytes.Equal(again, text) {
		return errors.New("written again it has other bytes")
	}
	fmt.Printf("leaf %d of %d\n", p.Index, cp.Size)
	return nil
}

// checkPolicy has torchwood check that a tlog-proof file proves the bytes of a leaf under a policy of log and witnesses.
func checkPolicy(file, leaf, policy string) error {
	text, entry, err := readBoth(file, leaf)
	if err != nil {
		return err
	}
	rules, err := os.ReadFile(policy)
	if err != nil {
		return err
	}
	parsed, err := torchwood.ParsePolicy(rules)
	if err != nil {
		return err
	}
	if err := torchwood.VerifyProof(parsed, tlog.RecordHash(entry), text); err != nil {
		return err
	}
	fmt.Println("proven")
	return nil
}

// checkConsistency reads {"from","fromRoot","proof"} and checks that the log in a directory begins with that tree.
func checkConsistency(file, vkey, dir string) error {
	tree, err := open(dir, vkey)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var told struct {
		From     int64
		FromRoot string
		Proof    []string
	}
	if err := json.Unmarshal(text, &told); err != nil {
		return err
	}
	var p tlog.TreeProof
	for _, each := range told.Proof {
		hash, err := hashOf(each)
		if err != nil {
			return err
		}
		p = append(p, hash)
	}
	from, err := hashOf(told.FromRoot)
	if err != nil {
		return err
	}
	return tlog.CheckTree(p, tree.N, tree.Hash, told.From, from)
}

func hashOf(text string) (tlog.Hash, error) {
	bytes, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(bytes) != sha256.Size {
		return tlog.Hash{}, fmt.Errorf("%q is no hash", text)
	}
	return tlog.Hash(bytes), nil
}

// stored is the sequence of hashes that x/mod keeps of a tree.
type stored []tlog.Hash

func (s *stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var all []tlog.Hash
	for _, i := range indexes {
		all = append(all, (*s)[i])
	}
	return all, nil
}

// makeLog writes a log of x/mod's making, and prints the key that checks it.
func makeLog(dir, count string) error {
	n, err := strconv.ParseInt(count, 10, 64)
	if err != nil {
		return err
	}
	skey, vkey, err := note.GenerateKey(nil, "example.com/made-in-go")
	if err != nil {
		return err
	}
	var hashes stored
	bundles := map[int64][]byte{}
	for i := range n {
		entry := fmt.Appendf(nil, "entry %d of a log made in Go", i)
		more, err := tlog.StoredHashes(i, entry, &hashes)
		if err != nil {
			return err
		}
		hashes = append(hashes, more...)
		bundles[i/256] = append(append(bundles[i/256], byte(len(entry)>>8), byte(len(entry))), entry...)
	}
	for _, t := range tlog.NewTiles(8, 0, n) {
		data, err := tlog.ReadTileData(t, &hashes)
		if err != nil {
			return err
		}
		if err := write(folder(dir).path(t), data); err != nil {
			return err
		}
	}
	for index, data := range bundles {
		width := int(min(256, n-index*256))
		if err := write(folder(dir).path(tlog.Tile{H: 8, L: -1, N: index, W: width}), data); err != nil {
			return err
		}
	}
	root, err := tlog.TreeHash(n, &hashes)
	if err != nil {
		return err
	}
	signer, err := note.NewSigner(skey)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("example.com/made-in-go\n%d\n%s\n", n, base64.StdEncoding.EncodeToString(root[:]))
	signed, err := note.Sign(&note.Note{Text: text}, signer)
	if err != nil {
		return err
	}
	fmt.Println(vkey)
	return write(filepath.Join(dir, "checkpoint"), signed)
}

func write(path string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o600)
}
