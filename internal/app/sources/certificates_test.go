package sources

import (
	"encoding/pem"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// Git trusts whom the process trusts: the operator names the certificates once.
func TestGitEnvironment_certificates(t *testing.T) {
	bin, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err) // the product needs git
	}
	const refs = "0123456789012345678901234567890123456789\trefs/heads/main\n"
	host := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, refs) }))
	defer host.Close()
	file := filepath.Join(t.TempDir(), "trusted.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: host.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "other.pem")
	if err := os.WriteFile(other, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct {
		name, file, own string
		trusts          bool
	}{
		{"SSL_CERT_FILE", file, "", true},
		{"git's own name is stronger", other, file, true},
		{"none", "", "", false},
	} {
		for name, value := range map[string]string{"SSL_CERT_FILE": row.file, "GIT_SSL_CAINFO": row.own, "SSL_CERT_DIR": ""} {
			t.Setenv(name, value) // to restore it
			if value == "" {
				os.Unsetenv(name)
			}
		}
		cmd := exec.CommandContext(t.Context(), bin, "-c", "http.proxy=", "ls-remote", host.URL+"/r")
		cmd.Env = append(gitEnvironment(), "PATH="+os.Getenv("PATH"), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "NO_PROXY=127.0.0.1", "no_proxy=127.0.0.1")
		out, err := cmd.CombinedOutput()
		if row.trusts != (err == nil && string(out) == refs) {
			t.Errorf("%s: %s, %v", row.name, out, err)
		}
	}
}

func TestGitEnvironment_folderOfCertificates(t *testing.T) {
	for _, name := range []string{"SSL_CERT_FILE", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH"} {
		t.Setenv(name, "")
		os.Unsetenv(name)
	}
	here := t.TempDir()
	t.Setenv("SSL_CERT_DIR", "/nonexistent:"+here+":/elsewhere")
	env := strings.Join(gitEnvironment(), "\n")
	if !strings.Contains(env, "GIT_SSL_CAPATH="+here) || strings.Contains(env, "GIT_SSL_CAPATH=/nonexistent") {
		t.Errorf("the environment of git is\n%s", env)
	}
}
