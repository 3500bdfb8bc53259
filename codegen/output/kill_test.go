// SPDX-License-Identifier: Apache-2.0

package output

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Each names, in the environment of a child process, the folder to write to.
const (
	writeUntilKilled = "OUTPUT_TEST_WRITE_UNTIL_KILLED"
	writeOnce        = "OUTPUT_TEST_WRITE_ONCE"
)

func TestMain(m *testing.M) {
	if root := os.Getenv(writeUntilKilled); root != "" {
		for generation := 0; ; generation++ {
			if _, err := (Disk{}).Put(context.Background(), generationOf(root, generation)); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			if generation == 0 {
				fmt.Println("writing")
			}
		}
	}
	if root := os.Getenv(writeOnce); root != "" {
		if _, err := (Disk{}).Put(context.Background(), planOf(root, map[string]string{"a.go": "new", "b/b.go": "new"})); err != nil {
			fmt.Println(err)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

var bulk = strings.Repeat("text ", 20_000)

// generationOf is a plan whose contents all differ from those of the generation before. Every other generation has files
// of its own.
func generationOf(root string, generation int) Plan {
	bodies := map[string]string{}
	for i := range 8 {
		// The same number at the beginning and at the end tells that a file is whole.
		body := fmt.Sprintf("%d %s %d", generation, bulk, generation)
		bodies[fmt.Sprintf("v%d/file.go", i)] = body
		if generation%2 == 0 {
			bodies[fmt.Sprintf("even/v%d/file.go", i)] = body
		}
	}
	return planOf(root, bodies)
}

// TestKilledAtAnyPoint kills a writing process at random moments. There is never a file that is not whole, and the next
// run takes away what the killed one left.
func TestKilledAtAnyPoint(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	stale := 0
	// Not every kill hits a run while it is writing: it takes some rounds until five did.
	for round := 0; stale < 5; round++ {
		require.Less(t, round, 500, "no kill hits a run while it is writing: the test proves nothing")
		child := exec.CommandContext(t.Context(), os.Args[0])
		child.Env = append(os.Environ(), writeUntilKilled+"="+root)
		child.Stderr = os.Stderr
		output, err := child.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, child.Start())
		line, err := bufio.NewReader(output).ReadString('\n')
		require.NoError(t, err)
		require.Equal(t, "writing\n", line)
		time.Sleep(time.Duration(rand.IntN(10_000)) * time.Microsecond) // the moment is what is random here
		require.NoError(t, child.Process.Kill())
		require.Error(t, child.Wait())

		hit := 0
		for path, content := range listing(t, root) {
			switch {
			case isTemporary(filepath.Base(path)):
				hit = 1
			case !strings.HasSuffix(path, "/"):
				_, body, _ := strings.Cut(content, source+"\n\n")
				words := strings.Fields(body)
				require.Greater(t, len(words), 2, path)
				require.Equal(t, words[0], words[len(words)-1], path)
			}
		}
		stale += hit
		plan := generationOf(root, 1_000_000+round)
		_, err = Disk{}.Put(t.Context(), plan)
		require.NoError(t, err)
		files := 0
		for path := range listing(t, root) {
			if !strings.HasSuffix(path, "/") { // an empty folder is no file
				files++
			}
		}
		require.Equal(t, len(plan.Files), files)
	}
}
