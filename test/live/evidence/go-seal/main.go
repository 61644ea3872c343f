// What the libraries of DSSE and of signed notes say of what this project signs; and the other way round, what they sign.
package main

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
	formats "github.com/transparency-dev/formats/note"
	"golang.org/x/mod/sumdb/note"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	switch {
	case len(args) == 3 && args[0] == "verify-dsse":
		return verifyEnvelope(args[1], args[2])
	case len(args) == 5 && args[0] == "sign-dsse":
		return signEnvelope(args[1], args[2], args[3], args[4])
	case len(args) == 3 && args[0] == "verify-note":
		return verifyNote(args[1], args[2])
	case len(args) == 3 && args[0] == "cosign":
		return cosign(args[1], args[2])
	}
	return errors.New("verify-dsse KEY ENVELOPE | sign-dsse KIND TYPE PAYLOAD FOLDER | verify-note VKEY NOTE | cosign NAME NOTE")
}

// key tells no id of its own: the library then works one out of the key, as cosign does.
type key struct {
	public  crypto.PublicKey
	private crypto.Signer
}

func (k key) KeyID() (string, error)   { return "", nil }
func (k key) Public() crypto.PublicKey { return k.public }
func (k key) Sign(_ context.Context, data []byte) ([]byte, error) {
	if _, ok := k.public.(ed25519.PublicKey); ok {
		return k.private.Sign(rand.Reader, data, crypto.Hash(0))
	}
	digest := sha256.Sum256(data)
	return k.private.Sign(rand.Reader, digest[:], crypto.SHA256)
}
func (k key) Verify(_ context.Context, data, sig []byte) error {
	switch public := k.public.(type) {
	case ed25519.PublicKey:
		if ed25519.Verify(public, data, sig) {
			return nil
		}
	case *ecdsa.PublicKey:
		digest := sha256.Sum256(data)
		if ecdsa.VerifyASN1(public, digest[:], sig) {
			return nil
		}
	}
	return errors.New("no signature by this key")
}

// fingerprinted tells the id that the library works out, for those who sign.
type fingerprinted struct{ key }

func (k fingerprinted) KeyID() (string, error) { return dsse.SHA256KeyID(k.public) }

func verifyEnvelope(keyFile, envelopeFile string) error {
	text, err := os.ReadFile(keyFile)
	if err != nil {
		return err
	}
	block, _ := pem.Decode(text)
	if block == nil {
		return errors.New("no PEM")
	}
	public, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return err
	}
	text, err = os.ReadFile(envelopeFile)
	if err != nil {
		return err
	}
	var envelope dsse.Envelope
	if err := json.Unmarshal(text, &envelope); err != nil {
		return err
	}
	verifier, err := dsse.NewEnvelopeVerifier(key{public: public})
	if err != nil {
		return err
	}
	accepted, payload, err := verifier.VerifyAndDecode(context.Background(), &envelope)
	if err != nil {
		return err
	}
	if len(accepted) != 1 {
		return fmt.Errorf("%d keys accepted", len(accepted))
	}
	_, err = os.Stdout.Write(payload)
	return err
}

func signEnvelope(kind, payloadType, payloadFile, folder string) error {
	payload, err := os.ReadFile(payloadFile)
	if err != nil {
		return err
	}
	var private crypto.Signer
	if kind == "ed25519" {
		_, private, err = ed25519.GenerateKey(rand.Reader)
	} else {
		private, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	}
	if err != nil {
		return err
	}
	signer, err := dsse.NewEnvelopeSigner(fingerprinted{key{public: private.Public(), private: private}})
	if err != nil {
		return err
	}
	envelope, err := signer.SignPayload(context.Background(), payloadType, payload)
	if err != nil {
		return err
	}
	text, err := json.MarshalIndent(envelope, "", "  ")
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKIXPublicKey(private.Public())
	if err != nil {
		return err
	}
	public := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	return errors.Join(
		os.WriteFile(filepath.Join(folder, "pub.pem"), public, 0o600),
		os.WriteFile(filepath.Join(folder, "envelope.json"), text, 0o600),
	)
}

func verifyNote(vkey, noteFile string) error {
	text, err := os.ReadFile(noteFile)
	if err != nil {
		return err
	}
	verifier, err := formats.NewVerifier(vkey)
	if err != nil {
		return err
	}
	_, err = note.Open(text, note.VerifierList(verifier))
	return err
}

// cosign prints the verifier's key of a new witness and its line under the note.
func cosign(name, noteFile string) error {
	text, err := os.ReadFile(noteFile)
	if err != nil {
		return err
	}
	skey, vkey, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return err
	}
	signer, err := formats.NewSignerForCosignatureV1(skey)
	if err != nil {
		return err
	}
	_, err = note.Open(text, note.VerifierList())
	var unverified *note.UnverifiedNoteError
	if !errors.As(err, &unverified) {
		return err
	}
	signed, err := note.Sign(&note.Note{Text: unverified.Note.Text}, signer)
	if err != nil {
		return err
	}
	witness, err := formats.VKeyToCosignatureV1(vkey)
	if err != nil {
		return err
	}
	fmt.Println(witness)
	_, err = os.Stdout.Write(signed)
	return err
}
